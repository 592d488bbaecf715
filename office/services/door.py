"""What people do at the door, before the house knows them: take a seat, ask to be let back in.

All of it runs under the door's login, in one transaction: account and membership, or neither.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.services import open_account, start_afresh
from office import letters
from office.asking import ask
from office.links import digest, new_secret

RECOVERY_RUNS = dt.timedelta(days=3)
RECOVERY_RESTS = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Offer:
    """What an open invitation says, to whoever holds its link."""

    agency: str
    email: str
    name: str


def offer(secret: str) -> Offer | None:
    """The invitation behind a link, or None when it was used, has ended or never was."""
    rows = ask("invitation_for", digest(secret), using="door")
    return Offer(*rows[0][2:]) if rows else None


def join(*, user: User, secret: str, name: str) -> None:
    """Take the seat with an account that is there; raises Refused with the database's sentence."""
    ask("take_invitation", digest(secret), user.pk, name, using="door")


@transaction.atomic(using="door")
def join_anew(*, secret: str, email: str, name: str, password: str) -> User:
    """Take the seat with a new account; raises Refused with the database's sentence."""
    user = open_account(email=email, password=password)
    join(user=user, secret=secret, name=name)
    return user


def ask_recovery(*, email: str) -> None:
    """Ask to be let back in; whether the address is known shows nowhere but in its mailbox.

    Asked again, the later request takes the place of the earlier one, whose link is void; within
    ten minutes of it nothing happens, so that what is sent twice makes one.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return
    secret = new_secret()
    [(asked,)] = ask("ask_recovery", user.pk, digest(secret), RECOVERY_RUNS, RECOVERY_RESTS, using="door")
    if asked:
        letters.recover(email=user.email, secret=secret)


def recovery(secret: str) -> tuple[int, bool] | None:
    """(account, whether a second person approved) behind a link, or None when it is over."""
    rows = ask("recovery_for", digest(secret), using="door")
    return rows[0] if rows else None


@transaction.atomic(using="door")
def recover(*, secret: str, password: str) -> User:
    """A new password, and the second factor is set up anew; raises Refused when not approved."""
    [(user_id,)] = ask("take_recovery", digest(secret), using="door")
    user = User.objects.get(pk=user_id)
    start_afresh(user=user, password=password)
    return user
