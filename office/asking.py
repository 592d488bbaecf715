"""Asks the database for one of the verbs that it keeps to itself, and hears its refusal."""

from __future__ import annotations

from typing import Any

from django.db import InternalError, connections, transaction

from access.errors import Refused

RAISED = "P0001"  # the function said no, in a sentence for the person


def ask(function: str, *arguments: Any, using: str = "default") -> list[tuple[Any, ...]]:
    """The rows that `function` gives; raises Refused with the database's own sentence."""
    marks = ", ".join(["%s"] * len(arguments))
    try:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute(f"SELECT * FROM wall.{function}({marks})", arguments)  # noqa: S608  names of ours
            return cursor.fetchall()
    except InternalError as refusal:
        said = refusal.__cause__
        if getattr(said, "pgcode", None) != RAISED:
            raise
        raise Refused(said.diag.message_primary) from refusal
