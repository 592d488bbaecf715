"""What runs without a person: the clerk's login, which may only execute listed functions."""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction


def call(function: str, *arguments: Any) -> list[tuple[Any, ...]]:
    """The rows that the clerk's `function` (a name such as "wall.open_job") returns."""
    marks = ", ".join(["%s"] * len(arguments))
    with transaction.atomic(using="clerk"), connections["clerk"].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}({marks})", arguments)
        return cursor.fetchall()
