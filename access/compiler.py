"""Turns the wall's table and the rooms' declarations into the database's own policies and grants.

`apply()` is total: it takes every right from every login, and gives back what is declared, in one
transaction. `manage.py migrate` ends with it; `drift()` tells where a database has moved away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from access import schema
from access.logins import APPLICATION, CLERK, COUNTER, CREDENTIALS, DOOR
from access.policies import Open, Protection
from access.wall import WALL, Extent, Kind
from audit.keeping import keeping
from audit.models import Entry
from audit.sealing import broken
from audit.watching import finding

LOGINS = (APPLICATION, DOOR, COUNTER, CLERK)
ROOMS = ("agencies", "audit", "access", "imports", "cases", "referrals", "investigations", "victims", "reports")
# Libraries' tables that hold nobody: what a permission is called, what a model is called.
NAMES_ONLY = ("django_content_type", "auth_permission", "auth_group")
# `named_only` follows the client, by a function and a trigger of the owner's.
AWAITING = "CREATE OR REPLACE TRIGGER await_sealing AFTER INSERT OR UPDATE OR DELETE"
UNCHANGING = ("id", "owner_id", "made_by_id", "made_at", "named_only")
# Who left a task force reads no more what its agencies sent them.
STILL_HERE = "{} = ANY ((SELECT wall.senders())::int[])"


@dataclass(frozen=True)
class Policy:
    """One policy as the database keeps it."""

    table: str
    name: str
    command: str
    login: str
    using: str | None
    check: str | None
    restrictive: bool = False

    def sql(self, table: str | None = None) -> str:
        """The statement that makes it, on `table` where given."""
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        kind = "RESTRICTIVE" if self.restrictive else "PERMISSIVE"
        return (
            f'CREATE POLICY "{self.name}" ON {table or self.table} AS {kind} '
            f"FOR {self.command} TO {self.login}{using}{check}"
        )


@cache
def declarations(name: str) -> tuple[Any, ...]:
    """What the rooms' `policies.py` list under `name`, in the order of the floors."""
    found: list[Any] = []
    for room in ROOMS:
        module = "access.schema" if room == "access" else f"{room}.policies"
        if find_spec(module):
            found += getattr(import_module(module), name, ())
    return tuple(found)


def declared() -> tuple[Protection | Open, ...]:
    """Every protected model and every vocabulary."""
    return declarations("PROTECTIONS") + declarations("OPEN")


def by_hand() -> list[Policy]:
    """The policies that a floor states by hand, as data without imports."""
    return [Policy(*policy) for policy in declarations("POLICIES")]


def table_of(model: type[models.Model] | str) -> str:
    """The table of a model, or of "app.Model"."""
    found = apps.get_model(model) if isinstance(model, str) else model
    return found._meta.db_table


def columns_of(model: type[models.Model]) -> list[str]:
    """Every column of a model's table."""
    return [field.column for field in model._meta.concrete_fields if field.column]


def as_roles(roles: list[str]) -> str:
    """Roles as a literal of SQL."""
    return "'{" + ",".join(roles) + "}'::text[]"


def among(column: str, function: str, roles: list[str]) -> str:
    """SQL: the column is among what `function` gives for `roles`, asked once a statement."""
    return f"{column} = ANY ((SELECT wall.{function}({as_roles(roles)}))::int[])"


def within(column: str, function: str, roles: list[str]) -> str:
    """SQL: like `among`, for ids that may be thousands: hashed once a statement, not searched row by row."""
    return f"{column} IN (SELECT unnest((SELECT wall.{function}({as_roles(roles)}))::uuid[]))"


def arms(protection: Protection, kind: Kind, *, changes: bool, past: bool = False) -> Iterator[tuple[str, str]]:
    """(name, SQL) of each way that the wall's table opens to this model's rows, or to its history's."""
    roles = kind.changed_by if changes else kind.seen_by
    if own := roles(Extent.OWN):
        yield "own", among(protection.owner, "agencies_as", own)
    if addressed := roles(Extent.ADDRESSED):
        yield "sent", among(protection.owner, "agencies_as", addressed)
        if protection.recipient and not changes:
            received = among(protection.recipient, "agencies_as", addressed)
            yield "addressed", f"{received} AND ({STILL_HERE.format(protection.owner)}) AND ({protection.addressed})"
    if protection.task_force and (everywhere := roles(Extent.TASK_FORCE)):
        yield "task_force", among(protection.task_force, "task_forces_as", everywhere)
    if protection.case and (part := roles(Extent.TAKING_PART)):
        quick = protection.part.format(roles=as_roles(part))
        yield "taking_part", quick if quick and not past else within(protection.case, "cases_as", part)


def parents(protection: Protection, table: str) -> str:
    """SQL: every parent of the row can be seen by whoever writes it, and what else must hold does."""
    seen = "".join(
        f" AND ({table}.{column} IS NULL OR EXISTS "
        f"(SELECT 1 FROM {table_of(parent)} parent WHERE parent.id = {table}.{column}))"
        for column, parent in protection.parents
    )
    return seen + (f" AND ({protection.holds})" if protection.holds else "")


