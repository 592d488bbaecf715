"""Who may read and write who is who; data without imports of the wall, compiled by it.

Agencies, task forces and people's names are open to whoever is signed in. Only an agency's own
administrator lets people in to it (domain.md): a membership is made by taking an invitation and by
nothing else, and an invitation by the agency's administrator; a site administrator can make one
only while the agency has never had a member, and only for its first administrator.
"""

from __future__ import annotations

from agencies.functions import EXECUTED_BY, FUNCTIONS
from agencies.vocabulary import Role

__all__ = ["EXECUTED_BY", "FUNCTIONS", "GRANTS", "POLICIES"]

APP = "ecm_app"
SIGNED_IN = "(SELECT wall.person()) IS NOT NULL"
ME = "(SELECT wall.person())"
MY_TASK_FORCES = "task_force_id = ANY ((SELECT wall.my_task_forces())::int[])"
SITE_ADMIN = "(SELECT wall.is_site_admin())"


def mine_as(*roles: Role, column: str = "agency_id") -> str:
    """SQL: the row is of the acting agency, and one of `roles` is held there."""
    listed = ",".join(roles)
    return f"{column} = ANY ((SELECT wall.agencies_as('{{{listed}}}'::text[]))::int[])"


def coordinated(column: str = "task_force_id") -> str:
    """SQL: the row is of a task force that the acting person coordinates."""
    return f"{column} = ANY ((SELECT wall.task_forces_as('{{{Role.COORDINATOR}}}'::text[]))::int[])"


ADMINISTERED = mine_as(Role.AGENCY_ADMIN)
SEAT_FITS = "wall.seat_fits(agency_id, roles::text[], task_forces)"
UNANSWERED = "accepted_at IS NULL AND law_agreed_at IS NULL AND services_agreed_at IS NULL"
FOUNDING_SEAT = (
    f"{SITE_ADMIN} AND NOT wall.has_had_members(agency_id) "
    f"AND roles::text[] = '{{{Role.AGENCY_ADMIN}}}'::text[] AND task_forces = '{{}}'"
)


def under_an_award(column: str) -> str:
    """SQL: the award of the row concerns the acting agency; a hidden one is refused as an absent one is."""
    return f"({column} IS NULL OR {column} = ANY ((SELECT wall.awards_in_sight())::int[]))"


HELD_AWARD = f"{mine_as(Role.GRANT_MANAGER, Role.AGENCY_ADMIN)} AND {MY_TASK_FORCES}"
KEPT_AWARD = f"{HELD_AWARD} AND {under_an_award('follows_id')}"
SEEN_AWARD = f"{MY_TASK_FORCES} OR agency_id = (SELECT wall.agency())"
OF_AN_AWARD = "EXISTS (SELECT 1 FROM agencies_award a WHERE a.id = award_id)"
OF_A_HELD_AWARD = (
    "EXISTS (SELECT 1 FROM agencies_award a WHERE a.id = award_id AND "
    f"{mine_as(Role.GRANT_MANAGER, Role.AGENCY_ADMIN, column='a.agency_id')})"
)

# (table, name, command, login, using, check)
POLICIES = [
    ("agencies_person", "see", "SELECT", APP, SIGNED_IN, None),
    ("agencies_person", "update_own", "UPDATE", APP, f"id = {ME}", f"id = {ME}"),
    # ---- agencies and task forces
    ("agencies_agency", "see", "SELECT", APP, SIGNED_IN, None),
    (
        "agencies_agency",
        "update_own",
        "UPDATE",
        APP,
        mine_as(Role.AGENCY_ADMIN, column="id"),
        mine_as(Role.AGENCY_ADMIN, column="id"),
    ),
    ("agencies_taskforce", "see", "SELECT", APP, SIGNED_IN, None),
    ("agencies_taskforce", "open", "INSERT", APP, None, SITE_ADMIN),
    ("agencies_taskforce", "update", "UPDATE", APP, coordinated("id"), coordinated("id")),
    # ---- who works where
    (
        "agencies_membership",
        "see",
        "SELECT",
        APP,
        f"agency_id = ANY ((SELECT wall.neighbours())::int[]) OR person_id = {ME}",
        None,
    ),
    ("agencies_membership", "update", "UPDATE", APP, ADMINISTERED, f"{ADMINISTERED} AND {SEAT_FITS}"),
    ("agencies_invitation", "see", "SELECT", APP, f"{ADMINISTERED} OR made_by_id = {ME}", None),
    (
        "agencies_invitation",
        "invite",
        "INSERT",
        APP,
        None,
        f"made_by_id = {ME} AND taken_at IS NULL AND {SEAT_FITS} AND ({ADMINISTERED} OR {FOUNDING_SEAT})",
    ),
    (
        "agencies_invitation",
        "withdraw",
        "UPDATE",
        APP,
        f"{ADMINISTERED} OR made_by_id = {ME}",
        f"({ADMINISTERED} OR made_by_id = {ME}) AND ends_at <= clock_timestamp()",
    ),
    ("agencies_recovery", "see", "SELECT", APP, "person_id = ANY ((SELECT wall.people_i_recover())::int[])", None),
    # ---- which agency takes part where
    (
        "agencies_participation",
        "see",
        "SELECT",
        APP,
        f"{MY_TASK_FORCES} OR agency_id = (SELECT wall.agency()) OR {SITE_ADMIN} "
        "OR task_force_id = ANY ((SELECT wall.task_forces_led())::bigint[])",
        None,
    ),
    (
        "agencies_participation",
        "invite",
        "INSERT",
        APP,
        None,
        f"invited_by_id = {ME} AND {UNANSWERED} AND {coordinated()} AND lead = '' AND NOT coordinates",
    ),
    (
        "agencies_participation",
        "found",
        "INSERT",
        APP,
        None,
        f"invited_by_id = {ME} AND {UNANSWERED} AND {SITE_ADMIN} AND wall.is_unfounded(task_force_id)",
    ),
    ("agencies_memorandum", "see", "SELECT", APP, MY_TASK_FORCES, None),
    ("agencies_memorandum", "insert", "INSERT", APP, None, coordinated()),
    ("agencies_memorandum", "update", "UPDATE", APP, coordinated(), coordinated()),
    # ---- grants of money
    ("agencies_award", "see", "SELECT", APP, SEEN_AWARD, None),
    ("agencies_award", "insert", "INSERT", APP, None, KEPT_AWARD),
    ("agencies_award", "update", "UPDATE", APP, HELD_AWARD, KEPT_AWARD),
    ("agencies_awardagency", "see", "SELECT", APP, OF_AN_AWARD, None),
    ("agencies_awardagency", "insert", "INSERT", APP, None, OF_A_HELD_AWARD),
    ("agencies_awardagency", "update", "UPDATE", APP, OF_A_HELD_AWARD, OF_A_HELD_AWARD),
]

