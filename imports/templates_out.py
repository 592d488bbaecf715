"""Empty sheets to download and fill in."""

from __future__ import annotations

import csv
import io

import xlsxwriter
from django.http import HttpResponse

from imports.targets import Target


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def csv_template(target: Target) -> HttpResponse:
    """Headings, and one example row."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.label for column in target.columns])
    writer.writerow([column.example for column in target.columns])
    return _download(out.getvalue().encode("utf-8-sig"), f"{target.name}.csv", "text/csv")


def xlsx_template(target: Target) -> HttpResponse:
    """Headings with hints as comments, and one example row."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(target.label[:31])
    heading = book.add_format({"bold": True, "bottom": 1})
    for at, column in enumerate(target.columns):
        sheet.write_string(0, at, column.label, heading)
        sheet.write_string(1, at, column.example)
        if column.hint:
            sheet.write_comment(0, at, column.hint)
        sheet.set_column(at, at, max(14, len(column.label) + 2))
    sheet.freeze_panes(1, 0)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(out.getvalue(), f"{target.name}.xlsx", kind)
