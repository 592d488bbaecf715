"""A frozen report as a file: made at the moment of the download, for whoever may read all of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from reports import catalogue, tables
from reports.equations import Miss, misses
from reports.models import Measure, Report
from reports.tables import Column, Family
from reports.vocabulary import Source

NOTE = (
    "Persons are counted once within an agency, not across agencies. "
    "\N{EN DASH} in a column: that agency does not report it, which is not 0."
)


@dataclass(frozen=True)
class Printed:
    """A report as every export prints it."""

    report: Report
    columns: Sequence[Column]
    families: list[Family]
    not_collected: list[Measure]
    misses: list[Miss]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What stands above the numbers."""
        award = self.report.award
        return [
            ("Award", f"{award.number}, {award.program}"),
            ("Funder", award.funder),
            ("Grantee", award.agency.name),
            ("Period", str(self.report.period)),
            ("Dates", f"{self.report.period.starts_on:%b %-d, %Y} to {self.report.period.ends_on:%b %-d, %Y}"),
            ("Due", f"{self.report.period.due_on:%b %-d, %Y}"),
            ("Version", f"{self.report.number}, made {self.report.made_at:%b %-d, %Y}"),
            ("Catalogue", str(self.report.catalogue)),
            ("Confirmed", "; ".join(f"{column.name}: {column.note}" for column in self.columns[:-1])),
            ("Missing", "; ".join(self.report.missing) or "None"),
            ("Note", NOTE),
        ]

    @property
    def file_name(self) -> str:
        """Without an ending; names no person."""
        return f"report-{self.report.award.number}-{self.report.period.ends_on}-v{self.report.number}"


def said_by(column: dict) -> str:
    """Where a column's numbers come from, in words."""
    day = f"{timezone.localtime(dt.datetime.fromisoformat(column['confirmed_at'])):%b %-d, %Y}"
    if column["source"] == Source.COUNTED:
        return f"confirmed by {column['confirmed_by']}, {day}"
    return f"vouched for by {column['vouched_by']}, entered by {column['confirmed_by']}, {day}"


def columns_of(report: Report) -> list[Column]:
    """One column an agency, then the total."""
    own = [Column(each["name"], each["numbers"], said_by(each)) for each in report.columns]
    return [*own, Column("Total", report.totals)]


def printed(report: Report) -> Printed:
    """The report with everything that an export prints."""
    measures = list(report.catalogue.measures.all())
    award, span = report.award, report.period.span
    columns = columns_of(report)
    return Printed(
        report,
        columns,
        tables.laid_out(measures, columns),
        tables.not_collected(catalogue.measures_for(report.catalogue, award, award.agency, span)),
        misses(measures, report.totals, {each["name"]: each["numbers"] for each in report.columns}),
    )
