"""The game that `test_whole.py` plays: the real house and the naive one (`naive.py`), kept side by side.

A verb (`verbs.py`) is tried in the real house by the product's own service under a real context, and noted in
the naive world only when it was done. What a service makes besides (a client's identity, a case's timeline) is
found by `Play.notice`: which row hangs on which, and nothing of who sees it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import DatabaseError, connections, models
from django.utils import timezone

from access import hats
from access.compiler import table_of
from access.context import acting
from access.errors import Refused
from accounts.models import User
from agencies import models as seats
from tests.cast import OWNER
from tests.database import admin, empty
from tests.wall.naive import Agency, Hat, Membership, Participation, Piece, Thing, World, may_see, who

FULL, SUSPECTS, CHARGES = "full", "suspects", "charges"
# Rows that hang on another: model -> (the field that says on which, how much of an investigation shows them).
PIECES = {
    **dict.fromkeys(("cases.CaseAgency", "cases.CaseStanding", "cases.CaseEntry"), ("case", FULL)),
    **dict.fromkeys(("cases.Attendance", "cases.ActionItem"), ("activity", FULL)),
    "referrals.Answer": ("request", FULL),
    "referrals.Receipt": ("referral", FULL),
    "referrals.Reading": ("disclosure", FULL),
    **dict.fromkeys(
        [f"investigations.{name}" for name in ("StatusChange", "FormAssessment", "Victim", "Note", "Task")],
        ("investigation", FULL),
    ),
    **dict.fromkeys([f"investigations.{name}" for name in ("Suspect", "Arrest")], ("investigation", SUSPECTS)),
    "investigations.Charge": ("investigation", CHARGES),
    **dict.fromkeys(
        [
            f"victims.{name}"
            for name in (
                *("ClientIdentity", "NameToken", "DataKey", "Determination", "Need", "ServiceEntry"),
                *("Note", "CaseBookmark", "Task", "Release", "ReleaseFact", "DisclosureLink", "Demand"),
            )
        ],
        ("client", FULL),
    ),
}
WHOLE = (
    *("cases.Case", "cases.Lead", "cases.Activity"),
    *("referrals.ServiceRequest", "referrals.Referral", "referrals.ReferralPaper", "referrals.Message"),
    *("referrals.Disclosure", "investigations.Investigation", "investigations.InvestigationAgencyGrant"),
    *("investigations.InvestigationPersonGrant", "victims.Client", "victims.ClientPersonGrant", "victims.TurnedAway"),
)
MODELS = (*WHOLE, *PIECES)

# (sector, task forces, lead of its side there); the first of each force coordinates it.
AGENCIES = (
    ("coordination", (0,), ""),
    ("law_enforcement", (0,), "law"),
    ("victim_services", (0,), "services"),
    ("law_enforcement", (0, 1), ""),
    ("prosecution", (0,), ""),
    ("victim_services", (0,), ""),
    ("government", (0,), ""),
    ("coordination", (1,), ""),
    ("law_enforcement", (1,), "law"),
    ("victim_services", (1,), "services"),
)
WORK = {
    "law_enforcement": ("detective", "detective", "le_supervisor", "system_victim_specialist"),
    "prosecution": ("prosecutor", "prosecutor", "system_victim_specialist"),
    "victim_services": ("advocate", "advocate", "advocate_supervisor"),
    "coordination": ("coordinator",),
    "government": ("grant_manager",),
}


@cache
def model_of(label: str) -> Any:
    """The product's own model."""
    return apps.get_model(label)


