"""What the policies of the law-enforcement room call, and the verbs that change who sees an investigation.

A policy refuses an update that moves a row out of its writer's sight, so sealing, handing over and
striking out are functions of the owner's, each of which checks who asks.
"""

from __future__ import annotations

from access.wall import LAW_ROLES
from agencies.functions import DEFINER
from agencies.vocabulary import Role
from investigations.vocabulary import Sharing


def texts(values: tuple) -> str:
    """Codes as a literal of SQL."""
    return "'{" + ",".join(str(value.value) for value in values) + "}'::text[]"


LAW = texts(LAW_ROLES)
LEADERS = texts((Role.DETECTIVE, Role.LE_SUPERVISOR, Role.PROSECUTOR))
SUPERVISOR = texts((Role.LE_SUPERVISOR,))
PROSECUTOR = texts((Role.PROSECUTOR,))
WHOLE = texts((Sharing.FULL,))

# Live by the clock, whatever any job has or has not done; to another agency only while that is of the task force.
STILL_HERE = "(i.owner_id = wall.agency() OR i.task_force_id = ANY (wall.my_task_forces()))"
LIVE = "g.ended_at IS NULL AND g.from_on <= wall.today() AND (g.until_on IS NULL OR g.until_on >= wall.today())"

# Those of a case that is hidden from the reader for a conflict of interest.
BARRED = f"""
CREATE OR REPLACE FUNCTION wall.investigations_barred() RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(SELECT i.id FROM public.investigations_investigation i WHERE i.case_id = ANY (wall.cases_barred()))
$$"""

GRANTED = f"""
CREATE OR REPLACE FUNCTION wall.investigations_granted(kinds text[]) RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT CASE WHEN wall.my_roles() && {LAW} THEN ARRAY(
        SELECT g.content_object_id FROM public.investigations_investigationagencygrant g
        JOIN public.investigations_investigation i ON i.id = g.content_object_id
        JOIN public.auth_permission p ON p.id = g.permission_id
        JOIN public.agencies_agency a ON a.group_id = g.group_id
        WHERE a.id = wall.agency() AND p.codename = ANY (kinds) AND {LIVE} AND {STILL_HERE}
        UNION
        SELECT g.content_object_id FROM public.investigations_investigationpersongrant g
        JOIN public.investigations_investigation i ON i.id = g.content_object_id
        JOIN public.auth_permission p ON p.id = g.permission_id
        WHERE g.user_id = wall.person() AND g.agency_id = wall.agency() AND p.codename = ANY (kinds)
            AND {LIVE} AND {STILL_HERE}
        EXCEPT
        SELECT unnest(wall.investigations_barred()))
    ELSE '{{}}'::uuid[] END
$$"""

# To a sealed one its lead and the named alone come, each as far as they were named: neither working there nor a
# grant to the whole agency opens more.
NAMED = f"""
CREATE OR REPLACE FUNCTION wall.investigations_named(kinds text[]) RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT CASE WHEN wall.my_roles() && {LAW} THEN ARRAY(
        SELECT i.id FROM public.investigations_investigation i
        WHERE i.sealed AND i.owner_id = wall.agency() AND i.lead_id = wall.person()
        UNION
        SELECT g.content_object_id FROM public.investigations_investigationpersongrant g
        JOIN public.investigations_investigation i ON i.id = g.content_object_id
        JOIN public.auth_permission p ON p.id = g.permission_id
        WHERE g.sealed AND g.user_id = wall.person() AND g.agency_id = wall.agency() AND p.codename = ANY (kinds)
            AND {LIVE} AND {STILL_HERE}
        EXCEPT
        SELECT unnest(wall.investigations_barred()))
    ELSE '{{}}'::uuid[] END
$$"""

# Who may move an investigation out of somebody's sight: its lead, or a supervisor of its agency who sees it.
ASKS = f"""i.owner_id = ANY (wall.agencies_as({LEADERS}))
        AND (i.lead_id = wall.person() OR wall.my_roles() && {SUPERVISOR})
        AND (NOT i.sealed OR i.id = ANY (wall.investigations_named({WHOLE})))
        AND i.id <> ALL (wall.investigations_barred())"""

MY_GROUP = f"""
CREATE OR REPLACE FUNCTION wall.group_as(wanted text[]) RETURNS int
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT a.group_id FROM public.agencies_agency a WHERE a.id = ANY (wall.agencies_as(wanted))
$$"""

SEAL = f"""
CREATE OR REPLACE FUNCTION wall.seal_investigation(investigation uuid, shut boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
BEGIN
    UPDATE public.investigations_investigation i SET sealed = shut, version = version + 1
    WHERE i.id = investigation AND {ASKS};
    RETURN FOUND;
END $$"""

REASSIGN = f"""
CREATE OR REPLACE FUNCTION wall.reassign_investigation(investigation uuid, a_person int) RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
BEGIN
    UPDATE public.investigations_investigation i SET lead_id = a_person, version = version + 1
    WHERE i.id = investigation AND {ASKS}
        AND EXISTS (SELECT 1 FROM wall.roles_at(a_person, i.owner_id::int) h WHERE h.roles && {LEADERS});
    RETURN FOUND;
END $$"""

