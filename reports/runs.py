"""A report: the confirmed contributions of a period, added up once and kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction

from access.errors import Refused
from access.hats import Hat
from agencies.models import Agency
from audit.entries import record
from reports import catalogue, suppression
from reports.contributions import one_at_a_time
from reports.models import Contribution, Numbers, Period, Report, SharedTotals, next_number


def expected(period: Period) -> list[Agency]:
    """The agencies of the award in that period: its own, then those that work under it."""
    award = period.award
    partners = [
        part.agency
        for part in award.partners.select_related("agency")
        if part.from_on <= period.ends_on and (part.until_on is None or part.until_on >= period.starts_on)
    ]
    return [award.agency, *(agency for agency in partners if agency.pk != award.agency_id)]


def confirmed(period: Period) -> dict[int, Contribution]:
    """The newest confirmed contribution of each agency."""
    rows = Contribution.objects.filter(period=period).confirmed().newest()
    return {each.agency_id: each for each in rows.select_related("agency", "confirmed_by")}


def added(columns: Iterable[Numbers]) -> Numbers:
    """The sum of the columns, cell by cell; a cell that nobody reported is not there."""
    totals: Numbers = {}
    for column in columns:
        for code, cells in column.items():
            total = totals.setdefault(code, {})
            for key, count in cells.items():
                total[key] = round(total.get(key, 0) + count, 2)
    return totals


def column(each: Contribution) -> dict:
    """A contribution as a report keeps it; raises ValueError when nobody confirmed it."""
    if each.confirmed_by is None or each.confirmed_at is None:
        raise ValueError("a report adds up confirmed numbers only")
    return {
        "agency": each.agency_id,
        "name": each.agency.name,
        "contribution": str(each.pk),
        "source": each.source,
        "vouched_by": each.vouched_by,
        "confirmed_by": each.confirmed_by.name,
        "confirmed_at": each.confirmed_at.isoformat(),
        "numbers": each.numbers,
    }


@transaction.atomic
def run(*, by: Hat, period: Period, pk: uuid.UUID | None = None) -> Report:
    """The next version of the report; raises Refused when no agency has confirmed its numbers."""
    if not period.is_over:
        raise Refused(f"The period ends on {period.ends_on:%b %-d, %Y}. Make the report after that day.")
    found = confirmed(period)
    if not found:
        raise Refused("No agency has confirmed its numbers yet. Ask one of them to confirm, then make the report.")
    one_at_a_time(f"report {period.pk}")
    agencies = expected(period)
    columns = [found[agency.pk] for agency in agencies if agency.pk in found]
    made = Report.new(
        by,
        pk=pk or uuid.uuid4(),
        award=period.award,
        period=period,
        catalogue=catalogue.current(),
        number=next_number(Report.objects, period=period),
        columns=[column(each) for each in columns],
        totals=added(each.numbers for each in columns),
        missing=[agency.name for agency in agencies if agency.pk not in found],
    )
    record(by=by, verb="reported", of=made, detail={"period": str(period.pk), "number": made.number})
    return made


@transaction.atomic
def share_totals(*, by: Hat, report: Report) -> SharedTotals:
    """Let the task force read this report's totals without small counts; raises Refused for days shared before.

    A half and one of its quarters give the other quarter, what was left out of it included.
    """
    period = report.period
    one_at_a_time(f"totals {report.award_id}")
    before = SharedTotals.objects.filter(
        award=report.award, period__starts_on__lte=period.ends_on, period__ends_on__gte=period.starts_on
    )
    for each in before.select_related("period"):
        if each.period_id == period.pk:
            raise Refused(
                "The totals of this period were shared before. A second version could be subtracted from the first."
            )
        raise Refused(
            f"The totals of {each.period} were shared before, and cover some of the same days. "
            "One could be subtracted from the other, and small counts worked out. Share the other periods' totals."
        )
    made = SharedTotals.new(
        by,
        task_force_id=report.award.task_force_id,
        award=report.award,
        period=report.period,
        catalogue=report.catalogue,
        totals=suppression.shown(
            report.catalogue.measures.all(), report.totals, [each["numbers"] for each in report.columns]
        ),
    )
    record(by=by, verb="shared totals", of=made, detail={"period": str(report.period_id)})
    return made
