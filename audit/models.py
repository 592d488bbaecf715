"""One entry a thing done; no foreign key to any record."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """Who did what to which record of whose, and when; never the content of the record.

    `owner` is the agency whose record it is, `agency` the one that the person acted for.
    `object_id` and `kind` name the record without a key to it.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    person_id = models.IntegerField(null=True)
    agency_id = models.IntegerField(null=True)
    part = models.CharField(max_length=20, blank=True)
    owner_id = models.IntegerField(null=True)
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.DONE)
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=("owner_id", "-at"), name="entry_owner_at"),
            models.Index(fields=("person_id", "-at"), name="entry_person_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind}"
