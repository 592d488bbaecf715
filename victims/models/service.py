"""What was done for a client, and what was written about them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from access.history import recorded
from access.sealed import EncryptedText, SealedQuerySet
from victims import vocabulary as words
from victims.models.sealed import ClientRecord


class ServiceQuerySet(SealedQuerySet):
    def standing(self) -> ServiceQuerySet:
        """Those that were not struck out."""
        return self.filter(struck_at=None)


@recorded(exclude=["note"])
class ServiceEntry(ClientRecord):
    """One service given to a client or a family member on a day: one occurrence (field.md 3.2, rule 8).

    Counted in `minutes`, `nights` (from `on` on) and `dollars` where the category has them. A mistake
    is struck out and entered anew. `batch` and `row` make sending a form twice enter it once.
    """

    family_member = models.ForeignKey(
        "victims.FamilyMember", models.PROTECT, related_name="services", null=True, blank=True
    )
    category = models.CharField(max_length=30, choices=words.categories)
    on = models.DateField("date", default=timezone.localdate)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    nights = models.PositiveSmallIntegerField(null=True, blank=True)
    dollars = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    award = models.ForeignKey("agencies.Award", models.PROTECT, related_name="+", null=True, blank=True)
    funding = models.CharField(max_length=10, choices=words.fundings, default="federal")
    delivery = models.CharField(max_length=10, choices=words.deliveries, default="direct")
    note = EncryptedText()
    batch = models.UUIDField(editable=False)
    row = models.PositiveIntegerField(default=0, editable=False)
    struck_at = models.DateTimeField(null=True, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-made_at", "row")
        verbose_name_plural = "service entries"
        constraints = [
            models.UniqueConstraint(fields=("owner", "batch", "row"), name="one_service_a_row"),
            models.CheckConstraint(condition=Q(award__isnull=False) | Q(funding="other"), name="award_or_other_money"),
        ]
        indexes = [
            models.Index(fields=("owner", "award", "on"), name="service_award_on"),
            models.Index(fields=("client", "-on"), name="service_client_on"),
        ]

    def __str__(self) -> str:
        return self.get_category_display()

    @property
    def amount(self) -> str:
        """Minutes, nights and dollars in words."""
        said = []
        if self.minutes:
            said.append(f"{self.minutes} min")
        if self.nights:
            said.append(f"{self.nights} night{'' if self.nights == 1 else 's'}")
        if self.dollars:
            said.append(f"${self.dollars:,.2f}")
        return ", ".join(said)


class NoteQuerySet(SealedQuerySet):
    def standing(self) -> NoteQuerySet:
        """Those that were not struck out."""
        return self.filter(struck_at=None)


@recorded(exclude=["text"])
class Note(ClientRecord):
    """A note about a client, written once. One that is privileged can never be shared, whatever is signed.

    A mistake is struck out: the text is destroyed and the trail remains.
    """

    kind = models.CharField(max_length=10, choices=words.note_kinds)
    on = models.DateField("date", default=timezone.localdate)
    privileged = models.BooleanField("privileged, never shareable", default=False)
    text = EncryptedText()
    struck_at = models.DateTimeField(null=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-made_at")
        indexes = [models.Index(fields=("client", "-on"), name="note_client_on")]

    def __str__(self) -> str:
        return self.get_kind_display()
