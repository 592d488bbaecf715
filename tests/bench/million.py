"""A quarter of a million services and more, thrown away afterwards: what `script/bench million` counts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connections

from access.context import acting
from access.hats import Hat
from reports.contributions import count
from reports.models import Period

SERVICES_EACH = 20  # services a client
KINDS = ("case_management", "food", "transportation", "legal_civil", "crisis")


def key(kind: int, number: int) -> uuid.UUID:
    """The same identifier for the same row, so that services find their clients."""
    return uuid.UUID(int=(kind << 64) + number + 1)


def clients(numbers: range) -> Iterator[dict[str, Any]]:
    """What of a client differs from the demonstration's."""
    for number in numbers:
        yield {"id": key(1, number), "code_name": f"BENCH-{number}"}


def episodes(numbers: range, period: Period) -> Iterator[dict[str, Any]]:
    """One a client, half of them from before the period."""
    for number in numbers:
        first = period.starts_on + dt.timedelta(days=number % 180 - 90)
        yield {
            "id": key(2, number),
            "client_id": key(1, number),
            "award_id": period.award_id,
            "opened_on": first,
            "first_served_on": first,
            "exited_on": None,
        }


def services(numbers: range, period: Period) -> Iterator[dict[str, Any]]:
    """Every day of the period, of five kinds."""
    days = (period.ends_on - period.starts_on).days + 1
    for number in numbers:
        yield {
            "id": key(3, number),
            "client_id": key(1, number // SERVICES_EACH),
            "award_id": period.award_id,
            "category": KINDS[number % len(KINDS)],
            "on": period.starts_on + dt.timedelta(days=number % days),
            "funding": "federal",
            "family_member_id": None,
            "nights": None,
            "struck_at": None,
            "batch": key(3, number),
        }


def filled(hat: Hat, period: Period, begin: int, end: int) -> None:
    """The services from number `begin` to `end` with their clients, by COPY as the owner."""
    people = range(begin // SERVICES_EACH, end // SERVICES_EACH)
    copied("victims_client", hat, clients(people))
    copied("victims_enrollment", hat, episodes(people, period))
    copied("victims_serviceentry", hat, services(range(begin, end), period))
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE victims_client, victims_enrollment, victims_serviceentry")


def copied(table: str, hat: Hat, rows: Iterable[dict[str, Any]]) -> None:
    """Rows of `table`: like one of the agency's, but for what each names itself."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE owner_id = %s LIMIT 1", [hat.agency_id])
        names = [column.name for column in cursor.description if column.name not in generated(table)]
        like = dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))
        quoted = ", ".join(f'"{name}"' for name in names)
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # a history that nobody counts
        for some in batched(rows):
            sheet = io.StringIO()
            csv.writer(sheet).writerows([as_csv(row.get(name, like[name])) for name in names] for row in some)
            sheet.seek(0)
            cursor.copy_expert(f"COPY {table} ({quoted}) FROM STDIN CSV", sheet)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def batched(rows: Iterable[dict[str, Any]], size: int = 20_000) -> Iterator[list[dict[str, Any]]]:
    """The rows, `size` at a time."""
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some


def as_csv(value: Any) -> Any:
    """A value as COPY reads it in CSV; None is an empty field."""
    if isinstance(value, memoryview | bytes):
        return "\\x" + bytes(value).hex()
    return "{" + ",".join(value) + "}" if isinstance(value, list) else value


def generated(table: str) -> set[str]:
    """Columns that the database makes itself."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attgenerated <> ''", [table]
        )
        return {name for (name,) in cursor.fetchall()}


def anonymous(pid: int) -> float:
    """Megabytes that a process holds for itself, so without shared buffers."""
    with open(f"/proc/{pid}/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


@contextmanager
def watched(*pids: int) -> Iterator[list[float]]:
    """The most that each process held meanwhile, looked at fifty times a second."""
    peaks, over = [anonymous(pid) for pid in pids], threading.Event()

    def look() -> None:
        while not over.wait(0.02):
            peaks[:] = [max(peak, anonymous(pid)) for peak, pid in zip(peaks, pids, strict=True)]

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peaks
    finally:
        over.set()
        watcher.join()


def counted(hat: Hat, period: Period) -> tuple[float, float, float]:
    """(seconds, peak MB in Python, peak MB in the counter's PostgreSQL process) of one count."""
    connections["counter"].close()
    with connections["counter"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    began = time.perf_counter()
    with watched(os.getpid(), server) as peaks, acting(hat):
        count(by=hat, period=period)
    return time.perf_counter() - began, *peaks
