"""Services given, entered many at a time: all rows or none, and the same sending only once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from access.errors import Refused, refusals
from access.hats import Hat
from agencies.models import Award
from audit.entries import record
from victims.models import Client, Enrollment, FamilyMember, ServiceEntry
from victims.services.ages import settle_ages
from victims.services.checks import awards_of, check_day, checked
from victims.vocabulary import CATEGORIES

DAY = 24 * 60  # minutes
LONGEST_STAY = 366  # nights
FIELDS = (
    "client",
    "family_member",
    "category",
    "on",
    "minutes",
    "nights",
    "dollars",
    "award",
    "funding",
    "delivery",
    "note",
)


class RowsRefused(Refused):
    """Some rows can't be entered, so none was; `rows` lists (row from 1, field, sentence)."""

    def __init__(self, rows: list[tuple[int, str, str]]) -> None:
        super().__init__(" ".join(f"Row {row}: {sentence}" for row, _, sentence in rows[:20]))
        self.rows = rows


@transaction.atomic
def enter_services(*, by: Hat, rows: Iterable[dict[str, Any]], batch: uuid.UUID | None = None) -> list[ServiceEntry]:
    """Enter services: each row has the fields of `ServiceEntry` by name, with `client` and `award` as records.

    `batch` names the sending: the same batch a second time enters nothing and gives what is there.
    A client gets an episode under an award by the first service under it. Raises RowsRefused.
    """
    batch = batch or uuid.uuid4()
    if before := list(ServiceEntry.objects.filter(owner_id=by.agency_id, batch=batch)):
        return before
    made = _checked_rows(by, list(rows), batch)
    for entry in made:
        entry.owner_id, entry.made_by_id = by.agency_id, by.person_id
    _enroll(by, made)
    ServiceEntry.objects.bulk_create(made)
    clients = sorted({str(entry.client_id) for entry in made})
    record(by=by, verb="entered services", of="victims.serviceentry", detail={"batch": str(batch), "clients": clients})
    return made


def _checked_rows(by: Hat, rows: list[dict[str, Any]], batch: uuid.UUID) -> list[ServiceEntry]:
    awards, ends = set(awards_of(by).values_list("pk", flat=True)), _ends(rows)
    made, wrong = [], []
    for number, row in enumerate(rows, 1):
        facts = _given(row)
        if found := list(_faults(facts, awards, ends)):
            wrong += [(number, fault.field or "", fault.message) for fault in found]
        else:
            made.append(ServiceEntry(**facts, batch=batch, row=number))
    if wrong:
        raise RowsRefused(wrong)
    return made


def faults_of(by: Hat, row: dict[str, Any]) -> Iterator[Refused]:
    """Everything that would be refused of one row, field by field."""
    awards = set(awards_of(by).values_list("pk", flat=True))
    return _faults(_given(row), awards, _ends([row]))


def _given(row: dict[str, Any]) -> dict[str, Any]:
    """What a row says, and what it means where it says nothing: today, and money that no award gave."""
    facts = {name: row[name] for name in FIELDS if row.get(name) not in (None, "")}
    facts.setdefault("on", timezone.localdate())
    if "award" not in facts:
        facts.setdefault("funding", "other")
    return facts


def _ends(rows: list[dict[str, Any]]) -> dict[uuid.UUID, dt.date]:
    """When each client that is closed now exited last."""
    closed = [row["client"].pk for row in rows if row.get("client") and not row["client"].is_open]
    episodes = Enrollment.objects.filter(client__in=closed).exclude(exited_on=None).order_by("exited_on")
    return {client: day for client, day in episodes.values_list("client", "exited_on") if day}


