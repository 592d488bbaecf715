"""History by database trigger: every version of a row, with who made it, read from the signed context."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models
from django.db.models import Func
from pghistory.models import Event


class ActingPerson(Func):
    """The person of the signed context, as a column's default in the database."""

    function = "wall.person"
    output_field = models.IntegerField()


class RandomId(Func):
    """A random identifier made by the database."""

    function = "gen_random_uuid"
    output_field = models.UUIDField()


class History(Event):
    """A version of a row as it stood; walled like the row itself."""

    # pghistory lets a base choose its own key; its types allow for a number only.
    pgh_id = models.UUIDField(  # type: ignore[assignment]
        primary_key=True, default=uuid.uuid4, db_default=RandomId(), editable=False
    )
    pgh_person_id = models.IntegerField(null=True, db_default=ActingPerson())

    class Meta:
        abstract = True


def recorded(**options: Any) -> Callable[[type[models.Model]], type[models.Model]]:
    """Decorate a Record whose every version is kept; `exclude=[...]` leaves columns out."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        base_model=History,
        context_field=None,  # type: ignore[arg-type]  # pghistory's word for none, missing from its types
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
        **options,
    )
