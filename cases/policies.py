"""How the shared shell is walled: who takes part in a case, and how a text is struck out for good."""

from __future__ import annotations

from access.policies import Bar, Protection
from access.wall import LAW_ROLES, SERVICE_ROLES, WALL
from agencies.functions import DEFINER
from agencies.policies import under_an_award
from agencies.vocabulary import Role, Sector
from cases.vocabulary import FREE_TEXTS, SHORT_TEXTS, STRUCK, Happening

COORDINATOR = f"'{{{Role.COORDINATOR}}}'::text[]"
LAW = "'{" + ",".join(role.value for role in LAW_ROLES) + "}'::text[]"
EVERYWHERE = "'{" + ",".join([Role.COORDINATOR.value, *(role.value for role in SERVICE_ROLES)]) + "}'::text[]"

WORKING = "'{" + ",".join(role.value for role in (*LAW_ROLES, *SERVICE_ROLES)) + "}'::text[]"
LAW_SECTORS = f"('{Sector.LAW_ENFORCEMENT}', '{Sector.PROSECUTION}')"
ACTIVE = "'{" + ",".join(role.value for role in WALL["activity"].rules) + "}'::text[]"

# From whom a case is hidden for a conflict of interest: few a person, so that an array is quick.
BARRED = f"""
CREATE OR REPLACE FUNCTION wall.cases_barred() RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT b.case_id FROM public.cases_caseblock b
        WHERE b.person_id = (SELECT wall.person()) AND b.ended_at IS NULL)
$$"""
# A lead's history is older than its case, so that a lead is barred by itself.
LEADS_BARRED = f"""
CREATE OR REPLACE FUNCTION wall.leads_barred() RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(SELECT l.id FROM public.cases_lead l WHERE l.case_id = ANY (wall.cases_barred()))
$$"""
# A supervisor blocks the own agency's people, and where it leads the case anyone of the law side in the
# task force; never themselves.
MAY_BLOCK = f"""
CREATE OR REPLACE FUNCTION wall.may_block(a_case uuid, a_person int) RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT a_person <> wall.person() AND EXISTS (
        SELECT 1 FROM public.agencies_membership m
        JOIN public.agencies_agency a ON a.id = m.agency_id
        JOIN public.cases_case c ON c.id = a_case AND c.task_force_id = ANY (m.task_forces)
        WHERE m.person_id = a_person AND m.ended_at IS NULL
          AND (m.until_on IS NULL OR m.until_on >= wall.today())
          AND (m.agency_id = wall.agency() OR c.law_lead_id = wall.agency() AND a.sector IN {LAW_SECTORS}))
$$"""


# The others than the lead are named, from a day to a day: few, so that an index answers.
NAMED_AS = f"""
CREATE OR REPLACE FUNCTION wall.cases_named_as(wanted text[]) RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT p.case_id FROM public.cases_caseagency p
        WHERE p.agency_id = (SELECT wall.agency())
          AND p.task_force_id = ANY ((SELECT wall.task_forces_as(wanted))::int[])
          AND p.ended_at IS NULL AND p.from_on <= (SELECT wall.today())
          AND p.case_id <> ALL ((SELECT wall.cases_barred())::uuid[])
          AND (p.until_on IS NULL OR p.until_on >= (SELECT wall.today())))
$$"""
# The lead takes part from the start.
CASES_AS = f"""
CREATE OR REPLACE FUNCTION wall.cases_as(wanted text[]) RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT c.id FROM public.cases_case c
        WHERE c.law_lead_id = (SELECT wall.agency())
          AND c.task_force_id = ANY ((SELECT wall.task_forces_as(wanted))::int[])
          AND c.id <> ALL ((SELECT wall.cases_barred())::uuid[])
        UNION
        SELECT unnest(wall.cases_named_as(wanted)))
$$"""
# The same of a case itself, by its own columns: also of one that is being made, and answered by indexes.
PART = (
    "law_lead_id = ANY ((SELECT wall.agencies_as({roles}))::int[])"
    " AND task_force_id = ANY ((SELECT wall.task_forces_as({roles}))::int[])"
    " OR id = ANY ((SELECT wall.cases_named_as({roles}))::uuid[])"
)


