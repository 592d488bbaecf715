"""How the law-enforcement room is walled: own agency, dated grants part by part, sealed to named people.

An investigation's owner and seal stand on each of its parts and on every history too; the database keeps
them equal by foreign keys (migration 0002), so that handing over or sealing moves all of it at once, and
nobody can hang a part of their own on somebody else's investigation.
"""

from __future__ import annotations

from access.policies import Arm, Bar, Open, Protection
from agencies.vocabulary import Role
from audit.watching import opened_outside
from cases.policies import barred
from investigations.functions import (
    BARRED,
    GRANTED,
    HAND_OVER,
    HAND_OVER_CASELOAD,
    LAW,
    LEADERS,
    MY_GROUP,
    NAMED,
    PROSECUTOR,
    REASSIGN,
    REDACT,
    SEAL,
    SUPERVISOR,
    texts,
)
from investigations.vocabulary import SEES_CHARGES, SEES_SUSPECTS, Sharing
from referrals.policies import answers

OPENED_OUTSIDE = opened_outside(
    "investigations_opened_outside",
    kind="investigations.investigation",
    table="investigations_investigation",
    grants="investigations_investigationpersongrant",
    supervisor=Role.LE_SUPERVISOR,
    unless="r.lead_id = e.person_id",
)
FUNCTIONS = (
    *(BARRED, GRANTED, NAMED, MY_GROUP, SEAL, REASSIGN, HAND_OVER, HAND_OVER_CASELOAD, REDACT),
    OPENED_OUTSIDE,
)
READ_OUTSIDE = ("investigations_opened_outside",)
EXECUTED_BY = [
    (
        "ecm_app",
        (
            "investigations_barred",
            "investigations_granted",
            "investigations_named",
            "group_as",
            "seal_investigation",
            "reassign_investigation",
            "hand_over_investigation",
            "hand_over_investigations",
            "redact_note",
        ),
    )
]


def granted(column: str, kinds: tuple[Sharing, ...]) -> str:
    """SQL: the investigation is granted to the reader, as far as one of `kinds`."""
    return f"{column} = ANY ((SELECT wall.investigations_granted({texts(kinds)}))::uuid[])"


def bars(column: str, opens: tuple[Sharing, ...] = tuple(Sharing)) -> tuple[Bar, ...]:
    """What must hold whatever else opens: for a sealed one a name that reaches as far, for each no conflict."""
    named = f"NOT sealed OR {column} = ANY ((SELECT wall.investigations_named({texts(opens)}))::uuid[])"
    return Bar("sealed", named), barred(column, "investigations_barred")


def part(
    model: str,
    *,
    opens: tuple[Sharing, ...] = (Sharing.FULL,),
    kind: str = "investigation",
    parents: tuple[tuple[str, str], ...] = (),
    **options,
) -> Protection:
    """A row that hangs on an investigation, opened by the grants that reach as far as `opens`."""
    return Protection(
        model,
        kind,
        parents=(("investigation_id", "investigations.Investigation"), *parents),
        arms=(Arm("see_granted", "SELECT", granted("investigation_id", opens)),),
        bars=bars("investigation_id", opens),
        **options,
    )


def kept(model: str, *, kind: str = "investigation", holds: str = "true", **options) -> Protection:
    """A part that a prosecutor's office may keep under a grant of charges; the police see it in any case."""
    table = model.replace(".", "_").lower()
    by_prosecutor = f"{table}.owner_id = ANY ((SELECT wall.agencies_as({PROSECUTOR}))::int[]) AND " + granted(
        f"{table}.investigation_id", SEES_CHARGES
    )
    mine = f"investigating_id = ANY ((SELECT wall.agencies_as({LAW}))::int[])"
    return Protection(
        model,
        kind,
        arms=(
            Arm("see_granted", "SELECT", granted("investigation_id", SEES_CHARGES)),
            Arm("see_kept_for_us", "SELECT", mine),
        ),
        bars=bars("investigation_id", SEES_CHARGES),
        holds=f"({table}.owner_id = {table}.investigating_id OR ({by_prosecutor})) AND ({holds})",
        history=True,
        **options,
    )


def of_charge(table: str) -> str:
    """SQL: whoever filed the charge keeps its disposition."""
    charge = f"c.id = {table}.charge_id AND c.owner_id = {table}.owner_id"
    return f"EXISTS (SELECT 1 FROM investigations_charge c WHERE {charge})"


