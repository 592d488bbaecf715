"""The five database logins may do what the house says, and nothing else."""

import psycopg2
import pytest

from ecm.keys import LOGINS

NOT_OWNER = [login for login in LOGINS if login != "owner"]
TAKEN_AWAY = (
    "SELECT FROM pg_stat_activity",
    "SELECT FROM pg_stat_all_tables",
    "SELECT FROM pg_stat_user_tables",
    "SELECT FROM pg_statio_user_tables",
    "SELECT FROM pg_stats",
    "SELECT FROM pg_stats_ext",
    "SELECT pg_stat_get_live_tuples('pg_class'::regclass)",
    "SELECT pg_stat_get_activity(NULL)",
    "SELECT pg_relation_size('pg_class'::regclass)",
    "SELECT pg_total_relation_size('pg_class'::regclass)",
    "CREATE TEMPORARY TABLE shadow ()",
    "CREATE TABLE public.shadow ()",
    "CREATE TABLE wall.shadow ()",
    "CREATE SCHEMA shadow",
    "CREATE DATABASE shadow",
    "CREATE ROLE shadow",
    "SET track_activities = on",
    "SELECT rolpassword FROM pg_authid",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('PG_VERSION')",
)


@pytest.mark.parametrize("login", NOT_OWNER)
@pytest.mark.parametrize("statement", TAKEN_AWAY)
def test_a_login_is_refused(database, login, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        database.ask(login, statement)


@pytest.mark.parametrize("login", LOGINS)
def test_a_login_signs_in_with_its_own_password_alone(database, login):
    assert database.ask(login, "SELECT current_user::text") == [(f"ecm_{login}",)]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        database.connect(login, password="somebody else's")


@pytest.mark.parametrize("login", LOGINS)
def test_a_login_has_no_powers(database, login):
    powers = "rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication"
    rows = database.ask("admin", f"SELECT {powers} FROM pg_roles WHERE rolname = %s", [f"ecm_{login}"])
    assert rows == [(False,) * 5]


@pytest.mark.parametrize("login", LOGINS)
def test_a_login_keeps_universal_time(database, login):
    assert database.ask(login, "SHOW timezone") == [("UTC",)]


@pytest.mark.parametrize("login", NOT_OWNER)
def test_no_statement_of_a_login_is_shown_to_the_next_person(database, login):
    assert database.ask(login, "SHOW track_activities") == [("off",)]


def test_the_owner_makes_tables_but_no_temporary_ones(database):
    database.ask("owner", "CREATE TABLE made_by_owner (); CREATE TABLE wall.made_by_owner (); CREATE SCHEMA more")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        database.ask("owner", "CREATE TEMPORARY TABLE shadow ()")


def test_a_stranger_may_not_connect(database, throwaway_role):
    stranger = throwaway_role("")
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(database.admin_url, dbname=database.name, user=stranger, password="only-for-tests")


def test_the_operators_that_searching_needs_are_leakproof(database):
    query = "SELECT proname::text FROM pg_proc WHERE proleakproof AND proname IN ('ts_match_vq', 'texticlike')"
    assert sorted(database.ask("admin", query)) == [("texticlike",), ("ts_match_vq",)]


def test_doing_it_again_changes_nothing_and_needs_no_notice(database):
    before = _rights(database)
    database.bootstrap()
    assert _rights(database) == before
    assert database.notices == []


def test_doing_it_again_takes_back_what_was_given_since(database):
    before = _rights(database)
    database.ask("admin", f'GRANT TEMPORARY ON DATABASE "{database.name}" TO ecm_app, PUBLIC')
    assert _rights(database) != before
    database.bootstrap()
    assert _rights(database) == before


def _rights(database):
    name = [database.name]
    return [
        sorted(database.ask("admin", "SELECT unnest(datacl)::text FROM pg_database WHERE datname = %s", name)),
        sorted(database.ask("admin", "SELECT nspname::text, nspacl::text FROM pg_namespace WHERE nspname !~ '^pg_'")),
        sorted(database.ask("admin", "SELECT oid::regprocedure::text FROM pg_proc WHERE proleakproof")),
        database.ask("admin", "SELECT count(*) FROM pg_class WHERE relacl IS NOT NULL"),
        sorted(database.ask("admin", "SELECT rolname::text, rolconfig FROM pg_roles WHERE rolname ~ 'ecm'")),
    ]
