"""Meetings, trainings and outreach: each event credited to one award (field.md 3.2, rules 16 and 17).

They count no client, so an agency of the other side may contribute them too.
"""

from __future__ import annotations

from django.db.models import CharField, F, IntegerField, QuerySet, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf

from cases.models import Activity
from cases.vocabulary import ActivityKind, Discipline, LaborShare, MeetingKind
from reports.measures import Cells, Scope, tally, total


def credited(scope: Scope, kind: str) -> QuerySet:
    """Activities of the agency that this award counts."""
    return scope.rows(Activity).filter(kind=kind, award_id=scope.award_id, struck_at=None, held_on__range=scope.days)


def given(column: str, otherwise: str) -> Coalesce:
    """A column's code, or `otherwise` where nothing was said."""
    return Coalesce(NullIf(F(column), Value("")), Value(otherwise), output_field=CharField())


def meetings(scope: Scope) -> Cells:
    """H-01. Rule 16: credited once."""
    rows = credited(scope, ActivityKind.MEETING)
    return {"total": rows.count(), **tally(rows, "meeting_kind")}


def case_reviews(scope: Scope) -> Cells:
    """H-05. Case reviews, matters reviewed, and whether releases in force were checked."""
    rows = credited(scope, ActivityKind.MEETING).filter(meeting_kind=MeetingKind.CASE_REVIEW)
    checked = tally(rows, given("releases_checked", "not_asked"), prefix="checked.")
    return {"meetings": rows.count(), "matters": total(rows, "matters_reviewed"), **checked}


def trainings(scope: Scope) -> Cells:
    """I-01. Rule 16: credited once."""
    rows = credited(scope, ActivityKind.TRAINING)
    return {
        "total": rows.count(),
        "hours": total(rows, "hours"),
        **tally(rows, given("form", "undetermined")),
        **tally(rows, given("level", "unknown"), prefix="level."),
        **tally(rows, given("mode", "unknown"), prefix="mode."),
    }


def people_trained(scope: Scope) -> Cells:
    """I-02. Rule 17: heads, not unduplicated."""
    sums = {
        code: Coalesce(Sum(Cast(KeyTextTransform(code, "attendees"), IntegerField())), 0) for code in Discipline.values
    }
    cells = credited(scope, ActivityKind.TRAINING).aggregate(**sums)
    return {"total": sum(cells.values()), **cells}


def joint_trainings(scope: Scope) -> Cells:
    """I-03. Led by law enforcement and victim services together."""
    return {"total": credited(scope, ActivityKind.TRAINING).filter(joint=True).count()}


def labor_trainings(scope: Scope) -> Cells:
    """I-04. At least half of the time on labor trafficking."""
    return {"total": credited(scope, ActivityKind.TRAINING).filter(labor_share=LaborShare.HALF).count()}


def outreach(scope: Scope) -> Cells:
    """J-01. Rule 16: credited once."""
    rows = credited(scope, ActivityKind.OUTREACH)
    return {
        "total": rows.count(),
        **tally(rows, given("audience", "unknown"), prefix="audience."),
        **tally(rows, given("form", "undetermined")),
    }


def people_reached(scope: Scope) -> Cells:
    """J-02. An estimate, in person."""
    rows = credited(scope, ActivityKind.OUTREACH)
    by_setting = rows.annotate(where=given("setting", "unknown")).values("where").annotate(n=Sum("reached"))
    return {"total": total(rows, "reached"), **{row["where"]: row["n"] or 0 for row in by_setting}}


def materials(scope: Scope) -> Cells:
    """J-03. Items given out, and media and online reach."""
    rows = credited(scope, ActivityKind.OUTREACH)
    return {"items": total(rows, "items_given"), "impressions": total(rows, "impressions")}
