"""Leaks, looked for in every protected model as raw SQL under the application's own login.

A room gives one row of each of its models in `tests/<room>/rows.py`:

    ROWS = {"victims.Client": lambda cast: a_client(cast), ...}

Each function writes a row (by services under a hat, or by the owner's alias) that belongs to Harbor
House when the model is of the services side, and to the sheriff otherwise, and gives it back.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import DatabaseError, IntegrityError, connections, transaction
from psycopg2.errors import CheckViolation

from access.compiler import columns_of, declared, history_of, table_of
from access.context import acting, known
from access.hats import COORDINATOR, Hat
from access.policies import Protection
from access.wall import WALL
from agencies.vocabulary import Side
from tests.cast import Cast

ROOMS = ("imports", "cases", "referrals", "investigations", "victims", "reports")


def protections() -> list[Protection]:
    """Every protected model."""
    return [each for each in declared() if isinstance(each, Protection)]


def rows() -> dict[str, Callable[[Cast], object]]:
    """How to make one row of each protected model."""
    found: dict[str, Callable[[Cast], object]] = {}
    for room in ROOMS:
        if find_spec(f"tests.{room}") and find_spec(f"tests.{room}.rows"):
            found |= import_module(f"tests.{room}.rows").ROWS
    return found


def outsiders(cast: Cast, side: Side) -> dict[str, Hat | None]:
    """Everyone who must see nothing of the other side's, or of another task force's, by name."""
    found: dict[str, Hat | None] = {
        "nobody": None,
        "a superuser without membership": cast.superuser,
        "the site administrator": cast.site_admin,
        "an ex-advocate": cast.ex_advocate,
        "an ex-detective": cast.ex_detective,
        "another task force's detective": cast.lake_detective,
        "another task force's advocate": cast.lake_advocate,
        "another task force's coordinator": cast.lake_coordinator,
        "a made-up hat at the provider": Hat(cast.detective.person_id, cast.harbor.pk),
        "a made-up hat at the sheriff's": Hat(cast.advocate.person_id, cast.sheriff.pk),
        "a made-up coordinator's hat": Hat(cast.detective.person_id, cast.coordination.pk, COORDINATOR),
    }
    if side is not Side.SHARED:
        found |= {
            "the coordinator": cast.coordinator,
            "the grant manager of the provider": cast.grant_manager,
            "the provider's administrator": cast.services_admin,
            "the sheriff's administrator": cast.le_admin,
            "the provider's auditor": cast.services_auditor,
            "the sheriff's auditor": cast.law_auditor,
        }
    if side is Side.SERVICES:
        found |= {
            "a detective": cast.detective,
            "a law-enforcement supervisor": cast.le_supervisor,
            "a prosecutor": cast.prosecutor,
            "a victim specialist of the prosecutor's": cast.victim_specialist,
            "an advocate of another provider": cast.other_advocate,
            "a person with posts on both sides, as police": cast.both_sides["law"],
        }
    if side is Side.LAW:
        found |= {
            "an advocate": cast.advocate,
            "an advocate's supervisor": cast.advocate_supervisor,
            "a detective of another agency": cast.other_detective,
            "a prosecutor without a grant": cast.prosecutor,
            "a person with posts on both sides, as advocate": cast.both_sides["services"],
        }
    return found


@dataclass(frozen=True)
class Leak:
    """Something that `who` could do to rows of `table` and should not."""

    who: str
    table: str
    what: str


def leaks(cast: Cast, protection: Protection, row: object) -> list[Leak]:
    """Every way in which an outsider reads, changes, removes or makes rows of this model."""
    return list(each_leak(cast, protection, row))


def each_leak(cast: Cast, protection: Protection, row: object) -> Iterator[Leak]:
    """The same, one by one."""
    model = apps.get_model(protection.model)
    side = WALL[protection.kind].side
    tables = [table_of(model)] + ([table_of(history_of(model))] if protection.history else [])
    for who, hat in outsiders(cast, side).items():
        for table in tables:
            if _count(hat, f"SELECT count(*) FROM {table}"):
                yield Leak(who, table, "reads")
        for what, statement, values in _writes(protection, model, row):
            if touches(hat, statement, values):
                yield Leak(who, tables[0], what)


def _context(hat: Hat | None):
    return acting(hat) if hat else known(0)


def _count(hat: Hat | None, statement: str) -> int:
    with _context(hat), connections["default"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def _writes(protection: Protection, model, row) -> Iterator[tuple[str, str, list]]:
    """Statements that change every row they reach; a WHERE would ask for the right to read as well."""
    table, columns = table_of(model), columns_of(model)
    if protection.updates:
        named = columns if protection.updates == "*" else protection.updates
        column = next(c for c in named if c not in ("id", "owner_id", "made_by_id", "made_at"))
        yield "changes", f'UPDATE {table} SET "{column}" = DEFAULT', []
    if protection.inserts:
        yield "makes", *copy_of(row)
    yield "removes", f"DELETE FROM {table}", []


def fields_of(row) -> list:
    """The fields of a row that somebody writes."""
    return [field for field in row._meta.concrete_fields if not field.generated]


def copy_of(row, **changed) -> tuple[str, list]:
    """The statement that writes a copy of this row under a new id, with `changed` columns."""
    values = []
    for field in fields_of(row):
        value = uuid.uuid4() if field.primary_key else changed.get(field.column, vars(row)[field.attname])
        values.append(field.get_db_prep_save(value, connections["default"]))  # as kept, not as read
    listed = ", ".join(f'"{field.column}"' for field in fields_of(row))
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO {table_of(type(row))} ({listed}) VALUES ({marks})", values


def touches(hat: Hat | None, statement: str, values: list) -> bool:
    try:
        with _context(hat):
            with connections["default"].cursor() as cursor:
                cursor.execute(statement, values)
                touched = cursor.rowcount
            transaction.set_rollback(True)
            return touched > 0
    except IntegrityError as error:
        # Policies are asked before constraints: this row got past them, unless a trigger's function refused it.
        return not isinstance(cause := error.__cause__, CheckViolation) or bool(cause.diag.constraint_name)
    except DatabaseError:
        return False
