"""A case, its agencies, its standing on each side, its timeline, and from whom it is hidden."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.urls import reverse
from django.utils import timezone

from access.history import recorded
from access.models import Record, RecordQuerySet
from agencies.models import Dated
from agencies.vocabulary import Kind
from cases.models.shared import Place, Written, typed
from cases.vocabulary import (
    Happening,
    LaborAsked,
    Outcome,
    Source,
    StandingSide,
    Status,
    standing_words,
)


class CaseQuerySet(RecordQuerySet):
    def open(self) -> CaseQuerySet:
        """Those that are not closed."""
        return self.exclude(status=Status.CLOSED)

    def holding(self, text: str) -> CaseQuerySet:
        """Those whose number, place or summary holds the words of `text`."""
        return self.filter(search=typed(text)) if any(c.isalnum() for c in text) else self.none()

    def of_agency(self, agency_id: int) -> CaseQuerySet:
        """Those that an agency leads or was named in."""
        named = CaseAgency.objects.live().filter(agency_id=agency_id).values("case_id")
        return self.filter(Q(law_lead_id=agency_id) | Q(services_lead_id=agency_id) | Q(pk__in=named))

    def for_page(self) -> CaseQuerySet:
        """With the agencies that a row shows."""
        return self.select_related("law_lead", "services_lead")


@recorded(exclude=["search"])
class Case(Record, Written, Place):
    """What the task force works on together, under a number with a random part.

    `owner` is the agency of whoever logged it. The law-enforcement lead always takes part, and so
    does every provider of the task force, so that taking part tells nothing (wall.md, sentence 4).
    """

    reading_is_private = True  # a provider that opens it often would be known to have a client in it

    task_force = models.ForeignKey("agencies.TaskForce", models.PROTECT, related_name="+", editable=False)
    number = models.CharField(max_length=60, editable=False)
    form = models.CharField("type of trafficking", max_length=20, choices=Kind)
    source = models.CharField("how it came in", max_length=20, choices=Source)
    labor_asked = models.CharField(
        "signs of labor trafficking", max_length=10, choices=LaborAsked, default=LaborAsked.NOT_ASKED
    )
    received_on = models.DateField("came in on", default=timezone.localdate)
    opened_on = models.DateField("opened on", default=timezone.localdate)
    closed_on = models.DateField("closed on", null=True, blank=True, editable=False)
    summary = models.TextField(max_length=1000, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField("next step by", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN, editable=False)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True, editable=False)
    law_lead = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", verbose_name="law-enforcement lead"
    )
    services_lead = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", verbose_name="victim-service lead", editable=False
    )
    search = models.GeneratedField(
        # A dash before digits would be read as a minus.
        expression=SearchVector(
            Replace(F("number"), Value("-"), Value(" ")), "city", "county", "state", "summary", config="simple"
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_on", "number")
        constraints = [
            models.UniqueConstraint(fields=("task_force", "number"), name="one_case_a_number"),
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED, closed_on__isnull=False)
                | (~Q(status=Status.CLOSED) & Q(closed_on=None, outcome="")),
                name="case_closed_with_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=("task_force", "-opened_on"), name="case_task_force_opened"),
            models.Index(fields=("law_lead",), name="case_law_lead"),
            GinIndex(fields=("search",), name="case_search"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The case page, which stands above both rooms."""
        return reverse("desk:case", args=[self.pk])


class CasePart(Record):
    """A row that hangs on a case and is seen by whoever sees the case; its task force is the case's."""

    task_force = models.ForeignKey("agencies.TaskForce", models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    @classmethod
    def on(cls, case: Case, by: Any, **fields: Any) -> Any:
        """A new row of `case`."""
        return cls.new(by, case_id=case.pk, task_force_id=case.task_force_id, **fields)


class CaseAgencyQuerySet(RecordQuerySet):
    def live(self, on: dt.date | None = None) -> CaseAgencyQuerySet:
        """Those that take part on the day `on`, today unless given."""
        day = on or timezone.localdate()
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day, ended_at=None)


class CaseAgency(CasePart, Dated):
    """An agency of the law or government side that takes part beside the lead, from a day to a day.

    Providers are never named here: all of the task force take part in every case, always.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="agencies")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False, help_text="Ended on the spot, whatever the dates say.")

    objects = CaseAgencyQuerySet.as_manager()

    class Meta:
        ordering = ("from_on",)
        verbose_name_plural = "case agencies"
        constraints = [
            models.UniqueConstraint(
                fields=("case", "agency"), condition=Q(until_on=None), name="one_open_part_a_case_and_agency"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="case_part_ends_late"
            ),
        ]
        indexes = [models.Index(fields=("agency", "case"), name="case_agency_agency")]

    def __str__(self) -> str:
        return f"{self.agency_id} in a case"

    def get_absolute_url(self) -> str:
        """The case's page."""
        return self.case.get_absolute_url()


class CaseStanding(CasePart):
    """What a side's lead chose for the others from its closed list; `owner` is that lead."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="standings")
    side = models.CharField(max_length=10, choices=StandingSide)
    standing = models.CharField(max_length=20, choices=standing_words)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("owner", "case", "side"), name="one_standing_a_lead_and_case")]

    def __str__(self) -> str:
        return self.get_standing_display()


class CaseEntry(CasePart):
    """A line of the case's timeline: which fact changed, by whom; codes, never free text.

    `was` and `now` are codes of the vocabulary that the kind speaks; `agency` is the one concerned.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=Happening)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", null=True)
    was = models.CharField(max_length=20, blank=True)
    now = models.CharField(max_length=20, blank=True)

    WORDS = {
        Happening.STATUS: dict(Status.choices),
        Happening.FORM: dict(Kind.choices),
        Happening.STANDING: dict(standing_words()),
    }

    class Meta:
        ordering = ("-made_at", "-id")
        verbose_name_plural = "case entries"
        indexes = [models.Index(fields=("case", "-made_at"), name="case_entry_case_at")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What happened, in words."""
        return self.get_kind_display()

    @property
    def text(self) -> str:
        """The agency concerned and what changed into what."""
        words = self.WORDS.get(Happening(self.kind), {})
        change = " → ".join(words.get(code, code) for code in (self.was, self.now) if code)
        return ": ".join(part for part in (self.agency.name if self.agency else "", change) if part)

    @property
    def at(self) -> dt.datetime:
        """When."""
        return self.made_at

    @property
    def by(self) -> str:
        """The person and agency that did it."""
        return f"{self.made_by.name}, {self.owner.name}"


class CaseBlockQuerySet(RecordQuerySet):
    def live(self) -> CaseBlockQuerySet:
        """Those that hide the case today."""
        return self.filter(ended_at=None)


class CaseBlock(CasePart):
    """A conflict of interest: hides a case, and all that hangs on it, from one person, who is not told.

    `owner` is the agency whose supervisor set it: the person's own, or the case's law-enforcement lead.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="blocks")
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    reason = models.CharField("why", max_length=200)
    ended_at = models.DateTimeField(null=True, editable=False)
    end_reason = models.CharField("why it is over", max_length=200, blank=True)

    objects = CaseBlockQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("owner", "case", "person"), condition=Q(ended_at=None), name="one_block_a_case_and_person"
            ),
        ]
        indexes = [models.Index(fields=("person",), condition=Q(ended_at=None), name="case_block_person")]

    def __str__(self) -> str:
        return "Conflict of interest"

    def get_absolute_url(self) -> str:
        """The case's conflicts of interest."""
        return reverse("cases:conflicts", args=[self.case_id])
