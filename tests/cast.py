"""The cast: the fictional people, agencies and task forces of every test, in one place.

Riverbend is the task force of the stories; Lakeside is another one on the same deployment, whose
people must never see anything of Riverbend's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connections
from django.utils import timezone

from access.hats import COORDINATOR, MEMBER, Hat
from accounts.models import User
from agencies.models import Agency, Award, AwardAgency, Membership, Participation, Person, TaskForce
from agencies.vocabulary import Level, Role, Sector

PASSWORD = "correct horse battery staple"
OWNER = "owner"  # the alias that writes the cast; never used by what is tested

# key: (name, sector, level, task forces, lead, coordinates)
AGENCIES = {
    "sheriff": ("Riverbend County Sheriff", Sector.LAW_ENFORCEMENT, Level.COUNTY, "riverbend", "law", False),
    "police": ("Riverbend City Police", Sector.LAW_ENFORCEMENT, Level.LOCAL, "riverbend", "", False),
    "prosecutor_office": ("Riverbend District Attorney", Sector.PROSECUTION, Level.COUNTY, "riverbend", "", False),
    "harbor": ("Harbor House", Sector.VICTIM_SERVICES, Level.NONE, "riverbend", "services", False),
    "legal_aid": ("Riverbend Legal Aid", Sector.VICTIM_SERVICES, Level.NONE, "riverbend", "", False),
    "coordination": ("Riverbend Task Force Office", Sector.COORDINATION, Level.COUNTY, "riverbend", "", True),
    "federal": ("Federal Wage Office", Sector.LAW_ENFORCEMENT, Level.FEDERAL, "riverbend", "", False),
    "lake_police": ("Lakeside Police", Sector.LAW_ENFORCEMENT, Level.LOCAL, "lakeside", "law", False),
    "lake_shelter": ("Lakeside Shelter", Sector.VICTIM_SERVICES, Level.NONE, "lakeside", "services", False),
    "lake_office": ("Lakeside Task Force Office", Sector.COORDINATION, Level.COUNTY, "lakeside", "", True),
    "operator": ("Statewide Systems", Sector.COORDINATION, Level.STATE, "", "", False),
}

# key: (name, agency, roles, hat)
PEOPLE = {
    "coordinator": ("Cora Coordinator", "coordination", [Role.COORDINATOR], COORDINATOR),
    "detective": ("Dan Detective", "sheriff", [Role.DETECTIVE], MEMBER),
    "second_detective": ("Dora Detective", "sheriff", [Role.DETECTIVE], MEMBER),
    "le_supervisor": ("Lou Lieutenant", "sheriff", [Role.LE_SUPERVISOR], MEMBER),
    "le_admin": ("Ada Sheriff", "sheriff", [Role.AGENCY_ADMIN], MEMBER),
    "le_grant_manager": ("Gus Grants", "sheriff", [Role.GRANT_MANAGER], MEMBER),
    "other_detective": ("Pat Patrol", "police", [Role.DETECTIVE, Role.LE_SUPERVISOR], MEMBER),
    "police_admin": ("Pia Police", "police", [Role.AGENCY_ADMIN], MEMBER),
    "prosecutor": ("Petra Prosecutor", "prosecutor_office", [Role.PROSECUTOR], MEMBER),
    "victim_specialist": ("Vic Specialist", "prosecutor_office", [Role.SYSTEM_VICTIM_SPECIALIST], MEMBER),
    "advocate": ("Ana Advocate", "harbor", [Role.ADVOCATE], MEMBER),
    "second_advocate": ("Abe Advocate", "harbor", [Role.ADVOCATE], MEMBER),
    "advocate_supervisor": ("Sue Supervisor", "harbor", [Role.ADVOCATE_SUPERVISOR], MEMBER),
    "grant_manager": ("Greta Grants", "harbor", [Role.GRANT_MANAGER], MEMBER),
    "services_admin": ("Sal Services", "harbor", [Role.AGENCY_ADMIN], MEMBER),
    "services_auditor": ("Otto Auditor", "harbor", [Role.AUDITOR], MEMBER),
    "law_auditor": ("Olga Auditor", "sheriff", [Role.AUDITOR], MEMBER),
    "other_advocate": ("Lena Legal", "legal_aid", [Role.ADVOCATE, Role.ADVOCATE_SUPERVISOR], MEMBER),
    "ex_advocate": ("Xena Left", "harbor", [Role.ADVOCATE, Role.ADVOCATE_SUPERVISOR], MEMBER),
    "ex_detective": ("Xander Left", "sheriff", [Role.DETECTIVE, Role.LE_SUPERVISOR], MEMBER),
    "lake_detective": ("Luke Lake", "lake_police", [Role.DETECTIVE, Role.LE_SUPERVISOR], MEMBER),
    "lake_advocate": ("Lily Lake", "lake_shelter", [Role.ADVOCATE, Role.ADVOCATE_SUPERVISOR], MEMBER),
    "lake_coordinator": ("Carl Lake", "lake_office", [Role.COORDINATOR], COORDINATOR),
    "site_admin": ("Site Admin", "operator", [Role.SITE_ADMIN], MEMBER),
    "superuser": ("Super User", None, [], MEMBER),
}
ENDED = ("ex_advocate", "ex_detective")


@cache
def hashed() -> str:
    """The password of the whole cast, hashed once."""
    return make_password(PASSWORD)


@dataclass
class Cast:
    """Hats by the keys of PEOPLE, agencies by those of AGENCIES, and the two task forces.

    Also: `both_sides` maps "law" and "services" to the two hats of one person with posts on both
    sides; `advocate_coordinator` is a person at Harbor House who is its coordinator as well as an
    advocate there: (coordinator's hat, advocate's hat).
    """

    riverbend: TaskForce
    lakeside: TaskForce
    agencies: dict[str, Agency] = field(default_factory=dict)
    hats: dict[str, Hat] = field(default_factory=dict)
    both_sides: dict[str, Hat] = field(default_factory=dict)
    law_award: Award = None
    services_award: Award = None

    def __getattr__(self, key: str):
        for named in (self.__dict__.get("hats", {}), self.__dict__.get("agencies", {})):
            if key in named:
                return named[key]
        raise AttributeError(key)

    def user(self, hat: Hat) -> User:
        """The account of whoever wears `hat`."""
        return User.objects.using("door").get(pk=hat.person_id)

    def email(self, key: str) -> str:
        """The address that this person signs in with."""
        return f"{key}@example.org"


def assemble() -> Cast:
    """Write the cast and give it; by the owner, as a deployment's first hours would have left it."""
    forces = {
        name: TaskForce.objects.using(OWNER).create(name=f"{name.title()} Task Force", state="OH")
        for name in ("riverbend", "lakeside")
    }
    cast = Cast(forces["riverbend"], forces["lakeside"])
    _agencies(cast, forces)
    _people(cast, forces)
    _awards(cast)
    _leave_numbers_free()
    return cast


