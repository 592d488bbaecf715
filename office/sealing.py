"""Seals what was done into the audit's chain, and tells whether anything in it was changed since.

Each sealed head leaves the database as a line of a file, which the operator ships to another machine:
without it, a tail that was cut off or a chain made anew would go unnoticed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from access import clerk

BATCH = 5_000


@dataclass(frozen=True)
class Verdict:
    """What looking at the whole chain found; `says` is empty when nothing is broken."""

    links: int
    number: int | None
    source: str
    record: str
    says: str


@dataclass(frozen=True)
class Health:
    """What the auditor is told of the last look at the chain."""

    at: dt.datetime
    links: int
    broken: str


def health() -> Health | None:
    """The last look at the chain, for an auditor; None before the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.audit_health()")
        row = cursor.fetchone()
    return Health(*row) if row else None


def anchors() -> Path:
    """The file of the sealed heads: a line is when, number and link, in that order."""
    return settings.ECM_DATA / "audit" / "heads.txt"


def seal() -> int:
    """Seal all that waits, batch by batch; how many were sealed."""
    total = 0
    while True:
        sealed, number, link = clerk.call("wall.seal_audit", BATCH)[0]
        if sealed:
            _anchor(number, link)
        total += sealed
        if sealed < BATCH:
            return total


def verify() -> Verdict:
    """Look at every link and every kept row; the first that is broken, if any."""
    heads = [line.split() for line in anchors().read_text().splitlines()] if anchors().exists() else []
    numbers, links = [int(head[1]) for head in heads], [head[2] for head in heads]
    seen, number, source, kept, says = clerk.call("wall.verify_audit", numbers, links)[0]
    return Verdict(seen, number, source or "", str(kept or ""), says or "")


def _anchor(number: int, link: str) -> None:
    anchors().parent.mkdir(parents=True, exist_ok=True)
    with anchors().open("a") as file:
        file.write(f"{timezone.now():%Y-%m-%dT%H:%M:%SZ} {number} {link}\n")