# Who leads a case sees it: the coordinator hands that on, and the present lead's own people.
SET_LAW_LEAD = f"""
CREATE OR REPLACE FUNCTION wall.set_law_lead(a_case uuid, an_agency bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
BEGIN
    UPDATE public.cases_case c SET law_lead_id = an_agency
    WHERE c.id = a_case AND c.id <> ALL (wall.cases_barred())
      AND (c.task_force_id = ANY (wall.task_forces_as({COORDINATOR}))
        OR c.law_lead_id = ANY (wall.agencies_as({LAW})) AND c.task_force_id = ANY (wall.task_forces_as({LAW})))
      AND EXISTS (
        SELECT 1 FROM public.agencies_agency a JOIN wall.live_participations(an_agency::int) p ON true
        WHERE a.id = an_agency AND a.sector IN {LAW_SECTORS}
          AND p.task_force = c.task_force_id);
    RETURN FOUND;
END $$"""
# Asked for by `wall.name_lead` alone: every case has its task force's service lead, always. Cases
# that stayed with the agency that led before would tell which of them that agency works in.
CASES_FOLLOW = f"""
CREATE OR REPLACE FUNCTION wall.cases_follow_lead(a_task_force bigint, an_agency bigint) RETURNS void
LANGUAGE sql VOLATILE {DEFINER} AS $$
    WITH moved AS (
        UPDATE public.cases_case SET services_lead_id = an_agency
        WHERE task_force_id = a_task_force AND services_lead_id <> an_agency RETURNING id)
    INSERT INTO public.cases_caseentry
        (id, owner_id, made_at, made_by_id, version, task_force_id, case_id, kind, agency_id, was, now)
    SELECT gen_random_uuid(), wall.agency(), now(), wall.person(), 1, a_task_force, moved.id,
        '{Happening.SERVICES_LEAD}', an_agency, '', ''
    FROM moved
$$"""


def redacting(name: str, seen: str, *, has_past: bool = True) -> str:
    """SQL of `wall.redact_<name>(record, says, texts)`: destroys texts of a row and of its history, if it has one.

    Whoever asks must see the row (`seen`, over `r`) and act for an agency that wrote one of its
    versions. `texts` names the columns; `says` is what stands in the place of each that is not empty.
    Returns whether it was done; False tells nothing else.
    """
    table, past = f"public.cases_{name}", f"public.cases_{name}history"
    in_place = {column: f"'{STRUCK}'" if column in SHORT_TEXTS else "says" for column in FREE_TEXTS[name]}
    struck = ", ".join(
        f"{column} = CASE WHEN {column} = '' OR '{column}' <> ALL (texts) THEN {column} ELSE {mark} END"
        for column, mark in in_place.items()
    )
    wrote_before = f"EXISTS (SELECT 1 FROM {past} h WHERE h.id = record AND h.written_by_id = wall.agency())"
    strike_past = f"UPDATE {past} SET {struck} WHERE id = record;"
    return f"""
CREATE OR REPLACE FUNCTION wall.redact_{name}(record uuid, says text, texts text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
BEGIN
    PERFORM 1 FROM {table} r WHERE r.id = record AND ({seen})
        AND (r.written_by_id = wall.agency(){f" OR {wrote_before}" if has_past else ""});
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE {table} SET {struck}, written_by_id = wall.agency(), redacted_at = now(), version = version + 1
        WHERE id = record;
    {strike_past if has_past else ""}
    RETURN true;
END $$"""


FUNCTIONS = (
    BARRED,
    LEADS_BARRED,
    MAY_BLOCK,
    NAMED_AS,
    CASES_AS,
    SET_LAW_LEAD,
    CASES_FOLLOW,
    redacting(
        "case",
        f"(r.task_force_id = ANY (wall.task_forces_as({EVERYWHERE})) OR r.id = ANY (wall.cases_as({LAW})))"
        " AND r.id <> ALL (wall.cases_barred())",
    ),
    redacting(
        "lead",
        f"(r.task_force_id = ANY (wall.task_forces_as({COORDINATOR}))"
        f" OR r.owner_id = ANY (wall.agencies_as({WORKING}))) AND r.id <> ALL (wall.leads_barred())",
    ),
    redacting("activity", f"r.task_force_id = ANY (wall.task_forces_as({ACTIVE}))"),
    redacting("actionitem", f"r.task_force_id = ANY (wall.task_forces_as({ACTIVE}))", has_past=False),
)
EXECUTED_BY = (
    (
        "ecm_app",
        [
            *("cases_barred", "leads_barred", "may_block", "cases_as", "cases_named_as", "set_law_lead"),
            *("redact_case", "redact_lead", "redact_activity", "redact_actionitem"),
        ],
    ),
)


def follows(table: str, whole: str, column: str) -> str:
    """SQL: a part's task force is that of the record it hangs on, or it would be seen from elsewhere."""
    return (
        f"EXISTS (SELECT 1 FROM {whole} whole"
        f" WHERE whole.id = {table}.{column} AND whole.task_force_id = {table}.task_force_id)"
    )


