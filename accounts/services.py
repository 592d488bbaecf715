"""What is done to accounts, behind the door."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import User, new_stamp


def open_account(*, email: str, password: str | None) -> User:
    """An account for an address that an agency vouches for."""
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def end_sessions(*, user_id: int) -> None:
    """Sign this account out everywhere, at once."""
    User.objects.filter(pk=user_id).update(stamp=new_stamp())


def start_afresh(*, user: User, password: str) -> None:
    """A new password, no second factor left, no session left: what a recovery of access does."""
    user.set_password(password)
    user.stamp = new_stamp()
    user.save(update_fields=["password", "stamp"])
    Authenticator.objects.filter(user_id=user.pk).delete()
