"""What waits for this person, for the home pages: periods to count, numbers to confirm, reports to file."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from access.hats import Hat
from cases.panels import Todo
from reports import overview
from reports.overview import Overview, Row
from reports.vocabulary import VOUCHERS

SOON = dt.timedelta(days=14)
STALE = dt.timedelta(days=90)  # what was due longer ago was filed elsewhere


def todo(hat: Hat) -> list[Todo]:
    """Contributions to count or confirm, and reports that are due, of periods that are over."""
    if not hat.has(*VOUCHERS):
        return []
    since = timezone.localdate() - STALE
    rows = [(each, row) for each in overview.of(hat) for row in each.rows]
    over = [(each, row) for each, row in rows if row.period.is_over and row.period.due_on >= since]
    return [waiting for each, row in over if (waiting := _own(row) or _filing(each, row))]


def _own(row: Row) -> Todo | None:
    if not row.to_do:
        return None
    return _about(row, "Numbers to confirm" if row.to_do == "confirm" else "Numbers to count")


def _filing(each: Overview, row: Row) -> Todo | None:
    if not each.files or row.report:
        return None
    missing = each.agencies - row.confirmed
    return _about(
        row, f"Report to make, {missing} of {each.agencies} agencies not confirmed" if missing else "Report to make"
    )


def _about(row: Row, title: str) -> Todo:
    period = row.period
    return Todo(
        title,
        f"{period.award.number}, {period}",
        period.get_absolute_url(),
        period.due_on,
        period.due_on <= timezone.localdate() + SOON,
    )
