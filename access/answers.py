"""How the API answers everyone: who may ask, pages by cursor, errors as problem details."""

from __future__ import annotations

from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework import exceptions, permissions
from rest_framework.authentication import SessionAuthentication
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from access.errors import Refused, Stale
from audit.entries import record
from audit.models import Entry

# What a list takes besides its filters.
PAGING = ("cursor", "page_size")

# How to mend what the framework refuses in words for programmers.
MEND = {
    400: "What was sent can't be read as JSON.",
    401: "Sign in at /account/login/ first, and send the session's cookie along.",
    405: "This can't be done here. The header Allow lists what can.",
    406: "Answers are application/json: say so in Accept, or leave it out.",
    415: "Send application/json.",
}


class Session(SessionAuthentication):
    """The session of the pages; whoever has none is asked to sign in (401), not told that they may not (403)."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="ecm"'


class Cursor(CursorPagination):
    """Pages by cursor; the order is stable and says nothing of what is hidden."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = ("-made_at", "id")
    invalid_cursor_message = "This cursor is none of ours. Ask for the list without it, then follow “next”."

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get("page_size", str(self.page_size))
        if asked not in map(str, range(1, self.max_page_size + 1)):
            raise exceptions.ValidationError({"page_size": [f"Write a number from 1 to {self.max_page_size}."]})
        return int(asked)


class Filters(DjangoFilterBackend):
    """The filters of a list; one that there is not is refused, where leaving it out would show too much."""

    def get_filterset(self, request: Request, queryset: QuerySet, view: Any) -> FilterSet | None:
        narrowed = super().get_filterset(request, queryset, view)
        known = [*(narrowed.filters if narrowed else ()), *PAGING]
        if view.action == "list" and (strange := request.query_params.keys() - known):
            says = f"There is no such filter. Use {', '.join(known)}."
            raise exceptions.ValidationError({name: [says] for name in strange})
        return narrowed


class WearsAHat(permissions.BasePermission):
    """Somebody who is signed in and wears a hat with one of the view's roles."""

    message = "Choose where you act today at /office/hats/ first."

    def has_permission(self, request: Request, view: Any) -> bool:
        hat = getattr(request._request, "hat", None)
        if not request.user or not request.user.is_authenticated:
            return False
        if hat is None:
            return False
        roles = getattr(view, "roles", ())
        if roles and not hat.has(*roles):
            raise Http404
        return True


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Errors as RFC 9457 problem details; a database error never shows its text. A refusal is recorded."""
    if isinstance(exc, Refused):
        hat, of = context["request"]._request.hat, context["view"].basename
        record(by=hat, verb="was refused", of=of, detail={"field": exc.field}, outcome=Entry.Outcome.REFUSED)
    if isinstance(exc, Http404):
        return _problem(404, "There is nothing here for you.")
    if isinstance(exc, PermissionDenied):
        return _problem(403, "You may see this but not change it.")
    if isinstance(exc, Stale):
        return _problem(409, exc.message)
    if isinstance(exc, Refused):
        return _problem(422, exc.message, {exc.field: [exc.message]} if exc.field else None)
    if isinstance(exc, exceptions.ValidationError):
        return _problem(400, "Some fields need another look.", exc.detail)
    if isinstance(exc, exceptions.Throttled):
        wait = ceil(exc.wait or 1)
        answer = _problem(429, f"That was too much at once. Ask again in {wait} seconds.")
        answer["Retry-After"] = str(wait)
        return answer
    if isinstance(exc, exceptions.APIException):
        answer = _problem(exc.status_code, MEND.get(exc.status_code, str(exc.detail)))
        if asked := getattr(exc, "auth_header", None):
            answer["WWW-Authenticate"] = asked
        return answer
    return None


def _problem(code: int, detail: str, errors: Any = None) -> Response:
    body = {"type": "about:blank", "title": HTTPStatus(code).phrase, "status": code, "detail": detail}
    if errors is not None:
        body["errors"] = errors
    return Response(body, status=code, content_type="application/problem+json")
