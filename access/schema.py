"""The functions of the schema `wall` that policies call: who I am, and what I was granted.

They are the owner's, run as the owner (SECURITY DEFINER) with a pinned search path, and return ids
only. Each is stable, so that a policy that calls it as `(SELECT wall.f())` runs it once a statement.
"""

from __future__ import annotations

from agencies.functions import DEFINER, ROLES_BY_SECTOR
from agencies.vocabulary import EVERYWHERE, ROLES_OF, Role

# Which of the roles held at an agency the hat in `c` wears: a coordinator's holds no other.
WORN = f"((c[3] = 'coordinator' AND r = '{Role.COORDINATOR}') OR (c[3] = 'member' AND r <> '{Role.COORDINATOR}'))"

# The agency and both leads have said yes.
AGREED = "p.accepted_at IS NOT NULL AND p.law_agreed_at IS NOT NULL AND p.services_agreed_at IS NOT NULL"


def functions(time_zone: str) -> list[str]:
    """Every function of the floor, in order; `time_zone` is where days begin and end."""
    return [
        """
CREATE TABLE IF NOT EXISTS wall.key (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
)""",
        """
COMMENT ON TABLE wall.key IS
'The two pads of the HMAC key that signs who is acting; read by wall.context() alone.'""",
        f"""
CREATE OR REPLACE FUNCTION wall.context() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {DEFINER} AS $$
DECLARE
    parts text[] := string_to_array(current_setting('ecm.context', true), '|');
    held wall.key;
BEGIN
    IF parts IS NULL OR cardinality(parts) <> 7 THEN
        RETURN NULL;
    END IF;
    IF parts[4] <> pg_backend_pid()::text OR parts[5] <> session_user::text OR parts[6] <>
        to_char(transaction_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') THEN
        RETURN NULL;
    END IF;
    SELECT * INTO held FROM wall.key;
    IF encode(sha256(held.outer_pad || sha256(held.inner_pad
        || convert_to(array_to_string(parts[1:6], '|'), 'UTF8'))), 'hex') IS DISTINCT FROM parts[7] THEN
        RETURN NULL;
    END IF;
    RETURN parts;
END $$""",
        f"""
CREATE OR REPLACE FUNCTION wall.today() RETURNS date
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT (now() AT TIME ZONE '{time_zone}')::date
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.person() RETURNS int
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT p.id FROM public.agencies_person p
    WHERE p.id = (wall.context())[1]::int AND p.is_active
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.counting_agency() RETURNS int
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT c[2]::int FROM wall.context() c WHERE c[3] = 'counter' AND session_user = 'ecm_counter'
$$""",
        # The coordinating agency keeps the memoranda: without it nobody could ever renew one.
        f"""
CREATE OR REPLACE FUNCTION wall.counts_today(participation bigint) RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT {AGREED} AND p.from_on <= wall.today() AND (p.until_on IS NULL OR p.until_on >= wall.today())
        AND (p.coordinates OR NOT t.requires_memorandum OR EXISTS (
            SELECT 1 FROM public.agencies_memorandum m
            WHERE m.task_force_id = p.task_force_id AND m.agency_id = p.agency_id
                AND m.from_on <= wall.today() AND (m.until_on IS NULL OR m.until_on >= wall.today())))
    FROM public.agencies_participation p JOIN public.agencies_taskforce t ON t.id = p.task_force_id
    WHERE p.id = participation
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.live_participations(agency int)
RETURNS TABLE (task_force int, lead text, coordinates boolean)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT p.task_force_id::int, p.lead::text, p.coordinates FROM public.agencies_participation p
    WHERE p.agency_id = agency AND wall.counts_today(p.id)
$$""",
        # Who has been deactivated holds nothing. The seats' task forces are as they were written: which of them count
        # today is asked only by those who need to know.
        f"""
CREATE OR REPLACE FUNCTION wall.roles_at(a_person int, a_agency int)
RETURNS TABLE (roles text[], task_forces int[])
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT
        ARRAY(
            SELECT r FROM unnest(m.roles::text[]) r
            WHERE r = ANY (s.roles)
              AND (r <> '{Role.SITE_ADMIN}' OR a.is_operator)
              AND (r <> '{Role.COORDINATOR}' OR EXISTS (
                  SELECT 1 FROM wall.live_participations(a.id::int) l
                  WHERE l.coordinates AND l.task_force = ANY (m.task_forces)))
        ),
        m.task_forces::int[]
    FROM public.agencies_membership m
    JOIN public.agencies_person p ON p.id = m.person_id AND p.is_active
    JOIN public.agencies_agency a ON a.id = m.agency_id
    JOIN (VALUES {ROLES_BY_SECTOR}) s (sector, roles) ON s.sector = a.sector
    WHERE m.person_id = a_person AND m.agency_id = a_agency AND m.ended_at IS NULL
      AND m.from_on <= wall.today() AND (m.until_on IS NULL OR m.until_on >= wall.today())
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.my_roles() RETURNS text[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT array_agg(DISTINCT r)
    FROM wall.context() c, wall.roles_at(c[1]::int, c[2]::int) held, unnest(held.roles) r
    WHERE {WORN}
$$""",
        # A seat's task forces go with that seat's roles: a coordinator of one isn't a coordinator of another.
        f"""
CREATE OR REPLACE FUNCTION wall.my_task_forces() RETURNS int[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT array_agg(DISTINCT l.task_force)
    FROM wall.context() c, wall.roles_at(c[1]::int, c[2]::int) held, unnest(held.roles) r,
        wall.live_participations(c[2]::int) l
    WHERE {WORN} AND l.task_force = ANY (held.task_forces) AND (l.coordinates OR c[3] <> 'coordinator')
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.agency() RETURNS int
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT c[2]::int FROM wall.context() c WHERE cardinality(wall.my_roles()) > 0
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.agencies_as(wanted text[]) RETURNS int[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT CASE WHEN wall.my_roles() && wanted THEN ARRAY[(wall.context())[2]::int] ELSE '{{}}'::int[] END
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.task_forces_as(wanted text[]) RETURNS int[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT CASE WHEN wall.my_roles() && wanted THEN wall.my_task_forces() ELSE '{{}}'::int[] END
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.neighbours() RETURNS int[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT p.agency_id::int FROM public.agencies_participation p
        WHERE p.task_force_id = ANY (wall.my_task_forces()) AND wall.counts_today(p.id)
        UNION SELECT wall.agency() WHERE wall.agency() IS NOT NULL)
$$""",
        # What an agency was sent stays open to it while it is of a task force that the sender is of, or was.
        f"""
CREATE OR REPLACE FUNCTION wall.senders() RETURNS int[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT DISTINCT p.agency_id::int FROM public.agencies_participation p
        WHERE p.task_force_id = ANY (wall.my_task_forces()) AND {AGREED} AND p.from_on <= wall.today())
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.my_hats() RETURNS TABLE (agency_id int, part text)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT a.id::int, h.part
    FROM public.agencies_agency a
    CROSS JOIN LATERAL (
        SELECT DISTINCT CASE r WHEN '{Role.COORDINATOR}' THEN 'coordinator' ELSE 'member' END AS part
        FROM wall.roles_at(wall.person(), a.id::int) held, unnest(held.roles) r
    ) h
    WHERE a.id IN (SELECT m.agency_id FROM public.agencies_membership m WHERE m.person_id = wall.person())
    ORDER BY a.name, h.part DESC
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.open_job(job uuid)
RETURNS TABLE (person int, agency int, part text, state text)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT j.person_id, j.owner_id::int, j.part::text, j.state::text FROM public.access_job j WHERE j.id = job
$$""",
        f"""
CREATE OR REPLACE FUNCTION wall.jobs_left_behind(quiet interval) RETURNS TABLE (job uuid)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT j.id FROM public.access_job j
    WHERE j.state IN ('waiting', 'running') AND j.told_at < now() - quiet AND j.asked_at > now() - interval '7 days'
$$""",
    ]


