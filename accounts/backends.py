"""How a password is checked: behind the door, and without a question to the house."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class Door(AuthenticationBackend):
    """Signs in by address and password.

    Django's groups and permissions decide nothing here (the wall does), so they are never asked
    for: their tables lie in the house, which the door's login can't read.
    """

    def get_all_permissions(self, user_obj: User, obj: Any = None) -> set[str]:
        """None."""
        return set()

    get_user_permissions = get_group_permissions = get_all_permissions

    def has_perm(self, user_obj: User, perm: str, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:
        """Never."""
        return False
