"""Rows as a file for a spreadsheet program: CSV and XLSX, numbers as numbers, formulas made harmless."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins so is run as a formula when a CSV is opened (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: Any) -> Any:
    """A value as a cell holds it: numbers and dates stay what they are, all else is text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal | dt.date):
        return value
    return str(value)


def harmless(value: Any) -> Any:
    """A CSV's cell, in which nothing that was typed is run as a formula."""
    cell = plain(value)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows as CSV, with the mark that spreadsheet programs know UTF-8 by."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """(name, heads, rows) of each sheet as XLSX; strings are never formulas or links."""
    made = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "remove_timezone": True,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(made, options) as book:
        bold = book.add_format({"bold": True})
        for name, heads, rows in sheets:
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, heads, bold)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, [plain(value) for value in row])
    return made.getvalue()


def download(content: bytes, name: str) -> HttpResponse:
    """A file to keep, written before it is sent; its name ends in .csv, .xlsx or .pdf."""
    kinds = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX, "pdf": "application/pdf"}
    kind = kinds[name.rpartition(".")[2]]
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
