"""The provider's own day: needs, tasks, hearings, and people who could not be served."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Award, Person
from audit.entries import record
from cases.models import Case
from victims.models import Client, DataKey, Hearing, Need, Task, TurnedAway
from victims.services.checks import check_award, check_day, checked


@transaction.atomic
def note_need(
    *,
    by: Hat,
    client: Client,
    category: str,
    on: dt.date | None = None,
    note: str = "",
    pk: uuid.UUID | None = None,
) -> Need:
    """Something that the client needs. Raises Refused."""
    on = on or timezone.localdate()
    check_day(on, "on")
    made = Need.new(by, pk=pk, client=client, on=on, note=note.strip(), **checked(Need, {"category": category}))
    record(by=by, verb="noted need", of=client)
    return made


@transaction.atomic
def settle_need(*, by: Hat, need: Need, state: str, barrier: str = "", expected: int | None = None) -> Need:
    """Say that a need was met, could not be met (and why), or is open again. Raises Refused or Stale."""
    if state == "unmet" and not barrier:
        raise Refused("Say what stood in the way.", "barrier")
    facts = checked(Need, {"state": state, "barrier": barrier if state == "unmet" else ""})
    Need.objects.change(need, expected=expected, settled_on=None if state == "open" else timezone.localdate(), **facts)
    record(by=by, verb="settled need", of=need.client)
    return need


@transaction.atomic
def count_turned_away(
    *,
    by: Hat,
    reason: str,
    extent: str,
    people: int = 1,
    on: dt.date | None = None,
    wanted: list[str] | None = None,
    award: Award | None = None,
    pk: uuid.UUID | None = None,
) -> TurnedAway:
    """Count people who asked for help and were not, or only partly, served. Raises Refused."""
    facts = _counted(by, reason=reason, extent=extent, people=people, on=on, wanted=wanted, award=award)
    made = TurnedAway.new(by, pk=pk, **facts)
    record(by=by, verb="counted turned away", of=made)
    return made


@transaction.atomic
def correct_turned_away(*, by: Hat, entry: TurnedAway, expected: int | None = None, **facts: Any) -> TurnedAway:
    """Count an entry otherwise; how it was counted before stays in its history. Raises Refused or Stale."""
    if entry.struck_at:
        raise Refused("This entry is struck out already.")
    TurnedAway.objects.change(entry, expected=expected, **_counted(by, **facts))
    record(by=by, verb="corrected turned away", of=entry)
    return entry


@transaction.atomic
def strike_turned_away(*, by: Hat, entry: TurnedAway) -> TurnedAway:
    """Strike out an entry made by mistake: it stays on record and counts no more. Raises Refused."""
    if entry.struck_at:
        raise Refused("This entry is struck out already.")
    TurnedAway.objects.change(entry, struck_at=timezone.now())
    record(by=by, verb="struck turned away", of=entry)
    return entry


def _counted(
    by: Hat,
    *,
    reason: str,
    extent: str,
    people: int,
    on: dt.date | None,
    wanted: list[str] | None,
    award: Award | None,
) -> dict[str, Any]:
    on = on or timezone.localdate()
    check_day(on, "on")
    if not 1 <= people <= 500:
        raise Refused("Write how many people, from 1 to 500.", "people")
    if award:
        check_award(by, award)
    facts = checked(TurnedAway, {"reason": reason, "extent": extent, "wanted": wanted or []})
    return facts | {"on": on, "people": people, "award": award}


def general_key(by: Hat) -> DataKey:
    """The agency's general key, made at its first use: it seals what is about no client."""
    held = DataKey.objects.filter(owner_id=by.agency_id, client=None).first()
    return held or DataKey.make(by, client=None)


@transaction.atomic
def add_task(
    *,
    by: Hat,
    text: str,
    due_on: dt.date | None = None,
    client: Client | None = None,
    case: Case | None = None,
    person: Person | None = None,
    pk: uuid.UUID | None = None,
) -> Task:
    """Something to do, for oneself unless `person` is given. Raises Refused."""
    if not text.strip():
        raise Refused("Write what is to be done.", "text")
    if client is None:
        general_key(by)
    who = person.pk if person else by.person_id
    made = Task.new(by, pk=pk, text=text.strip(), due_on=due_on, client=client, case=case, person_id=who)
    record(by=by, verb="added task", of=made)
    return made


@transaction.atomic
def finish_task(*, by: Hat, task: Task) -> Task:
    """Tick a task off. Raises Refused."""
    if task.done_at:
        raise Refused("This task is done already.")
    Task.objects.change(task, done_at=timezone.now())
    record(by=by, verb="finished task", of=task)
    return task


@transaction.atomic
def add_hearing(*, by: Hat, kind: str, on: dt.date, client: Client | None = None, **facts: Any) -> Hearing:
    """A hearing or appointment; `facts`: pk, at, place, person, case. Raises Refused."""
    if client is None:
        general_key(by)
    made = Hearing.new(by, on=on, client=client, **checked(Hearing, {"kind": kind}), **facts)
    record(by=by, verb="added hearing", of=made)
    return made


def coming(by: Hat, case: Case | None = None) -> QuerySet[Hearing]:
    """The dates ahead that `by` sees; only a case's when one is given."""
    ahead = Hearing.objects.filter(on__gte=timezone.localdate(), cancelled_at=None)
    ahead = ahead.filter(case=case) if case else ahead
    return ahead.select_related("client__data_key__agency_key", "person")


@transaction.atomic
def cancel_hearing(*, by: Hat, hearing: Hearing) -> Hearing:
    """A hearing that will not take place. Raises Refused."""
    if hearing.cancelled_at:
        raise Refused("This is cancelled already.")
    Hearing.objects.change(hearing, cancelled_at=timezone.now())
    record(by=by, verb="cancelled hearing", of=hearing)
    return hearing
