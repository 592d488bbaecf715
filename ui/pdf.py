"""Tagged PDF (PDF/UA-1) by typst."""

from __future__ import annotations

from pathlib import Path

import typst


def typeset(layout: Path, name: str, data: str) -> bytes:
    """The file that `layout` makes of `data`, JSON that it reads as `sys.inputs.<name>`: data, never markup.

    Fonts are those that come with typst, so that it looks the same everywhere.
    """
    return typst.compile(layout.read_bytes(), sys_inputs={name: data}, ignore_system_fonts=True, pdf_standards="ua-1")