class Play:
    """One game: the two worlds, whose turn it is, and what was done."""

    done: Counter[str] = Counter()  # over all games: a verb that is never done proves nothing
    played: set[str] = set()  # nor does a model without a row

    def __init__(self) -> None:
        self.world = World(today=timezone.localdate())
        self.moved = 0
        self.random = random.Random(0)
        self.forces: list[Any] = []
        self.seats: dict[Membership, int] = {}
        self.places: dict[Participation, int] = {}
        self.known: set[tuple[str, Any]] = set()
        self.releases: dict[Any, Any] = {}  # by a copy's id: the release that it was given under
        self.words: dict[Any, str] = {}  # by a thing's id: a word that stands in it and nowhere else
        self._open()

    # ---- the first day ---------------------------------------------------------------------------

    def _open(self) -> None:
        self.forces = seats.TaskForce.objects.using(OWNER).bulk_create(
            seats.TaskForce(name=f"Task force {number}", state="OH") for number in (1, 2)
        )
        groups = Group.objects.using(OWNER).bulk_create(Group(name=f"agency {n}") for n in range(len(AGENCIES)))
        made = seats.Agency.objects.using(OWNER).bulk_create(
            seats.Agency(name=f"Agency {n}", sector=sector, level="none", state="OH", group=groups[n])
            for n, (sector, _, _) in enumerate(AGENCIES)
        )
        for agency, (sector, forces, lead) in zip(made, AGENCIES, strict=True):
            naive = self.world.agencies[agency.pk] = Agency(agency.pk, sector)
            for force in forces:
                self.participate(naive, self.forces[force].pk, lead=lead)
        self.people = list(range(1, 23))
        User.objects.using("door").bulk_create(
            User(pk=n, email=f"p{n}@example.org", password="!", is_superuser=n == 1) for n in self.people
        )
        seats.Person.objects.using(OWNER).bulk_create(seats.Person(pk=n, name=f"Person {n}") for n in self.people)
        for n, person in enumerate(self.people):
            agency = list(self.world.agencies.values())[n % len(AGENCIES)]
            roles = [WORK[agency.sector][n // len(AGENCIES) % len(WORK[agency.sector])]]
            self.employ(person, agency, [*roles, "agency_admin"] if n < len(AGENCIES) else roles)

    def participate(self, agency: Agency, force: int, *, lead: str = "", agreed: bool = True) -> None:
        """The agency takes part in the task force from today, as a deployment's owner writes it."""
        now = timezone.now()
        coordinates = agency.sector == "coordination"
        row = seats.Participation.objects.using(OWNER).create(
            task_force_id=force,
            agency_id=agency.id,
            lead=lead,
            coordinates=coordinates,
            accepted_at=now,
            law_agreed_at=now,
            services_agreed_at=now if agreed else None,
        )
        naive = Participation(self.world.today, force=force, agency=agency, coordinates=coordinates, agreed=agreed)
        self.world.participations.append(naive)
        self.places[naive] = row.pk

    def employ(
        self, person: int, agency: Agency, roles: list[str], *, later: int = 0, days: int | None = None
    ) -> None:
        """The person works for the agency on all its task forces, from `later` days on for `days`."""
        from_on = self.world.today + dt.timedelta(days=later)
        until_on = None if days is None else from_on + dt.timedelta(days=days)
        forces = {each.force for each in self.world.participations if each.agency is agency}
        row = seats.Membership.objects.using(OWNER).create(
            person_id=person,
            agency_id=agency.id,
            roles=roles,
            task_forces=sorted(forces),
            from_on=self.stored(from_on),
            until_on=until_on and self.stored(until_on),
        )
        naive = Membership(from_on, until_on, person=person, agency=agency, roles=set(roles), forces=forces)
        self.world.memberships.append(naive)
        self.seats[naive] = row.pk

    # ---- the clock ---------------------------------------------------------------------------------

    def stored(self, day: dt.date) -> dt.date:
        """A day of the game as the real house knows it: its own clock never moves."""
        return day - dt.timedelta(days=self.moved)

    def pass_days(self, days: int) -> None:
        """Days go by: everything that the house has written down is moved that far into the past.

        So the policies' own `wall.today()` and `now()` are asked, on the real clock, and nothing is put in
        their place; a copy's `ends_at` comes as near as a membership's last day.
        """
        with closing(admin(str(connections[OWNER].settings_dict["NAME"]))) as connection, connection.cursor() as at:
            at.execute(
                "SET session_replication_role = replica; SET timezone = %s", [timezone.get_default_timezone_name()]
            )
            at.execute("; ".join(_moving(days)))
        self.moved += days
        self.world.today += dt.timedelta(days=days)

    # ---- whose turn ----------------------------------------------------------------------------------

    def hat_of(self, hat: Hat | None) -> hats.Hat | None:
        """The product's own hat."""
        return hat and hats.Hat(hat.person, hat.agency, hat.part)

    def held(self) -> list[Hat]:
        """Every hat that somebody holds today."""
        found = []
        for each in self.world.memberships:
            for part in ("member", "coordinator"):
                hat = Hat(each.person, each.agency.id, part)
                if who(self.world, hat, self.world.today).roles and hat not in found:
                    found.append(hat)
        return found

    def any_hat(self) -> Hat | None:
        """A hat that is held, mostly; or one that ended, is to come, is made up, or nobody's."""
        draw = self.random.random()
        if draw < 0.05:
            return None
        if draw < 0.15:
            person, agency = self.random.choice(self.people), self.random.choice(list(self.world.agencies))
            return Hat(person, agency, self.random.choice(("member", "coordinator")))
        if draw < 0.25:
            each = self.random.choice(self.world.memberships)
            return Hat(each.person, each.agency.id, self.random.choice(("member", "coordinator")))
        return self.random.choice(self.held())

    def who_sees(self, thing: Thing) -> list[Hat]:
        """The hats held today that see `thing`, by the naive model."""
        today = self.world.today
        return [hat for hat in self.held() if may_see(who(self.world, hat, today), thing, today)]

    def working(self, *roles: str) -> list[Hat]:
        """The hats held today with one of `roles`."""
        return [hat for hat in self.held() if who(self.world, hat, self.world.today).roles & set(roles)]

    def pick(self, options: list[Any]) -> Any:
        """One of `options`; ends the verb when there is none."""
        if not options:
            raise NothingToDo
        return self.random.choice(options)

    def expected(self, hat: Hat | None) -> dict[str, set[Any]]:
        """What this hat should find of each model, by the naive model."""
        found: dict[str, set[Any]] = {label: set() for label in MODELS}
        if hat is not None:
            me = who(self.world, hat, self.world.today)
            for thing in self.world.things:
                if may_see(me, thing, self.world.today):
                    found[thing.model].add(thing.id)
        return found

    # ---- doing -------------------------------------------------------------------------------------

    def do(self, verb: Callable[[Play], None]) -> None:
        """Try a verb. What a service, a policy or a constraint refuses is not done, in neither world."""
        self.world.today = timezone.localdate() + dt.timedelta(days=self.moved)  # a long game may pass midnight
        try:
            verb(self)
        except (NothingToDo, Refused, DatabaseError, models.ObjectDoesNotExist):
            return
        Play.done[verb.__name__] += 1
        self.notice()

    @contextmanager
    def acting(self, hat: Hat) -> Iterator[hats.Hat]:
        """One transaction under the product's own hat."""
        real = self.hat_of(hat)
        with acting(real):
            yield real

    def add(self, thing: Thing, word: str = "") -> None:
        """Note a new thing, and the word that stands in it."""
        self.world.things.append(thing)
        self.known.add((thing.model, thing.id))
        Play.played.add(thing.model)
        if word:
            self.words[thing.id] = word

    def notice(self) -> None:
        """Find the pieces that have come to hang on things, as the owner."""
        by_id = {(thing.model, thing.id): thing for thing in self.world.things}
        with connections[OWNER].cursor() as cursor:
            cursor.execute(_pieces())
            rows = cursor.fetchall()
        for label, row, parent, owner in rows:
            if (label, row) not in self.known:
                field, needs = PIECES[label]
                whole = by_id[_parent_label(label, field), parent]
                self.add(Piece(model=label, id=row, owner=self.world.agencies[owner], of=whole, needs=needs))

    def close(self, keeping: set[str]) -> None:
        """Empty the real house."""
        empty(keeping)


class NothingToDo(Exception):
    """There is nothing yet that the verb could be done to."""


@cache
def _parent_label(label: str, field: str) -> str:
    return model_of(label)._meta.get_field(field).related_model._meta.label


@cache
def _pieces() -> str:
    return " UNION ALL ".join(
        f"SELECT '{label}', id, {field}_id, owner_id FROM {table_of(model_of(label))} WHERE {field}_id IS NOT NULL"
        for label, (field, _) in PIECES.items()
    )


@cache
def _dated() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every table's columns that hold a day or a moment; the audit says what was done on the real clock."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, array_agg(c.column_name::text) FROM information_schema.columns c"
            " JOIN pg_class t ON t.relname = c.table_name AND t.relkind = 'r'"
            " AND t.relnamespace = 'public'::regnamespace"
            " WHERE c.table_schema = 'public' AND c.data_type IN ('date', 'timestamp with time zone')"
            " AND c.is_generated = 'NEVER' AND c.table_name !~ '^(audit|django|accounts|mfa|usersessions|account)_'"
            " GROUP BY c.table_name"
        )
        return tuple((table, tuple(columns)) for table, columns in cursor.fetchall())


def _moving(days: int) -> list[str]:
    return [
        f'UPDATE "{table}" SET ' + ", ".join(f'"{name}" = "{name}" - interval \'{days} days\'' for name in columns)
        for table, columns in _dated()
    ]
