"""The spreadsheet for an agency that never signs in: made for one award, period and agency, and read back.

Read whole or not at all: every row that can't be taken is named with its reason, and then none is.
"""

from __future__ import annotations

import io
from typing import Any, BinaryIO

import openpyxl
import xlsxwriter

from agencies.models import Agency
from reports import catalogue
from reports.contributions import plain
from reports.models import Measure, Numbers, Period

ABOUT, NUMBERS = "About", "Numbers"
HEADER = ("Measure", "Question", "Group", "Count of", "Cell", "Number")
LAST = 10**9
VOUCHED = "Who vouches for these numbers (name and title)"


class Unreadable(Exception):
    """The spreadsheet can't be taken; `problems` says why, row by row."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def asked(period: Period, agency: Agency) -> list[Measure]:
    """The measures that the agency can fill in for the period."""
    listed = catalogue.measures_for(catalogue.current(), period.award, agency, period.span)
    return [measure for measure in catalogue.fillable(listed) if cells(measure)]


def cells(measure: Measure) -> list[dict[str, str]]:
    """Its cells that have a name of their own; free lists, such as countries, are not asked for."""
    return [cell for cell in measure.cells if "*" not in cell["key"]]


def facts(period: Period, agency: Agency) -> list[tuple[str, str]]:
    """What the sheet is for; checked when it comes back."""
    return [("Agency", agency.name), ("Award", period.award.number), ("Period", str(period)), ("Form", str(period.pk))]


def template(period: Period, agency: Agency) -> bytes:
    """The empty spreadsheet: one row a number, the rest locked against slips."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        free = book.add_format({"locked": False, "bg_color": "#FFF9D6", "border": 1})
        about = book.add_worksheet(ABOUT)
        about.set_column(0, 0, 48)
        about.set_column(1, 1, 70)
        for row, (name, value) in enumerate(facts(period, agency)):
            about.write(row, 0, name, bold)
            about.write_string(row, 1, value)
        about.write(5, 0, VOUCHED, bold)
        about.write(5, 1, "", book.add_format({"locked": False, "bg_color": "#FFF9D6", "border": 1}))
        about.write(7, 0, "Fill in the yellow cells. Leave empty what you do not report; write 0 for none.")
        about.protect()
        sheet = book.add_worksheet(NUMBERS)
        sheet.write_row(0, 0, HEADER, bold)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate((10, 50, 32, 36, 16, 14)):
            sheet.set_column(column, column, width)
        row = 1
        for measure in asked(period, agency):
            for cell in cells(measure):
                texts = (measure.code, measure.wording, cell["group"], cell["label"], cell["key"])
                for column, text in enumerate(texts):
                    sheet.write_string(row, column, text, wrap)
                sheet.write_blank(row, 5, None, free)
                row += 1
        sheet.data_validation(
            1, 5, row, 5, {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": LAST}
        )
        sheet.protect()
    return out.getvalue()


def read(upload: BinaryIO, period: Period, agency: Agency) -> tuple[Numbers, str]:
    """The numbers of a filled-in spreadsheet and who vouches for them; raises Unreadable."""
    try:
        book = openpyxl.load_workbook(upload, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever the broken part of a file makes it raise
        raise Unreadable(
            ["This is not an Excel workbook (.xlsx). Fill in the one that you downloaded here."]
        ) from error
    if missing := {ABOUT, NUMBERS} - set(book.sheetnames):
        raise Unreadable(
            [f"The sheet “{name}” is missing. Use the workbook that you downloaded here." for name in missing]
        )
    about = {str(row[0]): row[1] for row in book[ABOUT].iter_rows(values_only=True, max_col=2) if row and row[0]}
    problems = [
        f"Sheet “{ABOUT}”: this workbook is for {name.lower()} “{about.get(name)}”, not “{value}”."
        for name, value in facts(period, agency)
        if str(about.get(name)) != value
    ]
    vouched_by = str(about.get(VOUCHED) or "").strip()
    if not vouched_by:
        problems.append(f"Sheet “{ABOUT}”: write who vouches for these numbers.")
    numbers = _numbers(book[NUMBERS].iter_rows(min_row=2, values_only=True, max_col=6), period, agency, problems)
    if problems:
        raise Unreadable(problems)
    return numbers, vouched_by


def _numbers(rows: Any, period: Period, agency: Agency, problems: list[str]) -> Numbers:
    known = {(measure.code, cell["key"]): cell for measure in asked(period, agency) for cell in cells(measure)}
    numbers: Numbers = {}
    for place, row in enumerate(rows, 2):
        code, *_, key, value = (*row, None, None, None, None, None, None)[:6]
        if value is None or value == "":
            continue
        cell = (str(code), str(key))
        if cell not in known:
            problems.append(f"Row {place}: there is no measure “{code}” with the cell “{key}”.")
        elif (number := as_number(value)) is None:
            problems.append(f"Row {place}, {code}, “Number”: “{value}” is not a number from 0 up.")
        elif not (number.is_integer() or in_parts(known[cell])):
            problems.append(f"Row {place}, {code}, “Number”: “{value}” is not a whole number, as a count is.")
        elif cell[1] in numbers.get(cell[0], {}):
            problems.append(f"Row {place}: {code}, cell “{key}”, is there twice.")
        else:
            numbers.setdefault(cell[0], {})[cell[1]] = plain(number)
    return numbers


def in_parts(cell: dict[str, str]) -> bool:
    """Whether a number of this cell may have a fraction: dollars and hours do, counts do not."""
    return any(word in cell["label"].lower() for word in ("dollars", "hours"))


def as_number(value: Any) -> float | None:
    """A count as people write it ("1,204", 12, 12.5), or None when it is none."""
    if isinstance(value, bool):
        return None
    try:
        number = round(float(str(value).replace(",", "").replace("$", "").strip()), 2)
    except ValueError:
        return None
    if not 0 <= number <= LAST:
        return None
    return number
