"""What every protected record has: a random identifier, one owning agency, a version."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F
from django.utils import timezone

from access.errors import Stale
from access.keys import AgencyKey

__all__ = ["AgencyKey", "Job", "Record", "RecordQuerySet"]


class RecordQuerySet(models.QuerySet):
    def change(self, record: Record, *, expected: int | None = None, **fields: Any) -> None:
        """Update `record` by queryset and check the count, since `save()` under a policy may insert.

        `expected` is the version that the person had open; raises Stale when it has moved on.
        """
        rows = self.filter(pk=record.pk)
        if expected is not None:
            rows = rows.filter(version=expected)
        if rows.update(version=F("version") + 1, **fields) != 1:
            raise Stale
        for name, value in fields.items():
            setattr(record, name, value)
        record.version = (record.version if expected is None else expected) + 1


class Record(models.Model):
    """A protected row: wholly on one side, owned by one agency, made by one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def new(cls, by: Any, **fields: Any) -> Self:
        """A saved record of the acting hat's agency; `by` is the hat."""
        record = cls(owner_id=by.agency_id, made_by_id=by.person_id, **fields)
        record.save(force_insert=True)
        return record


class Job(models.Model):
    """What a person asked to be done in the background: the row is the truth, the message its number.

    It runs with the rights that the person has when it runs. `progress` is 0 to 100.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    owner = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    part = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    says = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(default=timezone.now, help_text="When the worker last said how far it is.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"{self.task} ({self.state})"

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.state in (self.State.DONE, self.State.FAILED)
