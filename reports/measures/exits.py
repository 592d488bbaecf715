"""Clients who left: episodes closed in the period (measures C-01 to C-06)."""

from __future__ import annotations

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from reports.measures import BANDS, Cells, Scope, banded, tally
from reports.measures.clients import latest
from victims.models import Enrollment


def closed(scope: Scope) -> QuerySet:
    """Episodes under the award that ended in the period."""
    return scope.rows(Enrollment).filter(award_id=scope.award_id, exited_on__range=scope.days)


def episodes(scope: Scope) -> Cells:
    """C-01. An episode, not a person, is counted."""
    return {"total": closed(scope).count()}


def reasons(scope: Scope) -> Cells:
    """C-02. Why the episode ended."""
    return tally(closed(scope), "exit_reason")


def housing(scope: Scope) -> Cells:
    """C-03. Where the client lived at exit."""
    return tally(closed(scope), "exit_housing")


def income(scope: Scope) -> Cells:
    """C-04. Income or work at exit."""
    return tally(closed(scope), "exit_income")


def reopened(scope: Scope) -> Cells:
    """C-05. Rule 2: persons who came back under the same award; they are not new again."""
    rows = scope.rows(Enrollment).filter(award_id=scope.award_id, reentry=True, opened_on__range=scope.days)
    return {"total": rows.values("client_id").distinct().count()}


def days_enrolled(scope: Scope) -> Cells:
    """C-06. In bands, since a median can't be added across agencies; by the form at the period's end (rule 10)."""
    rows, band = closed(scope), banded(F("opened_on"), F("exited_on"), BANDS)
    return tally(rows, band) | tally(rows, Concat(band, Value("."), latest(scope, "form", of="client_id")))
