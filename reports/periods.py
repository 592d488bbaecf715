"""The periods of an award, made by rules from its dates and calendar (domain.md, "Reports").

Quarters follow the federal fiscal year (Q1 is October to December). Reports with narrative are for
halves that end 30 June, due 30 July, and 31 December, due 30 January; the numbers of a quarter go
in with its half. The final report is due 120 days after the award ends. A period at the award's
start or end may be a part of one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from access.hats import Hat
from agencies.models import Award
from audit.entries import record
from reports.models import Period
from reports.vocabulary import Span

DAYS_TO_FINAL = 120
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A period before it is a row."""

    span: str
    starts_on: dt.date
    ends_on: dt.date
    due_on: dt.date


def due(ends_on: dt.date) -> dt.date:
    """When the half that `ends_on` falls in is due: 30 July or 30 January."""
    return dt.date(ends_on.year, 7, 30) if ends_on.month <= 6 else dt.date(ends_on.year + 1, 1, 30)


def stretches(award: Award, span: Span, months: int) -> Iterator[Stretch]:
    """The spans of `months` months, as the calendar has them, cut to the award's dates."""
    start = dt.date(award.starts_on.year, (award.starts_on.month - 1) // months * months + 1, 1)
    while start <= award.ends_on:
        month = start.month + months
        after = dt.date(start.year + (month > 12), (month - 1) % 12 + 1, 1)
        last = after - DAY
        yield Stretch(span, max(start, award.starts_on), min(last, award.ends_on), due(last))
        start = after


def calendar(award: Award) -> list[Stretch]:
    """Every period of the award, in time."""
    quarters = stretches(award, Span.QUARTER, 3) if award.cadence == Award.Cadence.QUARTER else ()
    final = Stretch(Span.FINAL, award.starts_on, award.ends_on, award.ends_on + dt.timedelta(days=DAYS_TO_FINAL))
    return [*quarters, *stretches(award, Span.HALF, 6), final]


@transaction.atomic
def lay_out(*, by: Hat, award: Award) -> list[Period]:
    """Make the periods of `award` that are not there yet, after it was opened or extended.

    A last period that was cut short by the old end is stretched to the new one.
    """
    there = {(period.span, period.starts_on): period for period in Period.objects.filter(award=award)}
    made = []
    for each in calendar(award):
        period = there.get((each.span, each.starts_on))
        if period is None:
            made.append(Period.objects.create(award=award, **each.__dict__))
        elif period.ends_on != each.ends_on:
            Period.objects.filter(pk=period.pk).update(ends_on=each.ends_on, due_on=each.due_on)
    if made:
        record(by=by, verb="laid out periods", of=award, detail={"periods": len(made)}, owner_id=award.agency_id)
    return made