def _leave_numbers_free() -> None:
    """The cast's accounts carry numbers of ours; whoever joins in a test gets later ones."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('accounts_user', 'id'), 1000)")


def _agencies(cast: Cast, forces: dict[str, TaskForce]) -> None:
    now, began = timezone.now(), timezone.localdate() - dt.timedelta(days=900)
    for key, (name, sector, level, force, lead, coordinates) in AGENCIES.items():
        cast.agencies[key] = agency = Agency.objects.using(OWNER).create(
            name=name,
            sector=sector,
            level=level,
            state="OH",
            signs_in=key != "federal",
            is_operator=key == "operator",
            on_call_phone="555-0100",
            group=Group.objects.using(OWNER).create(name=f"agency {key}"),
        )
        if force:
            Participation.objects.using(OWNER).create(
                task_force=forces[force],
                agency=agency,
                lead=lead,
                coordinates=coordinates,
                from_on=began,
                accepted_at=now,
                law_agreed_at=now,
                services_agreed_at=now,
            )


def _people(cast: Cast, forces: dict[str, TaskForce]) -> None:
    number = 0
    for key, (name, agency, roles, part) in PEOPLE.items():
        number += 1
        cast.hats[key] = _person(cast, forces, number, key, name, agency, roles, part, ended=key in ENDED)
    number += 1
    law = _person(cast, forces, number, "both_sides", "Bo Both", "police", [Role.DETECTIVE], MEMBER)
    services = _member(cast, forces, number, "legal_aid", [Role.ADVOCATE], MEMBER)
    cast.both_sides = {"law": law, "services": services}
    number += 1
    member = _person(
        cast, forces, number, "double", "Dee Double", "coordination", [Role.COORDINATOR, Role.GRANT_MANAGER], MEMBER
    )
    cast.hats["coordinating_member"] = member


def _person(cast, forces, number, key, name, agency, roles, part, *, ended=False) -> Hat:
    User.objects.using("door").create(
        pk=number, email=f"{key}@example.org", password=hashed(), is_superuser=key == "superuser"
    )
    Person.objects.using(OWNER).create(pk=number, name=name)
    if agency is None:
        return Hat(number, cast.agencies["operator"].pk, part)
    return _member(cast, forces, number, agency, roles, part, ended=ended)


def _member(cast, forces, number, agency, roles, part, *, ended=False) -> Hat:
    today = timezone.localdate()
    force = AGENCIES[agency][3]
    Membership.objects.using(OWNER).create(
        person_id=number,
        agency=cast.agencies[agency],
        roles=[role.value for role in roles],
        task_forces=[forces[force].pk] if force else [],
        from_on=today - dt.timedelta(days=800),
        until_on=today - dt.timedelta(days=1) if ended else None,
    )
    return Hat(number, cast.agencies[agency].pk, part)


def _awards(cast: Cast) -> None:
    year = timezone.localdate().year
    common = {
        "task_force": cast.riverbend,
        "starts_on": dt.date(year - 2, 10, 1),
        "ends_on": dt.date(year + 1, 9, 30),
    }
    cast.law_award = Award.objects.using(OWNER).create(
        number="LAW-1", program="ECM law enforcement", agency=cast.agencies["sheriff"], side="law", **common
    )
    cast.services_award = Award.objects.using(OWNER).create(
        number="VS-1", program="ECM victim services", agency=cast.agencies["harbor"], side="services", **common
    )
    for award, agency in (
        (cast.law_award, "police"),
        (cast.law_award, "prosecutor_office"),
        (cast.law_award, "federal"),
        (cast.services_award, "legal_aid"),
    ):
        AwardAgency.objects.using(OWNER).create(award=award, agency=cast.agencies[agency], from_on=common["starts_on"])
