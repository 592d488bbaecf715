"""A deployment of twenty task forces, made in minutes: what `script/bench wall` measures on.

Plain rows without stories, written with COPY by the owner's login while triggers sleep: a history of a
million made-up rows would prove nothing. Shares are dealt so that somebody sees 0.1, 1, 10 and 100 % of
the cases, and 0.1, 1 and 10 % of the clients (a provider never sees another's, so nobody sees them all).
"""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connections, models, transaction
from django.utils import timezone

from access.grants import permission
from accounts.models import User
from agencies.models import Agency, Membership, Participation, Person, TaskForce
from agencies.vocabulary import Level, Role, Sector
from cases.models import Case
from demo.people import DOMAIN, PASSWORD
from demo.stage import OWNER, SEED, refresh_statistics
from victims.models import Client, ClientPersonGrant, ServiceEntry

TASK_FORCES = 20
CASES = 100_000
CLIENTS = 300_000
SERVICES = 1_000_000
GRANTS = 1_000_000
BLOCK = 20_000  # rows a COPY

# key: (name, sector, level, share of the task force's cases that it leads)
OFFICES = {
    "sheriff": ("Sheriff", Sector.LAW_ENFORCEMENT, Level.COUNTY, 78),
    "police": ("City Police", Sector.LAW_ENFORCEMENT, Level.LOCAL, 20),  # of 5,000: 1 % of all
    "constable": ("Constable", Sector.LAW_ENFORCEMENT, Level.LOCAL, 2),  # of 5,000: 0.1 % of all
    "attorney": ("District Attorney", Sector.PROSECUTION, Level.COUNTY, 0),
    "shelter": ("Shelter", Sector.VICTIM_SERVICES, Level.NONE, 0),
    "clinic": ("Clinic", Sector.VICTIM_SERVICES, Level.NONE, 0),
    "hotline": ("Drop-in", Sector.VICTIM_SERVICES, Level.NONE, 0),
    "office": ("Task Force Office", Sector.COORDINATION, Level.COUNTY, 0),
}
STAFF = {
    "sheriff": (5, Role.DETECTIVE),
    "police": (3, Role.DETECTIVE),
    "constable": (2, Role.DETECTIVE),
    "attorney": (2, Role.PROSECUTOR),
    "shelter": (5, Role.ADVOCATE),
    "clinic": (5, Role.ADVOCATE),
    "hotline": (5, Role.ADVOCATE),
    "office": (1, Role.COORDINATOR),
}
PROVIDERS = {"clinic": CLIENTS // 100, "hotline": CLIENTS // 1000}  # 1 % and 0.1 % of all clients
FIRST_SHELTER = CLIENTS // 10  # 10 % of all clients
WORDS = (
    "nursery",
    "motel",
    "vans",
    "hotel",
    "farm",
    "kitchen",
    "spa",
    "roofing",
    "harvest",
    "orchard",
    "cannery",
    "depot",
)
SHOWN = {
    "coordinator.1": "task force coordinator of the first task force",
    "statewide.1": "coordinator of all twenty: sees every case",
    "pair.1": "coordinator of the first two: sees 10 % of the cases",
    "police.1.0": "detective: sees 1 % of the cases",
    "constable.1.0": "detective: sees 0.1 % of the cases",
    "shelter.1.0": "advocate: sees 10 % of the clients",
    "clinic.1.0": "advocate: sees 1 % of the clients, those assigned",
    "hotline.1.0": "advocate: sees 0.1 % of the clients",
}


def accounts() -> str:
    """One account for each share, as a table."""
    return "\n".join(f"  {f'{key}@{DOMAIN}':34} {what}" for key, what in SHOWN.items())


@dataclass
class Force:
    """One task force: its agencies, and the people of each."""

    row: TaskForce
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, list[int]] = field(default_factory=dict)


def load() -> bool:
    """Write everything in one transaction; whether there was anything to write."""
    if TaskForce.objects.using(OWNER).exists():
        return False
    chance = Random(SEED)  # noqa: S311  a story, not a secret
    with transaction.atomic(using=OWNER):
        forces = _who_is_who()
        _copy(Case, _cases(forces, chance))
        _copy_clients(forces, chance)
    refresh_statistics()
    return True


