"""Who is acting: one place that says so to the database, signed, for the current transaction.

A setting can be written by anyone with SQL, so it carries the person, the hat, this very
connection, the login and the transaction's own timestamp with an HMAC over them; the functions
that the policies call check it against a key that only their owner can read (access/schema.py).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from access.hats import Hat

SETTING = "ecm.context"
NOW = "to_char(transaction_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS')"


def sign(parts: list[str]) -> str:
    """The parts with their HMAC-SHA256, as the setting carries them."""
    said = "|".join(parts)
    mac = hmac.digest(bytes.fromhex(settings.ECM_CONTEXT_KEY), said.encode(), "sha256")
    return f"{said}|{mac.hex()}"


def _say(connection: BaseDatabaseWrapper, person_id: int, agency_id: int, part: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_backend_pid()::text, session_user::text, {NOW}")
        pid, login, at = cursor.fetchone()
        context = sign([str(person_id), str(agency_id), part, pid, login, at])
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, context])


@contextmanager
def _speaking(using: str, person_id: int, agency_id: int, part: str) -> Iterator[None]:
    connection = connections[using]
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting(%s, true)", [SETTING])
            before = cursor.fetchone()[0] or ""
        _say(connection, person_id, agency_id, part)
        yield
        # A context set inside a savepoint outlives it: give back what was there before. Where the
        # block fails or is to be rolled back, the rollback to its savepoint (or of all) does that.
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, before])


@contextmanager
def acting(hat: Hat | None, *, using: str = "default") -> Iterator[None]:
    """One transaction (or savepoint) in which `hat` acts; without a hat, one in which nobody does."""
    if hat is None:
        with transaction.atomic(using=using):
            yield
        return
    with _speaking(using, hat.person_id, hat.agency_id, hat.part):
        yield


@contextmanager
def known(person_id: int) -> Iterator[None]:
    """One transaction in which a person is known but wears no hat: enough to choose one."""
    with _speaking("default", person_id, 0, "none"):
        yield


@contextmanager
def counting(*, person_id: int, agency_id: int) -> Iterator[BaseDatabaseWrapper]:
    """One transaction of the counter's login that sees the rows of one agency only.

    Gives the connection of the alias `counter`.
    """
    with _speaking("counter", person_id, agency_id, "counter"):
        yield connections["counter"]


def forget() -> None:
    """Discard what the application's connection still carries of the person before: cursors, settings, locks."""
    connection = connections["default"]
    if connection.connection is not None and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("DISCARD ALL")
