"""Seals what the door keeps for a person: seeds of authenticator apps, and text typed before a lock."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["InvalidToken", "seal", "unseal"]


def _fernet(purpose: str) -> MultiFernet:
    """The newest secret key seals, the ones before it (SECRET_KEY_FALLBACKS) still open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hmac.digest(secret.encode(), purpose.encode(), hashlib.sha256) for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def seal(text: str, *, purpose: str) -> str:
    """`text` encrypted; only the same `purpose` opens it."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """What was sealed for `purpose`; raises InvalidToken when it was sealed for another."""
    return _fernet(purpose).decrypt(sealed.encode()).decode()
