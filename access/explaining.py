"""Who can see a record, and why: the wall itself is asked, once for each hat, and the reasons are its declarations.

Nobody has written the answer down anywhere, so it can't be out of date: under each person's own context
the database is asked whether this one row is there. The reasons come from the same declarations as the
policies (`access/wall.py` and each room's `policies.py`), and from the live grants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format

from access.compiler import declared
from access.context import acting
from access.grants import AgencyGrant, Grant, PersonGrant
from access.hats import COORDINATOR, MEMBER, Hat
from access.policies import Protection
from access.wall import WALL, Extent
from agencies.models import Agency, Membership
from agencies.vocabulary import Role

DAY = "M j, Y"
CLOSED = ("named_only", "sealed")  # on a record, on each of its parts, and on the grants that name people for it
PART_LIMIT = 1_000  # rows of one kind that are compared for "see it as"


@dataclass
class Sight:
    """An agency that can see a record: why, and which people, by name at the asker's own agency only."""

    agency: Agency
    why: list[str] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)

    def add(self, reasons: list[str]) -> None:
        """Take up reasons that were not said before."""
        self.why += [reason for reason in reasons if reason not in self.why]


@dataclass(frozen=True)
class Part:
    """How many rows of one kind hang on a record, and how many of those somebody else sees."""

    name: str
    mine: int
    theirs: int


@cache
def protections() -> dict[str, Protection]:
    """The protected models by their label in lower case."""
    return {each.model.lower(): each for each in declared() if isinstance(each, Protection)}


def may_ask(record: models.Model, hat: Hat) -> bool:
    """Whether `hat` may ask who sees `record`: at the agency that keeps it, or as the task force's coordinator."""
    if record._meta.label_lower not in protections():
        return False
    is_own: bool = getattr(record, "owner_id", None) == hat.agency_id
    return is_own or (hat.is_coordinator and getattr(record, "task_force_id", None) in hat.task_force_ids)


def explain_url(record: models.Model, hat: Hat) -> str:
    """The address of the page that says who sees `record`; empty for whom it is not."""
    if not may_ask(record, hat):
        return ""
    return reverse("desk:who_sees", args=[record._meta.label_lower, record.pk])


def sights(record: models.Model, hat: Hat) -> list[Sight]:
    """Every agency nearby that can see `record` today, the asker's own first."""
    found: dict[int, Sight] = {}
    grants = grants_on(record)
    for seat, other in hats_nearby():
        if not sees(other, record):
            continue
        sight = found.setdefault(seat.agency_id, Sight(seat.agency))
        sight.add(list(why(record, seat, other, grants)))
        if seat.agency_id == hat.agency_id:
            sight.people.append((seat.person.name, other.value))
    return sorted(found.values(), key=lambda each: (each.agency.pk != hat.agency_id, each.agency.name))


def hats_nearby() -> Iterator[tuple[Membership, Hat]]:
    """Every hat that is held today at the asker's agency or its neighbours; roles at one employer combine."""
    seats: dict[tuple[int, int], Membership] = {}
    live = Membership.objects.live().filter(ended_at=None, person__is_active=True)
    for seat in live.select_related("person", "agency").order_by("agency__name", "person__name"):
        first = seats.setdefault((seat.person_id, seat.agency_id), seat)
        first.roles = [*first.roles, *(role for role in seat.roles if role not in first.roles)]
    for seat in seats.values():
        if set(seat.roles) - {Role.COORDINATOR}:
            yield seat, Hat(seat.person_id, seat.agency_id, MEMBER)
        if Role.COORDINATOR in seat.roles:
            yield seat, Hat(seat.person_id, seat.agency_id, COORDINATOR)


def sees(hat: Hat, record: models.Model) -> bool:
    """Whether the wall shows this one row under `hat`; asked on a connection of its own."""
    with acting(hat, using="aside"):
        return type(record)._default_manager.using("aside").filter(pk=record.pk).exists()


