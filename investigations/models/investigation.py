"""An investigation, what its summary may tell, and the base of everything that hangs on one."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from access.history import recorded
from access.models import Record, RecordQuerySet
from agencies.models import Person
from agencies.vocabulary import Kind
from investigations import vocabulary as words


class InvestigationQuerySet(RecordQuerySet):
    def open(self) -> InvestigationQuerySet:
        """Those that are not closed."""
        return self.filter(closed_on=None)


@recorded()
class Investigation(Record):
    """What one agency works, in a case of the task force or before it is brought there."""

    number = models.CharField("number", max_length=40, help_text="Your agency's own number.")
    task_force = models.ForeignKey("agencies.TaskForce", models.PROTECT, related_name="+", editable=False)
    case = models.ForeignKey(
        "cases.Case",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        help_text="The task force's case that it belongs to, if any. The case shows no trace of it.",
    )
    lead = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+", verbose_name="lead")
    status = models.CharField(max_length=20, choices=words.Status, default=words.Status.OPEN, editable=False)
    form = models.CharField("form of trafficking", max_length=20, choices=Kind)
    source = models.CharField("how it came to notice", max_length=20, choices=words.Source)
    finding = models.CharField(
        "is it trafficking?", max_length=20, choices=words.Finding, default=words.Finding.SUSPECTED
    )
    found_on = models.DateField("as of", null=True, blank=True)
    opened_on = models.DateField("opened on", default=timezone.localdate)
    closed_on = models.DateField("closed on", null=True, blank=True, editable=False)
    closure = models.CharField(max_length=20, choices=words.Closure, blank=True, editable=False)
    joint = ArrayField(
        models.CharField(max_length=20, choices=words.Joint),
        verbose_name="worked jointly with",
        default=list,
        blank=True,
    )
    nibrs_64a_on = models.DateField("NIBRS 64A (commercial sex acts) reported on", null=True, blank=True)
    nibrs_64b_on = models.DateField("NIBRS 64B (involuntary servitude) reported on", null=True, blank=True)
    presented_on = models.DateField("presented to a prosecutor on", null=True, blank=True)
    presented_level = models.CharField("at level", max_length=10, choices=words.CourtLevel, blank=True)
    sealed = models.BooleanField(default=False, editable=False)

    objects = InvestigationQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_on", "-made_at")
        indexes = [models.Index(fields=("owner", "-opened_on"), name="investigation_owner_opened")]
        permissions = [(code, label) for code, label in words.Sharing.choices]
        constraints = [
            # The parts' and histories' owner and seal refer to this (0002): they follow by themselves.
            models.UniqueConstraint(fields=("id", "owner", "sealed"), name="investigation_and_its_walls"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="investigation_closes_late",
                violation_error_message="It was closed before this day. Choose an earlier one.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("investigations:detail", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        """Whether it is closed."""
        return self.closed_on is not None

    def leads(self) -> list[tuple[dt.datetime, Person | None, Person | None]]:
        """(when, to whom, by whom) of each time that it got another lead, from the database's own history."""
        held = list(self.history.order_by("pgh_created_at").values_list("pgh_created_at", "lead_id", "pgh_person_id"))
        given = [now for before, now in pairwise(held) if before[1] != now[1]]
        people = Person.objects.in_bulk({pk for _, lead, by in given for pk in (lead, by)})
        return [(at, people.get(lead), people.get(by)) for at, lead, by in given]


class Part(Record):
    """A row that hangs on an investigation; the database keeps its owner and seal equal to its parent's."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="%(class)ss", editable=False)
    sealed = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def part_of(cls, investigation: Investigation, by: Any, **fields: Any) -> Self:
        """A saved part of `investigation`, made by the hat `by`."""
        return cls.new(by, investigation=investigation, sealed=investigation.sealed, **fields)

    def get_absolute_url(self) -> str:
        """The page of the investigation that it hangs on."""
        return reverse("investigations:detail", args=[self.investigation_id])


class Kept(Part):
    """A part that a prosecutor's office which was given charges may keep, as the police may.

    `investigating` is the investigation's own agency, which always sees it.
    """

    investigating = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    @classmethod
    def part_of(cls, investigation: Investigation, by: Any, **fields: Any) -> Self:
        """A saved part of `investigation`, owned by the agency of the hat `by`."""
        return super().part_of(investigation, by, investigating_id=investigation.owner_id, **fields)


class StrikableQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that were not struck out as a mistake."""
        return self.filter(struck_at=None)


class Strikable(models.Model):
    """Written down by mistake, it is struck out: it stays on record with its reason and is counted no longer."""

    struck_at = models.DateTimeField(null=True, editable=False)
    struck_why = models.CharField("why", max_length=20, choices=words.StruckWhy, blank=True, editable=False)

    class Meta:
        abstract = True


class StatusChange(Part):
    """A step of an investigation's status, with its date."""

    status = models.CharField(max_length=20, choices=words.Status)
    on = models.DateField("since", default=timezone.localdate)
    reason = models.CharField("why", max_length=200, blank=True)

    class Meta:
        ordering = ("-on", "-made_at")

    def __str__(self) -> str:
        return self.get_status_display()


class FormAssessment(Part):
    """What the form of trafficking was held to be from a day on, and why: taken anew, never overwritten."""

    form = models.CharField("form of trafficking", max_length=20, choices=Kind)
    on = models.DateField("as of", default=timezone.localdate)
    basis = models.CharField("on what basis", max_length=300)

    class Meta:
        ordering = ("-on", "-made_at")

    def __str__(self) -> str:
        return self.get_form_display()
