"""Forgeries by insiders: rows written in another's name, for another agency, or onto a row that is hidden.

`declared.leaks` asks what outsiders can do; here somebody who may write such a row writes it with one thing
wrong. Every model is tried alike, from its declaration and its own foreign keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from django.apps import apps
from django.db import connections, models

from access.compiler import columns_of, declared, table_of, updated
from access.hats import Hat
from access.policies import Protection
from tests.cast import OWNER, PEOPLE, Cast
from tests.database import admin
from tests.wall.declared import Leak, copy_of, fields_of, touches


def insiders(cast: Cast, row: models.Model) -> list[Hat]:
    """Everybody of the cast who may write this very row once more, as themselves."""
    return [hat for hat in hats(cast) if touches(hat, *copy_of(row, **_as(hat, row)))]


def hats(cast: Cast) -> list[Hat]:
    """One hat for everybody who holds one."""
    return [getattr(cast, name) for name in PEOPLE]


def forgeries(
    cast: Cast, protection: Protection, row: models.Model, within: list[Hat], twins: dict[str, Any]
) -> Iterator[Leak]:
    """Every forged row that one of the first two of `within` gets past the policies; `twins` as of `hidden_twins`."""
    for hat in within[:2]:
        for what, statement, values in _attempts(cast, protection, row, hat, twins):
            if touches(hat, statement, values):
                yield Leak(f"person {hat.person_id} at {hat.agency_id}", table_of(type(row)), what)


def _attempts(
    cast: Cast, protection: Protection, row: Any, hat: Hat, twins: dict[str, Any]
) -> Iterator[tuple[str, str, list]]:
    named, mine = columns_of(type(row)), _as(hat, row)
    if "made_by_id" in named:
        other = next(each.person_id for each in hats(cast) if each.person_id != hat.person_id)
        yield "made in another's name", *copy_of(row, made_by_id=other)
    for name in ("police", "legal_aid", "lake_police", "lake_shelter", "coordination"):
        agency = getattr(cast, name).pk
        if getattr(row, protection.owner) != agency:
            yield f"made for {name}", *copy_of(row, **mine | {protection.owner: agency})
    if protection.task_force and protection.task_force in named:
        yield "made in another task force", *copy_of(row, **mine | {protection.task_force: cast.lakeside.pk})
    changeable = updated(protection, named)
    for column, hidden in twins.items():
        yield f"made on a hidden {column}", *copy_of(row, **mine | {column: hidden})
        if f'"{column}"' in changeable:
            yield f"moved onto a hidden {column}", f'UPDATE {table_of(type(row))} SET "{column}" = %s', [hidden]


def hidden_twins(cast: Cast, row: Any) -> dict[str, Any]:
    """For each key of the row to a protected row: the id of a copy of that one which Lakeside keeps."""
    kept = {each.model: each for each in declared() if isinstance(each, Protection)}
    keys = {f.column: f.related_model._meta.label for f in fields_of(row) if f.is_relation}
    columns = keys | dict(kept[row._meta.label].parents)
    twins: dict[str, Any] = {}
    for label in set(columns.values()) & kept.keys():
        model = apps.get_model(label)
        if found := model._base_manager.using(OWNER).first():
            twins[label] = _twin(cast, kept[label], found)
    return {column: twins[label] for column, label in columns.items() if label in twins}


def _twin(cast: Cast, protection: Protection, found: Any) -> Any:
    """A copy of a row at an agency of another task force, past every trigger and key."""
    away = cast.lake_police.pk if found._meta.app_label == "investigations" else cast.lake_shelter.pk
    changed = {protection.owner: away}
    for column in (protection.task_force, protection.recipient):
        if column and column in columns_of(type(found)):
            changed[column] = cast.lakeside.pk if column == protection.task_force else away
    statement, values = copy_of(found, **changed)
    with closing(admin(str(connections[OWNER].settings_dict["NAME"]))) as connection, connection.cursor() as at:
        at.execute("SET session_replication_role = replica")
        at.execute(statement, values)
    return values[[f.primary_key for f in fields_of(found)].index(True)]


def _as(hat: Hat, row: Any) -> dict[str, Any]:
    return {"made_by_id": hat.person_id} if "made_by_id" in columns_of(type(row)) else {}
