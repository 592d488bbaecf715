"""What somebody who is no agency here demanded, or was told: a court, a grand jury, child protection."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from access.history import recorded
from access.sealed import EncryptedText, SealedQuerySet
from victims import bases
from victims.models.release import DisclosureLink
from victims.models.sealed import ClientRecord


class DemandQuerySet(SealedQuerySet):
    def for_page(self) -> DemandQuerySet:
        """With what a row or a page shows."""
        return self.select_related("client__data_key__agency_key", "made_by")

    def open(self) -> DemandQuerySet:
        """Those that nobody has decided about, the most pressing first."""
        undecided = self.filter(struck_at=None, stage__in=Demand.OPEN)
        return undecided.order_by(F("answer_by").asc(nulls_last=True), "on")


@recorded(exclude=list(bases.WORDS))
class Demand(ClientRecord):
    """One demand for a client's information, or one report about a client, outside this software.

    It rests on what `victims/bases.py` lists and holds what that asks to be written down, for the
    survivor's ledger. What was `given` is written down only where something was; a subpoena alone
    gives nothing. Privileged notes stay where they are whatever was demanded.
    """

    class Stage(models.TextChoices):
        PENDING = "pending", "Not decided yet: nothing was given"
        CONTESTED = "contested", "We asked the court to quash or narrow it: nothing was given"
        GIVEN = "given", "Given, as far as it binds us"
        REFUSED = "refused", "Nothing was given: quashed, withdrawn, or it does not bind us"

    OPEN = (Stage.PENDING, Stage.CONTESTED)

    basis = models.CharField(max_length=20, choices=bases.demands)
    to_whom = EncryptedText("who asked, or was told")
    asked = EncryptedText("what was asked for")
    on = models.DateField("when it came, or when they were told")
    answer_by = models.DateField("by when it must be answered", null=True)
    stage = models.CharField("what was done about it", max_length=10, choices=Stage)
    stage_on = models.DateField("when that was")
    given = EncryptedText("what was given, item by item")
    law = EncryptedText("the order, subpoena, statute, duty to report or danger")
    grounds = EncryptedText("who advised, who took the report, or why it could not wait")
    told = models.CharField("was the survivor told", max_length=10, choices=DisclosureLink.Told)
    attempts = EncryptedText("how they were told, or what was tried to tell them")
    protection = EncryptedText("what was done to protect them")
    struck_at = models.DateTimeField(null=True, editable=False)

    objects = DemandQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-made_at")
        constraints = [
            models.CheckConstraint(condition=Q(stage_on__gte=F("on")), name="demand_answered_after"),
            models.CheckConstraint(condition=Q(answer_by__gte=F("on")), name="demand_due_after"),
        ]
        indexes = [models.Index(fields=("client", "-on"), name="demand_client")]

    def __str__(self) -> str:
        return "Demand"

    def get_absolute_url(self) -> str:
        return reverse("victims:ledger", args=[self.client_id])

    @property
    def is_argued(self) -> bool:
        """Whether somebody asked, so that there was something to decide; else somebody was told."""
        return bases.DEMANDS[self.basis].argued

    @property
    def grounds_label(self) -> str:
        """What its basis asks `grounds` for, in words."""
        return bases.DEMANDS[self.basis].asks["grounds"][0]

    @property
    def is_open(self) -> bool:
        """Whether what to do about it is still to be decided."""
        return self.struck_at is None and self.stage in self.OPEN
