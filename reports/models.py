"""What is counted, for when, by whom, and the reports that add it up."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone

from access.models import Record, RecordQuerySet
from reports.vocabulary import SMALL, Source, Span, State, label

Numbers = dict[str, dict[str, float]]


class Catalogue(models.Model):
    """One version of the list of measures; a filed report keeps the version that it was counted by."""

    version = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=120)
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-version",)

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class MeasureQuerySet(models.QuerySet):
    def collected(self) -> MeasureQuerySet:
        """Those that the records kept here can answer."""
        return self.exclude(function="")

    def fillable(self) -> MeasureQuerySet:
        """Those with numbers of their own to type, so neither text nor attestation."""
        return self.exclude(cells=[])


class Measure(models.Model):
    """One line of a report: data, editable, never code.

    `function` names the function in `reports/measures/` that counts it, "" where nothing is
    collected yet; `note` then says why, or how it is counted where that is not plain. `in_report`: the
    report itself answers it, beside its numbers. `cells` lists what it is broken down by: {"key",
    "label", "group", "adds_to"}; `adds_to` is the cell ("total", or "B-02:total" of another measure)
    that the group sums to.
    """

    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="measures")
    place = models.PositiveSmallIntegerField("order")
    section = models.CharField(max_length=120)
    code = models.CharField(max_length=8)
    wording = models.CharField(max_length=300)
    unit = models.CharField(max_length=60)
    breakdown = models.CharField(max_length=600, blank=True)
    filer = models.CharField(max_length=30)
    cadence = models.CharField(max_length=10)
    basis = models.CharField(max_length=1)
    function = models.CharField(max_length=60, blank=True)
    in_report = models.BooleanField("answered by the report itself", default=False)
    note = models.CharField(max_length=200, blank=True)
    cells = models.JSONField(default=list, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ("catalogue", "place")
        constraints = [
            models.UniqueConstraint(fields=("catalogue", "code"), name="one_measure_a_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.wording}"

    @property
    def is_collected(self) -> bool:
        """Whether the records kept here answer it."""
        return self.in_report or bool(self.function)

    @property
    def family(self) -> str:
        """The letter of its section."""
        return self.code[0]


class PeriodQuerySet(models.QuerySet):
    def over(self, on: dt.date | None = None) -> PeriodQuerySet:
        """Those that have ended by the day `on`, today unless given."""
        return self.filter(ends_on__lt=on or timezone.localdate())

    def begun(self, on: dt.date | None = None) -> PeriodQuerySet:
        """Those that have begun by the day `on`, today unless given."""
        return self.filter(starts_on__lte=on or timezone.localdate())


class Period(models.Model):
    """A span of an award that is reported for, with its due date; edges are included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey("agencies.Award", models.PROTECT, related_name="periods")
    span = models.CharField(max_length=10, choices=Span)
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ("-ends_on", "span")
        constraints = [
            models.UniqueConstraint(fields=("award", "span", "starts_on"), name="one_period_a_start"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_ends_late"),
        ]

    def __str__(self) -> str:
        return label(self.span, self.starts_on, self.ends_on)

    def get_absolute_url(self) -> str:
        """Its page for whoever files the award."""
        return reverse("reports:period", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.ends_on < timezone.localdate()

    @property
    def narrative(self) -> bool:
        """Whether a narrative is uploaded with it."""
        return self.span != Span.QUARTER


class ContributionQuerySet(RecordQuerySet):
    def confirmed(self) -> ContributionQuerySet:
        """The frozen ones."""
        return self.filter(state=State.CONFIRMED)

    def newest(self) -> ContributionQuerySet:
        """The newest of each agency and period."""
        return self.order_by("agency_id", "period_id", "-number").distinct("agency_id", "period_id")

    def for_page(self) -> ContributionQuerySet:
        """With what a row shows."""
        return self.select_related("agency", "award", "period", "confirmed_by", "made_by")


@pgtrigger.register(
    pgtrigger.Protect(
        name="frozen_once_confirmed",
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__state=State.CONFIRMED),
    )
)
class Contribution(Record):
    """One agency's numbers for one award and period.

    `agency` is whose numbers they are; `owner` holds the row: the agency itself, or the award's
    agency where the other never signs in. `recipient` is the award's agency, whose grant manager
    reads it once confirmed. Numbers are never updated: counting again makes the next `number`.
    """

    award = models.ForeignKey("agencies.Award", models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, models.PROTECT, related_name="contributions")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    recipient = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=Source)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    numbers = models.JSONField(default=dict)
    gaps = models.JSONField(default=dict, help_text="Records that lack an answer, by gap.")
    job = models.UUIDField(null=True, help_text="The job that counted it, so that twice is once.")
    vouched_by = models.CharField("who vouches for the numbers", max_length=120, blank=True)
    confirmed_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)

    objects: ClassVar = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ("-period__ends_on", "agency__name", "-number")
        constraints = [
            models.UniqueConstraint(fields=("owner", "agency", "period", "number"), name="one_contribution_a_number"),
            models.UniqueConstraint(fields=("owner", "job"), name="one_contribution_a_job"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, confirmed_at=None)
                | Q(state=State.CONFIRMED, confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="contribution_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Numbers of {self.agency}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("reports:contribution", args=[self.pk])

    @property
    def is_confirmed(self) -> bool:
        """Whether it is frozen."""
        return self.state == State.CONFIRMED

    @property
    def gaps_total(self) -> int:
        """How many answers were missing."""
        return sum(self.gaps.values())

    @property
    def small_cells(self) -> list[tuple[str, str]]:
        """(measure, cell) of each count from 1 to 10, which could tell who a person is."""
        return [(code, key) for code, cells in self.numbers.items() for key, count in cells.items() if count in SMALL]


class ReportQuerySet(RecordQuerySet):
    def newest(self) -> ReportQuerySet:
        """The newest version of each period."""
        return self.order_by("period_id", "-number").distinct("period_id")


class Report(Record):
    """The confirmed contributions of an award and period, added up; it never changes afterwards.

    `columns` holds one entry an agency: {"agency", "name", "contribution", "source", "confirmed_by",
    "confirmed_at", "numbers"}; `totals` their sum; `missing` the names of agencies without one.
    """

    award = models.ForeignKey("agencies.Award", models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, models.PROTECT, related_name="reports")
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    columns = models.JSONField(default=list)
    totals = models.JSONField(default=dict)
    missing = ArrayField(models.CharField(max_length=160), default=list)

    objects: ClassVar = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-period__ends_on", "-number")
        constraints = [
            models.UniqueConstraint(fields=("owner", "period", "number"), name="one_report_a_number"),
        ]

    def __str__(self) -> str:
        return f"Report, version {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("reports:report", args=[self.pk])


class SharedTotals(Record):
    """The totals of a period that the whole task force may read, small counts left out.

    Shared once a period: a second version could be subtracted from the first.
    """

    task_force = models.ForeignKey("agencies.TaskForce", models.PROTECT, related_name="+")
    award = models.ForeignKey("agencies.Award", models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="+")
    totals = models.JSONField(default=dict, help_text="A cell that is left out is null.")

    class Meta:
        ordering = ("-period__ends_on",)
        verbose_name_plural = "shared totals"
        constraints = [
            models.UniqueConstraint(fields=("owner", "period"), name="totals_shared_once"),
        ]

    def __str__(self) -> str:
        return "Totals"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("reports:totals", args=[self.pk])


def next_number(rows: models.Manager, **fields: Any) -> int:
    """One more than the highest number among the rows with `fields`."""
    return (rows.filter(**fields).aggregate(top=Max("number"))["top"] or 0) + 1
