"""The task force itself: its agencies and its agreements, counted once, by the office that coordinates it.

Every other agency says nothing here, so that no agency stands twice in a sum (filer "credit once").
The award that counts them is the earliest that the coordinating office works under.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from agencies.models import Award, Memorandum, Participation
from agencies.vocabulary import Sector
from reports.measures import Cells, Scope, tally

SOON = dt.timedelta(days=90)
AGENCIES = ("total", "new", "continuing", "left", "agreement.yes", "agreement.no", *(f"sector.{s}" for s in Sector))
AGREEMENTS = ("new", "renewed", "live", "expiring", "expired")


def within(scope: Scope) -> tuple[Q, Q]:
    """Conditions of rows whose dates reach into the period."""
    return Q(until_on=None) | Q(until_on__gte=scope.first), Q(from_on__lte=scope.last)


def members(scope: Scope, award: Award) -> QuerySet:
    """The agencies' memberships of the award's task force that all sides agreed to and that reach into the period."""
    rows = Participation.objects.filter(*within(scope), task_force_id=award.task_force_id).order_by()
    return rows.exclude(accepted_at=None).exclude(law_agreed_at=None).exclude(services_agreed_at=None)


def credited(scope: Scope) -> Award | None:
    """The award, where it is this agency's and this award's to count the task force."""
    award = Award.objects.filter(pk=scope.award_id).first()
    if award is None:
        return None
    office = Case(When(agency__sector=Sector.COORDINATION, then=Value(0)), default=Value(1))
    offices = members(scope, award).filter(coordinates=True).order_by(office, "from_on", "pk")
    of_it = Q(agency_id=scope.agency_id) | Q(partners__agency_id=scope.agency_id)
    awards = Award.objects.filter(
        of_it, task_force_id=award.task_force_id, starts_on__lte=scope.last, ends_on__gte=scope.first
    )
    counts = offices.values_list("agency_id", flat=True).first() == scope.agency_id
    return award if counts and awards.order_by("starts_on", "pk").first() == award else None


def agencies(scope: Scope) -> Cells:
    """H-02. An agency that came and left in the period has left."""
    award = credited(scope)
    if award is None:
        return dict.fromkeys(AGENCIES)
    signed = Memorandum.objects.filter(
        *within(scope), agency=OuterRef("agency"), task_force=OuterRef("task_force"), signed_on__lte=scope.last
    )
    stay = Case(
        When(until_on__range=scope.days, then=Value("left")),
        When(from_on__range=scope.days, then=Value("new")),
        default=Value("continuing"),
    )
    agreed = Case(When(Exists(signed), then=Value("yes")), default=Value("no"))
    rows = members(scope, award)
    return {
        "total": rows.aggregate(n=Count("agency_id", distinct=True))["n"],
        **tally(rows, stay, unit="agency_id"),
        **tally(rows, "agency__sector", prefix="sector.", unit="agency_id"),
        **tally(rows, agreed, prefix="agreement.", unit="agency_id"),
    }


def agreements(scope: Scope) -> Cells:
    """H-03. Memoranda signed, in force at the period's end, ending soon after it, and expired in it."""
    award = credited(scope)
    if award is None:
        return dict.fromkeys(AGREEMENTS)
    rows = Memorandum.objects.filter(task_force_id=award.task_force_id)
    older = Memorandum.objects.filter(
        agency=OuterRef("agency"), task_force=OuterRef("task_force"), signed_on__lt=OuterRef("signed_on")
    )
    signed = rows.filter(signed_on__range=scope.days).annotate(renews=Exists(older))
    live = rows.filter(Q(until_on=None) | Q(until_on__gt=scope.last), from_on__lte=scope.last)
    return {
        "new": signed.filter(renews=False).count(),
        "renewed": signed.filter(renews=True).count(),
        "live": live.count(),
        "expiring": live.filter(until_on__lte=scope.last + SOON).count(),
        "expired": rows.filter(until_on__range=scope.days).count(),
    }
