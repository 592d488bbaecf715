"""How the API describes itself: what is sent is described by the page's own forms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from access.api import KEY

ONCE = (
    "A new random identifier for each new record, 1 to 255 printable ASCII characters. Sent again with the same body, "
    "it answers with what it made, as you see it now, and makes nothing more; sent with another body it is refused "
    "(422). It is yours alone, under the hat that you wear; a key whose sending was refused may be sent again."
)

TYPES: tuple[tuple[type[forms.Field], type[serializers.Field]], ...] = (
    (forms.BooleanField, serializers.BooleanField),
    (forms.IntegerField, serializers.IntegerField),
    (forms.DecimalField, serializers.DecimalField),
    (forms.DateTimeField, serializers.DateTimeField),
    (forms.DateField, serializers.DateField),
    (forms.EmailField, serializers.EmailField),
    (forms.UUIDField, serializers.UUIDField),
)


class Problem(serializers.Serializer):
    """An error as RFC 9457 problem details."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)


@cache
def described(form: type[forms.Form | forms.ModelForm], verb: str) -> type[serializers.Serializer]:
    """A serializer with the form's fields, for the description alone: the form itself checks."""
    fields = {name: _field(field) for name, field in form.base_fields.items()}
    if verb == "Changed":
        fields["version"] = serializers.IntegerField()
    return type(f"{form.__name__.removesuffix('Form')}{verb}", (serializers.Serializer,), fields)


def _field(field: forms.Field) -> serializers.Field:
    required = {"required": field.required}
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return serializers.ListField(child=serializers.CharField(), **required)
    for kind, described_as in TYPES:
        if isinstance(field, kind):
            extra = {"max_digits": 12, "decimal_places": 2} if kind is forms.DecimalField else {}
            return described_as(**required, **extra)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField) and field.choices:
        # The stubs type what may be set; read back, choices are pairs.
        pairs: Iterable[tuple[Any, Any]] = field.choices  # type: ignore[assignment]
        listed = [choice for choice in pairs if not isinstance(choice[1], list | tuple)]
        return serializers.ChoiceField(choices=listed, allow_blank=not field.required, **required)
    limit = getattr(field, "max_length", None)
    return serializers.CharField(max_length=limit, allow_blank=not field.required, **required)


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session's cookie."""

    target_class = "access.answers.Session"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class Schema(AutoSchema):
    """Describes what is sent by the page's form, and every error as a problem."""

    def get_override_parameters(self) -> list[Any]:
        if getattr(self.view, "action", "") != "create":
            return []
        return [OpenApiParameter(KEY, str, OpenApiParameter.HEADER, description=ONCE)]

    def get_request_serializer(self) -> Any:
        action = getattr(self.view, "action", "")
        if action == "create":
            return described(self.view.make_form, "Sent")
        return described(self.view.change_form, "Changed") if action == "update" else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        answers = dict.fromkeys(("400", "401", "403", "404", "406", "429"), Problem)
        if self.method in ("POST", "PUT"):
            good = "201" if self.method == "POST" else "200"
            answers |= dict.fromkeys(("409", "415", "422"), Problem)
            return answers | {good: self.get_response_serializer()}
        return answers | {"200": self.get_response_serializer()}

    def get_response_serializer(self) -> Any:
        """What one record, or a page of them, looks like."""
        return self._get_serializer()  # type: ignore[no-untyped-call]  # spectacular's own, without types
