"""Transaction and signed context of a request, in one place around view and template alike."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from access.context import acting, forget, known
from access.hats import Hat, hat_from, hats_of
from access.requests import Request, route
from audit.entries import entry
from audit.models import Entry

SESSION_KEY = "hat"
# What is noted of a request that was not answered: a verb and how it ended.
UNANSWERED = {
    403: ("was not let", Entry.Outcome.REFUSED),
    404: ("did not find", Entry.Outcome.REFUSED),
    500: ("failed at", Entry.Outcome.FAILED),
}


class Unhurried:
    """Answers that there is nothing only at whole ticks of a clock that starts with the request.

    The database decides who sees a row once it has found one, so that a hidden row takes it a millisecond longer
    than none: enough, asked often, to learn that somebody is a client. The outermost of all, so that neither the
    transaction nor its connection waits along.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        began = monotonic()
        response = self.get_response(request)
        if response.status_code == 404 and (tick := settings.ECM_NOTHING_HERE_EVERY):
            sleep(tick - (monotonic() - began) % tick)
        return response


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
        if request.hat and response.status_code in UNANSWERED:
            note(request, request.hat, *UNANSWERED[response.status_code])
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


def note(request: Request, hat: Hat, verb: str, outcome: str) -> None:
    """Write what was not answered on a connection of its own, since the page's transaction may be rolled back.

    It is told to the person's own agency alone: what is hidden and what does not exist leave the same entry.
    """
    if request.resolver_match is None:
        return
    made = entry(by=hat, verb=verb, of=route(request), outcome=outcome)
    made.object_id = str(request.resolver_match.kwargs.get("pk", ""))
    with acting(hat, using="aside"):
        Entry.objects.using("aside").bulk_create([made])


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
