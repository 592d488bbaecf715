"""When a session began and when its person was last there."""

from __future__ import annotations

import time

from django.conf import settings
from django.http import HttpRequest

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
NOTED_EVERY = 30  # seconds; noting each request would write the session each time


def start(request: HttpRequest) -> None:
    """The clock of a new session."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = time.time()


def signed_in_at(request: HttpRequest) -> float | None:
    """When this session signed in, in seconds since 1970."""
    return request.session.get(SIGNED_IN_AT)


def is_over(request: HttpRequest) -> bool:
    """Idle for 30 minutes (CJIS Security Policy 6.0, AC-11) or signed in for 12 hours (IA-11)."""
    now = time.time()
    idle = now - request.session[SEEN_AT]
    age = now - request.session[SIGNED_IN_AT]
    return idle >= settings.ECM_IDLE_SECONDS or age >= settings.ECM_REAUTHENTICATE_SECONDS


def note(request: HttpRequest) -> None:
    """The person is there."""
    if time.time() - request.session[SEEN_AT] >= NOTED_EVERY:
        request.session[SEEN_AT] = time.time()
