"""The bases of the API's view sets: the same forms, services and wall as the pages."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any, ClassVar

from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import resolve_url
from django.utils.functional import cached_property
from rest_framework import mixins, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from access import once
from access.errors import Refused
from access.forms import Form, RecordForm
from access.hats import Hat
from audit.entries import record

# draft-ietf-httpapi-idempotency-key-header: a string in quotes; nearly everybody leaves them out.
KEY, KEY_SYNTAX = "Idempotency-Key", re.compile(r'"[!#-~]{1,255}"|[!#-~]{1,255}')

# How a list is filtered: by one value, or by a span of days.
IS, DATES = ("exact",), ("exact", "gte", "lte")


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
        """The page's own form over what was sent; raises ValidationError with what it refuses.

        What the form doesn't take is refused rather than lost, but for what stands as it was read.
        """
        data = self.request.data
        if not isinstance(data, dict):
            raise ValidationError({"": ["Send an object with the fields by name."]})
        sent = {name: value for name, value in data.items() if value is not None}
        filled = form(sent, hat=self.hat, record=subject)
        stands = self.get_serializer(subject).data if subject else {}
        left = [name for name in sent.keys() - filled.fields.keys() if str(sent[name]) != str(stands.get(name, ""))]
        if left:
            says = "This can't be set here: leave it " + ("as it is." if subject else "out.")
            raise ValidationError({name: [says] for name in left})
        if "version" in filled.fields and "version" not in sent:
            raise ValidationError({"version": ["Send the version that you read, so that nobody's change is lost."]})
        if not filled.is_valid():
            raise ValidationError({name: list(errors) for name, errors in filled.errors.items()})
        return filled


class Making(Records):
    """Records that can be made: POST goes through the page's own form and service.

    Set `make_form` and `make_roles` (those of the page) and give `make(form)`, which hands `self.made_as` to the
    service: whoever sends an `Idempotency-Key` makes one, however often it is sent. `made_as_column` is where the
    service keeps it.
    """

    make_form: ClassVar[Any] = None
    make_roles: ClassVar[tuple[str, ...]] = ()
    made_as_column: ClassVar[str] = "pk"

    def make(self, form: Any) -> Any:
        """Call the one service that makes it."""
        raise NotImplementedError

    def form_to_make(self) -> Any:
        """The form for this hat; as on the page."""
        return self.make_form

    @cached_property
    def key(self) -> str:
        """What the sender calls this sending; empty when they don't say. Raises ValidationError."""
        sent = self.request.headers.get(KEY, "")
        if sent and not KEY_SYNTAX.fullmatch(sent):
            says = "Send 1 to 255 printable ASCII letters, a new random identifier for each new record."
            raise ValidationError({KEY: [says]})
        return sent.strip('"')

    @cached_property
    def made_as(self) -> uuid.UUID:
        """The new record's identifier, or what holds it to once: the same for the same words under the same key."""
        words = json.dumps(self.request.data, sort_keys=True)
        return once.identifier(self.hat, place=self.request.path, key=self.key or uuid.uuid4().hex, words=words)

    @transaction.atomic
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make one."""
        if self.make_roles and not self.hat.has(*self.make_roles):
            raise Http404
        if self.key and (before := once.made_before(self.get_queryset(), self.made_as, by=self.made_as_column)):
            if getattr(before, self.made_as_column) != self.made_as:
                raise Refused("Something else was made under this key. Send a new key for a new record.", KEY)
            self.was_read(before)
            return self.answer(before)
        form = self.bound(self.form_to_make())
        try:
            made = self.make(form)
        except IntegrityError as taken:
            if not self.key:
                raise
            raise Http404 from taken  # it was made under this key, and its maker may see it no more
        return self.answer(self.get_queryset().get(pk=made.pk))

    def answer(self, made: Any) -> Response:
        """What was made, as its maker sees it now."""
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


class Nothing(Records):
    """Whatever else is asked for answers as what is hidden does."""

    schema = None

    def nothing(self, request: Request, **kwargs: Any) -> Response:
        """Nothing, for everyone."""
        raise Http404
