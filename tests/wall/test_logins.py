"""The suite proves nothing unless it runs as the application's own login; so that comes first."""

from django.db import connections


def test_the_suite_runs_as_a_login_that_cannot_walk_through_the_wall(house):
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT session_user, current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("ecm_app", "ecm_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_the_application_cannot_become_another_login(house):
    from django.db import DatabaseError, transaction

    for role in ("ecm_owner", "ecm_door", "ecm_counter", "ecm_clerk"):
        try:
            with transaction.atomic(), connections["default"].cursor() as cursor:
                cursor.execute(f"SET ROLE {role}")
            raise AssertionError(f"the application became {role}")
        except DatabaseError:
            pass
