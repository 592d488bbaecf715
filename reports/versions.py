"""What differs between a version of a report and the one before it; neither ever changes."""

from __future__ import annotations

from dataclasses import dataclass

from reports import tables
from reports.models import Report
from reports.tables import Column, Value


@dataclass(frozen=True)
class Changed:
    """A total that is not what it was; None where the version has none."""

    measure: str
    label: str
    before: Value
    after: Value


@dataclass(frozen=True)
class Difference:
    """From the version `before`: what agencies did since, and the totals that moved by it."""

    before: Report
    agencies: list[str]
    totals: list[Changed]


def since_before(report: Report) -> Difference | None:
    """What differs from the version before; None for the first."""
    before = Report.objects.filter(period=report.period, number__lt=report.number).order_by("-number").first()
    return Difference(before, moved(before, report), totals(before, report)) if before else None


def moved(before: Report, after: Report) -> list[str]:
    """A sentence for each agency whose numbers came, went or were replaced."""
    then, now = ({each["name"]: each["contribution"] for each in report.columns} for report in (before, after))
    said = []
    for name in dict.fromkeys([*now, *then]):
        if name not in then:
            said.append(f"{name}: numbers added.")
        elif name not in now:
            said.append(f"{name}: numbers left out.")
        elif then[name] != now[name]:
            said.append(f"{name}: numbers confirmed anew.")
    return said


def totals(before: Report, after: Report) -> list[Changed]:
    """The totals that differ, in the order of the catalogue."""
    columns = [Column("Before", before.totals), Column("Now", after.totals)]
    return [
        Changed(str(block.measure), f"{group.label}: {line.label}" if group.label else line.label, *line.values)
        for family in tables.laid_out(after.catalogue.measures.all(), columns)
        for block in family.blocks
        for group in block.groups
        for line in group.lines
        if line.values[0] != line.values[1]
    ]