def barred(column: str, function: str = "cases_barred") -> Bar:
    """Whatever else opens a row: it is absent for whom its case is hidden from, and that person is not told."""
    return Bar("conflict", f"({column} = ANY ((SELECT wall.{function}())::uuid[])) IS NOT TRUE")


def part(model: str, kind: str, *, holds: str = "true", updates: tuple[str, ...] = ()) -> Protection:
    """A row that hangs on a case and is seen by whoever sees the case."""
    return Protection(
        model,
        kind,
        case="case_id",
        task_force="task_force_id",
        parents=(("case_id", "cases.Case"),),
        bars=(barred("case_id"),),
        holds=f"{follows(model.replace('.', '_').lower(), 'cases_case', 'case_id')} AND ({holds})",
        updates=updates,
    )


def activity_part(model: str, *, updates: tuple[str, ...] = (), counter: tuple[str, ...] = ()) -> Protection:
    """A row that hangs on an activity and is seen by whoever sees the activity."""
    return Protection(
        model,
        "activity",
        task_force="task_force_id",
        parents=(("activity_id", "cases.Activity"),),
        holds=follows(model.replace(".", "_").lower(), "cases_activity", "activity_id"),
        updates=updates,
        counter=counter,
    )


# Only a side's own lead says how that side stands.
LEADS_THE_SIDE = (
    "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_casestanding.case_id"
    " AND cases_casestanding.owner_id ="
    " CASE cases_casestanding.side WHEN 'law' THEN c.law_lead_id ELSE c.services_lead_id END)"
)
# An agency can be brought in to a case only from the task force.
OF_THE_TASK_FORCE = "cases_caseagency.agency_id = ANY ((SELECT wall.neighbours())::int[])"
# Ended for whoever it was, whoever leads the case by then.
MAY_BE_BLOCKED = (
    "cases_caseblock.ended_at IS NOT NULL OR wall.may_block(cases_caseblock.case_id, cases_caseblock.person_id::int)"
)
PLACE = ("city", "county", "state")

PROTECTIONS = (
    Protection(
        "cases.Case",
        "case",
        case="id",
        part=PART,
        task_force="task_force_id",
        bars=(barred("id"),),
        updates=(
            *("form", "source", "labor_asked", "received_on", "opened_on", "closed_on", "summary"),
            *("next_step", "next_step_on", "status", "outcome", "written_by_id", "version"),
            *PLACE,
        ),
        counter=(
            *("task_force_id", "form", "source", "labor_asked", "received_on", "opened_on", "closed_on"),
            *("status", "outcome", "law_lead_id"),
        ),
        history=True,
    ),
    part("cases.CaseAgency", "case_agency", holds=OF_THE_TASK_FORCE, updates=("until_on", "ended_at", "version")),
    part("cases.CaseStanding", "case_standing", holds=LEADS_THE_SIDE, updates=("standing", "said_at", "version")),
    part("cases.CaseEntry", "case_entry"),
    part("cases.CaseBlock", "case_block", holds=MAY_BE_BLOCKED, updates=("ended_at", "end_reason", "version")),
    Protection(
        "cases.Lead",
        "lead",
        task_force="task_force_id",
        parents=(("case_id", "cases.Case"),),
        bars=(barred("id", "leads_barred"),),
        updates=(
            *("source", "form", "received_on", "text", "disposition", "disposed_on", "case_id"),
            *("written_by_id", "version"),
            *PLACE,
        ),
        counter=("task_force_id", "source", "form", "received_on", "disposition", "disposed_on", "case_id"),
        history=True,
    ),
    Protection(
        "cases.Activity",
        "activity",
        task_force="task_force_id",
        holds=under_an_award("cases_activity.award_id"),
        updates=(
            *("award_id", "title", "held_on", "hours", "mode", "form", "struck_at", "level", "labor_share"),
            *("joint", "attendees", "audience", "setting", "language", "reached", "items_given"),
            *("impressions", "meeting_kind", "matters_reviewed", "releases_checked", "survivor_input"),
            *("written_by_id", "version"),
            *PLACE,
        ),
        counter=(
            *("task_force_id", "kind", "award_id", "held_on", "hours", "mode", "form", "struck_at", "level"),
            *("labor_share", "joint", "attendees", "audience", "setting", "language", "reached", "items_given"),
            *("impressions", "meeting_kind", "matters_reviewed", "releases_checked", "survivor_input"),
        ),
        history=True,
    ),
    activity_part("cases.Attendance", updates=("people", "version"), counter=("activity_id", "agency_id", "people")),
    activity_part("cases.ActionItem", updates=("text", "agency_id", "due_on", "done_on", "written_by_id", "version")),
)