# Who is who ------------------------------------------------------------------------------------------
def _who_is_who() -> list[Force]:
    hashed = make_password(PASSWORD)
    users: list[User] = []
    forces = []
    for number in range(1, TASK_FORCES + 1):
        force = Force(
            TaskForce.objects.using(OWNER).create(name=f"County {number} Task Force (fictional)", state="OH")
        )
        for key, (name, sector, level, _) in OFFICES.items():
            force.agencies[key] = _agency(f"County {number} {name}", sector, level, key == "clinic")
        forces.append(force)
    statewide, pair = (
        _agency(f"{name} Office", Sector.COORDINATION, Level.STATE, False) for name in ("State", "Pair")
    )
    for force in forces:
        _take_part(force, [*force.agencies.values(), statewide, *([pair] if force in forces[:2] else [])])
    for number, force in enumerate(forces, 1):
        for key, (count, role) in STAFF.items():
            names = [f"{key}.{number}.{at}" for at in range(count)] if count > 1 else [f"coordinator.{number}"]
            force.people[key] = [_seat(users, name, hashed, force.agencies[key], role, [force]) for name in names]
    _seat(users, "statewide.1", hashed, statewide, Role.COORDINATOR, forces)
    _seat(users, "pair.1", hashed, pair, Role.COORDINATOR, forces[:2])
    return forces


def _agency(name: str, sector: Sector, level: Level, assigned_only: bool) -> Agency:
    group = Group.objects.using(OWNER).create(name=f"agency {name}")
    facts = {"sector": sector, "level": level, "state": "OH", "assigned_only": assigned_only}
    return Agency.objects.using(OWNER).create(name=name, group=group, **facts)


def _take_part(force: Force, agencies: Iterable[Agency]) -> None:
    now, began = timezone.now(), timezone.localdate() - dt.timedelta(days=900)
    leads = {force.agencies["sheriff"]: "law", force.agencies["shelter"]: "services"}
    Participation.objects.using(OWNER).bulk_create(
        Participation(
            task_force=force.row,
            agency=agency,
            lead=leads.get(agency, ""),
            coordinates=agency.sector == Sector.COORDINATION,
            from_on=began,
            accepted_at=now,
            law_agreed_at=now,
            services_agreed_at=now,
        )
        for agency in agencies
    )


def _seat(users: list[User], name: str, hashed: str, agency: Agency, role: Role, forces: list[Force]) -> int:
    user = User.objects.using("door").create(email=f"{name}@{DOMAIN}", password=hashed)
    Person.objects.using(OWNER).create(pk=user.pk, name=name.replace(".", " ").title())
    Membership.objects.using(OWNER).create(
        person_id=user.pk,
        agency=agency,
        roles=[role],
        task_forces=[force.row.pk for force in forces],
        from_on=timezone.localdate() - dt.timedelta(days=800),
    )
    return user.pk


# Rows by the thousand ---------------------------------------------------------------------------------
def _copy(model: type[models.Model], rows: Iterator[dict[str, Any]]) -> None:
    """Write rows, given by column, with COPY; what a row leaves out is the model's own default."""
    columns = [each for each in model._meta.concrete_fields if not each.generated]
    usual = {each.column: _text(each.get_default()) for each in columns}
    table, names = model._meta.db_table, ", ".join(f'"{each.column}"' for each in columns)
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        block: list[str] = []
        for row in rows:
            said = {column: _text(value) for column, value in row.items()}
            block.append("\t".join({**usual, **said}.values()))
            if len(block) == BLOCK:
                _send(cursor, table, names, block)
        _send(cursor, table, names, block)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come can't be altered
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _send(cursor: Any, table: str, names: str, block: list[str]) -> None:
    cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO("\n".join(block) + "\n" if block else ""))
    block.clear()


