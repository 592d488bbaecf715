"""The report as a workbook: one sheet a family, numbers as numbers, ready to print."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from reports.exports import Printed
from reports.tables import Family


def make(report: Printed) -> bytes:
    """The file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": f"Report {report.report.award.number}", "comments": ""})
        looks = {
            "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            **{
                f"{name}{ending}": book.add_format(
                    {"num_format": f"#,##0{ending}", "bold": name == "total", "valign": "top"}
                )
                for name in ("number", "total")
                for ending in ("", ".00")
            },
        }
        _about(book, report, looks)
        for family in report.families:
            _family(book, report, family, looks)
        _absent(book, report, looks)
    return out.getvalue()


def _sheet(book: Any, name: str, widths: tuple[int, ...]) -> Any:
    sheet = book.add_worksheet(name)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(1)  # US Letter
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")
    return sheet


def _about(book: Any, report: Printed, looks: dict[str, Any]) -> None:
    sheet = _sheet(book, "Report", (18, 100))
    rows = [*report.facts, *(("Does not add up", miss.sentence) for miss in report.misses)]
    for row, (name, value) in enumerate(rows):
        sheet.write_string(row, 0, name, looks["bold"])
        sheet.write_string(row, 1, value, looks["text"])


def _family(book: Any, report: Printed, family: Family, looks: dict[str, Any]) -> None:
    names = [column.name for column in report.columns]
    sheet = _sheet(book, f"{family.letter} {family.name}"[:31], (9, 50, 32, 34, *([18] * len(names))))
    for column, name in enumerate(("Measure", "Question", "Group", "Count of", *names)):
        sheet.write_string(0, column, name, looks["bold"])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    row = 1
    for block in family.blocks:
        for group in block.groups:
            for line in group.lines:
                head = (block.measure.code, block.measure.wording, group.label, line.label)
                for column, text in enumerate(head):
                    sheet.write_string(row, column, text, looks["text"])
                for column, value in enumerate(line.values, len(head)):
                    look = "total" if column == len(head) + len(names) - 1 else "number"
                    if value is not None:
                        ending = "" if float(value).is_integer() else ".00"
                        sheet.write_number(row, column, value, looks[look + ending])
                row += 1


def _absent(book: Any, report: Printed, looks: dict[str, Any]) -> None:
    sheet = _sheet(book, "Not collected yet", (9, 70, 30, 70))
    for column, name in enumerate(("Measure", "Question", "Unit", "Why")):
        sheet.write_string(0, column, name, looks["bold"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for row, measure in enumerate(report.not_collected, 1):
        for column, text in enumerate((measure.code, measure.wording, measure.unit, measure.note)):
            sheet.write_string(row, column, text, looks["text"])
