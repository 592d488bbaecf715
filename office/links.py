"""One-time links: the secret goes out once, its digest stays."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse


def new_secret() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret: SHA-256, in hex. The secret is random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link(name: str, secret: str) -> str:
    """The full address of a page that takes a secret, for a letter."""
    return settings.ECM_ORIGIN.rstrip("/") + reverse(name, args=[secret])