# Everything that one colleague leads, with their open tasks, by a supervisor. A sealed one goes along when the
# supervisor is named in it, or when its lead no longer works there, else nobody could ever open it again; not to the
# supervisor, though, while somebody else there may lead it (docs/decisions/0007). The answer counts only what the
# supervisor sees.
HAND_OVER_CASELOAD = f"""
CREATE OR REPLACE FUNCTION wall.hand_over_investigations(leaver int, successor int) RETURNS int
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
DECLARE
    named uuid[] := wall.investigations_named({WHOLE});
    in_trust boolean := successor <> wall.person() OR NOT EXISTS (
        SELECT 1 FROM public.agencies_membership m, LATERAL wall.roles_at(m.person_id::int, wall.agency()) h
        WHERE m.agency_id = wall.agency() AND m.person_id <> wall.person() AND h.roles && {LEADERS});
    moved uuid[];
BEGIN
    IF NOT coalesce(wall.my_roles() && {SUPERVISOR}, false) OR leaver = successor OR NOT EXISTS (
        SELECT 1 FROM wall.roles_at(successor, wall.agency()) h WHERE h.roles && {LEADERS}
    ) THEN
        RETURN NULL;
    END IF;
    WITH led AS (
        UPDATE public.investigations_investigation i SET lead_id = successor, version = version + 1
        WHERE i.lead_id = leaver AND i.owner_id = ANY (wall.agencies_as({SUPERVISOR}))
            AND i.id <> ALL (wall.investigations_barred())
            AND (NOT i.sealed OR i.id = ANY (named) OR in_trust AND NOT EXISTS (
                SELECT 1 FROM wall.roles_at(leaver, i.owner_id::int) h WHERE h.roles && {LEADERS}))
        RETURNING i.id)
    SELECT array_agg(id) INTO moved FROM led;
    UPDATE public.investigations_task t SET assignee_id = successor, version = version + 1
    WHERE t.assignee_id = leaver AND t.done_at IS NULL AND t.owner_id = ANY (wall.agencies_as({SUPERVISOR}))
        AND t.investigation_id <> ALL (wall.investigations_barred())
        AND (NOT t.sealed OR t.investigation_id = ANY (moved));
    RETURN (SELECT count(*) FROM public.investigations_investigation i
        WHERE i.id = ANY (moved) AND (NOT i.sealed OR i.id = ANY (named)));
END $$"""

# What police kept of charges goes along, history and all; what a prosecutor's office keeps stays its own.
KEPT_MOVE = "".join(
    f"""
    UPDATE public.investigations_{table} k SET owner_id = an_agency
    WHERE k.investigation_id = investigation AND k.owner_id = wall.agency();"""
    for name in ("charge", "chargingdecision", "disposition", "hearing")
    for table in (name, f"{name}history")
)

# Handed over only to an agency of the law side that has read all of it already.
HAND_OVER = f"""
CREATE OR REPLACE FUNCTION wall.hand_over_investigation(investigation uuid, an_agency int, a_person int)
RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
BEGIN
    UPDATE public.investigations_investigation i
    SET owner_id = an_agency, lead_id = a_person, version = version + 1
    WHERE i.id = investigation AND {ASKS}
        AND EXISTS (SELECT 1 FROM wall.roles_at(a_person, an_agency) h WHERE h.roles && {LEADERS})
        AND EXISTS (
            SELECT 1 FROM public.investigations_investigationagencygrant g
            JOIN public.auth_permission p ON p.id = g.permission_id
            JOIN public.agencies_agency a ON a.group_id = g.group_id
            WHERE a.id = an_agency AND g.content_object_id = i.id
                AND p.codename = '{Sharing.FULL.value}' AND {LIVE});
    IF NOT FOUND THEN
        RETURN false;
    END IF;{KEPT_MOVE}
    UPDATE public.investigations_investigationagencygrant g SET ended_at = now()
    WHERE g.content_object_id = investigation AND g.ended_at IS NULL
        AND g.group_id = (SELECT a.group_id FROM public.agencies_agency a WHERE a.id = an_agency);
    RETURN true;
END $$"""

# By whoever wrote it, or the investigation's lead or supervisor; the old text goes from the history too.
REDACT = f"""
CREATE OR REPLACE FUNCTION wall.redact_note(note uuid, says text) RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
BEGIN
    PERFORM 1 FROM public.investigations_note n
    JOIN public.investigations_investigation i ON i.id = n.investigation_id
    WHERE n.id = note AND n.owner_id = ANY (wall.agencies_as({LAW}))
        AND (NOT n.sealed OR i.id = ANY (wall.investigations_named({WHOLE})))
        AND i.id <> ALL (wall.investigations_barred())
        AND (n.made_by_id = wall.person() OR i.lead_id = wall.person() OR wall.my_roles() && {SUPERVISOR});
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE public.investigations_note SET text = says, redacted_at = now(), version = version + 1 WHERE id = note;
    UPDATE public.investigations_notehistory SET text = says WHERE id = note;
    RETURN true;
END $$"""