def policies_of(protection: Protection) -> Iterator[Policy]:
    """Every policy of one protected model."""
    model = apps.get_model(protection.model)
    table, kind = table_of(model), WALL[protection.kind]
    yield from _reading(protection, kind, table)
    changing = [sql for _, sql in arms(protection, kind, changes=True)]
    stands = parents(protection, table)
    if protection.inserts and changing:
        yield Policy(table, "insert", "INSERT", APPLICATION, None, _inserting(protection, kind, model) + stands)
    if protection.updates and changing:
        reach = "(" + " OR ".join(f"({sql})" for sql in changing) + ")"
        yield Policy(table, "update", "UPDATE", APPLICATION, reach, reach + stands)
    if protection.delete and changing:
        yield Policy(table, "delete", "DELETE", APPLICATION, " OR ".join(f"({s})" for s in changing), None)
    for arm in protection.arms:
        using = None if arm.command == "INSERT" else arm.using
        check = None if arm.command in ("SELECT", "DELETE") else arm.using
        yield Policy(table, arm.name, arm.command, arm.login, using, check)
    for bar in protection.bars:
        yield Policy(table, f"bar_{bar.name}", bar.command, APPLICATION, bar.using, None, restrictive=True)
    if protection.counter:
        own = f"{protection.owner} = (SELECT wall.counting_agency())"
        yield Policy(table, "counted", "SELECT", COUNTER, own, None)
    if protection.history:
        yield from _reading(protection, kind, table_of(history_of(model)), past=True)
        for bar in protection.bars:
            using = bar.using
            yield Policy(
                table_of(history_of(model)), f"bar_{bar.name}", "SELECT", APPLICATION, using, None, restrictive=True
            )


def _reading(protection: Protection, kind: Kind, table: str, *, past: bool = False) -> Iterator[Policy]:
    for name, sql in arms(protection, kind, changes=False, past=past):
        yield Policy(table, f"see_{name}", "SELECT", APPLICATION, sql, None)


def _inserting(protection: Protection, kind: Kind, model: type[models.Model]) -> str:
    writers = sorted(role.value for role, (_, changes) in kind.rules.items() if changes is not Extent.NOTHING)
    said = among(protection.owner, "agencies_as", writers)
    if "made_by_id" in columns_of(model):
        said += " AND made_by_id = (SELECT wall.person())"
    if protection.task_force:
        said += f" AND {among(protection.task_force, 'task_forces_as', writers)}"
    return said


def history_of(model: type[models.Model]) -> type[models.Model]:
    """The history model that follows `model`."""
    return apps.get_model(model._meta.app_label, f"{model.__name__}History")


def open_policies(table: Open) -> Iterator[Policy]:
    """Vocabularies: read by whoever is signed in, written by the roles named."""
    name = table_of(table.model)
    yield Policy(name, "see", "SELECT", APPLICATION, "(SELECT wall.person()) IS NOT NULL", None)
    if table.counter:
        yield Policy(name, "counted", "SELECT", COUNTER, "true", None)
    if table.writers:
        may = f"(SELECT wall.my_roles()) && {as_roles(list(table.writers))} AND ({table.within})"
        yield Policy(name, "insert", "INSERT", APPLICATION, None, may)
        yield Policy(name, "update", "UPDATE", APPLICATION, may, may)


def all_policies() -> list[Policy]:
    """Every policy that the database should have."""
    found: list[Policy] = by_hand()
    for each in declared():
        found += policies_of(each) if isinstance(each, Protection) else open_policies(each)
    return found


def grants_of(protection: Protection | Open) -> Iterator[str]:
    """The column grants of one model; a table-wide SELECT would show system columns."""
    model = apps.get_model(protection.model)
    table, columns = table_of(model), columns_of(model)
    listed = ", ".join(f'"{column}"' for column in columns)
    yield f"GRANT SELECT ({listed}) ON {table} TO {APPLICATION}"
    if isinstance(protection, Open):
        if protection.writers:
            yield f"GRANT INSERT ({listed}), UPDATE ({listed}) ON {table} TO {APPLICATION}"
        if protection.counter:
            yield f"GRANT SELECT ({listed}) ON {table} TO {COUNTER}"
        return
    if protection.inserts:
        yield f"GRANT INSERT ({listed}) ON {table} TO {APPLICATION}"
    if updates := updated(protection, columns):
        yield f"GRANT UPDATE ({updates}) ON {table} TO {APPLICATION}"
    if protection.delete:
        yield f"GRANT DELETE ON {table} TO {APPLICATION}"
    if protection.counter:
        counted = ", ".join(f'"{c}"' for c in dict.fromkeys(("id", protection.owner, *protection.counter)))
        yield f"GRANT SELECT ({counted}) ON {table} TO {COUNTER}"
    if protection.history:
        past = history_of(model)
        kept = ", ".join(f'"{column}"' for column in columns_of(past))
        yield f"GRANT SELECT ({kept}) ON {table_of(past)} TO {APPLICATION}"