# A grant is shown to those whom it lets in, while it does.
OPEN_NOW = (
    "ended_at IS NULL AND from_on <= (SELECT wall.today()) AND (until_on IS NULL OR until_on >= (SELECT wall.today()))"
)
OPENS_SOMETHING = f"{OPEN_NOW} AND {granted('content_object_id', tuple(Sharing))}"
TO_MY_AGENCY = f"group_id = (SELECT wall.group_as({LAW})) AND NOT sealed AND {OPENS_SOMETHING}"
TO_ME = (
    f"user_id = (SELECT wall.person()) AND agency_id = ANY ((SELECT wall.agencies_as({LAW}))::int[])"
    f" AND {OPENS_SOMETHING}"
)


def led(table: str) -> str:
    """SQL: whoever lets others in leads the investigation, or supervises at its agency."""
    return (
        f"EXISTS (SELECT 1 FROM investigations_investigation i WHERE i.id = {table}.content_object_id"
        f" AND i.owner_id = ANY ((SELECT wall.agencies_as({LEADERS}))::int[])"
        f" AND (i.lead_id = (SELECT wall.person()) OR (SELECT wall.my_roles()) && {SUPERVISOR}))"
    )


def grant(model: str, to: str) -> Protection:
    """Who else may see an investigation: given and ended by its lead or a supervisor, never changed."""
    return Protection(
        model,
        "law_grant",
        parents=(("content_object_id", "investigations.Investigation"),),
        arms=(Arm("see_mine", "SELECT", to),),
        bars=bars("content_object_id"),
        holds=led(model.replace(".", "_").lower()),
        updates=("ended_at",),
    )


STRUCK = ("struck_at", "struck_why")
SUSPECT = (("suspect_id", "investigations.Suspect"),)
VICTIM = (("victim_id", "investigations.Victim"),)

