"""What a survivor signed, the words that it lets go, and the copies that were given because of it."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from access.history import recorded
from access.sealed import EncryptedText, SealedQuerySet
from referrals.vocabulary import Capacity
from victims import facts, places
from victims.models.sealed import ClientRecord

WARN_DAYS = 14  # a release that ends within so many days stands on the home page


class ReleaseQuerySet(SealedQuerySet):
    def live(self, on: dt.date | None = None) -> ReleaseQuerySet:
        """Those under which something may be given on the day `on`, today unless given."""
        day = on or timezone.localdate()
        return self.filter(signed_at__isnull=False, revoked_at=None, starts_on__lte=day, ends_on__gte=day)

    def drafts(self) -> ReleaseQuerySet:
        """Those not yet signed."""
        return self.filter(signed_at=None)

    def ending(self) -> ReleaseQuerySet:
        """Live ones that end within two weeks, but for those that a later signature carries on."""
        carried_on = Release.objects.live().filter(
            client=OuterRef("client"),
            recipient=OuterRef("recipient"),
            kinds__contains=OuterRef("kinds"),
            ends_on__gt=OuterRef("ends_on"),
        )
        to_all = Q(recipient_person=None) | Q(recipient_person=OuterRef("recipient_person"))
        soon = timezone.localdate() + dt.timedelta(days=WARN_DAYS)
        return self.live().filter(~Exists(carried_on.filter(to_all)), ends_on__lte=soon)

    def for_page(self) -> ReleaseQuerySet:
        """With what a row or a page shows."""
        return self.select_related("client__data_key__agency_key", "recipient", "recipient_person", "made_by")


@recorded(
    exclude=[
        "purpose",
        "interpreter_name",
        "signed_name",
        "second_name",
        "second_relation",
        "witness_name",
        "drawn",
        "second_drawn",
        "kept_at",
    ]
)
class Release(ClientRecord):
    """A release of information (field.md 5.2): whose, to one agency, which facts, why, from when until when.

    Drawn up in three steps, signed once, never changed afterwards but to be revoked; renewed only by
    signing a new one. The database holds it to that (`victims/functions.py`).
    """

    class Covers(models.TextChoices):
        SIGNING = "signing", "Only what is on record when it is signed"
        LATER = "later", "Also what is added while it runs"

    class Explained(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "By telephone"
        VIDEO = "video", "By video call"

    class Interpreter(models.TextChoices):
        NONE = "none", "No interpreter was needed"
        STAFF = "staff", "Somebody of ours who speaks it"
        IN_PERSON = "in_person", "An interpreter, in person"
        PHONE = "phone", "An interpreter, by telephone or video"

    class Manner(models.TextChoices):
        PAPER = "paper", "On paper"
        SCREEN = "screen", "On this screen"

    class Revoked(models.TextChoices):
        SPOKEN = "spoken", "They said so"
        WRITTEN = "written", "They wrote so"
        GUARDIAN = "guardian", "A parent or guardian who signed said so"
        AGENCY = "agency", "We ended it for their safety"

    # Step 1: to whom, and why
    recipient = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="to which agency")
    recipient_person = models.ForeignKey(
        "agencies.Person",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="to which person there",
    )
    purpose = EncryptedText("what it is for, in their own words")
    # Step 2: what, and how long
    kinds = ArrayField(models.CharField(max_length=30, choices=facts.kinds), default=list, blank=True)
    covers = models.CharField("what it covers", max_length=10, choices=Covers, default=Covers.SIGNING)
    starts_on = models.DateField("from", default=timezone.localdate)
    ends_on = models.DateField("until")
    # Step 3: explained and signed
    explained_how = models.CharField("how it was explained", max_length=10, choices=Explained, blank=True)
    language = models.CharField("in which language", max_length=40, choices=places.languages, blank=True)
    interpreter = models.CharField(max_length=10, choices=Interpreter, blank=True)
    interpreter_name = EncryptedText("interpreter's name or number")
    told_services = models.BooleanField("Services do not depend on signing this.", default=False)
    told_defense = models.BooleanField("Police and prosecutors may have to give it to the defense.", default=False)
    told_risks = models.BooleanField("What may come of it, and what else they could do instead.", default=False)
    told_revoking = models.BooleanField(
        "They may take it back at any time, by saying so; what was already read can't be taken back.", default=False
    )
    capacity = models.CharField("who signs", max_length=20, choices=Capacity, blank=True)
    signed_name = EncryptedText("name as signed")
    second_name = EncryptedText("parent's or guardian's name")
    second_relation = EncryptedText("what they are to the minor")
    witness_name = EncryptedText("staff member who was there")
    drawn = EncryptedText("signature, drawn")
    second_drawn = EncryptedText("parent's or guardian's signature, drawn")
    manner = models.CharField("how it was signed", max_length=10, choices=Manner, blank=True)
    kept_at = EncryptedText("where the signed paper is kept")
    signed_on = models.DateField("signed on", null=True, blank=True)
    signed_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        "agencies.Person", models.PROTECT, related_name="+", null=True, editable=False, verbose_name="recorded by"
    )
    revoked_how = models.CharField("how it was taken back", max_length=10, choices=Revoked, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="release_ends_late"),
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | (
                    Q(told_services=True, told_defense=True, told_risks=True, told_revoking=True)
                    & Q(signed_on__isnull=False)
                    & ~Q(capacity="")
                    & ~Q(explained_how="")
                    & ~Q(language="")
                    & ~Q(interpreter="")
                    & ~Q(manner="")
                    & ~Q(kinds=[])
                ),
                name="release_signed_when_explained",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(signed_at__isnull=False), name="release_revoked_when_signed"
            ),
        ]
        indexes = [
            models.Index(fields=("owner", "ends_on"), name="release_owner_ends"),
            models.Index(fields=("client", "-made_at"), name="release_client"),
        ]

    def __str__(self) -> str:
        return "Release"

    def get_absolute_url(self) -> str:
        return reverse("victims:release", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether it is not yet signed."""
        return self.signed_at is None

    @property
    def is_live(self) -> bool:
        """Whether something may be given under it at this moment."""
        today = timezone.localdate()
        return not self.is_draft and self.revoked_at is None and self.starts_on <= today <= self.ends_on

    @property
    def is_to_come(self) -> bool:
        """Whether it is signed, not taken back, and begins on a later day."""
        return not self.is_draft and self.revoked_at is None and timezone.localdate() < self.starts_on

    @property
    def state(self) -> str:
        """Where it stands, in a word."""
        if self.is_draft:
            return "Draft"
        if self.revoked_at:
            return "Revoked"
        if timezone.localdate() > self.ends_on:
            return "Expired"
        return "Not yet begun" if self.is_to_come else "In force"

    @property
    def tone(self) -> str:
        """How the state is colored."""
        return {"In force": "good", "Revoked": "stop", "Draft": "info"}.get(self.state, "neutral")

    @property
    def kind_labels(self) -> list[str]:
        """The kinds of information that it names, in words."""
        return [facts.FACTS[kind].label for kind in facts.FACTS if kind in self.kinds]

    @property
    def signatures(self) -> list[tuple[str, str]]:
        """(whose, the strokes as a path of SVG) of each signature that was drawn on a screen."""
        drawn = [("Signature", self.drawn), ("Signature of the parent or guardian", self.second_drawn)]
        return [(whose, path) for whose, path in drawn if path.startswith("M")]

    @property
    def ends_at(self) -> dt.datetime:
        """The moment after its last day."""
        return timezone.make_aware(dt.datetime.combine(self.ends_on + dt.timedelta(days=1), dt.time()))


