"""The people of the demonstration and their accounts. Nobody of these names exists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from access.hats import COORDINATOR, MEMBER, Hat
from accounts.models import User
from agencies.models import Agency, Award, Membership, Person, TaskForce
from agencies.vocabulary import Role
from demo.agencies import AWARDS, NAME, OFFICES
from demo.stage import OWNER, Stage

PASSWORD = "open-door-demo"  # noqa: S105  printed for whoever tries the demonstration
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Post:
    """Somebody at an agency; `left` is how many days ago they left."""

    name: str
    agency: str
    title: str
    roles: tuple[Role, ...]
    left: int | None = None


DETECTIVE, CHIEF, ADMIN = Role.DETECTIVE, Role.LE_SUPERVISOR, Role.AGENCY_ADMIN
ADVOCATE, SUPERVISOR, GRANTS = Role.ADVOCATE, Role.ADVOCATE_SUPERVISOR, Role.GRANT_MANAGER

# The name before the @ of the address that each signs in with.
POSTS = {
    "coordinator": Post("Cora Cloudberry", "office", "Task force coordinator", (Role.COORDINATOR,)),
    "detective": Post("Dan Driftwood", "sheriff", "Detective", (DETECTIVE,)),
    "second.detective": Post("Dora Dandelion", "sheriff", "Detective", (DETECTIVE,)),
    "sheriff.supervisor": Post("Lou Larkfeather", "sheriff", "Lieutenant", (CHIEF,)),
    "sheriff.admin": Post("Ada Acornfield", "sheriff", "Office manager", (ADMIN,)),
    "sheriff.grants": Post("Gus Goldenrod", "sheriff", "Grant manager", (GRANTS,)),
    "quillmere.detective": Post("Quinn Quartzbrook", "quillmere", "Detective", (DETECTIVE,)),
    "quillmere.supervisor": Post("Saul Silvermoss", "quillmere", "Sergeant", (CHIEF, ADMIN)),
    "quillmere.specialist": Post(
        "Vera Violetta", "quillmere", "Police victim specialist", (Role.SYSTEM_VICTIM_SPECIALIST,)
    ),
    "brackenford": Post("Bram Birchbark", "brackenford", "Detective sergeant", (DETECTIVE, CHIEF, ADMIN)),
    "otterby": Post("Olive Otterwell", "otterby", "Chief", (DETECTIVE, CHIEF, ADMIN)),
    "bureau.agent": Post("Abel Amberleaf", "bureau", "Special agent", (DETECTIVE,)),
    "bureau.supervisor": Post("Iris Ironwood", "bureau", "Supervisor", (CHIEF, ADMIN)),
    "prosecutor": Post("Petra Pebblestone", "attorney", "Assistant district attorney", (Role.PROSECUTOR,)),
    "specialist": Post("Vic Velvetwood", "attorney", "Victim specialist", (Role.SYSTEM_VICTIM_SPECIALIST,)),
    "attorney.admin": Post("Tess Timberline", "attorney", "Chief of the unit", (Role.PROSECUTOR, CHIEF, ADMIN)),
    "federal.prosecutor": Post("Fay Fernhollow", "federal_attorney", "Federal prosecutor", (Role.PROSECUTOR, ADMIN)),
    "advocate": Post("Ana Applegrove", "lantern", "Advocate", (ADVOCATE,)),
    "second.advocate": Post("Abe Alderbrook", "lantern", "Advocate", (ADVOCATE,)),
    "third.advocate": Post("Mina Maplethorn", "lantern", "Bilingual advocate", (ADVOCATE,)),
    "former.advocate": Post("Xena Foxglove", "lantern", "Advocate", (ADVOCATE,), left=70),
    "advocate.supervisor": Post("Sue Sunflower", "lantern", "Program supervisor", (SUPERVISOR,)),
    "grants": Post("Greta Greenwillow", "lantern", "Grant manager", (GRANTS,)),
    "admin": Post("Sal Saltmarsh", "lantern", "Office manager", (ADMIN,)),
    "auditor": Post("Otto Oakhurst", "lantern", "Auditor", (Role.AUDITOR,)),
    "legal": Post("Lena Lavender", "legal_aid", "Attorney", (ADVOCATE, SUPERVISOR, GRANTS, ADMIN)),
    "paralegal": Post("Pim Peppermint", "legal_aid", "Paralegal", (ADVOCATE,)),
    "youth": Post("Yara Yarrowfield", "youth", "Director", (ADVOCATE, SUPERVISOR, GRANTS, ADMIN)),
    "youth.advocate": Post("Juno Juniper", "youth", "Youth advocate", (ADVOCATE,)),
    "office.admin": Post("Opal Orchardson", "office", "Office administrator", (ADMIN, GRANTS)),
    "site": Post("Sid Switchgrass", "operator", "Site administrator", (Role.SITE_ADMIN,)),
    "lakeside.coordinator": Post("Carl Clamshell", "lake_office", "Task force coordinator", (Role.COORDINATOR,)),
    "lakeside.detective": Post("Luke Lakemist", "lake_police", "Detective", (DETECTIVE, CHIEF, ADMIN)),
    "lakeside.advocate": Post("Lily Lilypad", "lake_shelter", "Advocate", (ADVOCATE, SUPERVISOR, ADMIN)),
}

# Somebody works on both sides and wears one hat a session: a second post of a person above.
SECOND_POSTS = {"otterby": ("youth", (ADVOCATE,))}

# One account for each role, as `manage.py demo --accounts` prints them.
SHOWN = (
    "coordinator", "detective", "sheriff.supervisor", "prosecutor", "specialist", "advocate",
    "advocate.supervisor", "grants", "sheriff.grants", "admin", "auditor", "site", "otterby",
    "lakeside.coordinator",
)  # fmt: skip


def email(key: str) -> str:
    """The address that this person signs in with."""
    return f"{key}@{DOMAIN}"


def hire(stage: Stage) -> None:
    """Give everybody an account behind the door, and a post."""
    numbers = _accounts()
    for key, post in POSTS.items():
        person = stage.people[numbers[email(key)]] = Person(pk=numbers[email(key)], name=post.name, title=post.title)
        stage.put(person)
        stage.hats[key] = _seat(stage, numbers[email(key)], post.agency, post.roles, post.left)
    for key, (agency, roles) in SECOND_POSTS.items():
        _seat(stage, numbers[email(key)], agency, roles)


def recall(stage: Stage) -> None:
    """Find agencies, people and awards of a demonstration that was loaded before."""
    stage.riverbend = TaskForce.objects.using(OWNER).get(name=NAME)
    agencies = {agency.name: agency for agency in Agency.objects.using(OWNER).all()}
    stage.agencies = {key: agencies[office.name] for key, office in OFFICES.items()}
    numbers = dict(User.objects.using("door").filter(email__in=map(email, POSTS)).values_list("email", "pk"))
    stage.people = Person.objects.using(OWNER).in_bulk(numbers.values())
    stage.hats = {
        key: Hat(numbers[email(key)], stage.agencies[post.agency].pk, part(post.roles)) for key, post in POSTS.items()
    }
    awards = {award.number: award for award in Award.objects.using(OWNER).select_related("agency", "task_force")}
    stage.awards = {key: awards[facts[0][0]] for key, facts in AWARDS.items()}


def part(roles: tuple[Role, ...]) -> str:
    """The hat that goes with these roles: a coordinator's is one by itself."""
    return COORDINATOR if Role.COORDINATOR in roles else MEMBER