PROTECTIONS = (
    Protection(
        "investigations.Investigation",
        "investigation",
        task_force="task_force_id",
        parents=(("case_id", "cases.Case"),),
        arms=(Arm("see_granted", "SELECT", granted("id", tuple(Sharing))),),
        bars=bars("id"),
        updates=(
            *("number", "case_id", "status", "form", "source", "finding", "found_on", "opened_on", "closed_on"),
            *("closure", "joint", "nibrs_64a_on", "nibrs_64b_on", "presented_on", "presented_level", "version"),
        ),
        counter=(
            *("task_force_id", "form", "source", "finding", "found_on", "status", "opened_on", "closed_on"),
            *("closure", "joint", "nibrs_64a_on", "nibrs_64b_on", "presented_on", "presented_level"),
        ),
        history=True,
    ),
    part("investigations.StatusChange", updates=(), counter=("investigation_id", "status", "on")),
    part("investigations.FormAssessment", updates=(), counter=("investigation_id", "form", "on", "made_at")),
    part(
        "investigations.Victim",
        updates=(
            *("name", "pseudonym", "identified_on", "standing", "standing_on", "standing_basis", "form"),
            *("age_band", "sex", "citizenship", "advocate_offered_at", "advocate_answer", "referred_on"),
            *("referred_to", "version"),
        ),
        counter=(
            *("investigation_id", "identified_on", "standing", "standing_on", "form", "age_band", "sex"),
            *("citizenship", "advocate_offered_at", "advocate_answer", "referred_on", "referred_to"),
        ),
        history=True,
    ),
    part(
        "investigations.VictimDisclosure",
        parents=(*VICTIM, ("disclosure_id", "referrals.Disclosure")),
        updates=(),
    ),
    part(
        "investigations.VictimReferral",
        parents=(*VICTIM, ("referral_id", "referrals.Referral")),
        updates=(),
    ),
    part(
        "investigations.Suspect",
        opens=SEES_SUSPECTS,
        updates=(
            *("name", "aliases", "records_number", "part", "roles", "age_band", "sex", "identified_on"),
            "version",
        ),
        counter=("investigation_id", "part", "roles", "age_band", "sex", "identified_on"),
        history=True,
    ),
    part(
        "investigations.Arrest",
        opens=SEES_SUSPECTS,
        parents=SUSPECT,
        updates=("suspect_id", "on", "level", "group", "is_survivor", *STRUCK, "version"),
        counter=("investigation_id", "suspect_id", "on", "level", "group", "is_survivor", "struck_at"),
        history=True,
    ),
    part(
        "investigations.SurvivorArrest",
        parents=VICTIM,
        updates=(
            *("event", "on", "reason", "offense", "level", "advocate_called", "advocate_called_at", "outcome"),
            *("outcome_on", "vacatur", "vacatur_on", "next_step", "next_step_on", *STRUCK, "version"),
        ),
        counter=(
            *("investigation_id", "victim_id", "event", "on", "reason", "level", "advocate_called"),
            *("advocate_called_at", "outcome", "outcome_on", "vacatur", "vacatur_on", "struck_at"),
        ),
        history=True,
    ),
    kept(
        "investigations.Charge",
        parents=(("investigation_id", "investigations.Investigation"), *SUSPECT),
        updates=("statute_id", "counts", "filed_on", "level", *STRUCK, "version"),
        counter=(
            *("investigation_id", "suspect_id", "statute_id", "counts", "filed_on", "level", "investigating_id"),
            "struck_at",
        ),
    ),
    kept(
        "investigations.ChargingDecision",
        parents=(("investigation_id", "investigations.Investigation"), *SUSPECT),
        updates=("decision", "on", "level", "why_declined", "why_no_trafficking", "survivor_asked", "version"),
        counter=(
            *("investigation_id", "suspect_id", "decision", "on", "level", "why_no_trafficking"),
            *("survivor_asked", "investigating_id"),
        ),
    ),
    kept(
        "investigations.Disposition",
        parents=(
            ("investigation_id", "investigations.Investigation"),
            ("charge_id", "investigations.Charge"),
            *SUSPECT,
        ),
        holds=of_charge("investigations_disposition"),
        updates=(
            *("outcome", "on", "conviction_statute_id", "custody_months", "probation_months", "registration"),
            *("restitution_ordered", "restitution_collected", "version"),
        ),
        counter=(
            *("investigation_id", "charge_id", "suspect_id", "outcome", "on", "level", "conviction_statute_id"),
            *("custody_months", "probation_months", "registration", "restitution_ordered"),
            *("restitution_collected", "investigating_id"),
        ),
    ),
    part("investigations.Note", updates=("text", "version"), history=True),
    part("investigations.Task", kind="law_work", updates=("title", "assignee_id", "due_on", "done_at", "version")),
    kept(
        "investigations.Hearing",
        kind="law_work",
        parents=(("investigation_id", "investigations.Investigation"), *SUSPECT),
        updates=("kind", "at", "court", "suspect_id", "cancelled_at", "version"),
    ),
    part(
        "investigations.Operation",
        updates=(
            *("name", "kind", "focus", "planned_on", "held_on", "labor_partners", "provider_told"),
            *("provider_standby", "version"),
        ),
        counter=("kind", "focus", "planned_on", "held_on", "labor_partners", "provider_told", "provider_standby"),
        history=True,
    ),
    Protection(
        "investigations.OperationNotice",
        "operation_notice",
        recipient="recipient_id",
        addressed="ends_on >= (SELECT wall.today())",
        holds="investigations_operationnotice.recipient_id = ANY ((SELECT wall.neighbours())::int[])",
        updates=("ends_on", "version"),
    ),
    Protection(
        "investigations.NoticeAnswer",
        "notice_answer",
        recipient="recipient_id",
        parents=(("notice_id", "investigations.OperationNotice"),),
        holds=answers("investigations_noticeanswer", "investigations_operationnotice", "notice_id"),
        updates=(),
    ),
    grant("investigations.InvestigationAgencyGrant", TO_MY_AGENCY),
    grant("investigations.InvestigationPersonGrant", TO_ME),
)

# Statutes are public law: everyone who is signed in reads them. A task force's own table is kept by its
# coordinator and by supervisors of law enforcement; the federal ones come with the software.
KEEPERS = (Role.COORDINATOR, Role.LE_SUPERVISOR)
OPEN = (
    Open(
        "investigations.Statute",
        writers=tuple(role.value for role in KEEPERS),
        within=f"task_force_id = ANY ((SELECT wall.task_forces_as({texts(KEEPERS)}))::int[])",
    ),
)
