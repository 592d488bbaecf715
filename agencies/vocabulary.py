"""The words for agencies, sectors, sides and roles that every room above uses."""

from django.db import models


class Sector(models.TextChoices):
    """What an agency is; sight follows it (domain.md, "Access follows the employer")."""

    LAW_ENFORCEMENT = "law_enforcement", "Law enforcement"
    PROSECUTION = "prosecution", "Prosecution"
    VICTIM_SERVICES = "victim_services", "Victim services"
    COORDINATION = "coordination", "Coordination"
    GOVERNMENT = "government", "Other government"
    COMMUNITY = "community", "Community"


class Level(models.TextChoices):
    """The level of government, or none."""

    LOCAL = "local", "Local"
    COUNTY = "county", "County"
    STATE = "state", "State"
    TRIBAL = "tribal", "Tribal"
    FEDERAL = "federal", "Federal"
    NONE = "none", "Not a government agency"


# States, the District of Columbia and the territories, as the Postal Service writes them.
POSTAL = (
    "AL AK AS AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MP MT NE NV NH NJ NM NY NC "
    "ND OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY"
)
STATES = frozenset(POSTAL.split())


def postal(said: str) -> str:
    """The two capital letters of a state that there is; raises ValueError: a browser cuts “Texas” to “Te”."""
    state = said.strip().upper()
    if state not in STATES:
        raise ValueError("Write the state as its two letters, such as OH.")
    return state


class Side(models.TextChoices):
    """One of the two rooms, or the floor between them."""

    LAW = "law", "Law enforcement and prosecution"
    SERVICES = "services", "Victim services"
    SHARED = "shared", "Shared"


class Role(models.TextChoices):
    """What a person does at an agency; roles at one employer combine."""

    COORDINATOR = "coordinator", "Task force coordinator"
    DETECTIVE = "detective", "Detective"
    LE_SUPERVISOR = "le_supervisor", "Law-enforcement supervisor"
    PROSECUTOR = "prosecutor", "Prosecutor"
    SYSTEM_VICTIM_SPECIALIST = "system_victim_specialist", "Victim specialist (police or prosecution)"
    ADVOCATE = "advocate", "Advocate"
    ADVOCATE_SUPERVISOR = "advocate_supervisor", "Advocate supervisor"
    GRANT_MANAGER = "grant_manager", "Grant manager"
    AGENCY_ADMIN = "agency_admin", "Agency administrator"
    AUDITOR = "auditor", "Auditor"
    SITE_ADMIN = "site_admin", "Site administrator"


SIDE_OF = {
    Sector.LAW_ENFORCEMENT: Side.LAW,
    Sector.PROSECUTION: Side.LAW,
    Sector.VICTIM_SERVICES: Side.SERVICES,
    Sector.COORDINATION: Side.SHARED,
    Sector.GOVERNMENT: Side.SHARED,
    Sector.COMMUNITY: Side.SHARED,
}

# A role that an agency's sector does not list means nothing there, in the database too.
EVERYWHERE = (Role.COORDINATOR, Role.GRANT_MANAGER, Role.AGENCY_ADMIN, Role.AUDITOR, Role.SITE_ADMIN)
ROLES_OF = {
    Sector.LAW_ENFORCEMENT: (
        Role.DETECTIVE,
        Role.LE_SUPERVISOR,
        Role.SYSTEM_VICTIM_SPECIALIST,
        *EVERYWHERE,
    ),
    Sector.PROSECUTION: (
        Role.PROSECUTOR,
        Role.LE_SUPERVISOR,
        Role.SYSTEM_VICTIM_SPECIALIST,
        *EVERYWHERE,
    ),
    Sector.VICTIM_SERVICES: (Role.ADVOCATE, Role.ADVOCATE_SUPERVISOR, *EVERYWHERE),
    Sector.COORDINATION: EVERYWHERE,
    Sector.GOVERNMENT: EVERYWHERE,
    Sector.COMMUNITY: EVERYWHERE,
}


class Kind(models.TextChoices):
    """A form of trafficking; "undetermined" is an answer, never a default."""

    SEX = "sex", "Sex trafficking"
    LABOR = "labor", "Labor trafficking"
    BOTH = "both", "Both"
    UNDETERMINED = "undetermined", "Not yet determined"
