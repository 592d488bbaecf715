"""What one agency chose to tell another: requests, referrals, messages and copies under a release.

Nothing here ever changes but for what its sender takes back: an answer, a receipt and a reading are
rows of their own, so that no version, no time of change and no gap tells what became of a person.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from access.models import Record, RecordQuerySet
from access.sealed import DESTROYED, EncryptedText, SealedRow
from referrals import vocabulary as words


def several(choices: Any, label: str) -> ArrayField:
    """Several codes of a list."""
    return ArrayField(models.CharField(max_length=30, choices=choices), verbose_name=label, default=list, blank=True)


class Addressed(Record):
    """A row that one agency (`owner`) sends to another (`recipient`) of a common task force."""

    reading_is_private = True  # its sender must not learn how often it is opened

    recipient = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="to")

    class Meta:
        abstract = True

    @property
    def sent_at(self) -> dt.datetime:
        """When it was sent."""
        return self.made_at


class AddressedQuerySet(RecordQuerySet):
    def sent_by(self, agency_id: int) -> AddressedQuerySet:
        """The outbox of an agency."""
        return self.filter(owner_id=agency_id)

    def sent_to(self, agency_id: int) -> AddressedQuerySet:
        """The inbox of an agency."""
        return self.filter(recipient_id=agency_id)

    def for_page(self) -> AddressedQuerySet:
        """With the agencies that a row shows."""
        return self.select_related("owner", "recipient")


class RequestQuerySet(AddressedQuerySet):
    def with_answer(self) -> RequestQuerySet:
        """With the latest answer as `said`, `reason` and `answered_at`."""
        last = Answer.objects.filter(request=OuterRef("pk")).order_by("-made_at")
        return self.annotate(
            said=Subquery(last.values("said")[:1]),
            reason=Subquery(last.values("reason")[:1]),
            answered_at=Subquery(last.values("made_at")[:1]),
        )

    def waiting(self) -> RequestQuerySet:
        """Those that nobody has answered."""
        return self.with_answer().filter(answered_at=None)

    def late(self) -> RequestQuerySet:
        """Those not answered in the time that was asked for."""
        return self.waiting().filter(answer_by__lt=timezone.now())


class ServiceRequest(Addressed):
    """A request for services without a person: have you a bed for two, Spanish-speaking, tonight?

    It names nobody, so it is answered openly (`Answer`).
    """

    task_force = models.ForeignKey("agencies.TaskForce", models.PROTECT, related_name="+", editable=False)
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, related_name="+", null=True, blank=True, db_constraint=False
    )
    services = several(words.services, "services")
    people = models.PositiveSmallIntegerField("how many people", default=1)
    languages = several(words.languages, "languages")
    minors = models.CharField("minors among them", max_length=10, choices=words.Minors)
    needed_from = models.DateField("needed from", default=timezone.localdate)
    urgency = models.CharField("answer wanted", max_length=10, choices=words.Urgency)
    answer_by = models.DateTimeField(editable=False)
    note = models.TextField("anything else", max_length=500, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        indexes = [
            models.Index(fields=("owner", "-made_at"), name="request_owner"),
            models.Index(fields=("recipient", "-made_at"), name="request_recipient"),
        ]

    def __str__(self) -> str:
        return "Request for services"

    def get_absolute_url(self) -> str:
        return reverse("referrals:request", args=[self.pk])

    @property
    def service_words(self) -> str:
        """The services in words."""
        return words.words(words.SERVICES, self.services)

    @property
    def language_words(self) -> str:
        """The languages in words."""
        return words.words(words.LANGUAGES, self.languages)


class Answer(Addressed):
    """What the agency that was asked says to a request; the latest counts."""

    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="answers")
    said = models.CharField("answer", max_length=10, choices=words.Said)
    reason = models.TextField("reason, or what is possible", max_length=500, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.get_said_display()


class ReferralQuerySet(AddressedQuerySet):
    def with_receipt(self) -> ReferralQuerySet:
        """With when it was received as `received_at`, None while it was not."""
        first = Receipt.objects.filter(referral=OuterRef("pk")).order_by("at")
        return self.annotate(received_at=Subquery(first.values("at")[:1]))

    def open(self) -> ReferralQuerySet:
        """Those whose clock still runs."""
        return self.filter(closes_at__gt=timezone.now())

    def waiting(self) -> ReferralQuerySet:
        """Those whose clock still runs and that nobody has received."""
        return self.open().with_receipt().filter(received_at=None)

    def late(self) -> ReferralQuerySet:
        """Those not received in the time that was asked for."""
        return self.with_receipt().filter(received_at=None, receive_by__lt=timezone.now())


class Referral(Addressed):
    """The envelope of a referral for one or more persons. It knows sent, received and closed; no more.

    It closes by the clock at `closes_at`, received or not, whatever happened (domain.md, "A
    referral's progress is a fact about a person"). What the recipient does with it lies in the
    recipient's own room and leaves no trace here. It hangs on no case: from a case only requests without
    a person go out, and police tie it to their victim in their own room.
    """

    class State(models.TextChoices):
        SENT = "sent", "Sent"
        RECEIVED = "received", "Received"
        CLOSED = "closed", "Closed"

    task_force = models.ForeignKey("agencies.TaskForce", models.PROTECT, related_name="+", editable=False)
    urgency = models.CharField("to be opened", max_length=10, choices=words.Urgency)
    receive_by = models.DateTimeField(editable=False)
    closes_at = models.DateTimeField(editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=models.F("made_at")), name="referral_closes_late")
        ]
        indexes = [
            models.Index(fields=("owner", "-made_at"), name="referral_owner"),
            models.Index(fields=("recipient", "-made_at"), name="referral_recipient"),
        ]

    def __str__(self) -> str:
        return "Referral"

    def get_absolute_url(self) -> str:
        return reverse("referrals:referral", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        """Whether its clock has run out."""
        return self.closes_at <= timezone.now()

    @property
    def state(self) -> str:
        """Sent, received or closed; needs `with_receipt()`."""
        if self.is_closed:
            return self.State.CLOSED
        return self.State.RECEIVED if self.received_at else self.State.SENT

    @property
    def is_late(self) -> bool:
        """Whether it was not received in the time that was asked for; needs `with_receipt()`."""
        return self.received_at is None and self.receive_by < timezone.now()


class Receipt(models.Model):
    """That a referral was received: by the agency `owner`, told to the one that sent it.

    It does not say by whom: the sender learns that it arrived and nothing more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    recipient = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="receipts")
    at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return "Receipt"


