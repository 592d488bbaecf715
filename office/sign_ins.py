"""Signing in and out stands in the audit, written by the door's login.

It is here and not in `accounts`, which lies below the audit.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.adapters import Account
from accounts.models import User, Users
from audit.models import Entry

KIND = "sign-in"


class Recorded(Account):
    """Accounts, with an entry for each time that somebody comes, goes, or fails to come in."""

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        tell("signed in", user.pk)

    def logout(self, request: HttpRequest) -> None:
        user_id = request.user.pk
        super().logout(request)
        if user_id is not None:
            tell("signed out", user_id)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Only the account is noted, never the address or password that was typed."""
        known = User.objects.filter(email=Users.normalize_email(credentials.get("email")))
        tell("tried to sign in", known.values_list("pk", flat=True).first(), Entry.Outcome.REFUSED)


def tell(verb: str, person_id: int | None, outcome: str = Entry.Outcome.DONE) -> None:
    """One entry, of no agency: who reads it follows from where the person works."""
    entry = Entry(person_id=person_id, verb=verb, kind=KIND, outcome=outcome)
    Entry.objects.using("door").bulk_create([entry])
