"""What came in and may become a case."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from access.history import recorded
from access.models import Record, RecordQuerySet
from agencies.vocabulary import Kind
from cases.models.case import Case
from cases.models.shared import Place, Written
from cases.vocabulary import Disposition, Source


class LeadQuerySet(RecordQuerySet):
    def waiting(self) -> LeadQuerySet:
        """Those that nobody has decided about."""
        return self.filter(disposition=Disposition.OPEN)


@recorded()
class Lead(Record, Written, Place):
    """A tip before it is a case; becomes one by a step of its own (`services.open_case_from`)."""

    task_force = models.ForeignKey("agencies.TaskForce", models.PROTECT, related_name="+", editable=False)
    source = models.CharField("how it came in", max_length=20, choices=Source)
    form = models.CharField("type of trafficking", max_length=20, choices=Kind)
    received_on = models.DateField("came in on", default=timezone.localdate)
    text = models.TextField("what was said", max_length=1000)
    disposition = models.CharField(max_length=20, choices=Disposition, default=Disposition.OPEN, editable=False)
    disposed_on = models.DateField(null=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", null=True, editable=False)

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ("-received_on", "-made_at")
        indexes = [models.Index(fields=("owner", "-received_on"), name="lead_owner_received")]

    def __str__(self) -> str:
        return f"Lead of {self.received_on}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("cases:lead", args=[self.pk])
