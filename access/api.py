"""The base of the API's view sets: the same services, checks and wall as the pages."""

from __future__ import annotations

from typing import Any

from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from audit.entries import record


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
