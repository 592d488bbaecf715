"""The bases of the API's view sets: the same forms, services and wall as the pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.http import Http404
from django.shortcuts import resolve_url
from rest_framework import mixins, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from access.forms import Form, RecordForm
from access.hats import Hat
from audit.entries import record


class Choice(serializers.ChoiceField):
    """A choice as it is read: it may be empty, which a description of the form would not say."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.allow_blank = True


class Shown(serializers.ModelSerializer):
    """A record as it is read through the API."""

    serializer_choice_field = Choice


class Records(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Records of one kind: read as a list and one by one.

    Set `roles`, `serializer_class`, `filterset_fields` and `get_queryset()`; the wall lies beneath.
    """

    roles: tuple[str, ...] = ()
    lookup_value_converter = "uuid"

    @property
    def hat(self) -> Hat:
        """Who is acting."""
        return self.request._request.hat

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.get_object()
        self.was_read(found)
        return Response(self.get_serializer(found).data)

    def was_read(self, found: Any) -> None:
        """Write down that the one record was read."""
        record(by=self.hat, verb="read", of=found, detail={"through": "api"})

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().list(request, *args, **kwargs)
        record(by=self.hat, verb="listed", of=self.get_queryset().model._meta.label_lower, detail={"through": "api"})
        return answer

    def get_object(self) -> Any:
        """The one record, or 404: hidden and absent answer alike."""
        found = self.filter_queryset(self.get_queryset()).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def bound(self, form: type[Form | RecordForm], subject: Any = None) -> Any:
        """The page's own form over what was sent; raises ValidationError with what it refuses."""
        data = self.request.data
        if not isinstance(data, dict):
            raise ValidationError({"": ["Send an object with the fields by name."]})
        sent = {name: value for name, value in data.items() if value is not None}
        filled = form(sent, hat=self.hat, record=subject)
        withheld = (form.base_fields.keys() - filled.fields.keys()) & sent.keys()
        if changed := [name for name in withheld if str(sent[name]) != _kept(subject, name)]:
            raise ValidationError({name: ["This isn't yours to change: leave it as it is."] for name in changed})
        if not filled.is_valid():
            raise ValidationError({name: list(errors) for name, errors in filled.errors.items()})
        return filled


def _kept(subject: Any, name: str) -> str:
    """What the record holds under the name of a form's field, as the API shows it."""
    return str(getattr(subject, f"{name}_id", getattr(subject, name, "")))


class Making(Records):
    """Records that can be made: POST goes through the page's own form and service.

    Set `make_form` and `make_roles` (those of the page) and give `make(form)`.
    """

    make_form: ClassVar[Any] = None
    make_roles: ClassVar[tuple[str, ...]] = ()

    def make(self, form: Any) -> Any:
        """Call the one service that makes it."""
        raise NotImplementedError

    def form_to_make(self) -> Any:
        """The form for this hat; as on the page."""
        return self.make_form

    @transaction.atomic
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make one."""
        if self.make_roles and not self.hat.has(*self.make_roles):
            raise Http404
        made = self.make(self.bound(self.form_to_make()))
        made = self.get_queryset().get(pk=made.pk)
        where = resolve_url(f"api:{self.basename}-detail", pk=made.pk)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED, headers={"Location": where})


class Changing(Records):
    """Records that can be changed: PUT sends every field of the page's own form, with the version read.

    Set `change_form` and give `change(form, subject)`.
    """

    change_form: ClassVar[Any] = None
    http_method_names = ("get", "post", "put", "head", "options")

    def change(self, form: Any, subject: Any) -> Any:
        """Call the one service that changes it."""
        raise NotImplementedError

    @transaction.atomic
    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change one."""
        subject = self.get_object()
        self.change(self.bound(self.change_form, subject), subject)
        return Response(self.get_serializer(self.get_object()).data)
