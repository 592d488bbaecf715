"""What the browser sends to be kept when the session locks."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts import kept

AT_MOST = 256 * 1024  # bytes


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed in the forms of a page; with `lock`, end the session.

    Takes JSON, `{"address": "/path?query", "forms": {"id or index": [["name", "value"], ...]}, "lock": false}`.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    try:
        address, forms, lock = read(request.body)
    except (TypeError, ValueError):
        return HttpResponse(status=400)
    kept.keep(request, address=address, forms=forms)
    if lock:
        logout(request)
    return HttpResponse(status=204)


def read(body: bytes) -> tuple[str, kept.Forms, bool]:
    """The address, the forms, whether to lock; raises ValueError or TypeError when it has another shape."""
    if len(body) > AT_MOST:
        raise ValueError("too long")
    said = json.loads(body)
    if not isinstance(said, dict) or not isinstance(said.get("forms"), dict):
        raise ValueError("no forms")
    forms = {key: [_pair(*pair) for pair in pairs] for key, pairs in said["forms"].items()}
    address = said.get("address")
    if not isinstance(address, str) or not address.startswith("/"):
        raise ValueError("not an address of ours")
    return address, forms, said.get("lock") is True


def _pair(name: Any, value: Any) -> list[str]:
    return [str(name), str(value)]
