"""What a person had typed when the session locked: sealed in Redis, given back once, to that person.

And under the same hat: what somebody with posts on both sides typed in one room is not shown in the other.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.clock import signed_in_at
from accounts.sealing import InvalidToken, seal, unseal

Forms = dict[str, list[list[str]]]

SENT = "sent"  # in the place of a form's id: it came from whichever form of the page has these fields
LAST_HAT = "last_hat"  # the session's key
KEPT_SECONDS = settings.ECM_REAUTHENTICATE_SECONDS


def _place(request: HttpRequest, user_id: int, address: str) -> str:
    hat = getattr(request, "hat", None)
    worn = hat.value if hat else request.session.get(LAST_HAT, "")
    return f"kept:{user_id}:{worn}:{hashlib.sha256(address.encode()).hexdigest()}"


def _purpose(user_id: int) -> str:
    return f"kept typing of {user_id}"


def note_hat(request: HttpRequest) -> None:
    """Remember under which hat the session was last used: once it is over, no request puts one on."""
    hat = getattr(request, "hat", None)
    # The API leaves nobody at all in place of whoever sent no token against forgery.
    if hat and request.user and request.user.is_authenticated and request.session.get(LAST_HAT) != hat.value:
        request.session[LAST_HAT] = hat.value


def keep(request: HttpRequest, *, address: str, forms: Forms) -> None:
    """Keep what is in the forms at `address` for twelve hours; nothing typed, nothing kept."""
    user_id = request.user.pk
    if not forms:
        forget(request, user_id, address)
        return
    said = json.dumps({"since": signed_in_at(request), "forms": forms})
    cache.set(_place(request, user_id, address), seal(said, purpose=_purpose(user_id)), KEPT_SECONDS)


def give_back(request: HttpRequest) -> Forms | None:
    """What this person typed at this address under an earlier sign-in; it is gone afterwards."""
    if request.method != "GET" or not request.user.is_authenticated:
        return None
    user_id, address = request.user.pk, request.get_full_path()
    kept = _opened(user_id, cache.get(_place(request, user_id, address)))
    if kept is None or kept["since"] == signed_in_at(request):
        return None
    forget(request, user_id, address)
    return kept["forms"]


def forget(request: HttpRequest, user_id: int, address: str) -> None:
    """Nothing is kept for this address any more: it was saved, or given back."""
    cache.delete(_place(request, user_id, address))


def _opened(user_id: int, sealed: str | None) -> dict[str, Any] | None:
    if sealed is None:
        return None
    try:
        return json.loads(unseal(sealed, purpose=_purpose(user_id)))
    except InvalidToken:  # sealed under a key that is no longer ours
        return None
