"""The bases of the API: the same services, checks and wall as the pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, mixins, permissions, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from access.errors import Refused, Stale
from audit.entries import record


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


class Records(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Records of one kind: read as a list and one by one; a room adds verbs that call its services.

    Set `roles`, `serializer_class`, `filterset_fields` and `get_queryset()`.
    """

    roles: tuple[str, ...] = ()
    lookup_value_converter = "uuid"

    @property
    def hat(self) -> Any:
        """Who is acting."""
        return self.request._request.hat

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.get_object()
        record(by=self.hat, verb="read", of=found, detail={"through": "api"})
        return Response(self.get_serializer(found).data)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().list(request, *args, **kwargs)
        record(by=self.hat, verb="listed", of=self.queryset_kind(), detail={"through": "api"})
        return answer

    def queryset_kind(self) -> str:
        """What is listed, as the audit names it."""
        return self.get_queryset().model._meta.label_lower


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Errors as RFC 9457 problem details; a database error never shows its text."""
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
