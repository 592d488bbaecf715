"""What the provider does with what it was sent: its own record, of which the sender sees no trace."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from access.history import recorded
from access.sealed import EncryptedText
from victims.models.sealed import HouseRecord


def down(model: str) -> models.ForeignKey:
    """A key down to a shared row: no constraint there, no name back, so that it leaves no trace."""
    return models.ForeignKey(
        model, models.DO_NOTHING, related_name="+", null=True, blank=True, db_constraint=False, editable=False
    )


class ReferralLink(HouseRecord):
    """That a client came by a referral, or was sent on with one."""

    class Direction(models.TextChoices):
        RECEIVED = "received", "Came to us"
        SENT = "sent", "Sent on by us"

    referral = down("referrals.Referral")
    paper = down("referrals.ReferralPaper")
    direction = models.CharField(max_length=10, choices=Direction)

    class Meta:
        ordering = ("-made_at",)
        indexes = [models.Index(fields=("owner", "referral"), name="referral_link_referral")]

    def __str__(self) -> str:
        return self.get_direction_display()


@recorded(exclude=["note"])
class ReferralStep(HouseRecord):
    """One step that the provider took with a referral, a person named on it, or a message; never told by itself."""

    class Step(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        WAITLISTED = "waitlisted", "On the waiting list"
        DECLINED = "declined", "Declined or turned away"
        BEGUN = "begun", "Service begun"
        COMPLETED = "completed", "Service completed"
        PASSED_ON = "passed_on", "Message passed on"
        NOT_PASSED = "not_passed", "Message not passed on"

    referral = down("referrals.Referral")
    paper = down("referrals.ReferralPaper")
    message = down("referrals.Message")
    step = models.CharField(max_length=12, choices=Step)
    on = models.DateField("when", default=timezone.localdate)
    note = EncryptedText("note for us")

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.CheckConstraint(condition=Q(referral=None) ^ Q(message=None), name="referral_step_of_one_thing")
        ]
        indexes = [models.Index(fields=("owner", "referral", "-made_at"), name="referral_step_referral")]

    def __str__(self) -> str:
        return self.get_step_display()
