"""Databases of the platform tests' own, beside the product's, on the cluster of this run."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest

from ecm import keys
from ecm.bootstrap import bootstrap


@dataclass(frozen=True)
class Database:
    """A bootstrapped database and how to ask it something under any login."""

    name: str
    admin_url: str
    passwords: dict[str, str]
    notices: list[str]

    def ask(self, login: str, statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        with closing(self.connect(login)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def connect(self, login: str, password: str | None = None) -> Any:
        if login == "admin":
            connection = psycopg2.connect(self.admin_url, dbname=self.name)
        else:
            secret = self.passwords[login] if password is None else password
            connection = psycopg2.connect(self.admin_url, dbname=self.name, user=f"ecm_{login}", password=secret)
        connection.autocommit = True
        return connection

    def bootstrap(self) -> None:
        bootstrap(self.admin_url, self.name, self.passwords, notices=self.notices.append)


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    url = os.environ["ECM_ADMIN_URL"]
    passwords = {login: os.environ[f"ECM_{login.upper()}_PASSWORD"] for login in keys.LOGINS}
    made = Database(f"platform_{secrets.token_hex(4)}", url, passwords, [])
    made.bootstrap()
    yield made
    run_as_admin(f'DROP DATABASE "{made.name}" WITH (FORCE)')


@pytest.fixture
def throwaway_role() -> Iterator[Callable[[str], str]]:
    """Make a role with the given powers, gone after the test."""
    made: list[str] = []

    def make(powers: str) -> str:
        name = f"platform_{secrets.token_hex(4)}"
        run_as_admin(f"CREATE ROLE {name} LOGIN PASSWORD 'only-for-tests' {powers}")
        made.append(name)
        return name

    yield make
    for name in made:
        run_as_admin(f"DROP ROLE {name}")


def run_as_admin(statement: str) -> None:
    with closing(psycopg2.connect(os.environ["ECM_ADMIN_URL"])) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)
