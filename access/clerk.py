"""What runs without a person: the clerk's login, which may only execute listed functions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction


def call(function: str, *arguments: Any) -> list[tuple[Any, ...]]:
    """The rows that the clerk's `function` (a name such as "wall.open_job") returns."""
    marks = ", ".join(["%s"] * len(arguments))
    with transaction.atomic(using="clerk"), connections["clerk"].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}({marks})", arguments)
        return cursor.fetchall()


@contextmanager
def alone(number: str) -> Iterator[bool]:
    """Whether nobody else is at this job; while it holds, nobody else gets True for the same number.

    A lock of the clerk's connection, which the database gives back when a worker dies.
    """
    key = "hashtextextended(%s, 0)"
    with connections["clerk"].cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({key})", [number])
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            with connections["clerk"].cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({key})", [number])
