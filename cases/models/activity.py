"""Trainings, outreach and meetings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from access.history import recorded
from access.models import Record, RecordQuerySet
from agencies.vocabulary import Kind
from cases.models.shared import Place, Written
from cases.vocabulary import (
    ActivityKind,
    Audience,
    Checked,
    Discipline,
    LaborShare,
    MeetingKind,
    Mode,
    Setting,
    TrainingLevel,
)


class ActivityQuerySet(RecordQuerySet):
    def standing(self) -> ActivityQuerySet:
        """Those that were not struck out as a mistake."""
        return self.filter(struck_at=None)

    def uncredited(self) -> ActivityQuerySet:
        """Those that no award counts yet."""
        return self.standing().filter(award=None)

    def in_period(self, first: dt.date, last: dt.date) -> ActivityQuerySet:
        """Those held from `first` to `last`, both included."""
        return self.standing().filter(held_on__range=(first, last))


@recorded()
class Activity(Record, Written, Place):
    """A training, an outreach or a meeting, credited to exactly one award (measures H-01 to J-03)."""

    kind = models.CharField(max_length=10, choices=ActivityKind, editable=False)
    task_force = models.ForeignKey("agencies.TaskForce", models.PROTECT, related_name="+", editable=False)
    award = models.ForeignKey(
        "agencies.Award",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="award that counts it",
        help_text="Exactly one award may count it.",
    )
    title = models.CharField(max_length=120, help_text="What it was about. Name no survivor.")
    held_on = models.DateField("held on", default=timezone.localdate)
    hours = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    mode = models.CharField("how people met", max_length=10, choices=Mode, blank=True)
    form = models.CharField("form of trafficking", max_length=20, choices=Kind, blank=True)
    struck_at = models.DateTimeField(null=True, editable=False)
    # A training
    level = models.CharField(max_length=10, choices=TrainingLevel, blank=True)
    labor_share = models.CharField(
        "share of the time on labor trafficking", max_length=10, choices=LaborShare, blank=True
    )
    joint = models.BooleanField("led by law enforcement and victim services together", default=False)
    attendees = models.JSONField("people trained", default=dict, blank=True)  # {discipline: people}
    # An outreach
    audience = models.CharField(max_length=20, choices=Audience, blank=True)
    setting = models.CharField(max_length=20, choices=Setting, blank=True)
    language = models.CharField("language", max_length=60, blank=True)
    reached = models.PositiveIntegerField("people reached in person", null=True, blank=True)
    items_given = models.PositiveIntegerField("items given out", null=True, blank=True)
    impressions = models.PositiveIntegerField("media and online reach", null=True, blank=True)
    # A meeting
    meeting_kind = models.CharField("kind of meeting", max_length=20, choices=MeetingKind, blank=True)
    matters_reviewed = models.PositiveIntegerField("matters reviewed", null=True, blank=True)
    releases_checked = models.CharField(
        "releases in force checked", max_length=10, choices=Checked, default=Checked.NOT_ASKED, blank=True
    )
    survivor_input = models.CharField("survivors' input heard", max_length=10, choices=Checked, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on", "-made_at")
        verbose_name_plural = "activities"
        indexes = [models.Index(fields=("task_force", "-held_on"), name="activity_task_force_held")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("cases:activity", args=[self.pk])

    @property
    def people(self) -> int:
        """People trained, all disciplines; not unduplicated."""
        return sum(self.attendees.values())

    @property
    def by_discipline(self) -> list[tuple[str, int]]:
        """People trained, by discipline, in the order of the measure."""
        return [(label, self.attendees[code]) for code, label in Discipline.choices if self.attendees.get(code)]


class ActivityPart(Record):
    """A row that hangs on an activity and is seen by whoever sees it."""

    task_force = models.ForeignKey("agencies.TaskForce", models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    @classmethod
    def on(cls, activity: Activity, by: Any, **fields: Any) -> Any:
        """A new row of `activity`."""
        return cls.new(by, activity_id=activity.pk, task_force_id=activity.task_force_id, **fields)


class AttendanceQuerySet(RecordQuerySet):
    def present(self) -> AttendanceQuerySet:
        """Agencies that came."""
        return self.filter(people__gt=0)


class Attendance(ActivityPart):
    """How many people of an agency came to a meeting (H-02 counts agencies that were active)."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="attendances")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(default=1)  # 0 when it was written down by mistake

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ("agency__name",)
        constraints = [
            models.UniqueConstraint(fields=("activity", "agency"), name="one_attendance_an_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.people}"


class ActionItem(ActivityPart, Written):
    """What a meeting decided that somebody does, and by when."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="action_items")
    text = models.CharField("what", max_length=200)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="who")
    due_on = models.DateField("by", null=True, blank=True)
    done_on = models.DateField("done on", null=True, blank=True)

    class Meta:
        ordering = ("done_on", "due_on", "made_at")

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return self.activity.get_absolute_url()
