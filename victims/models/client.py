"""A client as their provider knows them, without a name: intake, determinations, episodes, needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from access.grants import PersonGrant
from access.history import recorded
from access.models import Record
from access.sealed import EncryptedText, SealedQuerySet
from agencies.vocabulary import Kind
from victims import places
from victims import vocabulary as words
from victims.fields import Answers, answer
from victims.models.sealed import ClientRecord


class ClientQuerySet(SealedQuerySet):
    def open(self) -> ClientQuerySet:
        """Those being served now."""
        return self.filter(status=words.Status.OPEN)

    def of(self, person_id: int) -> ClientQuerySet:
        """Those that the person is assigned to today; asked for first, since a caseload is short."""
        assigned = ClientPersonGrant.objects.live().assigned().filter(user_id=person_id)
        return self.filter(pk__in=list(assigned.values_list("content_object", flat=True)))

    def under(self, award_id: int) -> ClientQuerySet:
        """Those ever served under the award."""
        return self.filter(Exists(Enrollment.objects.filter(client=OuterRef("pk"), award_id=award_id)))

    def with_names(self) -> ClientQuerySet:
        """With what it takes to show a nickname, in no further query a client."""
        return self.select_related("identity", "data_key__agency_key")

    def with_advocates(self) -> ClientQuerySet:
        """With the advocates assigned today, as `client.advocates`."""
        live = ClientPersonGrant.objects.live().assigned().select_related("user")
        return self.prefetch_related(Prefetch("grants", live, to_attr="assigned"))


@recorded()
class Client(Record):
    """A survivor as one provider knows them. The name, contact and free text lie in `ClientIdentity`.

    `standing` and `form` repeat the latest `Determination`, for lists; reports read determinations by
    their date. `grown` is adult or minor when first served here (measure B-11).
    """

    code_name = models.CharField(max_length=40, editable=False)
    status = models.CharField(max_length=10, choices=words.Status, default=words.Status.OPEN, editable=False)
    opened_on = models.DateField("opened on", default=timezone.localdate)
    named_only = models.BooleanField("closed to all but named people", default=False, editable=False)
    standing = models.CharField(max_length=12, choices=words.Standing, blank=True, editable=False)
    form = models.CharField(max_length=15, choices=Kind, default=Kind.UNDETERMINED, editable=False)

    gender = answer(words.genders)
    race = Answers(choices_of=words.races, verbose_name="race and ethnicity")
    birth_year = models.PositiveSmallIntegerField("birth year", null=True, blank=True)
    age_known = answer(words.ages, "age")
    grown = answer(words.grown, "adult or minor when first served")
    citizenship_group = answer(words.citizenship_groups, "citizenship")
    citizenships = Answers(choices_of=places.countries, verbose_name="countries of citizenship")
    language = answer(places.languages, "preferred language")
    interpreter = answer(words.yes_no, "needs an interpreter")
    special_groups = Answers(choices_of=words.special_groups, verbose_name="special groups")
    tribal = answer(words.tribal, "tribal affiliation", help_text="Ask only with consent.")

    victimizations = Answers(choices_of=words.victimizations, verbose_name="other victimization")
    labor_indicators = Answers(choices_of=words.labor_indicators, verbose_name="labor indicators")
    sex_indicators = Answers(choices_of=words.sex_indicators, verbose_name="sex indicators")
    exploitations = Answers(choices_of=words.exploitations, verbose_name="kinds of exploitation")
    industries = Answers(choices_of=words.industries, verbose_name="industries")
    settings = Answers(choices_of=words.settings, verbose_name="settings")
    traffickers = Answers(choices_of=words.traffickers, verbose_name="who the trafficker was")
    controls = Answers(choices_of=words.controls, verbose_name="methods of control")
    recruitments = Answers(choices_of=words.recruitments, verbose_name="how they were recruited")

    referral_source = answer(words.referral_sources, "who first referred them")
    police_choice = answer(words.police_choices, "work with law enforcement")
    arrested = answer(words.yes_no, "arrested or charged because of their own exploitation")
    asked_sections = Answers(default=list, base_field=models.CharField(max_length=20), editable=False, blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        permissions = (
            ("assigned", "Is assigned to a client"),
            ("named", "Is named for a closed client"),
        )
        # No rule of one client a code name: it would tell a colleague that a client is there who is closed to them.
        indexes = [
            models.Index(fields=("owner", "status", "-made_at"), name="client_owner_status"),
            models.Index(fields=("owner", "code_name"), name="client_code_name"),
        ]

    def __str__(self) -> str:
        return self.code_name

    def get_absolute_url(self) -> str:
        return reverse("victims:detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether they are being served now."""
        return self.status == words.Status.OPEN

    @property
    def is_forgotten(self) -> bool:
        """Whether their key was destroyed: nothing that names them can be read or written again."""
        return self.data_key.destroyed_at is not None

    @property
    def is_minor(self) -> bool:
        """Whether they may be under 18 today: by birth year, else by what was said at intake."""
        if self.birth_year:
            return timezone.localdate().year - self.birth_year <= 18 and self.grown != "adult"
        return self.grown == "minor"

    @property
    def advocates(self) -> list[Any]:
        """The people assigned today, after `with_advocates()`."""
        return [grant.user for grant in self.assigned]


class GrantQuerySet(models.QuerySet):
    def live(self, on: dt.date | None = None) -> GrantQuerySet:
        """Those that open something on the day `on`, today unless given."""
        day = on or timezone.localdate()
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), ended_at=None, from_on__lte=day)

    def assigned(self) -> GrantQuerySet:
        """Advocates assigned."""
        return self.filter(permission__codename="assigned")

    def named(self) -> GrantQuerySet:
        """People named for a closed client."""
        return self.filter(permission__codename="named")


