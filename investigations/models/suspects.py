"""Suspects of one investigation, their arrests and charges, and how those ended."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from access.history import recorded
from access.models import RecordQuerySet
from investigations import vocabulary as words
from investigations.models.investigation import Kept, Part, Strikable, StrikableQuerySet
from investigations.models.statutes import Statute


class SuspectQuerySet(RecordQuerySet):
    def unexplained(self) -> SuspectQuerySet:
        """Those charged, never under a trafficking statute, for whom nobody said why (measure G-05)."""
        charges = Charge.objects.standing().filter(suspect=OuterRef("pk"))
        reasons = ChargingDecision.objects.filter(suspect=OuterRef("pk")).exclude(why_no_trafficking="")
        return self.filter(Exists(charges), ~Exists(charges.trafficking()), ~Exists(reasons))


@recorded()
class Suspect(Part):
    """A suspect of this investigation only: a list across agencies would fall under 28 CFR Part 23."""

    number = models.PositiveSmallIntegerField(editable=False)
    name = models.CharField(
        max_length=120, blank=True, help_text="Optional. Without it the person is “Suspect 1” and so on."
    )
    aliases = models.CharField(max_length=200, blank=True)
    records_number = models.CharField(
        "records-system number", max_length=60, blank=True, help_text="Where your own system keeps the person."
    )
    part = models.CharField("trafficker or buyer", max_length=20, choices=words.SuspectPart)
    roles = ArrayField(
        models.CharField(max_length=20, choices=words.SuspectRole), verbose_name="roles", default=list, blank=True
    )
    age_band = models.CharField("adult or minor", max_length=20, choices=words.AgeBand)
    sex = models.CharField(max_length=20, choices=words.Sex)
    identified_on = models.DateField("identified on", default=timezone.localdate)

    objects = SuspectQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("owner", "investigation", "number"), name="one_suspect_a_number"),
        ]

    def __str__(self) -> str:
        return self.name or f"Suspect {self.number}"


@recorded()
class Arrest(Strikable, Part):
    """An arrest of a suspect; a survivor's is a record of its own."""

    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="arrests")
    on = models.DateField("arrested on", default=timezone.localdate)
    level = models.CharField(max_length=10, choices=words.CourtLevel)
    group = models.CharField("arrested for", max_length=20, choices=words.ArrestGroup)
    is_survivor = models.CharField("is this person a survivor?", max_length=10, choices=words.YesNo, editable=False)

    objects = StrikableQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-made_at")

    def __str__(self) -> str:
        return f"Arrest of {self.suspect}"


class ChargeQuerySet(StrikableQuerySet):
    def trafficking(self) -> ChargeQuerySet:
        """Those under a trafficking statute."""
        return self.filter(statute__kind__in=words.TRAFFICKING)


@recorded()
class Charge(Strikable, Kept):
    """A charge filed against a suspect under one statute."""

    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="charges", verbose_name="defendant")
    statute = models.ForeignKey(Statute, models.PROTECT, related_name="+")
    counts = models.PositiveSmallIntegerField(default=1)
    filed_on = models.DateField("filed on", default=timezone.localdate)
    level = models.CharField("court", max_length=10, choices=words.CourtLevel)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ("-filed_on", "-made_at")
        constraints = [
            models.CheckConstraint(
                condition=Q(counts__gte=1),
                name="charge_has_a_count",
                violation_error_message="A charge has one count at least.",
            )
        ]

    def __str__(self) -> str:
        return self.statute.citation


@recorded()
class ChargingDecision(Kept):
    """What was decided about a defendant, and why no trafficking charge was filed, where none was."""

    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="decisions", verbose_name="defendant")
    decision = models.CharField(max_length=20, choices=words.Decision)
    on = models.DateField("decided on", default=timezone.localdate)
    level = models.CharField("court", max_length=10, choices=words.CourtLevel)
    why_declined = models.CharField("why declined or returned", max_length=200, blank=True)
    why_no_trafficking = models.CharField(
        "why no trafficking charge", max_length=20, choices=words.WhyNoTrafficking, blank=True
    )
    survivor_asked = models.CharField("was the survivor's view asked?", max_length=10, choices=words.YesNo)

    class Meta:
        ordering = ("-on", "-made_at")
        constraints = [
            models.UniqueConstraint(fields=("owner", "suspect"), name="one_decision_a_defendant"),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()


@recorded()
class Disposition(Kept):
    """How a charge ended, under which statute, and with what sentence."""

    charge = models.OneToOneField(Charge, models.PROTECT, related_name="disposition", editable=False)
    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="+", editable=False)
    outcome = models.CharField(max_length=20, choices=words.DispositionOutcome)
    on = models.DateField("on", default=timezone.localdate)
    level = models.CharField("court", max_length=10, choices=words.CourtLevel, editable=False)
    conviction_statute = models.ForeignKey(
        Statute, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="convicted under"
    )
    custody_months = models.PositiveSmallIntegerField("months in custody", null=True, blank=True)
    probation_months = models.PositiveSmallIntegerField("months on probation", null=True, blank=True)
    registration = models.CharField("must register", max_length=10, choices=words.YesNo, blank=True)
    restitution_ordered = models.DecimalField(
        "restitution ordered, dollars", max_digits=12, decimal_places=2, null=True, blank=True
    )
    restitution_collected = models.DecimalField(
        "restitution collected, dollars", max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ("-on", "-made_at")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=words.CONVICTIONS) | Q(conviction_statute=None),
                name="only_a_conviction_names_its_statute",
                violation_error_message="Only a conviction names its statute. Clear it, or choose a guilty outcome.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
