"""The report as CSV: one row a number."""

from __future__ import annotations

import csv
import io

from reports.exports import Printed


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def make(report: Printed) -> bytes:
    """The file."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    names = [safe(column.name) for column in report.columns]
    lines.writerow(["Section", "Measure", "Question", "Group", "Count of", *names])
    for family in report.families:
        for block in family.blocks:
            for group in block.groups:
                for line in group.lines:
                    head = (family.name, block.measure.code, block.measure.wording, group.label, line.label)
                    lines.writerow([*(safe(text) for text in head), *line.values])
    return out.getvalue().encode("utf-8-sig")