def why(record: models.Model, seat: Membership, hat: Hat, grants: list[Grant]) -> Iterator[str]:
    """The reasons, in words, why somebody of this seat sees `record`; `grants` are the live ones on it."""
    if is_closed(record):
        yield from _why_closed(record, hat, grants)
        return
    protection = protections()[record._meta.label_lower]
    kind = WALL[protection.kind]
    roles = [Role.COORDINATOR] if hat.is_coordinator else [Role(role) for role in seat.roles]
    for role in roles:
        extent = kind.rules.get(role, (Extent.NOTHING, Extent.NOTHING))[0]
        if said := _by_extent(extent, record, protection, seat):
            yield f"{said}: {role.label.lower()}"
    for each in grants:
        if _is_for(each, hat):
            yield in_words(each)


def is_closed(record: models.Model) -> bool:
    """Whether it is there for named people alone: working at its agency opens it to nobody."""
    return any(getattr(record, flag, False) is True for flag in CLOSED)  # what a text is sealed with is no flag


def _why_closed(record: Any, hat: Hat, grants: list[Grant]) -> Iterator[str]:
    led = getattr(record, "investigation", record)
    if getattr(led, "lead_id", None) == hat.person_id and led.owner_id == hat.agency_id:
        yield "Leads it"
    for each in grants:
        if isinstance(each, PersonGrant) and each.names and _is_for(each, hat):
            yield f"Is named by {given(each)}"


def _by_extent(extent: Extent, record: Any, protection: Protection, seat: Membership) -> str:
    keeps = getattr(record, protection.owner) == seat.agency_id
    if extent is Extent.OWN and keeps:
        return "Works at the agency that keeps it"
    if extent is Extent.ADDRESSED and keeps:
        return "Works at the agency that sent it"
    if extent is Extent.ADDRESSED and getattr(record, protection.recipient or "", None) == seat.agency_id:
        return "Works at the agency that it is addressed to"
    if extent is Extent.TASK_FORCE and protection.task_force:
        return "Works in the task force"
    if extent is Extent.TAKING_PART and protection.case:
        return "Works at an agency that takes part in the case"
    return ""


def grants_on(record: models.Model) -> list[Grant]:
    """The live grants on `record`, or on what it hangs on."""
    parents = protections()[record._meta.label_lower].parents
    roots = {record._meta.label: record.pk} | {label: getattr(record, column) for column, label in parents}
    found: list[Grant] = []
    for model in _grant_models():
        pk = roots.get(model._meta.get_field("content_object").related_model._meta.label)
        if pk is not None:
            rows = model._default_manager.filter(content_object_id=pk).select_related("permission", "made_by")
            found += [each for each in rows if each.is_live]
    return found


@cache
def _grant_models() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, Grant)]


def _is_for(grant: Grant, hat: Hat) -> bool:
    if isinstance(grant, PersonGrant):
        return grant.user_id == hat.person_id and getattr(grant, "agency_id", hat.agency_id) == hat.agency_id
    return isinstance(grant, AgencyGrant) and grant.group_id == hat.agency.group_id


def in_words(grant: Any) -> str:
    """One grant: what it opens, by whom, since when, until when, why."""
    return f"{grant.permission.name}: given by {given(grant)}"


def given(grant: Any) -> str:
    """Who gave a grant, since when, until when, why."""
    end = f"until {date_format(grant.until_on, DAY)}" if grant.until_on else "without an end"
    begin = date_format(grant.from_on, DAY)
    return f"{grant.made_by.name}, from {begin}, {end}. {grant.reason}".strip()


def parts_as(record: models.Model, other: Hat) -> list[Part]:
    """What hangs on `record`: how much of what the asker sees `other` sees as well."""
    found = []
    for each in protections().values():
        for column, label in each.parents:
            if label != record._meta.label:
                continue
            model = apps.get_model(each.model)
            mine = list(model._default_manager.filter(**{column: record.pk}).values_list("pk", flat=True)[:PART_LIMIT])
            if mine:
                with acting(other, using="aside"):
                    theirs = model._default_manager.using("aside").filter(pk__in=mine).count()
                found.append(Part(str(model._meta.verbose_name_plural).capitalize(), len(mine), theirs))
    return sorted(found, key=lambda part: part.name)
