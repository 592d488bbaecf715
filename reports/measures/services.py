"""Services delivered: clients each once, and times provided; family members apart (field.md 3.2, rule 8)."""

from __future__ import annotations

import datetime as dt

from django.db.models import (
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, Least

from agencies.vocabulary import Side
from reports.measures import DAYS_BETWEEN, Cells, Counts, Scope, tally
from reports.measures.clients import services, stays
from victims.models import Enrollment, Need
from victims.vocabulary import CATEGORIES, deliveries, fundings

PMT_GROUPS = "ABCDE"


def categories(code: str) -> list[str]:
    """The kinds of service that a row of section D counts."""
    return [category.code for category in CATEGORIES.values() if category.measure == code]


def delivered(scope: Scope) -> Counts:
    """D-01 to D-37. Rule 8: one entry is one occurrence; a client counts once a row."""
    of_kind = {"category__in": categories(scope.code)}
    housed, given = stays(scope).filter(**of_kind), services(scope).filter(**of_kind)
    own, family = Q(family_member=None), Q(family_member__isnull=False)
    return {
        "clients": (given | housed).aggregate(n=Count("client_id", distinct=True, filter=own))["n"],
        **given.aggregate(
            times=Count("pk", filter=own),
            **{f"funding.{code}": Count("pk", filter=own & Q(funding=code)) for code, _ in fundings()},
            **{f"delivery.{code}": Count("pk", filter=own & Q(delivery=code)) for code, _ in deliveries()},
            **{"family.people": Count("family_member_id", distinct=True), "family.times": Count("pk", filter=family)},
        ),
    }


def with_nights(scope: Scope) -> Cells:
    """D-07, D-08. Rule 18: bed-nights are the overlap of stay and period, in nights."""
    rows = (services(scope) | stays(scope)).filter(category__in=categories(scope.code))
    leaves = ExpressionWrapper(F("on") + F("nights"), output_field=DateField())
    last = Least(leaves, Value(scope.last + dt.timedelta(days=1)))
    overlap = Func(last, Greatest(F("on"), Value(scope.first)), **DAYS_BETWEEN)
    found = rows.exclude(nights=None).aggregate(n=Sum(overlap, output_field=IntegerField()))
    return delivered(scope) | {"nights": found["n"] or 0}


def with_dollars(scope: Scope) -> Cells:
    """D-09, D-11, D-12, D-20, D-21. What was paid, in dollars."""
    rows = services(scope).filter(category__in=categories(scope.code))
    return delivered(scope) | {"dollars": rows.aggregate(n=Sum("dollars"))["n"] or 0}


def pmt_grid(scope: Scope) -> Cells:
    """D-38. Unique persons a group, occurrences a line (field.md, Appendix A2)."""
    own = services(scope).filter(family_member=None)
    cells: Counts = {}
    for code, times in tally(own, "category").items():
        if line := CATEGORIES[code].pmt:
            cells[line] = cells.get(line, 0) + times
    for group in PMT_GROUPS:
        of_group = [category.code for category in CATEGORIES.values() if category.pmt.startswith(group)]
        rows = own.filter(category__in=of_group)
        cells[f"{group}.clients"] = rows.aggregate(n=Count("client_id", distinct=True))["n"]
    return cells


def compensation(scope: Scope) -> Cells:
    """D-39. Clients helped to file; what became of a claim is not on record, and so not 0."""
    rows = services(scope).filter(category="compensation", family_member=None)
    total = rows.aggregate(n=Count("client_id", distinct=True))["n"]
    return {"total": total, **dict.fromkeys(("filed", "approved", "denied", "pending"))}


def needs(scope: Scope) -> QuerySet:
    """Needs of the award's clients, by the day they were settled, or noted while open.

    A need names no award. Whoever is a client of two awards that day is one person of each (rule 1),
    with the same needs, so both count them, as both count the person.
    """
    rows = scope.rows(Need).annotate(day=Coalesce("settled_on", "on")).filter(day__range=scope.days)
    enrolled = scope.rows(Enrollment).filter(
        Q(exited_on=None) | Q(exited_on__gte=OuterRef("day")),
        client=OuterRef("client"),
        award_id=scope.award_id,
        opened_on__lte=OuterRef("day"),
    )
    return rows.filter(Exists(enrolled))


def needs_without_provider(scope: Scope) -> Cells:
    """D-42. Needs that had no provider, by service."""
    return tally(needs(scope).filter(barrier="no_provider"), "category", prefix="service.")


def barriers(scope: Scope) -> Cells:
    """D-43. What stood in the way of a need."""
    return tally(needs(scope).exclude(barrier=""), "barrier")


def needs_unmet(scope: Scope) -> Cells:
    """M-05. Needs that nobody could meet, by service; only providers record needs."""
    if scope.side != Side.SERVICES:
        return {"total": None}
    rows = needs(scope).filter(state="unmet")
    return {"total": rows.count(), **tally(rows, "category", prefix="service.")}
