"""Survivors as the police know them, what hangs on them, and their arrests, which are followed to an end."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from access.history import recorded
from agencies.vocabulary import Kind
from investigations import vocabulary as words
from investigations.models.investigation import Part, Strikable, StrikableQuerySet


@recorded()
class Victim(Part):
    """A survivor as the police know them; the name is optional, and no client is ever joined to it."""

    number = models.PositiveSmallIntegerField(editable=False)
    name = models.CharField(
        max_length=120, blank=True, help_text="Optional. Without it the person is “Victim 1” and so on."
    )
    pseudonym = models.CharField(max_length=60, blank=True, help_text="As in court papers, such as Jane Doe 1.")
    identified_on = models.DateField("identified on", default=timezone.localdate)
    standing = models.CharField(max_length=20, choices=words.Standing)
    standing_on = models.DateField("as of", default=timezone.localdate)
    standing_basis = models.CharField("on what basis", max_length=300)
    form = models.CharField("form of trafficking", max_length=20, choices=Kind)
    age_band = models.CharField("adult or minor", max_length=20, choices=words.AgeBand)
    sex = models.CharField(max_length=20, choices=words.Sex)
    citizenship = models.CharField("citizenship group", max_length=20, choices=words.Citizenship)
    advocate_offered_at = models.DateTimeField("advocate offered at", null=True, blank=True)
    advocate_answer = models.CharField("the person's answer", max_length=20, choices=words.AdvocateAnswer, blank=True)
    referred_on = models.DateField("referred to a provider on", null=True, blank=True)
    referred_to = models.CharField("kind of provider", max_length=20, choices=words.ReferredTo, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("owner", "investigation", "number"), name="one_victim_a_number"),
        ]

    def __str__(self) -> str:
        return self.name or self.pseudonym or f"Victim {self.number}"


class VictimDisclosure(Part):
    """A disclosure received that police hang on their own victim record; it closes by itself."""

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="disclosures")
    disclosure = models.ForeignKey(
        "referrals.Disclosure", models.PROTECT, related_name="+", null=True, db_constraint=False
    )

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.UniqueConstraint(fields=("owner", "victim", "disclosure"), name="one_link_a_disclosure"),
        ]

    def __str__(self) -> str:
        return "Disclosure"


class VictimReferral(Part):
    """That a victim was referred under an envelope, which shows sent, received and closed and nothing more."""

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="referrals")
    referral = models.ForeignKey(
        "referrals.Referral", models.PROTECT, related_name="+", null=True, db_constraint=False
    )

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return "Referral"


class SurvivorArrestQuerySet(StrikableQuerySet):
    def unsettled(self) -> SurvivorArrestQuerySet:
        """Those that still weigh on the survivor."""
        return self.standing().filter(outcome__in=words.UNSETTLED).exclude(vacatur=words.Vacatur.GRANTED)


@recorded()
class SurvivorArrest(Strikable, Part):
    """An arrest, citation or detention of a survivor: asked for, never silent, followed to its end."""

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="arrests")
    event = models.CharField("what happened", max_length=10, choices=words.SurvivorEvent)
    on = models.DateField("on", default=timezone.localdate)
    reason = models.CharField("reason stated", max_length=20, choices=words.ArrestReason)
    offense = models.CharField("offense", max_length=160)
    level = models.CharField(max_length=10, choices=words.CourtLevel)
    advocate_called = models.CharField("was an advocate called?", max_length=10, choices=words.YesNo)
    advocate_called_at = models.DateTimeField("called at", null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=words.ArrestOutcome)
    outcome_on = models.DateField("outcome on", null=True, blank=True)
    vacatur = models.CharField(
        "vacating or sealing the record",
        max_length=20,
        choices=words.Vacatur,
        default=words.Vacatur.NOT_ASKED,
    )
    vacatur_on = models.DateField("as of", null=True, blank=True)
    next_step = models.CharField("next step towards dismissal or vacatur", max_length=200, blank=True)
    next_step_on = models.DateField("by", null=True, blank=True)

    objects = SurvivorArrestQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-made_at")

    def __str__(self) -> str:
        return f"{self.get_event_display()} of a survivor"

    @property
    def is_unsettled(self) -> bool:
        """Whether it still weighs on the survivor."""
        return self.outcome in words.UNSETTLED and self.vacatur != words.Vacatur.GRANTED

    @property
    def is_harmful(self) -> bool:
        """Whether the reason stated is one that the field's own practice holds to be wrong."""
        return self.reason in words.HARMFUL_REASONS