PERSON = "id, name, title, is_active"
AGENCY = (
    "id, name, sector, level, ori, city, county, state, on_call_phone, signs_in, assigned_only, is_operator, group_id"
)
TASK_FORCE = (
    "id, name, state, time_zone, number_pattern, referral_days, release_days, release_days_at_most,"
    " requires_memorandum, allows_imminent_danger"
)
MEMBERSHIP = "id, from_on, until_on, person_id, agency_id, roles, task_forces, made_by_id, ended_at"
INVITATION = "id, agency_id, email, name, roles, task_forces, made_by_id, made_at, ends_at, taken_at"
RECOVERY = "id, person_id, asked_at, ends_at, approved_at, approved_by_id, taken_at"
PARTICIPATION = (
    "id, from_on, until_on, task_force_id, agency_id, lead, coordinates, invited_by_id, accepted_at, accepted_by_id, "
    "law_agreed_at, law_agreed_by_id, services_agreed_at, services_agreed_by_id"
)
MEMORANDUM = "id, from_on, until_on, task_force_id, agency_id, title, signed_on"
AWARD = "id, number, program, funder, task_force_id, agency_id, side, starts_on, ends_on, cadence, follows_id"
AWARD_AGENCY = "id, from_on, until_on, award_id, agency_id, part"


def made(columns: str) -> str:
    """The columns of a new row. Its number is the database's: who could choose it would learn which are taken."""
    return columns.removeprefix("id, ")


GRANTS = [
    f"GRANT SELECT ({PERSON}), UPDATE (name, title) ON agencies_person TO {APP}",
    f"GRANT SELECT ({AGENCY}), UPDATE (name, ori, city, county, state, on_call_phone, assigned_only) "
    f"ON agencies_agency TO {APP}",
    f"GRANT SELECT ({TASK_FORCE}), INSERT ({made(TASK_FORCE)}), UPDATE (name, time_zone, number_pattern, "
    f"referral_days, release_days, release_days_at_most, requires_memorandum, allows_imminent_danger) "
    f"ON agencies_taskforce TO {APP}",
    f"GRANT SELECT ({MEMBERSHIP}), UPDATE (roles, task_forces, until_on, ended_at) ON agencies_membership TO {APP}",
    # The digest is written and never read.
    f"GRANT SELECT ({INVITATION}), INSERT ({INVITATION}, token_digest), UPDATE (ends_at) "
    f"ON agencies_invitation TO {APP}",
    f"GRANT SELECT ({RECOVERY}) ON agencies_recovery TO {APP}",
    f"GRANT SELECT ({PARTICIPATION}), INSERT ({made(PARTICIPATION)}) ON agencies_participation TO {APP}",
    f"GRANT SELECT ({MEMORANDUM}), INSERT ({made(MEMORANDUM)}), UPDATE (title, signed_on, from_on, until_on) "
    f"ON agencies_memorandum TO {APP}",
    f"GRANT SELECT ({AWARD}), INSERT ({made(AWARD)}), UPDATE (number, program, funder, starts_on, ends_on, cadence, "
    f"follows_id) ON agencies_award TO {APP}",
    f"GRANT SELECT ({AWARD_AGENCY}), INSERT ({made(AWARD_AGENCY)}), UPDATE (part, from_on, until_on) "
    f"ON agencies_awardagency TO {APP}",
]
