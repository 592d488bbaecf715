"""Reads CSV and XLSX as rows of cells, within limits, whatever the file claims to be."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, zip_longest
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from access.errors import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 300
Row = tuple[int, list[Any]]


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


def headed(content: bytes, ending: str, means: Callable[[str], object]) -> tuple[list[str], Iterator[Row]]:
    """(headings, rows with the number that the spreadsheet shows for them).

    Where the second row repeats headings (the HTCDS workbooks have machine names in a hidden first
    row and labels in the second), the second row is what people saw and filled in, so it counts;
    `means(heading)` is truthy for a heading that is known. A heading that stands twice gets a number.
    Raises Refused where there are no headings, or too many rows.
    """
    rows = table(content, ending)
    first, second = next(rows, None), next(rows, None)
    if first is None or not any(cell not in (None, "") for cell in first):
        raise Refused("The first row must hold the column headings, and it is empty.", "file")
    headers = [heading(cell) for cell in first]
    labels = [heading(cell) for cell in second or []]
    if 2 * sum(bool(means(label)) for label in labels if label) > sum(bool(h) for h in headers):
        headers = [label or name for label, name in zip_longest(labels, headers, fillvalue="")]
        return told_apart(headers), _numbered(rows, start=3)
    return told_apart(headers), _numbered(chain([second] if second else [], rows), start=2)


def heading(cell: Any) -> str:
    """A cell as a heading."""
    return " ".join(str(cell).split()) if cell is not None else ""


def told_apart(headers: list[str]) -> list[str]:
    """The headings, each once: the second "Name" becomes "Name (2)"."""
    seen: Counter[str] = Counter()
    found = []
    for header in headers:
        seen[header] += bool(header)
        found.append(f"{header} ({seen[header]})" if seen[header] > 1 else header)
    return found


def _numbered(rows: Iterable[list[Any]], start: int) -> Iterator[Row]:
    for number, row in enumerate(rows, start):
        if number > MOST_ROWS + 2:
            raise Refused(f"The file has more than {MOST_ROWS:,} rows. Split it into several files.", "file")
        yield number, row
