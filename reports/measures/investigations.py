"""Investigations, suspects, arrests and victims as police know them (section F).

An investigation is counted at its opening by the agency that leads it (field.md 3.2, rule 13); events
and unique persons are counted apart (rule 14).
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate

from cases.models import Lead
from investigations.models import (
    Arrest,
    FormAssessment,
    Investigation,
    Operation,
    SurvivorArrest,
    Suspect,
    Victim,
)
from investigations.vocabulary import SuspectPart, YesNo
from reports.measures import Cells, Scope, banded, each, known, tally

DAY = dt.timedelta(days=1)
AGES = (("age.0_90", 90), ("age.91_180", 180), ("age.181_365", 365), ("age.366_up", None))


def new(scope: Scope) -> QuerySet:
    """Investigations opened in the period."""
    return scope.rows(Investigation).filter(opened_on__range=scope.days)


def form_held(scope: Scope) -> Coalesce:
    """The latest assessment of form on or before the period's end (rule 10)."""
    made = scope.rows(FormAssessment).filter(investigation=OuterRef("pk"), on__lte=scope.last)
    return Coalesce(Subquery(made.order_by("-on", "-made_at").values("form")[:1]), F("form"))


def opened(scope: Scope) -> Cells:
    """F-01. Rule 13: at opening, by the agency that leads."""
    return {"total": new(scope).count(), **tally(new(scope), form_held(scope))}


def active(scope: Scope) -> Cells:
    """F-02. Opened by the period's end and not closed on it."""
    rows = scope.rows(Investigation).filter(Q(closed_on=None) | Q(closed_on__gt=scope.last), opened_on__lte=scope.last)
    ages = tally(rows, banded(F("opened_on"), scope.last, AGES))
    return {"total": rows.count(), **tally(rows, form_held(scope)), **ages}


def closed(scope: Scope) -> Cells:
    """F-03. By the reason given at closing."""
    rows = scope.rows(Investigation).filter(closed_on__range=scope.days)
    return {"total": rows.count(), **tally(rows, "closure")}


def working(scope: Scope) -> Cells:
    """F-04. Alone or with others; an investigation may be worked with several."""
    rows = new(scope)
    alone = rows.filter(joint=[]).count()
    return {
        "total": rows.count(),
        "alone": alone,
        "joint": rows.count() - alone,
        **each(rows, "joint", prefix="with."),
    }


def notice(scope: Scope) -> Cells:
    """F-05. How the matter came to notice."""
    return tally(new(scope), "source")


def findings(scope: Scope) -> Cells:
    """F-06. A working determination, never a verdict."""
    return tally(new(scope), "finding")


def suspects(scope: Scope) -> Cells:
    """F-07. Rule 14: unique persons within an investigation; one may have several roles."""
    rows = scope.rows(Suspect).filter(identified_on__range=scope.days)
    return {
        "total": rows.count(),
        **each(rows, "roles"),
        UNKNOWN_ROLE: rows.filter(roles=[]).count(),
        **tally(rows, known("sex"), prefix="sex."),
        **tally(rows, known("age_band"), prefix="age."),
    }


UNKNOWN_ROLE = "unknown"


def arrested(scope: Scope) -> QuerySet:
    """Arrests of suspects in the period; of one who turned out to be a survivor, F-10 counts it."""
    return scope.rows(Arrest).filter(struck_at=None, on__range=scope.days).exclude(is_survivor=YesNo.YES)


def arrests(scope: Scope) -> Cells:
    """F-08. Rule 14: arrest events and unique persons apart; buyers are F-09."""
    rows = arrested(scope).exclude(suspect__part=SuspectPart.BUYER)
    people = rows.aggregate(n=Count("suspect_id", distinct=True))["n"]
    return {
        "arrests": rows.count(),
        "people": people,
        **tally(rows, "group"),
        **tally(rows, "level", prefix="court."),
    }


def buyers(scope: Scope) -> Cells:
    """F-09. Arrests of buyers."""
    rows = arrested(scope).filter(suspect__part=SuspectPart.BUYER)
    return {"total": rows.count(), **tally(rows, "group")}


def survivor_arrests(scope: Scope) -> Cells:
    """F-10. Survivors are still arrested, "to protect them" or to get testimony (Urban Institute)."""
    rows = scope.rows(SurvivorArrest).filter(struck_at=None, on__range=scope.days)
    return {
        "events": rows.count(),
        "people": rows.aggregate(n=Count("victim_id", distinct=True))["n"],
        **tally(rows, "reason", prefix="reason."),
        **tally(rows, "outcome", prefix="outcome."),
        **tally(rows, known("advocate_called"), prefix="advocate."),
    }


def identified(scope: Scope) -> QuerySet:
    """Victims identified in the period."""
    return scope.rows(Victim).filter(identified_on__range=scope.days)


def victims(scope: Scope) -> Cells:
    """F-11. Rule 1: unique within the agency; potential and confirmed are dated working determinations."""
    rows = identified(scope)
    return {
        "total": rows.count(),
        **tally(rows, "standing"),
        **tally(rows, "form", prefix="form."),
        **tally(rows, known("age_band"), prefix="age."),
        **tally(rows, known("sex"), prefix="sex."),
        **tally(rows, known("citizenship"), prefix="citizenship."),
    }


def offers(scope: Scope) -> Cells:
    """F-12. Whether an advocate was offered, what the person said, and how soon it was."""
    rows = identified(scope)
    offered = rows.exclude(advocate_offered_at=None)
    soon = offered.annotate(day=TruncDate("advocate_offered_at")).filter(day__lte=F("identified_on") + DAY).count()
    answers = Case(
        When(advocate_answer__in=("accepted", "declined"), then=F("advocate_answer")),
        default=Value("no_answer"),
        output_field=CharField(),
    )
    return {
        **tally(offered, answers),
        "not_offered": rows.filter(advocate_offered_at=None).count(),
        "within_day": soon,
        "later": offered.count() - soon,
    }


def referred(scope: Scope) -> Cells:
    """F-13. Of the victims identified, those referred to a provider; never what became of it."""
    rows = identified(scope).exclude(referred_on=None)
    return {"total": rows.count(), **tally(rows, "referred_to")}


def operations(scope: Scope) -> Cells:
    """F-14. Operations held, and whether a provider knew (OVC e-Guide: a heads-up beforehand)."""
    rows = scope.rows(Operation).filter(held_on__range=scope.days)
    return {
        "total": rows.count(),
        **tally(rows, "focus"),
        **tally(rows, known("provider_told"), prefix="told."),
        **tally(rows, known("provider_standby"), prefix="standby."),
    }


def joint_labor_actions(scope: Scope) -> Cells:
    """F-15. Held with a labor agency; an action may be held with several."""
    rows = scope.rows(Operation).filter(held_on__range=scope.days).exclude(labor_partners=[])
    return {"total": rows.count(), **each(rows, "labor_partners")}


def leads(scope: Scope) -> Cells:
    """F-16. Tips and leads that the agency took in."""
    rows = scope.rows(Lead).filter(received_on__range=scope.days)
    return {
        "total": rows.count(),
        **tally(rows, "source", prefix="source."),
        **tally(rows, "form", prefix="form."),
        **tally(rows, "disposition", prefix="became."),
    }


def nibrs(scope: Scope) -> Cells:
    """F-18. Offenses reported to NIBRS: 64A commercial sex acts, 64B involuntary servitude."""
    rows = scope.rows(Investigation)
    return {
        "64A": rows.filter(nibrs_64a_on__range=scope.days).count(),
        "64B": rows.filter(nibrs_64b_on__range=scope.days).count(),
    }