# Which login may execute what; everything else is nobody's.
EXECUTED_BY = [
    (
        "ecm_app",
        [
            "context",
            "today",
            "person",
            "my_roles",
            "my_task_forces",
            "agency",
            "agencies_as",
            "task_forces_as",
            "neighbours",
            "senders",
            "my_hats",
        ],
    ),
    ("ecm_counter", ["context", "counting_agency", "today"]),
    ("ecm_clerk", ["open_job", "jobs_left_behind"]),
]

# A job is its asker's alone, under the hat that asked: what it says of one room is not read in another.
MINE = (
    "person_id = (SELECT wall.person()) AND owner_id = (SELECT wall.agency()) AND part = (SELECT (wall.context())[3])"
)
# An agency's wrapped keys are read by whoever works with its records there, and by nobody else.
WORKING = ",".join(role.value for roles in ROLES_OF.values() for role in roles if role not in EVERYWHERE)
OWN_KEYS = f"owner_id = ANY ((SELECT wall.agencies_as('{{{WORKING}}}'::text[]))::int[])"
KEY_COLUMNS = "id, owner_id, purpose, generation, wrapped, master, made_at"
POLICIES = [
    ("access_job", "see_mine", "SELECT", "ecm_app", MINE, None),
    ("access_job", "insert", "INSERT", "ecm_app", None, MINE),
    ("access_job", "update", "UPDATE", "ecm_app", MINE, MINE),
    ("access_agencykey", "see_own", "SELECT", "ecm_app", OWN_KEYS, None),
    ("access_agencykey", "insert", "INSERT", "ecm_app", None, OWN_KEYS),
]
GRANTS = [
    "GRANT SELECT (id, task, arguments, person_id, owner_id, part, state, progress, says, asked_at,"
    " told_at, ended_at) ON access_job TO ecm_app",
    "GRANT INSERT (id, task, arguments, person_id, owner_id, part, state, progress, says, asked_at,"
    " told_at, ended_at) ON access_job TO ecm_app",
    "GRANT UPDATE (state, progress, says, told_at, ended_at) ON access_job TO ecm_app",
    f"GRANT SELECT ({KEY_COLUMNS}), INSERT ({KEY_COLUMNS}) ON access_agencykey TO ecm_app",
]
