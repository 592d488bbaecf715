"""A process refuses a database login that passes through the wall."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ConnectionHandler

from ecm.checks import _found_safe, login_faults, refuse_at_first_connection


@pytest.fixture
def connect(database, django_db_blocker):
    """Connect as Django does, under any role, into the platform tests' own database."""
    opened = []
    _found_safe.clear()  # as in a process that has only begun

    def as_role(user, password, alias="default"):
        from django.conf import settings

        ours = settings.DATABASES["default"] | {"NAME": database.name, "USER": user, "PASSWORD": password}
        connection = ConnectionHandler({"default": {}, alias: ours})[alias]
        opened.append(connection)
        return connection

    with django_db_blocker.unblock():
        yield as_role
        for connection in opened:
            connection.close()


@pytest.mark.parametrize("login", ["app", "door", "counter", "clerk"])
def test_our_own_logins_have_no_fault(connect, database, login):
    assert login_faults(connect(f"ecm_{login}", database.passwords[login])) == []


@pytest.mark.parametrize(
    ("powers", "sentence"),
    [
        ("SUPERUSER", "is a superuser"),
        ("BYPASSRLS", "bypasses row security"),
        ("IN ROLE ecm_owner", "owns 1 tables"),
    ],
)
def test_a_powerful_login_is_refused(connect, database, throwaway_role, powers, sentence):
    database.ask("owner", "CREATE TABLE IF NOT EXISTS owned ()")
    role = throwaway_role(powers)
    database.ask("admin", f'GRANT CONNECT ON DATABASE "{database.name}" TO {role}')
    try:
        with pytest.raises(ImproperlyConfigured, match=sentence):
            connect(role, "only-for-tests").ensure_connection()
    finally:
        database.ask("admin", f'REVOKE ALL ON DATABASE "{database.name}" FROM {role}')


def test_a_login_that_may_make_temporary_tables_is_refused_until_it_may_not(connect, database):
    database.ask("admin", f'GRANT TEMPORARY ON DATABASE "{database.name}" TO ecm_app')
    connection = connect("ecm_app", database.passwords["app"])
    for _ in range(2):
        with pytest.raises(ImproperlyConfigured, match="temporary tables") as refusal:
            connection.ensure_connection()
        assert "python -m ecm.bootstrap" in str(refusal.value)
    database.bootstrap()
    connection.ensure_connection()


def test_the_owner_may_own_since_no_request_runs_under_it(connect, database):
    connection = connect("ecm_owner", database.passwords["owner"], alias="owner")
    connection.ensure_connection()
    assert refuse_at_first_connection(connection) is None