class PaperQuerySet(AddressedQuerySet):
    def standing(self) -> PaperQuerySet:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)


class ReferralPaper(Addressed, SealedRow):
    """A person whom police or prosecution name on a referral, with that person's recorded yes.

    Addressed to one agency like a disclosure. Confidentiality binds the provider, not the officer
    at the scene (domain.md, "Police may name the person they refer"). Taking it back destroys its
    key: nobody reads the name again, its sender neither.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="papers")
    name = EncryptedText("name, or what to call them")
    safe_contact = EncryptedText("safe way to reach them")
    minor = models.CharField("under 18", max_length=10, choices=words.Minors)
    languages = several(words.languages, "languages")
    services = several(words.services, "what they ask for")
    needs = EncryptedText("what else to know")
    yes_from = models.CharField("who said yes", max_length=20, choices=words.Capacity)
    asked_by = models.CharField("who asked them", max_length=120)
    asked_on = models.DateField("when", default=timezone.localdate)
    asked_how = models.CharField("how", max_length=20, choices=words.Asked)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(wrapped=b""), name="paper_taken_back_is_forgotten"
            )
        ]

    def __str__(self) -> str:
        return "Person referred"

    def get_absolute_url(self) -> str:
        return self.referral.get_absolute_url()

    @property
    def service_words(self) -> str:
        """What they ask for, in words."""
        return words.words(words.SERVICES, self.services)

    @property
    def language_words(self) -> str:
        """Their languages in words."""
        return words.words(words.LANGUAGES, self.languages)


class Message(Addressed, SealedRow):
    """Please pass this on: it only ever shows delivered, whether or not anybody is known there."""

    for_whom = EncryptedText("for whom, as they will know them")
    text = EncryptedText("message")

    objects = AddressedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        indexes = [models.Index(fields=("recipient", "-made_at"), name="message_recipient")]

    def __str__(self) -> str:
        return "Message to pass on"

    def get_absolute_url(self) -> str:
        return reverse("referrals:message", args=[self.pk])


class DisclosureQuerySet(AddressedQuerySet):
    def live(self) -> DisclosureQuerySet:
        """Those that their recipient can read at this moment."""
        return self.filter(ends_at__gt=timezone.now(), revoked_at=None)


class Disclosure(Addressed, SealedRow):
    """The copy: facts as they stood, for one agency or one person there, with a purpose and an end.

    Which kinds of facts it holds stands open (`outline`), since the database holds them against the
    release (`wall.check_disclosure`); what they say is sealed (`told`), one text for each. Its
    recipient reads it while the clock says so and it is not revoked; the policy reads the clock, no
    job has to run.
    """

    recipient_person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+", null=True, blank=True)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="disclosures", null=True, blank=True)
    purpose = EncryptedText()
    basis = models.CharField(max_length=20, choices=words.Basis)
    outline = models.JSONField(help_text='[{"kind", "label"}], one for each fact.')
    told = EncryptedText(help_text="The text of each fact, a list in JSON.")
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        indexes = [models.Index(fields=("recipient", "-made_at"), name="disclosure_recipient")]

    def __str__(self) -> str:
        return "Disclosure"

    def get_absolute_url(self) -> str:
        return reverse("referrals:disclosure", args=[self.pk])

    @property
    def facts(self) -> list[dict[str, str]]:
        """[{"kind", "label", "text"}]: what it holds, opened."""
        told = self.told
        texts = [DESTROYED] * len(self.outline) if told == DESTROYED else json.loads(told)
        return [fact | {"text": text} for fact, text in zip(self.outline, texts, strict=True)]

    @facts.setter
    def facts(self, facts: list[dict[str, str]]) -> None:
        self.outline = [{"kind": fact["kind"], "label": fact["label"]} for fact in facts]
        self.told = json.dumps([fact["text"] for fact in facts])

    @property
    def is_live(self) -> bool:
        """Whether its recipient can read it at this moment."""
        return self.revoked_at is None and self.ends_at > timezone.now()

    @property
    def last_day(self) -> dt.date:
        """The last day on which it can be read."""
        return timezone.localtime(self.ends_at - dt.timedelta(seconds=1)).date()

    @property
    def state(self) -> str:
        """Open, ended or revoked, in words."""
        if self.revoked_at:
            return "Revoked"
        return "Open" if self.is_live else "Ended"


class Reading(Record):
    """That a copy was read, by whom, when and in which way: for the ledger of the provider, who owns it."""

    class Way(models.TextChoices):
        PAGE = "page", "Read"
        PRINT = "print", "Printed"
        API = "api", "Read by a program"

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="readings")
    way = models.CharField(max_length=10, choices=Way, default=Way.PAGE)

    class Meta:
        ordering = ("-made_at",)
        indexes = [models.Index(fields=("disclosure", "-made_at"), name="reading_disclosure")]

    def __str__(self) -> str:
        return "Reading"
