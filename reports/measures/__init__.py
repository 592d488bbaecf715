"""One small function a number: each takes a Scope and gives {cell: number}, from one agency's own rows.

They run under the counter's login, which reads columns that identify nobody, of the one agency that
the signed context names. A catalogue row names its function as "clients.served". Each adds up in the
database, so that memory stays flat however many rows there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, IntegerField, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import LessThanOrEqual

from access.models import Record
from agencies.models import Agency

Counts = dict[str, float]
Cells = Mapping[str, float | None]  # None: not this agency's to say, and not 0
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Scope:
    """What is counted: one agency's rows, for one award, from `first` to `last`, both included.

    `code` is the measure being counted, for functions that serve several. `using` is the database
    alias: the counter's for numbers, the application's where a supervisor is shown which records lack
    an answer. `since` is the first day on which this award counts what names no award, where another
    counts it before (`reports/credit.py`); `follows` are the awards whose clients are not new here.
    """

    agency_id: int
    award_id: int
    first: dt.date
    last: dt.date
    code: str = ""
    using: str = "counter"
    since: dt.date | None = None
    follows: tuple[int, ...] = ()

    @property
    def unawarded(self) -> Scope:
        """The part of the period for which this award counts what names no award."""
        return replace(self, first=max(self.first, self.since or self.first))

    @property
    def side(self) -> str:
        """The agency's side: what only the other side records is not its own to say."""
        return Agency.objects.get(pk=self.agency_id).side

    @property
    def is_empty(self) -> bool:
        """Whether it holds no day."""
        return self.first > self.last

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The period for `__range`."""
        return self.first, self.last

    def rows(self, model: type[Record]) -> QuerySet:
        """The agency's own rows of `model`."""
        return model.objects.using(self.using).filter(owner_id=self.agency_id).order_by()


Function = Callable[[Scope], Cells]


def function(name: str) -> Function:
    """The function that a catalogue row names, as "clients.served"."""
    module, _, called = name.partition(".")
    return getattr(import_module(f"reports.measures.{module}"), called)


def tally(rows: QuerySet, by: str | Combinable, *, prefix: str = "", unit: str = "pk") -> Counts:
    """How many distinct `unit` of `rows` there are for each value of `by`."""
    counted = rows.annotate(cell=F(by) if isinstance(by, str) else by).values("cell")
    return {
        f"{prefix}{row['cell'] or UNKNOWN}": row["n"]
        for row in counted.annotate(n=Count(unit, distinct=True)).values("cell", "n")
    }


def each(rows: QuerySet, array: str, *, prefix: str = "", unit: str = "pk") -> Counts:
    """How many distinct `unit` hold each code of an array column; one row may count in several."""
    return tally(rows, Func(F(array), function="unnest"), prefix=prefix, unit=unit)


def total(rows: QuerySet, column: str) -> float:
    """The sum of a column; nothing is 0."""
    return rows.aggregate(n=Sum(column))["n"] or 0


def whole(cells: Counts) -> Counts:
    """The cells with their sum as "total"."""
    return {"total": sum(cells.values()), **cells}


NO_ANSWER = ("not_asked", "unknown", "declined")


def reported(column: str) -> Case:
    """An answer as the PMT lists it: "not reported" was asked and not given, "not tracked" was not asked."""
    return Case(
        When(**{f"{column}__in": ("unknown", "declined")}, then=Value("not_reported")),
        When(**{column: "not_asked"}, then=Value("not_tracked")),
        default=F(column),
        output_field=CharField(),
    )


def known(column: str, otherwise: str = "unknown") -> Case:
    """An answer, or `otherwise` where there is none, whatever the reason."""
    return Case(
        When(**{f"{column}__in": ("", *NO_ANSWER)}, then=Value(otherwise)),
        default=F(column),
        output_field=CharField(),
    )


def without_answer(cells: Counts, otherwise: str = "") -> Counts:
    """Cells whose "not asked", "unknown" and "declined" are one cell, or left out."""
    given = {key: n for key, n in cells.items() if key not in NO_ANSWER and key != "none"}
    return given | {otherwise: sum(cells.get(key, 0) for key in NO_ANSWER)} if otherwise else given


def banded(start: Combinable, end: Combinable | dt.date, bands: tuple[tuple[str, int | None], ...]) -> Case:
    """Which band of days lies between two dates; each band is up to and with its number of days."""
    between = Func(end if hasattr(end, "resolve_expression") else Value(end), start, **DAYS_BETWEEN)
    *below, (last, _) = bands
    return Case(
        *(When(LessThanOrEqual(between, days), then=Value(band)) for band, days in below),
        default=Value(last),
        output_field=CharField(),
    )


DAYS_BETWEEN: dict[str, Any] = {"template": "(%(expressions)s)", "arg_joiner": " - ", "output_field": IntegerField()}
BANDS = (("0_30", 30), ("31_90", 90), ("91_180", 180), ("181_365", 365), ("366_up", None))