def _faults(facts: dict[str, Any], awards: set[int], ends: dict[uuid.UUID, dt.date]) -> Iterator[Refused]:
    """What is wrong with a row; puts each value into `facts` as its field holds it."""
    if "client" not in facts:
        yield Refused("Choose the client.", "client")
    if "category" not in facts:
        yield Refused("Choose the service.", "category")
    for name in [name for name in facts if name not in ("client", "award", "note")]:
        try:
            facts |= checked(ServiceEntry, {name: facts[name]})
        except Refused as refusal:
            del facts[name]
            yield refusal
    yield from _day_faults(facts, ends)
    yield from _amount_faults(facts)
    yield from _money_faults(facts, awards)
    relative: FamilyMember | None = facts.get("family_member")
    if relative is not None and relative.client_id != facts["client"].pk:
        yield Refused("This relative belongs to another client.", "family_member")


def _day_faults(facts: dict[str, Any], ends: dict[uuid.UUID, dt.date]) -> Iterator[Refused]:
    if "on" not in facts:
        return
    yield from refusals(check_day, facts["on"], "on")
    client: Client | None = facts.get("client")
    if client and client.pk in ends and facts["on"] > ends[client.pk]:
        yield Refused("The client exited before this day. Record the re-entry first.", "on")


def _amount_faults(facts: dict[str, Any]) -> Iterator[Refused]:
    if facts.get("minutes", 0) > DAY:
        yield Refused("A day has 1,440 minutes.", "minutes")
    if facts.get("nights", 0) > LONGEST_STAY:
        yield Refused("More than a year of nights: enter them in parts.", "nights")
    if facts.get("dollars", Decimal(0)) < 0:
        yield Refused("An amount can't be less than nothing.", "dollars")
    category = CATEGORIES.get(facts.get("category", ""))
    if category and facts.get("nights") and not category.nights:
        yield Refused(f"Nights belong to housing, not to “{category.label}”.", "nights")
    if category and facts.get("dollars") and not category.dollars:
        yield Refused(f"Dollars belong to assistance in money or goods, not to “{category.label}”.", "dollars")


def _money_faults(facts: dict[str, Any], awards: set[int]) -> Iterator[Refused]:
    award: Award | None = facts.get("award")
    if award is None:
        if facts.get("funding", "other") != "other":
            yield Refused("Choose the award, or say that other money paid.", "award")
    elif award.pk not in awards:
        yield Refused("Your agency does not serve clients under this award.", "award")
    elif "on" in facts and not award.starts_on <= facts["on"] <= award.ends_on:
        yield Refused(f"This award runs from {award.starts_on:%b %-d, %Y} to {award.ends_on:%b %-d, %Y}.", "on")


def _enroll(by: Hat, made: list[ServiceEntry]) -> None:
    """Open the episodes that these services begin, and bring first services forward where one is earlier."""
    firsts: dict[tuple[uuid.UUID, int], ServiceEntry] = {}
    for entry in sorted(made, key=lambda entry: entry.on):
        if entry.award_id and not entry.family_member_id:
            firsts.setdefault((entry.client_id, entry.award_id), entry)
    episodes: dict[tuple[uuid.UUID, int], list[Enrollment]] = {}
    for episode in Enrollment.objects.filter(client__in={client for client, _ in firsts}).select_related("client"):
        episodes.setdefault((episode.client_id, episode.award_id), []).append(episode)
    for pair, entry in firsts.items():
        _begin(by, entry, episodes.get(pair, []))


def _begin(by: Hat, entry: ServiceEntry, episodes: list[Enrollment]) -> None:
    earlier = [each for each in episodes if each.first_served_on is None or entry.on < each.first_served_on]
    for episode in earlier:
        Enrollment.objects.change(episode, first_served_on=entry.on)
    if not episodes:
        Enrollment.new(by, client=entry.client, award=entry.award, opened_on=entry.on, first_served_on=entry.on)
    if entry.client.birth_year and (earlier or not episodes):
        settle_ages(entry.client)


@transaction.atomic
def strike_service(*, by: Hat, entry: ServiceEntry) -> ServiceEntry:
    """Strike out an entry made by mistake: it stays on record and counts no more. Raises Refused."""
    if entry.struck_at:
        raise Refused("This entry is struck out already.")
    ServiceEntry.objects.change(entry, struck_at=timezone.now())
    record(by=by, verb="struck service", of=entry.client, detail={"entry": str(entry.pk)})
    return entry
