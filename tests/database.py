"""Test databases: one migrated template a state of the code, one copy a worker, under the real logins."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql

from ecm import keys
from ecm.bootstrap import bootstrap

ROOT = Path(__file__).resolve().parent.parent
SHAPING = (
    *("*/migrations/*.py", "*/models.py", "*/models/*.py", "*/policies.py", "*/functions.py", "*/functions/*.py"),
    *("access/*.py", "agencies/*.py", "audit/*.py", "ecm/bootstrap.py"),
)
TEMPLATES = 0x7E57  # advisory lock: one worker makes a template, the others wait for it


def fingerprint() -> str:
    """A digest of all code that shapes a database."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SHAPING for path in ROOT.glob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def admin(database: str | None = None) -> psycopg2.extensions.connection:
    """A connection of the cluster's administrator, in autocommit."""
    url = os.environ["ECM_ADMIN_URL"]
    connection = psycopg2.connect(url, dbname=database) if database else psycopg2.connect(url)
    connection.autocommit = True
    return connection


def point_at(name: str) -> None:
    """Make every alias mean the database `name`."""
    for alias in settings.DATABASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name
    os.environ["ECM_DATABASE_NAME"] = name  # for the worker and the web server that tests start


def prepare(name: str) -> None:
    """Bootstrap the database `name`: the five logins and what they may do."""
    passwords = {login: os.environ[f"ECM_{login.upper()}_PASSWORD"] for login in keys.LOGINS}
    bootstrap(os.environ["ECM_ADMIN_URL"], name, passwords, notices=lambda _: None)


def template() -> str:
    """The name of the migrated template of the code as it stands; made when it is not there."""
    name = f"ecm_template_{fingerprint()}"
    with closing(admin()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TEMPLATES])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            half = f"{name}_half"
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(half)))
            prepare(half)
            point_at(half)
            call_command("migrate", verbosity=0)
            for alias in settings.DATABASES:
                connections[alias].close()
            cursor.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name))
            )
    return name


@contextmanager
def a_database() -> Iterator[str]:
    """A fresh copy of the template, gone afterwards."""
    source = template()
    name = f"ecm_test_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with closing(admin()) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        cursor.execute("SELECT pg_advisory_lock(%s)", [TEMPLATES])
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER ecm_owner").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
        cursor.execute("SELECT pg_advisory_unlock(%s)", [TEMPLATES])
    prepare(name)
    point_at(name)
    try:
        yield name
    finally:
        for alias in settings.DATABASES:
            connections[alias].close()
        with closing(admin()) as connection, connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


KEPT = {"django_migrations", "django_content_type", "auth_permission", "key"}


def shipped() -> set[str]:
    """Tables that migrations fill and tests leave alone: vocabularies."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        filled = set()
        for name in names:
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")')
            if cursor.fetchone()[0]:
                filled.add(name)
    return filled | KEPT


def empty(keeping: set[str]) -> None:
    """Take every row that a test left, but for `keeping`.

    The administrator deletes, with triggers and keys off: on small tables fifty times as fast as TRUNCATE.
    Each table on its own: a job or a request that an earlier test left running waits for one table's rows
    at most, where all in one transaction could end in a deadlock.
    """
    with closing(admin(str(connections["owner"].settings_dict["NAME"]))) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'wall')")
        names = [f'{schema}."{name}"' for schema, name in cursor.fetchall() if name not in keeping]
        for name in names:
            cursor.execute(f"DELETE FROM {name}")
