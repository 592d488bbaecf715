"""What we ask of allauth: nobody signs up uninvited, and letters that hold no name and no fact."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts import clock
from accounts.models import User
from accounts.sealing import seal, unseal

PURPOSE = "second factor"
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def address(user: User) -> str:
    """How an account is called on its own pages."""
    return user.email


class Account(DefaultAccountAdapter):
    """Addresses and passwords."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an agency's administrator invites."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and start the session's clock."""
        super().login(request, user)
        clock.start(request)

    def format_email_subject(self, subject: str) -> str:
        """As it is: no name of a site, which would tell where somebody works."""
        return subject


class SecondFactor(DefaultMFAAdapter):
    """Authenticator apps and passkeys; what an app is seeded with is sealed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That is not the code of this moment. Wait until your app shows the next one, and type it."
    }

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, purpose=PURPOSE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one, where a second factor is required."""
        if not settings.ECM_SECOND_FACTOR_REQUIRED or authenticator.type not in STEPS:
            return True
        return Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STEPS).count() > 1
