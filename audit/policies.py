"""Who may write and read the audit; data without imports, compiled by the wall above.

An entry is written by whoever acts, in their own name, and read by the auditor of the agency whose
record it is about, or by the person who made it, under the same hat. The door writes sign-ins, which the
auditor of any agency that the person works or worked for reads. Nobody changes or removes an entry.
An alert is read by the agency's supervisors and auditor, about their own people alone.
"""

from audit.sealing import EXECUTED_BY, FUNCTIONS

__all__ = ["EXECUTED_BY", "FUNCTIONS", "GRANTS", "POLICIES"]

# In one's own name, under this hat; in the trail of one's agency, or of the one whose record it is about.
WRITING = (
    "person_id = (SELECT wall.person()) AND agency_id IS NOT DISTINCT FROM (SELECT wall.agency())"
    " AND (agency_id IS NULL OR part = (SELECT (wall.context())[3]))"
    " AND (owner_id IS NOT DISTINCT FROM (SELECT wall.agency()) OR owner_id = wall.keeper_of(kind, object_id))"
)
COLUMNS = "id, at, person_id, agency_id, part, owner_id, verb, kind, object_id, outcome, detail"

WATCHING = "owner_id = ANY ((SELECT wall.agencies_as('{le_supervisor,advocate_supervisor}'::text[]))::int[])"
TOLD = "owner_id = ANY ((SELECT wall.agencies_as('{le_supervisor,advocate_supervisor,auditor}'::text[]))::int[])"

POLICIES = [
    ("audit_watch", "see", "SELECT", "ecm_app", TOLD, None),
    ("audit_watch", "set", "INSERT", "ecm_app", None, WATCHING),
    ("audit_watch", "change", "UPDATE", "ecm_app", WATCHING, WATCHING),
    ("audit_alert", "see", "SELECT", "ecm_app", TOLD, None),
    ("audit_alert", "settle", "UPDATE", "ecm_app", WATCHING, f"{WATCHING} AND seen_by_id = (SELECT wall.person())"),
    ("audit_entry", "write", "INSERT", "ecm_app", None, WRITING),
    ("audit_entry", "door_writes", "INSERT", "ecm_door", None, "agency_id IS NULL AND kind = 'sign-in'"),
    (
        "audit_entry",
        "see_as_auditor",
        "SELECT",
        "ecm_app",
        "owner_id = ANY ((SELECT wall.agencies_as('{auditor}'::text[]))::int[])",
        None,
    ),
    (
        "audit_entry",
        "see_sign_ins",
        "SELECT",
        "ecm_app",
        "kind = 'sign-in' AND person_id = ANY ((SELECT wall.people_i_audit())::int[])",
        None,
    ),
    # Under the hat that did it: what somebody with posts on both sides did in one room is not read in the other.
    (
        "audit_entry",
        "see_own",
        "SELECT",
        "ecm_app",
        "person_id = (SELECT wall.person()) AND agency_id = (SELECT wall.agency())"
        " AND part = (SELECT (wall.context())[3])",
        None,
    ),
]

SET = "owner_id, opened_a_day, outside_a_day, night_from, night_until"
GRANTS = [
    f"GRANT SELECT ({SET}), INSERT ({SET}), UPDATE ({SET}) ON audit_watch TO ecm_app",
    'GRANT SELECT (id, owner_id, person_id, what, "on", count, found_at, seen_at, seen_by_id)'
    " ON audit_alert TO ecm_app",
    "GRANT UPDATE (seen_at, seen_by_id) ON audit_alert TO ecm_app",
    f"GRANT INSERT ({COLUMNS}), SELECT ({COLUMNS}) ON audit_entry TO ecm_app",
    f"GRANT INSERT ({COLUMNS}) ON audit_entry TO ecm_door",
]
