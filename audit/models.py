"""One entry a thing done, and what an agency wants to be told of; no foreign key to any record."""

from __future__ import annotations

import datetime as dt
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


class Watch(models.Model):
    """What an agency's supervisors want to be told of; an agency that never said so has these defaults.

    A number is how many a person may reach on one day without an alert. It never stops anybody.
    """

    owner_id = models.IntegerField(primary_key=True)
    opened_a_day = models.PositiveSmallIntegerField("records opened by one person on a day", default=60)
    outside_a_day = models.PositiveSmallIntegerField("of those, outside the person's own cases", default=15)
    night_from = models.TimeField("night begins at", default=dt.time(21))
    night_until = models.TimeField("night ends at", default=dt.time(6))

    class Meta:
        verbose_name_plural = "watches"

    def __str__(self) -> str:
        return "Alerts"


class Alert(models.Model):
    """Something unusual about one person of an agency on one day, as a count; never which records."""

    class What(models.TextChoices):
        MANY = "many", "Opened more records than usual"
        OUTSIDE = "outside", "Opened records outside their own cases"
        NIGHT = "night", "Exported at night"
        RECOVERED = "recovered", "Was let back in with a new password"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_id = models.IntegerField()
    person_id = models.IntegerField()
    what = models.CharField(max_length=10, choices=What)
    on = models.DateField()
    count = models.PositiveIntegerField()
    found_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)
    seen_by_id = models.IntegerField(null=True)

    class Meta:
        ordering = ("-on", "-found_at")
        constraints = [
            models.UniqueConstraint(fields=("owner_id", "person_id", "what", "on"), name="one_alert_a_person_and_day")
        ]

    def __str__(self) -> str:
        return self.get_what_display()
