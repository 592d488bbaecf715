"""The trend of one measure over the periods of an award, as a picture (SVG) beside its table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property

from reports.models import Measure, Report

MOST_SERIES = 5
COLORS = ["#005ea2", "#c05600", "#00687d", "#8168b3", "#4d8055"]  # USWDS, apart in grey too by their dashes


@dataclass(frozen=True)
class Point:
    """One number of one period."""

    period: str
    order: int
    series: str
    count: float


def said(count: float | None) -> str:
    """A number in a sentence."""
    return "not reported" if count is None else f"{count:,}"


class Trend:
    """A measure's cells over the latest report of each quarter, in time."""

    def __init__(self, measure: Measure, reports: Iterable[Report]) -> None:
        self.measure = measure
        self.reports = sorted(reports, key=lambda report: report.period.ends_on)

    @cached_property
    def cells(self) -> list[dict[str, str]]:
        """The cells drawn: the measure's own number, else those of its first group."""
        named = [cell for cell in self.measure.cells if "*" not in cell["key"]]
        first = [cell for cell in named if cell["group"] == named[0]["group"]] if named else []
        rest = [cell for cell in named if cell not in first and cell["group"] == named[len(first)]["group"]]
        return [*first, *(rest if len(first) == 1 and named[1:] else [])][:MOST_SERIES]

    @cached_property
    def points(self) -> list[Point]:
        """Every number there is."""
        return [
            Point(str(report.period), order, cell["label"], report.totals[self.measure.code][cell["key"]])
            for order, report in enumerate(self.reports)
            for cell in self.cells
            if cell["key"] in report.totals.get(self.measure.code, {})
        ]

    @property
    def rows(self) -> list[tuple[str, list[float | None]]]:
        """(period, numbers) for the table beside the picture."""
        return [
            (str(report.period), [report.totals.get(self.measure.code, {}).get(cell["key"]) for cell in self.cells])
            for report in self.reports
        ]

    @property
    def says(self) -> str:
        """What the picture shows, in a sentence: its text alternative."""
        if not self.points:
            return "No numbers yet."
        first, last = self.rows[0], self.rows[-1]
        told = ", ".join(
            f"{cell['label']} {said(was)} to {said(now)}"
            for cell, was, now in zip(self.cells, first[1], last[1], strict=True)
        )
        return f"{self.measure.wording}, from {first[0]} to {last[0]}: {told}."

    def svg(self, *, narrow: bool = False) -> str:
        """The picture; `narrow` for a telephone: taller, months only, one name of a line below the other."""
        # Loaded here: they take a second and much memory, which only who asks for a picture should pay.
        import altair
        import vl_convert

        order = [str(report.period) for report in self.reports]
        width, height, angle, columns = (215, 340, -90, 1) if narrow else (720, 300, -30, 0)
        label = "slice(split(datum.label, ', '), -1)[0]" if narrow else "datum.label"
        chart = (
            altair.Chart(altair.InlineData(values=[point.__dict__ for point in self.points]))
            .mark_line(point=True)
            .encode(
                x=altair.X(
                    "period:O",
                    sort=order,
                    title=None,
                    axis=altair.Axis(labelAngle=angle, labelLimit=220, labelExpr=label),
                ),
                y=altair.Y("count:Q", title=self.measure.unit, axis=altair.Axis(tickMinStep=1)),
                color=altair.Color(
                    "series:N",
                    title=None,
                    sort=None,
                    scale=altair.Scale(range=COLORS),
                    legend=altair.Legend(orient="top", columns=columns, labelLimit=230),
                ),
                strokeDash=altair.StrokeDash("series:N", sort=None, legend=None),
            )
            .properties(width=width, height=height, background="white")
            .configure(
                font="sans-serif", axis={"labelFontSize": 13, "titleFontSize": 13}, legend={"labelFontSize": 13}
            )
        )
        return vl_convert.vegalite_to_svg(chart.to_dict())
