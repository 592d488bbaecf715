"""The provider's own day: tasks, hearings, and which case a client belongs to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from access.history import recorded
from access.sealed import EncryptedText
from victims import vocabulary as words
from victims.models.sealed import ClientRecord, HouseRecord


def shared_case() -> models.ForeignKey:
    """A key down to the shared case: no constraint there, no name back, so that it leaves no trace."""
    return models.ForeignKey("cases.Case", models.DO_NOTHING, related_name="+", null=True, db_constraint=False)


@recorded()
class CaseBookmark(ClientRecord):
    """The provider's private knowledge that a client belongs to a case; nothing on the case tells."""

    case = shared_case()
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("owner", "client", "case"), condition=Q(ended_at=None), name="one_bookmark_a_case"
            ),
        ]

    def __str__(self) -> str:
        return "Bookmark"


@recorded(exclude=["text"])
class Task(HouseRecord):
    """Something to do, for a client or for none."""

    text = EncryptedText("what")
    due_on = models.DateField("by", null=True, blank=True)
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+", verbose_name="who")
    case = shared_case()
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = (models.F("due_on").asc(nulls_last=True), "made_at")
        indexes = [models.Index(fields=("owner", "person", "done_at"), name="provider_task_person")]

    def __str__(self) -> str:
        return "Task"

    def get_absolute_url(self) -> str:
        return reverse("victims:tasks")


@recorded(exclude=["place"])
class Hearing(HouseRecord):
    """A hearing or appointment that somebody of the provider keeps in mind."""

    kind = models.CharField(max_length=20, choices=words.hearing_kinds)
    on = models.DateField("date")
    at = models.TimeField("time", null=True, blank=True)
    place = EncryptedText("where, and what to bring")
    person = models.ForeignKey(
        "agencies.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="who goes along"
    )
    case = shared_case()
    cancelled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("on", "at")
        indexes = [models.Index(fields=("owner", "on"), name="provider_hearing_on")]

    def __str__(self) -> str:
        return self.get_kind_display()