class ClientPersonGrant(PersonGrant):
    """An advocate assigned to a client, or a person named for a closed one.

    Written by the database's own functions only (`wall.assign_client` and its kin), since each write
    changes who sees what.
    """

    # `wall.check_client_grant` stands in for the constraint, which would tell that another agency's client exists.
    content_object = models.ForeignKey(Client, models.PROTECT, related_name="grants", db_constraint=False)
    named_only = models.BooleanField(default=False, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta(PersonGrant.Meta):
        abstract = False
        indexes = [models.Index(fields=("user", "content_object"), name="client_grant_user")]

    def __str__(self) -> str:
        return "Grant"

    @property
    def names(self) -> bool:
        """Being assigned to a client opens no closed one."""
        return self.permission.codename == "named"


@recorded(exclude=["basis_note"])
class Determination(ClientRecord):
    """What the provider holds to be so from a day on, and why: dated, never overwritten.

    A report takes the latest on or before its period's end (field.md 3.2, rule 10).
    """

    on = models.DateField(default=timezone.localdate)
    standing = models.CharField("working determination", max_length=12, choices=words.Standing)
    form = models.CharField("form of trafficking", max_length=15, choices=Kind)
    basis = models.CharField(max_length=20, choices=words.bases)
    decider = models.CharField("decided by", max_length=20, choices=words.deciders, default="ngo")
    basis_note = EncryptedText("what it rests on")

    class Meta:
        ordering = ("-on", "-made_at")
        indexes = [models.Index(fields=("client", "-on"), name="determination_client_on")]

    def __str__(self) -> str:
        return f"{self.get_standing_display()}, {self.get_form_display()}"


class EnrollmentQuerySet(SealedQuerySet):
    def open(self) -> EnrollmentQuerySet:
        """Episodes that have not ended."""
        return self.filter(exited_on=None)


@recorded()
class Enrollment(ClientRecord):
    """One episode of a client under one award, from entry to exit; coming back makes another.

    `first_served_on` is the first service under this award ever, also before this software: so that
    who was there before is not counted as new (field.md 3.2, rule 2). Later episodes repeat it.
    `age` is that at `first_served_on` (rule 7), in years.
    """

    award = models.ForeignKey("agencies.Award", models.PROTECT, related_name="+")
    opened_on = models.DateField("opened on", default=timezone.localdate)
    first_served_on = models.DateField("first served under this award", null=True, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    reentry = models.BooleanField(default=False, editable=False)
    exited_on = models.DateField("exit on", null=True, blank=True)
    exit_reason = models.CharField("reason", max_length=20, choices=words.exit_reasons, blank=True)
    exit_housing = models.CharField("housing at exit", max_length=20, choices=words.exit_housing, blank=True)
    exit_income = models.CharField("income or work at exit", max_length=20, choices=words.exit_income, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_on", "-made_at")
        constraints = [
            models.UniqueConstraint(
                fields=("client", "award"), condition=Q(exited_on=None), name="one_open_episode_an_award"
            ),
            models.CheckConstraint(
                condition=Q(exited_on=None) | Q(exited_on__gte=F("opened_on")), name="episode_ends_late"
            ),
        ]
        indexes = [models.Index(fields=("owner", "award", "first_served_on"), name="episode_award_first")]

    def __str__(self) -> str:
        return f"Episode from {self.opened_on}"


@recorded()
class Arrest(ClientRecord):
    """An arrest or charge of the client tied to their own exploitation (measure B-26)."""

    time = models.CharField("when", max_length=10, choices=words.arrest_times)
    on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=words.arrest_outcomes)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.get_outcome_display()


@recorded(exclude=["name"])
class FamilyMember(ClientRecord):
    """A relative who is served beside the client; counted apart, never as a client (measure B-17)."""

    relation = models.CharField(max_length=10, choices=words.relations)
    number = models.PositiveSmallIntegerField(editable=False)
    name = EncryptedText("name or nickname")
    grown = answer(words.grown, "adult or minor")
    left_on = models.DateField("no longer served since", null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("client", "number"), name="one_relative_a_number")]

    def __str__(self) -> str:
        return f"{self.get_relation_display()} {self.number}"


@recorded(exclude=["note"])
class Need(ClientRecord):
    """Something the client needs; what could not be met says why (measures D-42, D-43)."""

    category = models.CharField(max_length=30, choices=words.categories)
    on = models.DateField("noted on", default=timezone.localdate)
    state = models.CharField(max_length=6, choices=words.need_states, default="open")
    barrier = models.CharField("what stood in the way", max_length=20, choices=words.barriers, blank=True)
    settled_on = models.DateField(null=True, blank=True, editable=False)
    note = EncryptedText()

    class Meta:
        ordering = ("state", "-on")

    def __str__(self) -> str:
        return self.get_category_display()


@recorded()
class TurnedAway(Record):
    """People who asked for help and were not, or only partly, served: a count and no name (measure B-21)."""

    on = models.DateField(default=timezone.localdate)
    people = models.PositiveSmallIntegerField("how many people", default=1)
    extent = models.CharField(max_length=10, choices=words.turned_away_extents)
    reason = models.CharField(max_length=20, choices=words.turned_away_reasons)
    wanted = Answers(choices_of=words.categories, default=list, blank=True, verbose_name="what they asked for")
    award = models.ForeignKey(
        "agencies.Award", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="count under"
    )
    struck_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-on", "-made_at")
        verbose_name_plural = "people turned away"

    def __str__(self) -> str:
        return f"{self.people} turned away"
