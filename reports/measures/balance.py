"""Balance and quality (section L): each rate is carried as its two counts, so that it can be added."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import F, Q

from agencies.vocabulary import Kind, Side
from cases.vocabulary import ActivityKind
from investigations.models import Operation, SurvivorArrest
from investigations.vocabulary import TRAFFICKING, StatuteClass
from reports.measures import NO_ANSWER, Cells, Scope, prosecution
from reports.measures import investigations as law
from reports.measures.activities import credited
from reports.measures.clients import latest, new_clients, served_clients
from victims.models import Release

LABOR = (Kind.LABOR, Kind.BOTH)
SOON = dt.timedelta(days=14)


def labor_share(scope: Scope) -> Cells:
    """L-01. Nearly all task forces struggle with labor trafficking (Urban Institute): keep it in sight."""
    clients = served_clients(scope).annotate(held=latest(scope, "form"))
    own = scope.unawarded
    opened = law.new(own).annotate(held=law.form_held(own))
    victims = law.identified(own).annotate(held=F("form"))
    operations = own.rows(Operation).filter(held_on__range=own.days).annotate(held=F("focus"))
    trainings = credited(scope, ActivityKind.TRAINING).annotate(held=F("form"))
    of = {
        "clients": clients,
        "investigations": opened,
        "victims": victims,
        "operations": operations,
        "trainings": trainings,
    }
    counts = {name: (rows.filter(held__in=LABOR).count(), rows.count()) for name, rows in of.items()}
    return {
        f"{name}.{part}": count if every else None
        for name, (labor, every) in counts.items()
        for part, count in (("labor", labor), ("all", every))
    }


def charging_rate(scope: Scope) -> Cells:
    """L-02. The study's benchmark is 33 % of sex trafficking cases prosecuted."""
    rows = prosecution.filed(scope)
    return {
        "trafficking": prosecution.defendants(rows.filter(statute__kind__in=TRAFFICKING)),
        "all": prosecution.defendants(rows),
        "sex": prosecution.defendants(rows.filter(statute__kind=StatuteClass.SEX)),
        "labor": prosecution.defendants(rows.filter(statute__kind=StatuteClass.LABOR)),
    }


def survivor_arrest_rate(scope: Scope) -> Cells:
    """L-03. Of the victims identified in the period, those arrested, cited or detained."""
    rows = law.identified(scope)
    arrested = scope.rows(SurvivorArrest).filter(struck_at=None).values("victim_id")
    return {"arrested": rows.filter(pk__in=arrested).count(), "all": rows.count()}


def linked_rate(scope: Scope) -> Cells:
    """L-04. Of the victims identified, those who accepted an advocate within a day."""
    rows = law.identified(scope)
    linked = rows.filter(advocate_answer="accepted", advocate_offered_at__date__lte=F("identified_on") + law.DAY)
    return {"linked": linked.count(), "all": rows.count()}


def releases_ending(scope: Scope) -> Cells:
    """L-06. Releases in force at the period's end that end within the 14 days after it."""
    rows = scope.rows(Release).filter(
        Q(revoked_at=None) | Q(revoked_at__date__gt=scope.last),
        signed_on__lte=scope.last,
        ends_on__range=(scope.last, scope.last + SOON),
    )
    return {"ending": rows.count()}


FIELDS = {
    "gender": Q(gender__in=NO_ANSWER),
    "race": Q(race__overlap=list(NO_ANSWER)) | Q(race__len=0),
    "age": Q(age_known__in=NO_ANSWER),
    "citizenship": Q(citizenship_group__in=NO_ANSWER),
    "language": Q(language__in=NO_ANSWER),
    "referral_source": Q(referral_source__in=NO_ANSWER),
}


def unknown_share(scope: Scope) -> Cells:
    """L-05. Of the new clients, those without an answer, field by field (rule 19)."""
    rows = new_clients(scope)
    return {
        "all": rows.count(),
        **{f"field.{name}": rows.filter(missing).count() for name, missing in FIELDS.items()},
    }


def restated(scope: Scope) -> Cells:
    """L-07. Clients of the period before whose determination changed since (rules 10 and 12).

    What was filed stays as it was filed. Numbers that do not add up are listed over the tables.
    """
    if scope.side != Side.SERVICES:
        return dict.fromkeys(("restated", "ruled_out", "served_before"))
    months = (scope.last.year - scope.first.year) * 12 + scope.last.month - scope.first.month + 1
    begins = scope.first.year * 12 + scope.first.month - 1 - months
    filed = replace(scope, first=dt.date(begins // 12, begins % 12 + 1, 1), last=scope.first - dt.timedelta(days=1))

    def held(column: str) -> Q:
        return ~Q(**{f"{column}_then": F(f"{column}_now")})

    rows = served_clients(filed).annotate(
        **{f"{column}_then": latest(filed, column) for column in ("standing", "form")},
        **{f"{column}_now": latest(scope, column) for column in ("standing", "form")},
    )
    return {
        "restated": rows.filter(held("standing") | held("form")).count(),
        "ruled_out": rows.filter(held("standing"), standing_now="ruled_out").count(),
        "served_before": rows.count(),
    }
