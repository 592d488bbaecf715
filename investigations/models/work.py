"""What is written down, to be done, and set for court."""

from __future__ import annotations

from django.db import models

from access.history import recorded
from investigations import vocabulary as words
from investigations.models.investigation import Kept, Part
from investigations.models.suspects import Suspect


@recorded()
class Note(Part):
    """A note of an investigation; it may be disclosed to the defense."""

    text = models.TextField(max_length=4000)
    redacted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"Note of {self.made_at:%Y-%m-%d}"


class Task(Part):
    """Something that somebody of the agency does by a day."""

    title = models.CharField("what", max_length=200)
    assignee = models.ForeignKey(
        "agencies.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="who"
    )
    due_on = models.DateField("by", null=True, blank=True)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("done_at", "due_on", "made_at")

    def __str__(self) -> str:
        return self.title


@recorded()
class Hearing(Kept):
    """A date in court, written down by the police or by the prosecutor's office, each its own."""

    kind = models.CharField("what kind", max_length=20, choices=words.HearingKind)
    at = models.DateTimeField("when")
    court = models.CharField(max_length=120, blank=True)
    suspect = models.ForeignKey(
        Suspect, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="defendant"
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("at", "made_at")

    def __str__(self) -> str:
        return self.get_kind_display()
