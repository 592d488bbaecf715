"""Forgeries by insiders: rows written in another's name, for another agency, or onto a row that is hidden.

`declared.leaks` asks what outsiders can do; here somebody who may write such a row writes it with one thing
wrong. Every model is tried alike, from its declaration and its own foreign keys.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections, models, transaction

from access.compiler import NAMES_ONLY, by_hand, columns_of, declared, table_of, updated
from access.context import acting
from access.hats import Hat
from access.policies import Open, Protection
from agencies.models import Award
from agencies.policies import SIGNED_IN
from agencies.vocabulary import Side
from tests.cast import OWNER, PEOPLE, Cast
from tests.database import admin
from tests.reports.rows import a_period
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
    """For each key of the row to a row that may be hidden: the id of one that Lakeside keeps."""
    kept = {each.model: each for each in declared() if isinstance(each, Protection)}
    kept["access.AgencyKey"] = Protection("access.AgencyKey", "")
    keys = {f.column: f.related_model._meta.label for f in fields_of(row) if f.is_relation}
    columns = keys | dict(kept[row._meta.label].parents)
    twins: dict[str, Any] = {}
    for label in set(columns.values()) & kept.keys():
        model = apps.get_model(label)
        if found := model._base_manager.using(OWNER).first():
            twins[label] = _twin(cast, kept[label], found)
    if "agencies.Award" in columns.values():
        twins["agencies.Award"] = _award_elsewhere(cast).pk
    if "reports.Period" in columns.values():
        twins["reports.Period"] = a_period(cast, _award_elsewhere(cast)).pk
    return {column: twins[label] for column, label in columns.items() if label in twins}


def _award_elsewhere(cast: Cast) -> Award:
    """An award of Lakeside, which nobody of Riverbend has anything to do with."""
    facts = {"program": "ECM", "starts_on": "2025-10-01", "ends_on": "2028-09-30", "task_force": cast.lakeside}
    elsewhere, _ = Award.objects.using(OWNER).get_or_create(
        agency=cast.lake_police, number="LAKE-1", side=Side.LAW, defaults=facts
    )
    return elsewhere


def open_to_everybody() -> set[str]:
    """Models that whoever is signed in reads, so that none of their rows is hidden."""
    signed_in = {policy.table for policy in by_hand() if policy.command == "SELECT" and policy.using == SIGNED_IN}
    read = {each.model for each in declared() if isinstance(each, Open)}
    return read | {
        model._meta.label for model in apps.get_models() if model._meta.db_table in signed_in | set(NAMES_ONLY)
    }


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


def told_apart(cast: Cast, row: Any, within: list[Hat], twins: dict[str, Any]) -> Iterator[Leak]:
    """Every key of the row by which raw SQL of the first two of `within` tells a hidden row from none."""
    for hat in within[:2]:
        for column, hidden in twins.items():
            answers = [_answer(hat, row, column, value) for value in (hidden, _absent(hidden))]
            if answers[0] != answers[1]:
                what = f"{column} answers {answers[0]} for a hidden row, {answers[1]} for none"
                yield Leak(f"person {hat.person_id} at {hat.agency_id}", table_of(type(row)), what)


def _answer(hat: Hat, row: Any, column: str, value: Any) -> str:
    """What writing the row with this key ends in: "written", or the name of the error."""
    try:
        with acting(hat), connections["default"].cursor() as cursor:
            cursor.execute(*copy_of(row, **_as(hat, row) | {column: value}))
            transaction.set_rollback(True)
        return "written"
    except DatabaseError as error:
        return type(error.__cause__).__name__


def _absent(like: Any) -> Any:
    return uuid.uuid4() if isinstance(like, uuid.UUID) else 2_000_000_000


def _as(hat: Hat, row: Any) -> dict[str, Any]:
    return {"made_by_id": hat.person_id} if "made_by_id" in columns_of(type(row)) else {}
