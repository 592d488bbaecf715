"""The report as a tagged PDF (PDF/UA-1), in the order of the catalogue, for typing over."""

from __future__ import annotations

import json
from pathlib import Path

from reports.exports import Printed
from ui.pdf import typeset, with_row_headers

LAYOUT = Path(__file__).parent / "report.typ"


def shown(value: float | None) -> str:
    """A number as it is read; nothing reported is a dash."""
    return "\N{EN DASH}" if value is None else f"{value:,}"


def data(report: Printed) -> str:
    """What the layout prints, as JSON."""
    return json.dumps(
        {
            "title": f"Report of award {report.report.award.number}, {report.report.period}",
            "grantee": report.report.award.agency.name,
            "facts": report.facts,
            "misses": [miss.sentence for miss in report.misses],
            "columns": [column.name for column in report.columns],
            "families": [
                {
                    "name": f"{family.letter}. {family.name}",
                    "blocks": [
                        {
                            "code": block.measure.code,
                            "title": f"{block.measure.code} {block.measure.wording}",
                            "unit": block.measure.unit,
                            "groups": [
                                {
                                    "label": group.label,
                                    "rows": [[line.label, *map(shown, line.values)] for line in group.lines],
                                }
                                for group in block.groups
                            ],
                        }
                        for block in family.blocks
                    ],
                }
                for family in report.families
            ],
            "absent": [f"{measure.code} {measure.wording}. {measure.note}" for measure in report.not_collected],
        }
    )


def make(report: Printed) -> bytes:
    """The file."""
    return with_row_headers(typeset(LAYOUT, "report", data(report)))
