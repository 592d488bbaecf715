"""How the API answers everyone: who may ask, pages by cursor, errors as problem details."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, permissions, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from access.errors import Refused, Stale
from audit.entries import record
from audit.models import Entry


class Cursor(CursorPagination):
    """Pages by cursor; the order is stable and says nothing of what is hidden."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = ("-made_at", "id")


class WearsAHat(permissions.BasePermission):
    """Somebody who is signed in and wears a hat with one of the view's roles."""

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
        return _problem(status.HTTP_404_NOT_FOUND, "Not found", "There is nothing here for you.")
    if isinstance(exc, PermissionDenied):
        return _problem(status.HTTP_403_FORBIDDEN, "Not allowed", "You may see this but not change it.")
    if isinstance(exc, Stale):
        return _problem(status.HTTP_409_CONFLICT, "Changed meanwhile", exc.message)
    if isinstance(exc, Refused):
        errors = {exc.field: [exc.message]} if exc.field else None
        return _problem(422, "Refused", exc.message, errors)
    if isinstance(exc, exceptions.ValidationError):
        return _problem(400, "Invalid", "Some fields need another look.", exc.detail)
    if isinstance(exc, exceptions.APIException):
        answer = _problem(exc.status_code, exc.default_code, str(exc.detail))
        if wait := getattr(exc, "wait", None):
            answer["Retry-After"] = str(int(wait))
        return answer
    return None


def _problem(code: int, title: str, detail: str, errors: Any = None) -> Response:
    body = {"type": "about:blank", "title": title, "status": code, "detail": detail}
    if errors is not None:
        body["errors"] = errors
    return Response(body, status=code, content_type="application/problem+json")
