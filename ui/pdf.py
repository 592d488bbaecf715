"""Tagged PDF (PDF/UA-1) by typst."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, TextStringObject


def typeset(layout: Path, name: str, data: str) -> bytes:
    """The file that `layout` makes of `data`, JSON that it reads as `sys.inputs.<name>`: data, never markup.

    Fonts are those that come with typst, so that it looks the same everywhere.
    """
    return typst.compile(layout.read_bytes(), sys_inputs={name: data}, ignore_system_fonts=True, pdf_standards="ua-1")


def with_row_headers(pdf: bytes) -> bytes:
    """The same file, in which the first cell of each row of a table's body is its header (ISO 32000-1, 14.8.5.7).

    typst itself tags headers of columns only: its `pdf.header-cell` waits behind a switch that its
    Python binding does not have.
    """
    reader = PdfReader(BytesIO(pdf))
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    tree = writer.root_object["/StructTreeRoot"].get_object()
    names = [] if "/IDTree" not in tree else tree["/IDTree"]["/Names"]
    by_id = dict(zip(names[::2], names[1::2], strict=True))
    for number, row in enumerate(_body_rows(tree)):
        head, *cells = row["/K"]
        own = TextStringObject(f"row{number}")
        by_id[own] = head
        head = head.get_object()
        head[NameObject("/S")], head[NameObject("/ID")] = NameObject("/TH"), own
        _of_table(head)[NameObject("/Scope")] = NameObject("/Row")
        for cell in cells:
            _of_table(cell.get_object()).setdefault(NameObject("/Headers"), ArrayObject()).append(own)
    if by_id:
        pairs = [part for pair in sorted(by_id.items(), key=lambda pair: str(pair[0])) for part in pair]
        tree["/IDTree"][NameObject("/Names")] = ArrayObject(pairs)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _body_rows(element: PdfObject, inside: bool = False) -> Iterator[DictionaryObject]:
    """The rows of every table's body below a structure element."""
    element = element.get_object()
    if isinstance(element, ArrayObject):
        for child in element:
            yield from _body_rows(child, inside)
    elif isinstance(element, DictionaryObject):
        if inside and element.get("/S") == "/TR":
            yield element
        elif "/K" in element:
            yield from _body_rows(element["/K"], inside or element.get("/S") == "/TBody")


def _of_table(cell: DictionaryObject) -> DictionaryObject:
    """A cell's attributes that say what it is in its table."""
    return next(kept for each in cell["/A"] if (kept := each.get_object())["/O"] == "/Table")
