"""Transaction and signed context of a request, in one place around view and template alike."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connections, transaction
from django.http import HttpRequest, HttpResponse

from access.context import acting, known
from access.hats import Hat, hat_from, hats_of

SESSION_KEY = "hat"


class Wall:
    """Opens one transaction a request in which the signed-in person acts under the session's hat.

    Django renders template responses inside it, so lazy querysets see what their reader may see and
    no more. A response of 500 rolls it back. What one person left on a connection is discarded
    before the next person's request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.hat = None
        if not request.user.is_authenticated:
            with acting(None):
                return self._answer(request)
        forget()
        request.hat = choose(request)
        with acting(request.hat) if request.hat else known(request.user.pk):
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 500:
            transaction.set_rollback(True)
        elif response.streaming and not hasattr(response, "file_to_stream"):
            # A stream would be read after the transaction, without a context: finish it here.
            response.streaming_content = [b"".join(response.streaming_content)]
        return response


def forget() -> None:
    """Discard whatever the connection still carries of the person before."""
    connection = connections["default"]
    if connection.connection is not None and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("DISCARD ALL")


def choose(request: HttpRequest) -> Hat | None:
    """The session's hat while it is still held; the only hat of a person who has one; else None."""
    person = int(request.user.pk or 0)
    with known(person):
        held = hats_of(person)
    wanted = hat_from(person, request.session.get(SESSION_KEY, ""))
    if wanted in held:
        return wanted
    if len(held) == 1 and wanted is None:
        request.session[SESSION_KEY] = held[0].value
        return held[0]
    return None
