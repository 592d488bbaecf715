"""What courts, grand juries and others outside this software demanded or were told about a client.

Every refusal here is also the database's (`wall.check_demand`); here it comes with a sentence.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from audit.entries import record
from victims.bases import DEMANDS, SUBPOENA, WORDS, LegalBasis
from victims.models import Client, Demand
from victims.services.checks import check_day, checked
from victims.services.release import bases_for

Stage = Demand.Stage


def demands_for(by: Hat) -> list[LegalBasis]:
    """What this person may record, in the table's order: what they may give by, and a subpoena."""
    may = {basis.code for basis in bases_for(by)} | {SUBPOENA.code}
    return [basis for code, basis in DEMANDS.items() if code in may]


@transaction.atomic
def record_demand(
    *,
    by: Hat,
    client: Client,
    basis: str,
    to_whom: str,
    on: dt.date,
    asked: str = "",
    answer_by: dt.date | None = None,
    stage: str = Stage.GIVEN,
    stage_on: dt.date | None = None,
    pk: uuid.UUID | None = None,
    **written: str,
) -> Demand:
    """What somebody outside demanded, or was told; `written` is what its basis asks. Raises Refused."""
    if basis not in {each.code for each in demands_for(by)}:
        raise Refused("Choose what demands it. In imminent danger only a supervisor tells, where the task force lets.")
    if not to_whom.strip():
        raise Refused("Write who asked, or who was told.", "to_whom")
    check_day(on, "on")
    facts = _answered(basis, on, stage, stage_on or on, answer_by, written)
    made = Demand.new(
        by, pk=pk, client=client, basis=basis, to_whom=to_whom.strip(), asked=asked.strip(), on=on, **facts
    )
    record(by=by, verb="recorded a demand", of=made, detail={"basis": basis, "stage": stage})
    return made


@transaction.atomic
def answer_demand(
    *,
    by: Hat,
    demand: Demand,
    stage: str,
    stage_on: dt.date,
    answer_by: dt.date | None = None,
    expected: int | None = None,
    **written: str,
) -> Demand:
    """What was done about a demand that was not decided yet. Raises Refused or Stale."""
    if not demand.is_open:
        raise Refused("This was decided already. Record a new demand if another came.")
    kept = {field: getattr(demand, field) for field in ("law", "grounds")}
    facts = _answered(demand.basis, demand.on, stage, stage_on, answer_by, kept | written)
    Demand.objects.change(demand, expected=expected, **facts)
    record(by=by, verb="answered a demand", of=demand, detail={"stage": stage})
    return demand


@transaction.atomic
def strike_demand(*, by: Hat, demand: Demand) -> Demand:
    """Destroy every word of an entry made by mistake; that there was one, and who struck it, stays. Raises Refused."""
    if demand.struck_at:
        raise Refused("This entry is struck out already.")
    nothing: dict[str, Any] = dict.fromkeys(WORDS, b"")
    Demand.objects.change(demand, struck_at=timezone.now(), **nothing)
    record(by=by, verb="struck a demand", of=demand)
    return demand


def _answered(
    basis: str, on: dt.date, stage: str, stage_on: dt.date, answer_by: dt.date | None, written: dict[str, str]
) -> dict[str, Any]:
    """The answer as it is kept, after every check."""
    texts = {field: text.strip() for field, text in written.items() if field != "told"}
    for field in DEMANDS[basis].asks:
        if not texts.get(field):
            raise Refused("Write this down: the survivor's record must tell it.", field)
    check_day(stage_on, "stage_on")
    if stage_on < on:
        raise Refused("This is before it came. Check both days.", "stage_on")
    if answer_by and answer_by < on:
        raise Refused("This is before it came. Check both days.", "answer_by")
    if stage == Stage.GIVEN and basis == SUBPOENA.code:
        raise Refused(
            "A subpoena alone is not a court order, so nothing is given because of it. "
            "When a judge orders it, record the court order.",
            "stage",
        )
    if stage == Stage.GIVEN and not texts.get("given"):
        raise Refused("Write what was given, item by item.", "given")
    if stage != Stage.GIVEN and texts.get("given"):
        raise Refused("Empty this, or choose “Given”: nothing was given as long as it is not decided.", "given")
    days = {"stage_on": stage_on, "answer_by": answer_by}
    return texts | checked(Demand, {"stage": stage, "told": written.get("told", "")}) | days
