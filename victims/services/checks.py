"""Whether facts are ones that may be written: one place for pages, imports and the API."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Award, AwardAgency
from agencies.vocabulary import Side
from victims.vocabulary import NO_ANSWER_CODES

EARLIEST = dt.date(1990, 1, 1)


def checked(model: type[models.Model], facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as the model's own fields accept them. Raises Refused, naming the field."""
    return {name: _cleaned(model, name, value) for name, value in facts.items()}


def _cleaned(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field) or isinstance(field, models.ForeignKey | models.BinaryField):
        return value
    try:
        value = field.clean(value, None)
    except ValidationError as wrong:
        raise Refused(f"{field.verbose_name.capitalize()}: {' '.join(wrong.messages)}", name) from wrong
    if isinstance(value, list) and len(value) > 1 and NO_ANSWER_CODES.intersection(value):
        raise Refused(
            f"{field.verbose_name.capitalize()}: either answers, or one of “not asked”, “not known” and "
            "“prefers not to say”.",
            name,
        )
    return value


def check_day(day: dt.date, field: str, *, today: dt.date | None = None) -> None:
    """Refuses a day in the future or before anything that is on record."""
    if day > (today or timezone.localdate()):
        raise Refused("This day is still to come. Check the year.", field)
    if day < EARLIEST:
        raise Refused(f"This day is before {EARLIEST.year}. Check the year.", field)


def check_birth_year(year: int) -> None:
    """Refuses a year in which nobody who is served was born."""
    if not 1900 <= year <= timezone.localdate().year:
        raise Refused("This birth year can't be. Write four digits, such as 1998.", "birth_year")


def awards_of(by: Hat) -> models.QuerySet[Award]:
    """The awards that the acting agency serves clients under: its own, and those it is a subrecipient of."""
    shared = AwardAgency.objects.filter(agency_id=by.agency_id, part=AwardAgency.Part.SUBRECIPIENT)
    return Award.objects.filter(
        Q(agency_id=by.agency_id) | Q(pk__in=shared.values("award")), side=Side.SERVICES
    ).order_by("-starts_on", "number")


def check_award(by: Hat, award: Award, field: str = "award") -> None:
    """Refuses an award that the acting agency does not serve clients under."""
    if not awards_of(by).filter(pk=award.pk).exists():
        raise Refused("Your agency does not serve clients under this award.", field)