def _accounts() -> dict[str, int]:
    """The accounts' numbers by address; those of a loading that was cut short are used again."""
    hashed = make_password(PASSWORD)
    accounts = User.objects.using("door")
    accounts.bulk_create([User(email=email(key), password=hashed) for key in POSTS], ignore_conflicts=True)
    return dict(accounts.filter(email__in=map(email, POSTS)).values_list("email", "pk"))


def _seat(stage: Stage, number: int, agency: str, roles: tuple[Role, ...], left: int | None = None) -> Hat:
    force = OFFICES[agency].force
    stage.put(
        Membership(
            person_id=number,
            agency=stage.agencies[agency],
            roles=[role.value for role in roles],
            task_forces=[getattr(stage, force).pk] if force else [],
            from_on=stage.began - dt.timedelta(days=200),
            until_on=None if left is None else stage.ago(left),
        )
    )
    return Hat(number, stage.agencies[agency].pk, part(roles))


def staff(stage: Stage, agency: str, *roles: Role) -> list[Hat]:
    """Who holds any of these roles at an agency today."""
    return [
        stage.hats[key]
        for key, post in POSTS.items()
        if post.agency == agency and post.left is None and set(roles) & set(post.roles)
    ]


def table() -> str:
    """The accounts to begin with, as lines for a terminal."""
    lines = [f"Sign in with one of these and the password {PASSWORD}", ""]
    for key in SHOWN:
        post = POSTS[key]
        roles = ", ".join(str(role.label).lower() for role in post.roles)
        also = f", and another hat at {OFFICES[SECOND_POSTS[key][0]].name}" if key in SECOND_POSTS else ""
        lines.append(f"  {email(key):<34} {roles}; {OFFICES[post.agency].name}{also}")
    return "\n".join(lines)
