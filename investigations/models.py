"""What police and prosecutors know: an agency's investigations, and everything that hangs on one.

Whatever is written here may go to the defense. An investigation's row holds only what its summary may
tell; the rest are parts of it, each under its own policy, so that sharing a part shows no half row.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from access.grants import AgencyGrant, PersonGrant
from access.history import recorded
from access.models import Record, RecordQuerySet
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


class SuspectQuerySet(RecordQuerySet):
    def unexplained(self) -> SuspectQuerySet:
        """Those charged, never under a trafficking statute, for whom nobody said why (measure G-05)."""
        charges = Charge.objects.filter(suspect=OuterRef("pk"))
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
class Arrest(Part):
    """An arrest of a suspect; a survivor's is a record of its own."""

    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="arrests")
    on = models.DateField("arrested on", default=timezone.localdate)
    level = models.CharField(max_length=10, choices=words.CourtLevel)
    group = models.CharField("arrested for", max_length=20, choices=words.ArrestGroup)
    is_survivor = models.CharField("is this person a survivor?", max_length=10, choices=words.YesNo, editable=False)

    class Meta:
        ordering = ("-on", "-made_at")

    def __str__(self) -> str:
        return f"Arrest of {self.suspect}"


class SurvivorArrestQuerySet(RecordQuerySet):
    def unsettled(self) -> SurvivorArrestQuerySet:
        """Those that still weigh on the survivor."""
        return self.filter(outcome__in=words.UNSETTLED).exclude(vacatur=words.Vacatur.GRANTED)


@recorded()
class SurvivorArrest(Part):
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


class StatuteQuerySet(models.QuerySet):
    def of(self, task_force_ids: list[int]) -> StatuteQuerySet:
        """The federal statutes and those of these task forces, in use."""
        return self.shown_to(task_force_ids).filter(is_active=True)

    def shown_to(self, task_force_ids: list[int]) -> StatuteQuerySet:
        """The federal statutes and those of these task forces, in use or not."""
        return self.filter(Q(task_force=None) | Q(task_force_id__in=task_force_ids))


class Statute(models.Model):
    """An offense of the law with the class that reports count by; federal ones belong to no task force."""

    task_force = models.ForeignKey(
        "agencies.TaskForce",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        db_constraint=False,  # a vocabulary that comes filled stands by itself
    )
    citation = models.CharField(max_length=60, help_text="Such as 18 U.S.C. 1591 or ORC 2905.32.")
    title = models.CharField(max_length=160)
    level = models.CharField(max_length=10, choices=words.CourtLevel)
    kind = models.CharField("class", max_length=10, choices=words.StatuteClass)
    group = models.CharField("group of offenses", max_length=20, choices=words.OffenseGroup)
    is_active = models.BooleanField("in use", default=True)

    objects = StatuteQuerySet.as_manager()

    class Meta:
        ordering = ("level", "citation")
        constraints = [
            models.UniqueConstraint(
                fields=("task_force", "citation"), name="one_statute_a_citation", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation} {self.title}"

    def get_absolute_url(self) -> str:
        """The table that it stands in."""
        return reverse("investigations:statutes")


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


class ChargeQuerySet(RecordQuerySet):
    def trafficking(self) -> ChargeQuerySet:
        """Those under a trafficking statute."""
        return self.filter(statute__kind__in=words.TRAFFICKING)


@recorded()
class Charge(Kept):
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


class InvestigationAgencyGrant(AgencyGrant):
    """What of an investigation another agency may see, why and until when."""

    content_object = models.ForeignKey(Investigation, models.PROTECT, related_name="agency_grants")
    sealed = models.BooleanField(default=False, editable=False)

    class Meta(AgencyGrant.Meta):
        abstract = False
        ordering = ("-made_at",)


class InvestigationPersonGrant(PersonGrant):
    """What of an investigation one person may see, acting for one agency; names them for a sealed one."""

    content_object = models.ForeignKey(Investigation, models.PROTECT, related_name="person_grants")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    sealed = models.BooleanField(default=False, editable=False)

    class Meta(PersonGrant.Meta):
        abstract = False
        ordering = ("-made_at",)