def _text(value: Any) -> str:
    """A value as COPY's text format has it; ours hold no tab, line or backslash."""
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _id(chance: Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _cases(forces: list[Force], chance: Random) -> Iterator[dict[str, Any]]:
    today, leads = timezone.localdate(), [key for key, office in OFFICES.items() for _ in range(office[3])]
    for number in range(CASES):
        force = forces[number % TASK_FORCES]
        lead = force.agencies[leads[number // TASK_FORCES % len(leads)]].pk
        opened = today - dt.timedelta(days=chance.randrange(1500))
        office = force.agencies["office"].pk
        yield {
            "id": _id(chance),
            "owner_id": office,
            "made_by_id": force.people["office"][0],
            "made_at": timezone.now() - dt.timedelta(days=(today - opened).days),
            "written_by_id": office,
            "city": f"City {chance.randrange(400)}",
            "state": "OH",
            "task_force_id": force.row.pk,
            "number": f"{opened:%Y}-{number:06X}",
            "form": chance.choice(("sex", "labor", "both", "undetermined")),
            "source": chance.choice(("tip", "hotline", "operation", "provider")),
            "received_on": opened,
            "opened_on": opened,
            "summary": " ".join(chance.choices(WORDS, k=8)),
            "law_lead_id": lead,
            "services_lead_id": force.agencies["shelter"].pk,
        }


def _copy_clients(forces: list[Force], chance: Random) -> None:
    """Clients, then what hangs on them: three services and three grants each, four for every third."""
    ids = [_id(chance) for _ in range(CLIENTS)]
    homes = _homes(forces)
    facts = [
        {"owner_id": force.agencies[key].pk, "made_by_id": force.people[key][at % 5]}
        for at, (force, key) in enumerate(homes)
    ]
    _copy(Client, _clients(ids, facts, chance))
    _copy(ServiceEntry, _services(ids, facts, chance))
    _copy(ClientPersonGrant, _grants(ids, facts, homes, chance))


def _homes(forces: list[Force]) -> list[tuple[Force, str]]:
    """The provider of each client."""
    homes: list[tuple[Force, str]] = [(forces[0], "shelter")] * FIRST_SHELTER
    for force in forces:
        for key, count in PROVIDERS.items():
            homes += [(force, key)] * count
    others = forces[1:]
    return homes + [(others[at % len(others)], "shelter") for at in range(CLIENTS - len(homes))]


def _clients(ids: list[uuid.UUID], facts: list[dict[str, Any]], chance: Random) -> Iterator[dict[str, Any]]:
    now, today = timezone.now(), timezone.localdate()
    for at, pk in enumerate(ids):
        days = chance.randrange(1500)
        yield facts[at] | {
            "id": pk,
            "code_name": f"C-{at:06X}",
            "made_at": now - dt.timedelta(days=days, seconds=at),
            "opened_on": today - dt.timedelta(days=days),
            "standing": "potential",
            "form": chance.choice(("sex", "labor", "both", "undetermined")),
        }


def _services(ids: list[uuid.UUID], facts: list[dict[str, Any]], chance: Random) -> Iterator[dict[str, Any]]:
    now, today = timezone.now(), timezone.localdate()
    for at in range(SERVICES):
        client, days = at % CLIENTS, chance.randrange(900)
        yield facts[client] | {
            "id": _id(chance),
            "client_id": ids[client],
            "made_at": now - dt.timedelta(days=days),
            "category": "case_management",
            "on": today - dt.timedelta(days=days),
            "minutes": chance.randrange(15, 120),
            "funding": "other",
            "batch": _id(chance),
        }


def _grants(
    ids: list[uuid.UUID], facts: list[dict[str, Any]], homes: list[tuple[Force, str]], chance: Random
) -> Iterator[dict[str, Any]]:
    assigned, began = permission(Client, "assigned").pk, timezone.localdate() - dt.timedelta(days=700)
    for at in range(GRANTS):
        client, turn = at % CLIENTS, at // CLIENTS
        force, key = homes[client]
        yield facts[client] | {
            "id": _id(chance),
            "permission_id": assigned,
            "reason": "Caseload",
            "from_on": began,
            "user_id": force.people[key][(client + turn) % 5],
            "content_object_id": ids[client],
        }
