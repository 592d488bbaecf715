"""What an agency sent to others and what came to it (section M).

Whoever sent a referral knows when it was received and nothing more; what became of it is counted by
the provider that it came to, under that provider's own award.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import (
    Case,
    CharField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat, TruncDate

from agencies.models import Agency
from agencies.vocabulary import Side
from referrals.models import Receipt, Referral
from referrals.vocabulary import Urgency
from reports.measures import Cells, Counts, Scope, banded, tally
from victims.models import ReferralStep

DIRECTIONS: dict[tuple[Side | None, Side | None], str] = {
    (Side.LAW, Side.SERVICES): "law_services",
    (Side.SERVICES, Side.LAW): "services_law",
    (Side.SERVICES, Side.SERVICES): "services_services",
}
HOURS = (("0_1", 1), ("1_4", 4), ("4_24", 24), ("24_72", 72))
DAYS = (("0", 0), ("1", 1), ("2_3", 3), ("4_7", 7), ("8_up", None))
DECIDED = ("accepted", "waitlisted", "declined")


def made(scope: Scope) -> QuerySet:
    """Referrals for a person that the agency sent in the period."""
    return scope.rows(Referral).filter(made_at__date__range=scope.days)


def agencies(ids: list[int]) -> dict[int, Agency]:
    """Agencies by id; who is who is open to everyone."""
    return Agency.objects.in_bulk(ids)


def by_recipient(rows: QuerySet) -> dict[int, int]:
    """How many of `rows` went to which agency."""
    return {row["recipient_id"]: row["n"] for row in rows.values("recipient_id").annotate(n=Count("pk"))}


def sent(scope: Scope) -> Cells:
    """M-01. By the sides of sender and recipient, and by urgency."""
    rows = made(scope)
    to = by_recipient(rows)
    found = agencies([*to, scope.agency_id])
    directions: Counts = {}
    for recipient, count in to.items():
        direction = DIRECTIONS.get((found[scope.agency_id].side, found[recipient].side), "other")
        directions[direction] = directions.get(direction, 0) + count
    return {"total": sum(to.values()), **directions, **tally(rows, "urgency", prefix="urgency.")}


def made_to_partners(scope: Scope) -> Cells:
    """D-40. By the recipient's sector; what became of them is a fact about a person, and the recipient's own."""
    to = by_recipient(made(scope))
    found = agencies(list(to))
    sectors: Counts = {}
    for recipient, count in to.items():
        sector = f"to.{found[recipient].sector}"
        sectors[sector] = sectors.get(sector, 0) + count
    return {"total": sum(to.values()), **sectors}


def outcomes(scope: Scope) -> Cells:
    """M-02. The provider's own steps with what it received; a referral may have had several in the period."""
    rows = scope.rows(ReferralStep).filter(on__range=scope.days).exclude(referral=None)
    return tally(rows, "step", unit="referral_id")


def with_receipt(scope: Scope) -> QuerySet:
    """Referrals sent, with when each was received; the sender is told that and nothing more."""
    told = Receipt.objects.using(scope.using).filter(recipient_id=scope.agency_id, referral=OuterRef("pk"))
    return made(scope).annotate(received_at=Subquery(told.order_by("at").values("at")[:1]))


def waits(scope: Scope) -> Cells:
    """M-03. In bins, since a median can't be added across agencies.

    To receipt, of those sent; to the provider's decision and to the first service, of those that came
    to it, in days, since a step has a day and no hour.
    """
    waited = ExpressionWrapper(F("received_at") - F("made_at"), output_field=DurationField())
    bins = Case(
        When(received_at=None, then=Value("none")),
        *(When(waited__lte=dt.timedelta(hours=top), then=Value(name)) for name, top in HOURS),
        default=Value("72_up"),
        output_field=CharField(),
    )
    received = tally(with_receipt(scope).annotate(waited=waited), bins)
    if scope.side != Side.SERVICES:  # what became of a referral is the provider's to know
        return received | {f"{prefix}{band}": None for prefix in ("decided.", "begun.") for band, _ in DAYS}
    return {**received, **days_to(scope, DECIDED, "decided."), **days_to(scope, ("begun",), "begun.")}


def stepped(scope: Scope, steps: tuple[str, ...]) -> QuerySet:
    """Referrals that came to the agency and first reached one of `steps` in the period, on `day`."""
    first = scope.rows(ReferralStep).filter(referral=OuterRef("pk"), step__in=steps).order_by()
    day = Subquery(first.values("referral").annotate(day=Min("on")).values("day"))
    came = Referral.objects.using(scope.using).filter(recipient_id=scope.agency_id).order_by()
    return came.annotate(day=day).filter(day__range=scope.days)


def days_to(scope: Scope, steps: tuple[str, ...], prefix: str) -> Counts:
    """How many referrals waited how many days for one of `steps`."""
    return tally(stepped(scope, steps), banded(TruncDate("made_at"), F("day"), DAYS), prefix=prefix)


def first_contact(scope: Scope) -> Cells:
    """D-41. Days to the first service, the first contact that is on record, by how soon it was wanted."""
    rows = stepped(scope, ("begun",))
    urgent = Case(
        When(urgency=Urgency.NOW, then=Value("urgent.")), default=Value("routine."), output_field=CharField()
    )
    return tally(rows, Concat(urgent, banded(TruncDate("made_at"), F("day"), DAYS)))


def in_time(scope: Scope) -> Cells:
    """M-04. Of those sent, how many were received within the time asked for; carried as two counts."""
    rows = with_receipt(scope)
    cells: Counts = {"in_time": rows.filter(received_at__lte=F("receive_by")).count(), "all": rows.count()}
    for urgency in Urgency.values:
        of = rows.filter(urgency=urgency)
        cells[f"in_time.{urgency}"] = of.filter(received_at__lte=F("receive_by")).count()
        cells[f"all.{urgency}"] = of.count()
    return cells
