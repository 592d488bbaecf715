"""Transaction and signed context of a request, in one place around view and template alike."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from access.context import acting, forget, known
from access.hats import Hat, hat_from, hats_of
from access.requests import Request

SESSION_KEY = "hat"


class Wall:
    """Opens one transaction a request in which the signed-in person acts under the session's hat.

    Django renders template responses inside it, so lazy querysets see what their reader may see and
    no more. A response of 500 rolls it back. What one person left on a connection is discarded
    before the next person's request.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        request.hat = None
        forget()
        if not request.user.is_authenticated:
            with acting(None):
                return self._answer(request)
        request.hat = choose(request, request.user.id)
        with acting(request.hat) if request.hat else known(request.user.id):
            response = self._answer(request)
        # No page of one person's is shown to the next at the same computer.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _answer(self, request: Request) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code >= 500:
            transaction.set_rollback(True)
        elif isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            # A stream would be read after the transaction, without a context: finish it here.
            response.streaming_content = [response.getvalue()]
        return response


def choose(request: Request, person_id: int) -> Hat | None:
    """The session's hat while it is still held; the only hat of a person who has one; else None."""
    with known(person_id):
        held = hats_of(person_id)
    wanted = hat_from(person_id, request.session.get(SESSION_KEY, ""))
    if wanted in held:
        return wanted
    if len(held) == 1 and wanted is None:
        request.session[SESSION_KEY] = held[0].value
        return held[0]
    return None
