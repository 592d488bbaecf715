"""Reads CSV and XLSX as rows of cells, within limits, whatever the file claims to be."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from access.errors import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 300


def ending_of(content: bytes) -> str:
    """xlsx or csv, by what the file holds and not by its name. Raises Refused for anything else."""
    if len(content) > MOST_BYTES:
        raise Refused("The file is larger than 10 MB. Split it into several files and bring in each.", "file")
    if content[:4] == b"PK\x03\x04":
        return "xlsx"
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise Refused("This is an old Excel file (.xls). Open it and save it as .xlsx, then try again.", "file")
    if b"\0" in content[:4096] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused("This is neither a CSV file nor an Excel workbook (.xlsx).", "file")
    if not content.strip():
        raise Refused("The file is empty.", "file")
    return "csv"


def table(content: bytes, ending: str) -> Iterator[list[Any]]:
    """The rows of the first sheet, each a list of cells; rows without anything are left out at the end."""
    return _workbook(content) if ending == "xlsx" else _csv(content)


def _workbook(content: bytes) -> Iterator[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise Refused("The workbook unpacks to more than can be read. Save only the sheet you need.", "file")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        raise Refused("The workbook can't be opened. Save it again as .xlsx and try once more.", "file") from None
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
        yield list(row)


def _csv(content: bytes) -> Iterator[list[Any]]:
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        try:
            said = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused("The letters in this file can't be read. Save it as CSV UTF-8 and try again.", "file")
    head = said[:4096].splitlines()[0] if said.strip() else ""
    delimiter = max(",;\t", key=head.count)
    yield from csv.reader(io.StringIO(said), delimiter=delimiter)


def headed(content: bytes, ending: str, *, machine_headers: bool) -> tuple[list[str], Iterator[tuple[int, list[Any]]]]:
    """(headings, rows with the number that the spreadsheet shows for them).

    With `machine_headers` the first row holds machine names, the second labels. Raises Refused where
    there are none, or where a file has too many rows.
    """
    rows = table(content, ending)
    first = next(rows, None)
    if first is None or not any(cell not in (None, "") for cell in first):
        raise Refused("The first row must hold the column headings, and it is empty.", "file")
    headers = [str(cell).strip() if cell is not None else "" for cell in first]
    if machine_headers:
        next(rows, None)
    return headers, _numbered(rows, start=3 if machine_headers else 2)


def _numbered(rows: Iterator[list[Any]], start: int) -> Iterator[tuple[int, list[Any]]]:
    for number, row in enumerate(rows, start):
        if number > MOST_ROWS + 2:
            raise Refused(f"The file has more than {MOST_ROWS:,} rows. Split it into several files.", "file")
        if any(cell not in (None, "") for cell in row):
            yield number, row