class ReleaseFactQuerySet(SealedQuerySet):
    def latest(self) -> ReleaseFactQuerySet:
        """The newest wording of each kind."""
        return self.order_by("kind", "-made_at").distinct("kind")


class ReleaseFact(ClientRecord):
    """The very words that a release lets go, for one kind; the newest of a kind counts.

    Written while the release is a draft, later only where it covers later entries.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="facts", editable=False)
    kind = models.CharField(max_length=30, choices=facts.kinds)
    text = EncryptedText("what it says")

    objects = ReleaseFactQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "-made_at")
        indexes = [models.Index(fields=("release", "kind", "-made_at"), name="release_fact_newest")]

    def __str__(self) -> str:
        return self.get_kind_display()


class DisclosureLink(ClientRecord):
    """Which client and release a copy was given for: the survivor's ledger. Points down; no name back.

    Without a release it rests on what `victims/bases.py` lists: then `law` names it, and `told`,
    `attempts` and `protection` say what was done for the survivor (28 CFR 94.115(b)).
    """

    class Told(models.TextChoices):
        YES = "yes", "Yes, beforehand"
        TRIED = "tried", "Tried, could not reach them"
        LATER = "later", "Not yet: it would put somebody in danger"

    release = models.ForeignKey(Release, models.PROTECT, related_name="links", null=True, editable=False)
    disclosure = models.ForeignKey(
        "referrals.Disclosure", models.DO_NOTHING, related_name="+", null=True, db_constraint=False, editable=False
    )
    law = EncryptedText("the order, statute, duty to report or danger")
    grounds = EncryptedText("who advised, who took the report, or why it could not wait")
    told = models.CharField("was the survivor told", max_length=10, choices=Told, blank=True)
    attempts = EncryptedText("how they were told, or what was tried to tell them")
    protection = EncryptedText("what was done to protect them")

    class Meta:
        ordering = ("-made_at",)
        indexes = [models.Index(fields=("disclosure",), name="disclosure_link_copy")]

    def __str__(self) -> str:
        return "Copy given"
