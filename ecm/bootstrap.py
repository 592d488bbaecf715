"""The five database logins and what they may do, made once with an administrator's login.

`ECM_ADMIN_URL=postgresql://... python -m ecm.bootstrap`; run again, it changes nothing. Row-level security itself
comes from the migrations. What only a superuser may do is skipped with a notice where there is none (managed servers).
"""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

LOGINS = ("owner", "door", "app", "counter", "clerk")
NO_POWERS = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"
POWERS = ("rolsuper", "rolbypassrls", "rolcreatedb", "rolcreaterole", "rolreplication")

# Two bootstraps at once (test workers on one cluster) would update the same catalogue rows.
ONE_AT_A_TIME = 0x65636D

# PostgreSQL runs only leakproof operators before a policy; without these two, full-text search and ILIKE lose their
# indexes behind the wall (measured: 246 ms instead of 4). Neither raises an error that could hold its argument, nor
# has any effect but its answer, so that nothing of a hidden row can leave through them.
LEAKPROOF = ("pg_catalog.ts_match_vq(tsvector, tsquery)", "pg_catalog.texticlike(text, text)")

# What gives the true size of a table that the reader may see a part of.
SIZES = (
    "pg_relation_size(regclass)",
    "pg_relation_size(regclass, text)",
    "pg_table_size(regclass)",
    "pg_indexes_size(regclass)",
    "pg_total_relation_size(regclass)",
)

Notices = Callable[[str], object]


class UnsafeLogin(Exception):
    """A login of ours may do more than it should, and this administrator can't take it away."""


def role(login: str) -> str:
    """The role's name in the database."""
    return f"ecm_{login}"


def bootstrap(admin_dsn: str, database: str, passwords: Mapping[str, str], notices: Notices = print) -> None:
    """Make the database and the five logins, or bring them back to what they should be."""
    with closing(_connect(admin_dsn)) as admin:
        _run(admin, "SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        for login in LOGINS:
            _make_login(admin, role(login), passwords[login])
        _refuse_powers(admin)
        _let_act_as_owner(admin)
        _make_database(admin, database)
        for login in LOGINS:
            _set_for_login(admin, role(login), notices)
        with closing(_connect(admin_dsn, dbname=database)) as inside:
            _close_schemas(inside)
            _close_statistics(inside, notices)
            for function in LEAKPROOF:
                _if_superuser(inside, f"ALTER FUNCTION {function} LEAKPROOF", notices)


def _make_login(admin: Connection, name: str, password: str) -> None:
    if not _one(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", [name]):
        _run(admin, sql.SQL("CREATE ROLE {} LOGIN " + NO_POWERS).format(sql.Identifier(name)))
    elif _is_superuser(admin):
        _run(admin, sql.SQL("ALTER ROLE {} LOGIN " + NO_POWERS).format(sql.Identifier(name)))
    _run(admin, sql.SQL("ALTER ROLE {} LOGIN PASSWORD %s").format(sql.Identifier(name)), [password])


def _refuse_powers(admin: Connection) -> None:
    names = [role(login) for login in LOGINS]
    query = sql.SQL("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND ({})").format(
        sql.SQL(" OR ").join(sql.Identifier(power) for power in POWERS)
    )
    if powerful := [name for (name,) in _run(admin, query, [names])]:
        raise UnsafeLogin(f"Take these powers from {', '.join(powerful)} as a superuser: {NO_POWERS}.")


def _let_act_as_owner(admin: Connection) -> None:
    """An administrator who is no superuser makes things for the owner as a member of that role."""
    if not _one(admin, "SELECT pg_has_role(current_user, %s, 'USAGE')", [role("owner")]):
        _run(admin, sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role("owner"))))


def _make_database(admin: Connection, database: str) -> None:
    """Nobody may connect or make temporary tables by being anybody: those shadow a table for the next person."""
    name, owner = sql.Identifier(database), sql.Identifier(role("owner"))
    if not _one(admin, "SELECT 1 FROM pg_database WHERE datname = %s", [database]):
        _run(admin, sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))
    _run(admin, sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    logins = sql.SQL(", ").join(sql.Identifier(role(login)) for login in LOGINS)
    _run(admin, sql.SQL("REVOKE ALL ON DATABASE {} FROM {}").format(name, logins))
    _run(admin, sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, logins))
    _run(admin, sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(name, owner))


def _set_for_login(admin: Connection, name: str, notices: Notices) -> None:
    """UTC for all; and no statement of one person's may be read by the next under the same login."""
    _run(admin, sql.SQL("ALTER ROLE {} SET timezone = 'UTC'").format(sql.Identifier(name)))
    if name != role("owner"):
        _if_superuser(admin, f"ALTER ROLE {name} SET track_activities = off", notices)


def _close_schemas(inside: Connection) -> None:
    _run(inside, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    _run(inside, f"GRANT USAGE, CREATE ON SCHEMA public TO {role('owner')}")
    _run(inside, f"CREATE SCHEMA IF NOT EXISTS wall AUTHORIZATION {role('owner')}")


def _close_statistics(inside: Connection, notices: Notices) -> None:
    """Statistics and locks tell how many rows a table truly has, and what others are doing: to nobody."""
    if not _is_superuser(inside):
        notices("Skipped, since only a superuser may: closing the statistics views and functions to everyone.")
        return
    _run(inside, _REVOKE_STATISTICS)
    for function in SIZES:
        _run(inside, f"REVOKE EXECUTE ON FUNCTION pg_catalog.{function} FROM PUBLIC")


_REVOKE_STATISTICS = """
DO $$
DECLARE thing record;
BEGIN
    FOR thing IN
        SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'v'
            AND (relname ~ '^pg_(stat|statio)(_|s$|s_)' OR relname = 'pg_locks')
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', thing.name);
    END LOOP;
    FOR thing IN
        SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace
            AND (proname ~ '^pg_stat_get_' OR proname IN ('pg_lock_status', 'pg_blocking_pids'))
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', thing.name);
    END LOOP;
END $$
"""


def _if_superuser(connection: Connection, statement: str, notices: Notices) -> None:
    try:
        _run(connection, statement)
    except psycopg2.errors.InsufficientPrivilege:
        notices(f"Skipped, since only a superuser may: {statement}")


def _is_superuser(connection: Connection) -> bool:
    return bool(_one(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))


def _connect(dsn: str, **changes: str) -> Connection:
    connection = psycopg2.connect(dsn, **changes)
    connection.autocommit = True
    return connection


def _run(connection: Connection, statement: str | sql.Composable, values: list[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _one(connection: Connection, statement: str, values: list[Any] | None = None) -> Any:
    rows = _run(connection, statement, values)
    return rows[0][0] if rows else None


def main() -> int:
    needed = ["ECM_ADMIN_URL", *(f"ECM_{login.upper()}_PASSWORD" for login in LOGINS)]
    if missing := [name for name in needed if not os.environ.get(name)]:
        print(f"Set {', '.join(missing)} in the environment.", file=sys.stderr)
        return 2
    passwords = {login: os.environ[f"ECM_{login.upper()}_PASSWORD"] for login in LOGINS}
    bootstrap(os.environ["ECM_ADMIN_URL"], os.environ.get("ECM_DATABASE_NAME", "ecm"), passwords)
    return 0


if __name__ == "__main__":
    sys.exit(main())
