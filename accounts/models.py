"""Who may sign in: an address, a password, nothing about the person.

Names and memberships lie in `agencies`, under the same id and another database login; no query
joins the two.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone


def new_stamp() -> str:
    """A random text that sessions are tied to."""
    return secrets.token_hex(8)


class Users(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A saved account; without a password it can't sign in."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(force_insert=True)
        return user

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """In lower case: addresses that differ only there are one, and the database insists on it."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        """The account with this address, in any case."""
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `is_superuser` gives the vocabularies and never sight of a record.

    Changing `stamp` ends every session of the account at once.
    """

    id = models.AutoField(primary_key=True)
    email = models.EmailField(unique=True, error_messages={"unique": "This address has an account already."})
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    stamp = models.CharField(max_length=16, default=new_stamp, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = Users()

    USERNAME_FIELD = EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="user_email_is_lower"),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match on each request: the password's and the stamp's."""
        return super()._get_session_auth_hash(secret=secret) + self.stamp
