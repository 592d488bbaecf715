"""Planned actions, the heads-up that a provider gets before one, and its answer."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from access.history import recorded
from access.models import Record, RecordQuerySet
from investigations import vocabulary as words
from investigations.models.investigation import Investigation


@recorded()
class Operation(Record):
    """A planned action of an agency, with what a provider was told beforehand (measures F-14, F-15)."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="operations", null=True, blank=True)
    sealed = models.BooleanField(default=False, editable=False)
    name = models.CharField(max_length=80, help_text="Your own name for it. Providers never see it.")
    kind = models.CharField("what kind", max_length=20, choices=words.OperationKind)
    focus = models.CharField("looks for", max_length=10, choices=words.Focus)
    planned_on = models.DateField("planned for")
    held_on = models.DateField("held on", null=True, blank=True)
    labor_partners = ArrayField(
        models.CharField(max_length=20, choices=words.LaborPartner),
        verbose_name="labor agencies taking part",
        default=list,
        blank=True,
    )
    provider_told = models.CharField("was a provider told beforehand?", max_length=10, choices=words.YesNo)
    provider_standby = models.CharField("was a provider on standby?", max_length=10, choices=words.YesNo)

    class Meta:
        ordering = ("-planned_on", "-made_at")
        indexes = [models.Index(fields=("owner", "-planned_on"), name="operation_owner_planned")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("investigations:operation", args=[self.pk])


class NoticeQuerySet(RecordQuerySet):
    def with_answer(self) -> NoticeQuerySet:
        """With the latest answer's code as `said`, None while nobody answered."""
        last = NoticeAnswer.objects.filter(notice=OuterRef("pk")).order_by("-made_at")
        return self.annotate(said=Subquery(last.values("ready")[:1]))

    def waiting(self, day: dt.date) -> NoticeQuerySet:
        """Those still shown on `day` that nobody has answered."""
        return self.with_answer().filter(said=None, ends_on__gte=day)


class OperationNotice(Record):
    """A heads-up to one provider: general time, people expected, languages, minors; no target, no name.

    An OVC e-Guide practice. It does not say which operation it belongs to.
    """

    recipient = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="provider")
    when = models.CharField("general time", max_length=80, help_text="Such as “late next week, evening”.")
    people = models.PositiveSmallIntegerField("people expected", help_text="A rough number is enough.")
    languages = models.CharField(max_length=120, blank=True)
    minors = models.CharField("may there be minors?", max_length=10, choices=words.YesNo)
    ends_on = models.DateField("shown until")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        indexes = [models.Index(fields=("recipient", "-made_at"), name="notice_recipient_made")]

    def __str__(self) -> str:
        return "Heads-up"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("investigations:notice", args=[self.pk])


class NoticeAnswer(Record):
    """What a provider will have ready when an operation comes: beds and advocates, never a person.

    The latest counts. An OVC e-Guide practice: providers stand by before a planned operation.
    """

    recipient = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", editable=False)
    notice = models.ForeignKey(OperationNotice, models.PROTECT, related_name="answers", editable=False)
    ready = models.CharField("will you be ready?", max_length=10, choices=words.Ready)
    beds = models.PositiveSmallIntegerField("beds kept free", null=True, blank=True)
    advocates = models.PositiveSmallIntegerField("advocates on call", null=True, blank=True)
    note = models.CharField("whom to call, and what else to know", max_length=200, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.get_ready_display()