def updated(protection: Protection, columns: list[str]) -> str:
    """The columns that the application may update, as SQL."""
    named = columns if protection.updates == "*" else list(protection.updates)
    return ", ".join(f'"{column}"' for column in named if column not in UNCHANGING)


def pads() -> tuple[bytes, bytes]:
    """The inner and outer pad of the key that signs contexts (RFC 2104, block of 64 bytes)."""
    key = bytes.fromhex(settings.ECM_CONTEXT_KEY).ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in key), bytes(b ^ 0x5C for b in key)


def apply(connection: BaseDatabaseWrapper) -> None:
    """Make the database's rights and policies equal to what is declared; run by the owner."""
    with connection.cursor() as cursor:
        for statement in statements(cursor):
            cursor.execute(statement)
        inner, outer = pads()
        cursor.execute(
            "INSERT INTO wall.key (inner_pad, outer_pad) VALUES (%s, %s) "
            "ON CONFLICT (only_one) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            [inner, outer],
        )


def statements(cursor: CursorWrapper) -> Iterator[str]:
    """Every statement of `apply`, in order."""
    logins = ", ".join(LOGINS)
    yield "CREATE SCHEMA IF NOT EXISTS wall"
    yield from schema.functions(settings.TIME_ZONE)
    yield from declarations("FUNCTIONS")
    yield broken(sealed())
    yield keeping(kept())
    yield finding(declarations("READ_OUTSIDE"))
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public, wall FROM PUBLIC, {logins}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public, wall FROM PUBLIC, {logins}"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public, wall FROM PUBLIC, {logins}"
    yield f"REVOKE ALL ON SCHEMA public, wall FROM PUBLIC, {logins}"
    yield f"GRANT USAGE ON SCHEMA public, wall TO {logins}"
    yield from _dropping(cursor)
    for table in protected_tables():
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for policy in all_policies():
        yield policy.sql()
    for each in declared():
        yield from grants_of(each)
    yield from declarations("GRANTS")
    for table in NAMES_ONLY:
        yield f"GRANT SELECT ON {table} TO {APPLICATION}"
    for table in credential_tables():
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {DOOR}"
    for login, names in executed().items():
        yield from _executing(cursor, login, names)
    yield from _triggers(cursor)
    for table in sealed():
        yield f"{AWAITING} ON {table} FOR EACH ROW EXECUTE FUNCTION wall.await_sealing('{table}')"
    yield "SELECT wall.make_audit_months(wall.today(), 2)"


def _dropping(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT policyname, schemaname, tablename FROM pg_policies WHERE schemaname IN ('public', 'wall')")
    return [f'DROP POLICY "{name}" ON {space}."{table}"' for name, space, table in cursor.fetchall()]


def executed() -> dict[str, list[str]]:
    """The functions of the schema `wall` that each login may execute."""
    found: dict[str, list[str]] = {login: [] for login in LOGINS}
    for login, names in declarations("EXECUTED_BY"):
        found[login] += names
    return found


def _executing(cursor: CursorWrapper, login: str, names: list[str]) -> Iterator[str]:
    for name in names:
        yield (
            f"DO $$ DECLARE f text; BEGIN FOR f IN SELECT p.oid::regprocedure::text FROM pg_proc p "
            f"WHERE p.pronamespace = 'wall'::regnamespace AND p.proname = '{name}' "
            f"LOOP EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {login}', f); END LOOP; END $$"
        )


def _triggers(cursor: CursorWrapper) -> list[str]:
    """History triggers write as their owner, so that no login needs a right to write history."""
    cursor.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname = 'public' AND p.proname LIKE 'pgtrigger\\_%' AND p.prorettype = 'trigger'::regtype"
    )
    return [
        f"ALTER FUNCTION {name} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
        for (name,) in cursor.fetchall()
    ]


def protected_tables() -> list[str]:
    """Every table that row-level security is on for."""
    found = [table_of(each.model) for each in declared()]
    found += [
        table_of(history_of(apps.get_model(each.model)))
        for each in declared()
        if isinstance(each, Protection) and each.history
    ]
    return list(dict.fromkeys([*found, *(policy.table for policy in by_hand())]))


def sealed() -> dict[str, str]:
    """The tables whose rows are sealed into the audit's chain, and their keys: entries and histories."""
    past = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    return {table_of(Entry): "id"} | {table_of(model): "pgh_id" for model in past}


def kept() -> dict[str, str]:
    """The kinds of record that an agency keeps, and their tables: an entry about one stands in its keeper's trail."""
    models = [apps.get_model(each.model) for each in declared() if isinstance(each, Protection)]
    return {
        model._meta.label_lower: table_of(model)
        for model in models
        if "owner_id" in columns_of(model) and model._meta.pk.get_internal_type() == "UUIDField"
    }


def credential_tables() -> list[str]:
    """The tables behind the door."""
    return [
        table_of(model)
        for label in sorted(CREDENTIALS)
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
