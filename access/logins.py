"""The five logins and what each alias is for."""

from __future__ import annotations

from typing import Any

CREDENTIALS = {"accounts", "account", "mfa"}  # tables that only the door's login may read

APPLICATION, DOOR, OWNER, COUNTER, CLERK = "ecm_app", "ecm_door", "ecm_owner", "ecm_counter", "ecm_clerk"


class Router:
    """Credentials go to the door's login, everything else to the application's; the owner migrates."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "door" if model._meta.app_label in CREDENTIALS else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """A row behind the door and a row of the house never meet in one query."""
        return (one._meta.app_label in CREDENTIALS) == (other._meta.app_label in CREDENTIALS)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
