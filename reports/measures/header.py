"""Whether there was anything to report, and in which areas (section A): each agency says 1 or 0."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cases.vocabulary import ActivityKind, Checked
from investigations.models import ChargingDecision, Investigation, Operation
from reports.measures import Cells, Scope, prosecution
from reports.measures import investigations as law
from reports.measures.activities import credited
from reports.measures.clients import services, stays
from victims.vocabulary import CATEGORIES

HOUSING = [each.code for each in CATEGORIES.values() if each.measure in ("D-07", "D-08", "D-09", "D-10")]


def worked(scope: Scope) -> QuerySet:
    """Investigations that were open on a day of the period."""
    return scope.rows(Investigation).filter(
        Q(closed_on=None) | Q(closed_on__gte=scope.first), opened_on__lte=scope.last
    )


def evidence(scope: Scope) -> dict[str, list[QuerySet]]:
    """The records that show an area to have been active. What other money paid for shows nothing."""
    paid = Q(funding__in=("federal", "match"))
    given, housed = services(scope).filter(paid), stays(scope).filter(paid)
    own = scope.unawarded
    investigated = [worked(own), law.identified(own), own.rows(Operation).filter(held_on__range=own.days)]
    decided = own.rows(ChargingDecision).filter(on__range=own.days)
    meetings = credited(scope, ActivityKind.MEETING)
    return {
        "services": [given, housed],
        "housing": [given.filter(category__in=HOUSING), housed.filter(category__in=HOUSING)],
        "investigations": [] if own.is_empty else investigated,
        "prosecution": [] if own.is_empty else [prosecution.filed(own), prosecution.disposed(own), decided],
        "training": [credited(scope, ActivityKind.TRAINING)],
        "outreach": [credited(scope, ActivityKind.OUTREACH)],
        "operations": [meetings],
        "survivors": [meetings.filter(survivor_input=Checked.YES)],
    }


def areas(scope: Scope) -> Cells:
    """A-03. The areas in which the agency has records of the period."""
    return {area: int(any(rows.exists() for rows in found)) for area, found in evidence(scope).items()}


def activity(scope: Scope) -> Cells:
    """A-02. Whether the agency has any."""
    return {"active": int(any(areas(scope).values()))}
