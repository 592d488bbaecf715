"""Who is who: people without credentials, agencies, task forces, memberships, awards."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.vocabulary import SIDE_OF, Level, Role, Sector, Side


class Dated(models.Model):
    """Something that holds from a day to a day, both included; an open end is None."""

    from_on = models.DateField("from", default=timezone.localdate)
    until_on = models.DateField("until", null=True, blank=True)

    class Meta:
        abstract = True

    def is_live(self, on: dt.date | None = None) -> bool:
        """Whether it holds on the day `on`, today unless given."""
        day = on or timezone.localdate()
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class DatedQuerySet(models.QuerySet):
    def live(self, on: dt.date | None = None) -> DatedQuerySet:
        """Those that hold on the day `on`, today unless given."""
        day = on or timezone.localdate()
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)


class PersonQuerySet(models.QuerySet):
    def working_as(self, roles: Iterable[str], agency_id: int) -> PersonQuerySet:
        """Who holds one of `roles` at an agency today, as far as the acting person may know."""
        seats = Membership.objects.live().filter(ended_at=None)
        return self._in(seats, roles, agency_id).filter(is_active=True)

    def ever_working_as(self, roles: Iterable[str], agency_id: int) -> PersonQuerySet:
        """Who holds or ever held one of `roles` at an agency."""
        return self._in(Membership.objects.all(), roles, agency_id)

    def _in(self, seats: models.QuerySet, roles: Iterable[str], agency_id: int) -> PersonQuerySet:
        held = seats.filter(agency_id=agency_id, roles__overlap=list(roles))
        return self.filter(pk__in=held.values("person_id"))


class Person(models.Model):
    """Someone who works for an agency, without credentials; the id is that of the account."""

    id = models.IntegerField(primary_key=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class TaskForce(models.Model):
    """Agencies that work together under memoranda of understanding; its settings."""

    name = models.CharField(max_length=160, unique=True)
    state = models.CharField("state", max_length=2, help_text="Two letters, such as OH.")
    time_zone = models.CharField(max_length=64, default="America/New_York")
    number_pattern = models.CharField(
        "case number pattern",
        max_length=40,
        default="{year}-{random}",
        help_text="May hold {year} and {state}; must hold {random}, so that no gap can be read.",
    )
    referral_days = models.PositiveSmallIntegerField(
        "days until a referral closes", default=14, help_text="Received or not, whatever happened."
    )
    release_days = models.PositiveSmallIntegerField("days a release runs unless set", default=30)
    release_days_at_most = models.PositiveSmallIntegerField("days a release may run", default=90)
    requires_memorandum = models.BooleanField(
        "an agency takes part only while its memorandum is in force",
        default=False,
        help_text="A memorandum that lapses closes everything to that agency's people at once. "
        "The coordinating agency, which keeps the memoranda, is let off.",
    )
    allows_imminent_danger = models.BooleanField(
        "a provider may give without a release in imminent danger",
        default=False,
        help_text="As your state's law allows. Then a provider's supervisor may give what is needed at once, "
        "and the survivor's record says so.",
    )

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(number_pattern__contains="{random}"), name="task_force_number_is_random"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyQuerySet(models.QuerySet):
    def of(self, task_forces: Iterable[int]) -> AgencyQuerySet:
        """Those that take part in one of `task_forces` (ids) today: agreed by themselves and both leads."""
        parts = Participation.objects.live().agreed().filter(task_force_id__in=task_forces)
        return self.filter(pk__in=parts.values("agency_id"))


class Agency(models.Model):
    """An employer: its sector decides what its people may ever see."""

    name = models.CharField(max_length=160, unique=True)
    sector = models.CharField(max_length=20, choices=Sector)
    level = models.CharField(max_length=10, choices=Level)
    ori = models.CharField("ORI", max_length=9, blank=True, help_text="Nine characters, police only.")
    city = models.CharField(max_length=80, blank=True)
    county = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    on_call_phone = models.CharField("on-call telephone", max_length=40, blank=True)
    signs_in = models.BooleanField(
        "signs in here", default=True, help_text="If not, its totals arrive by form once a quarter."
    )
    assigned_only = models.BooleanField(
        "only assigned advocates see a client",
        default=False,
        help_text="Otherwise everyone at the agency sees its clients.",
    )
    is_operator = models.BooleanField(
        default=False, editable=False, help_text="Runs this deployment; its site administrators open agencies."
    )
    group = models.OneToOneField(Group, models.PROTECT, related_name="+")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name

    @property
    def side(self) -> Side:
        """The room that its people work in."""
        return SIDE_OF[Sector(self.sector)]


class Membership(Dated):
    """A person works for an agency, in roles, on given task forces, from a day to a day.

    Written by that agency's own administrator only; the database refuses everyone else
    (`agencies/policies.py`).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=30, choices=Role))
    task_forces = ArrayField(models.IntegerField(), default=list, help_text="Task forces by id.")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True, help_text="Ended on the spot, whatever the dates say.")

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__name", "person__name")
        constraints = [
            models.UniqueConstraint(
                fields=("person", "agency"),
                condition=Q(until_on=None),
                name="one_open_membership_a_person_and_agency",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="membership_ends_late"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.agency}"


class ParticipationQuerySet(DatedQuerySet):
    def agreed(self) -> ParticipationQuerySet:
        """Those to which the agency and both leads have said yes."""
        return self.filter(accepted_at__isnull=False, law_agreed_at__isnull=False, services_agreed_at__isnull=False)

    def open(self) -> ParticipationQuerySet:
        """Invited or taking part, not ended."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=timezone.localdate()))

    def invitations_of(self, agency_id: int) -> ParticipationQuerySet:
        """Those that wait for this agency's own yes."""
        return self.open().filter(agency_id=agency_id, accepted_at=None)

    def waiting_for_the_lead(self, agency_id: int) -> ParticipationQuerySet:
        """Agencies that accepted and wait for the yes of the side that this agency leads."""
        led = Participation.objects.open().filter(agency_id=agency_id, accepted_at__isnull=False)
        law = led.filter(lead=Participation.Lead.LAW).values("task_force_id")
        services = led.filter(lead=Participation.Lead.SERVICES).values("task_force_id")
        lacks = Q(task_force_id__in=law, law_agreed_at=None) | Q(task_force_id__in=services, services_agreed_at=None)
        return self.open().filter(lacks, accepted_at__isnull=False)


class Participation(Dated):
    """An agency's membership in a task force.

    The coordinator invites, the agency's own administrator accepts, and an administrator of
    each side's lead agency agrees: else a sham provider would read every case. It counts once
    all three dates are there.
    """

    class Lead(models.TextChoices):
        LAW = "law", "Law-enforcement lead"
        SERVICES = "services", "Victim-service lead"

    task_force = models.ForeignKey(TaskForce, models.PROTECT, related_name="participations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="participations")
    lead = models.CharField(max_length=10, choices=Lead, blank=True)
    coordinates = models.BooleanField(
        default=False, help_text="Whether a coordinator of the task force may work for this agency."
    )
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    law_agreed_at = models.DateTimeField(null=True)
    law_agreed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    services_agreed_at = models.DateTimeField(null=True)
    services_agreed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ("task_force__name", "agency__name")
        constraints = [
            models.UniqueConstraint(
                fields=("task_force", "agency"),
                condition=Q(until_on=None),
                name="one_open_participation",
            ),
            models.UniqueConstraint(
                fields=("task_force", "lead"),
                condition=Q(until_on=None) & ~Q(lead=""),
                name="one_lead_a_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} in {self.task_force}"

    @property
    def is_agreed(self) -> bool:
        """Whether the agency and both leads have said yes."""
        return bool(self.accepted_at and self.law_agreed_at and self.services_agreed_at)


class Memorandum(Dated):
    """A memorandum of understanding between an agency and a task force; never a release."""

    task_force = models.ForeignKey(TaskForce, models.PROTECT, related_name="memoranda")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memoranda")
    title = models.CharField(max_length=160)
    signed_on = models.DateField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__name", "-signed_on")
        verbose_name_plural = "memoranda"
        constraints = [
            models.UniqueConstraint(
                fields=("task_force", "agency", "title", "signed_on"), name="one_memorandum_a_title_and_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Unread(models.Manager):
    """Rows without the digest of their link, which the application writes and can't read."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer("token_digest")


class Invitation(models.Model):
    """A seat offered by an agency's administrator; taken by whoever holds its one-time link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=30, choices=Role))
    task_forces = ArrayField(models.IntegerField(), default=list)
    token_digest = models.CharField(max_length=64, help_text="SHA-256 of the link's secret, in hex.")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    objects = Unread()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.name} to {self.agency}"

    @property
    def is_open(self) -> bool:
        """Whether its link can still be used."""
        return self.taken_at is None and self.ends_at > timezone.now()


class Recovery(models.Model):
    """Somebody lost password or second factor and asks back in; a second person has to approve.

    Asked at the door, approved in the house (`wall.approve_recovery`), taken at the door by whoever
    holds the link that went to the person's own address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, help_text="SHA-256 of the link's secret, in hex.")
    asked_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField(null=True)

    objects = Unread()

    class Meta:
        ordering = ("-asked_at",)
        verbose_name_plural = "recoveries"

    def __str__(self) -> str:
        return f"recovery of account {self.person_id}"


class Award(models.Model):
    """A grant: one side's, reported for apart (domain.md, "Reports")."""

    class Cadence(models.TextChoices):
        QUARTER = "quarter", "By quarter (federal fiscal year)"
        HALF = "half", "By half-year"

    number = models.CharField(max_length=40)
    program = models.CharField(max_length=160)
    funder = models.CharField(max_length=160, default="Office for Victims of Crime")
    task_force = models.ForeignKey(TaskForce, models.PROTECT, related_name="awards")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="awards")
    side = models.CharField(max_length=10, choices=[(s.value, s.label) for s in (Side.LAW, Side.SERVICES)])
    starts_on = models.DateField()
    ends_on = models.DateField()
    cadence = models.CharField(max_length=10, choices=Cadence, default=Cadence.QUARTER)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="continues the counts of",
        help_text="Only if this award says so: whoever was served under that award is then not a new client here.",
    )

    class Meta:
        ordering = ("-starts_on", "number")
        constraints = [
            models.UniqueConstraint(fields=("agency", "number"), name="one_award_a_number"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="award_ends_late"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.program})"


class AwardAgency(Dated):
    """An agency that works under an award beside its recipient."""

    class Part(models.TextChoices):
        SUBRECIPIENT = "subrecipient", "Subrecipient"
        PARTNER = "partner", "Partner: trainings, meetings and outreach only"

    award = models.ForeignKey(Award, models.PROTECT, related_name="partners")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Part, default=Part.SUBRECIPIENT)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__name",)
        verbose_name_plural = "award agencies"
        constraints = [
            models.UniqueConstraint(fields=("award", "agency"), name="one_part_an_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} under {self.award}"
