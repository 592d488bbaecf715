"""Where a database has moved away from what is declared."""

from __future__ import annotations

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from access.compiler import ROOMS, all_policies, declared, protected_tables, sealed, table_of
from access.logins import APPLICATION
from access.policies import Protection
from access.wall import WALL


def undeclared_models() -> list[str]:
    """Models of the rooms whose tables no declaration protects."""
    protected = set(protected_tables())
    return [
        f"{model._meta.label} has no protection in {label}/policies.py"
        for label in ROOMS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if table_of(model) not in protected
    ]


def undeclared_kinds() -> list[str]:
    """Protections of a kind that the wall's table does not know."""
    return [
        f"{each.model} is of the kind {each.kind!r}, which access/wall.py does not list"
        for each in declared()
        if isinstance(each, Protection) and each.kind not in WALL
    ]


def _catalogue(cursor: CursorWrapper, table: str) -> dict[str, tuple]:
    cursor.execute(
        "SELECT polname, polcmd, polpermissive, polroles::regrole[]::text, "
        "pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) "
        "FROM pg_policy WHERE polrelid = %s::regclass",
        [table],
    )
    return {row[0]: row[1:] for row in cursor.fetchall()}


def unsealed(connection: BaseDatabaseWrapper) -> list[str]:
    """A sentence for each table whose new rows are not laid out for the audit's chain."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'await_sealing' AND tgenabled = 'O'"
        )
        laid_out = {name for (name,) in cursor.fetchall()}
    return [f"what is written to {table} is not sealed" for table in sealed() if table not in laid_out]


def drift(connection: BaseDatabaseWrapper) -> list[str]:
    """A sentence for each policy that is missing, strange or changed, and for each open table.

    What is declared is compiled by the database itself, on a copy of each table that is rolled back,
    so that the two texts are the database's own.
    """
    found = unsealed(connection)
    by_table: dict[str, list] = {table: [] for table in protected_tables()}
    for policy in all_policies():
        by_table[policy.table].append(policy)
    with connection.cursor() as cursor:
        for table, policies in by_table.items():
            cursor.execute(
                "SELECT relrowsecurity, pg_get_userbyid(relowner) FROM pg_class WHERE oid = %s::regclass", [table]
            )
            row = cursor.fetchone()
            if not row[0]:
                found.append(f"row-level security is off on {table}")
            if row[1] == APPLICATION:
                found.append(f"the application's login owns {table}")
            stands = _catalogue(cursor, table)
            cursor.execute("SAVEPOINT declared")
            cursor.execute("CREATE SCHEMA declared")
            cursor.execute(f"CREATE TABLE declared.{table} (LIKE public.{table})")
            for policy in policies:
                cursor.execute(policy.sql(f"declared.{table}"))
            wanted = _catalogue(cursor, f"declared.{table}")
            cursor.execute("ROLLBACK TO SAVEPOINT declared")
            for name in sorted(stands.keys() | wanted.keys()):
                if name not in wanted:
                    found.append(f"{table} has a policy {name!r} that nothing declares")
                elif name not in stands:
                    found.append(f"{table} lacks the policy {name!r}")
                elif stands[name] != wanted[name]:
                    found.append(f"the policy {name!r} on {table} differs from its declaration")
    return found
