"""Refuses a database login that passes through the wall: it would see every row, and every test would still be green.

Asked in words by `manage.py check --database default`, and by force when a process first connects.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

OWNER = "owner"
MEND = "Run python -m ecm.bootstrap with an administrator's login in ECM_ADMIN_URL."

FAULTS = """
SELECT
    (SELECT string_agg(rolname, ', ') FROM pg_roles
     WHERE rolsuper AND pg_has_role(current_user, oid, 'MEMBER')),
    (SELECT string_agg(rolname, ', ') FROM pg_roles
     WHERE rolbypassrls AND NOT rolsuper AND pg_has_role(current_user, oid, 'MEMBER')),
    (SELECT count(*) FROM pg_class
     WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace::regnamespace::text !~ '^pg_'
       AND pg_has_role(current_user, relowner, 'MEMBER')),
    has_database_privilege(current_database(), 'TEMPORARY'),
    has_schema_privilege('public', 'CREATE')
"""

_found_safe: set[tuple[str, str]] = set()


def login_faults(connection: BaseDatabaseWrapper) -> list[str]:
    """What this connection's login may do that no login of ours should, but the owner's."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:  # beside Django's log of queries, which tests count
        cursor.execute(FAULTS)
        superusers, bypassing, owned, temporary, creating = cursor.fetchone()
    login = connection.settings_dict["USER"]
    faults = []
    if superusers:
        faults.append(f"The login {login} is a superuser or may become one ({superusers}): no policy holds for it.")
    if bypassing:
        faults.append(f"The login {login} bypasses row security, or may ({bypassing}).")
    if owned and not superusers:
        faults.append(f"The login {login} owns {owned} tables, and policies don't hold for an owner.")
    if temporary and not superusers:
        faults.append(f"The login {login} may make temporary tables, which shadow real ones for the next person.")
    if creating and not superusers:
        faults.append(f"The login {login} may make tables in the schema public.")
    return faults


@register(Tags.database)
def logins_stay_behind_the_wall(
    app_configs: Any = None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """All logins, whichever database was named: they are five into one."""
    if not databases:
        return []
    aliases = [alias for alias in settings.DATABASES if alias != OWNER]
    faults = dict.fromkeys(fault for alias in aliases for fault in login_faults(connections[alias]))
    return [Error(fault, hint=MEND, id="ecm.E001") for fault in faults]


def refuse_at_first_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Once for each process, database and login, whoever started the process and however."""
    login = (str(connection.settings_dict["NAME"]), str(connection.settings_dict["USER"]))
    if connection.alias == OWNER or login in _found_safe:
        return
    if faults := login_faults(connection):
        connection.close()
        raise ImproperlyConfigured("\n".join([*faults, MEND]))
    _found_safe.add(login)
