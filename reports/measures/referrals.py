"""What an agency sent to others (section M); what became of a person is nobody's here to count."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from agencies.models import Agency
from agencies.vocabulary import Side
from referrals.models import Referral
from reports.measures import Cells, Counts, Scope, tally
from victims.models import ReferralStep

DIRECTIONS: dict[tuple[Side | None, Side | None], str] = {
    (Side.LAW, Side.SERVICES): "law_services",
    (Side.SERVICES, Side.LAW): "services_law",
    (Side.SERVICES, Side.SERVICES): "services_services",
}


def made(scope: Scope) -> QuerySet:
    """Referrals for a person that the agency sent in the period."""
    return scope.rows(Referral).filter(made_at__date__range=scope.days)


def sent(scope: Scope) -> Cells:
    """M-01. By the sides of sender and recipient, and by urgency."""
    rows = made(scope)
    to = {row["recipient_id"]: row["n"] for row in rows.values("recipient_id").annotate(n=Count("pk"))}
    sides = {agency.pk: agency.side for agency in Agency.objects.filter(pk__in=[*to, scope.agency_id])}
    directions: Counts = {}
    for recipient, count in to.items():
        direction = DIRECTIONS.get((sides.get(scope.agency_id), sides.get(recipient)), "other")
        directions[direction] = directions.get(direction, 0) + count
    return {"total": sum(to.values()), **directions, **tally(rows, "urgency", prefix="urgency.")}


def made_to_partners(scope: Scope) -> Cells:
    """D-40. What became of them is a fact about a person, and the recipient's own."""
    return {"total": made(scope).count()}


def outcomes(scope: Scope) -> Cells:
    """M-02. The provider's own steps with what it received; a referral may have had several in the period."""
    rows = scope.rows(ReferralStep).filter(on__range=scope.days).exclude(referral=None)
    return tally(rows, "step", unit="referral_id")
