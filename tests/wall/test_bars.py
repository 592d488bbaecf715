"""What is closed to all but some, model by model: a sealed investigation, a client for named people or the assigned.

The bar for a conflict of interest has its own tests (`test_conflict_of_interest.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from access.compiler import columns_of, history_of, table_of
from access.hats import Hat
from access.policies import Protection
from agencies.models import Agency
from tests.cast import OWNER, Cast
from tests.database import admin
from tests.victims.rows import a_client
from tests.wall.declared import protections, rows, touches
from tests.wall.test_matrix import reads


def tables(protection: Protection) -> list[str]:
    """The model's table, and that of its past."""
    model = apps.get_model(protection.model)
    return [table_of(model)] + ([table_of(history_of(model))] if protection.history else [])


def put(change: str, *changed: str) -> None:
    """Every row of these tables is changed, past every trigger."""
    with closing(admin(str(connections[OWNER].settings_dict["NAME"]))) as connection, connection.cursor() as at:
        at.execute("SET session_replication_role = replica")
        for table in dict.fromkeys(changed):
            at.execute(f"UPDATE {table} SET {change}")


def to_named_people(cast: Cast, protection: Protection) -> None:
    """Its client is closed to all but named people, and nobody is named."""
    put("named_only = true", "victims_client", *tables(protection))


def to_the_assigned(cast: Cast, protection: Protection) -> None:
    """The provider lets the assigned and the supervisors see a client."""
    Agency.objects.using(OWNER).filter(pk=cast.harbor.pk).update(assigned_only=True)


def by_a_seal(cast: Cast, protection: Protection) -> None:
    """Its investigation is sealed, and nobody is named."""
    put("sealed = true", "investigations_investigation", *tables(protection))


# A bar: how it is shut, and who of the cast is still let in.
SHUT: dict[str, tuple[Callable[[Cast, Protection], None], tuple[str, ...]]] = {
    "named": (to_named_people, ()),
    "assigned": (to_the_assigned, ("advocate", "advocate_supervisor")),
    "sealed": (by_a_seal, ("detective",)),
}
ELSEWHERE = {"conflict": "test_conflict_of_interest.py", "coordinator": "tests/imports", "bringer": "tests/imports"}
BARRED = [(each, bar.name) for each in protections() for bar in each.bars if bar.name in SHUT]
each_bar = pytest.mark.parametrize(("protection", "bar"), BARRED, ids=[f"{each.model} {bar}" for each, bar in BARRED])


def kept_out(cast: Cast, protection: Protection, bar: str, row: Any) -> list[Hat]:
    """Whoever saw the row until it was shut to them just now."""
    model = apps.get_model(protection.model)
    if getattr(row, "client_id", "none") is None:  # a step by itself, or a demand
        put(f"client_id = '{a_client(cast).pk}'", *tables(protection))
    shut, let_in = SHUT[bar]
    held = [hat for name, hat in cast.hats.items() if name not in let_in]
    saw = [hat for hat in held if reads(hat, model, row)["detail"]]
    shut(cast, protection)
    return [hat for hat in saw if hat.person_id != getattr(row, "user_id", None)]  # whom a grant is to, it names


def reach(hat: Hat, protection: Protection, row: Any) -> list[str]:
    """By which ways this hat still reads a row or its past, or changes one."""
    found = [way for way, count in reads(hat, apps.get_model(protection.model), row).items() if count]
    return found + (["edit"] if changes(hat, protection) else [])


def changes(hat: Hat, protection: Protection) -> bool:
    """Whether a change of every row, asked for without reading one, reaches any."""
    model = apps.get_model(protection.model)
    named = columns_of(model) if protection.updates == "*" else protection.updates
    free = [c for c in named if c not in ("id", "owner_id", "made_by_id", "made_at", "named_only")]
    return bool(free) and touches(hat, f'UPDATE {table_of(model)} SET "{free[0]}" = DEFAULT', [])


def test_every_bar_is_shut_here_or_elsewhere():
    assert {bar.name for each in protections() for bar in each.bars} == SHUT.keys() | ELSEWHERE.keys()


@pytest.mark.rule("R15", "R18")
@each_bar
def test_whoever_saw_it_reads_and_changes_nothing_and_the_bar_alone_keeps_them_out(protection, bar, cast):
    """Of a table, and of its history: where the bar always holds, somebody is back in."""
    row = rows()[protection.model](cast)

    out = kept_out(cast, protection, bar, row)

    assert out
    assert {hat.person_id: reach(hat, protection, row) for hat in out} == {hat.person_id: [] for hat in out}
    assert [table for table in tables(protection) if not noticed(table, bar, out, protection, row)] == []


def noticed(table: str, bar: str, out: list[Hat], protection: Protection, row: Any) -> bool:
    """Whether anybody of `out` is back in when this table's bar always holds."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = %s", [table, f"bar_{bar}"])
        (asked,) = cursor.fetchone()
        cursor.execute(f"ALTER POLICY bar_{bar} ON {table} USING (true)")
        try:
            return any(reach(hat, protection, row) for hat in out)
        finally:
            cursor.execute(f"ALTER POLICY bar_{bar} ON {table} USING ({asked})")
