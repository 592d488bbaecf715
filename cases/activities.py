"""What changes trainings, outreach and meetings: one transaction, one audit entry."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Agency, TaskForce
from agencies.vocabulary import Role
from audit.entries import record
from cases.models import ActionItem, Activity, Attendance
from cases.services import redact, written


def may_change(hat: Hat, activity: Activity) -> bool:
    """Whether this hat changes the activity: its own agency's people, coordinator, grant manager."""
    return activity.owner_id == hat.agency_id or hat.has(Role.COORDINATOR, Role.GRANT_MANAGER)


def check_may_change(hat: Hat, activity: Activity) -> None:
    """Raise Refused for an activity that is another agency's or was struck out."""
    if not may_change(hat, activity):
        raise Refused("Only the agency that logged this, a coordinator or a grant manager changes it. Ask them to.")
    if activity.struck_at:
        raise Refused("This was struck out and counts no more. Log it anew.")


@transaction.atomic
def log_activity(
    *, by: Hat, task_force: TaskForce, kind: str, came: dict[int, int] | None = None, **facts: Any
) -> Activity:
    """A training, outreach or meeting; `came` maps agencies to how many of their people came."""
    activity = Activity.new(by, task_force=task_force, kind=kind, written_by_id=by.agency_id, **facts)
    _attendance(by, activity, came or {})
    record(by=by, verb="logged", of=activity)
    return activity


@transaction.atomic
def change_activity(
    *, by: Hat, activity: Activity, expected: int | None = None, came: dict[int, int] | None = None, **facts: Any
) -> Activity:
    """Change an activity; raises Stale when it moved on, Refused when it is not for `by` to change."""
    check_may_change(by, activity)
    changed = {name for name, value in facts.items() if getattr(activity, name) != value}
    Activity.objects.change(activity, expected=expected, **facts, **written(by, activity, changed))
    _attendance(by, activity, came or {})
    record(by=by, verb="changed", of=activity, detail={"fields": sorted(facts)})
    return activity


def _attendance(by: Hat, activity: Activity, came: dict[int, int]) -> None:
    """Write down who came; an agency that did not after all keeps a row of nobody."""
    known = {row.agency_id: row for row in activity.attendances.all()}
    for agency_id in came.keys() | known.keys():
        people = came.get(agency_id, 0)
        if agency_id not in known:
            Attendance.on(activity, by, agency_id=agency_id, people=people)
        elif known[agency_id].people != people:
            Attendance.objects.change(known[agency_id], people=people)


@transaction.atomic
def strike_activity(*, by: Hat, activity: Activity) -> Activity:
    """Strike out an activity that was logged by mistake: it stays on record and counts nowhere."""
    check_may_change(by, activity)
    Activity.objects.change(activity, struck_at=timezone.now())
    record(by=by, verb="struck out", of=activity)
    return activity


@transaction.atomic
def redact_activity(*, by: Hat, activity: Activity, why: str, texts: list[str]) -> Activity:
    """Strike out texts of an activity for good."""
    redact(activity, by=by, why=why, texts=texts)
    return activity


@transaction.atomic
def add_action(*, by: Hat, activity: Activity, text: str, agency: Agency, **facts: Any) -> ActionItem:
    """What a meeting decided that somebody does, by a day where `due_on` is given."""
    check_may_change(by, activity)
    item = ActionItem.on(activity, by, text=text, agency=agency, written_by_id=by.agency_id, **facts)
    record(by=by, verb="added", of=item)
    return item


@transaction.atomic
def finish_action(*, by: Hat, item: ActionItem) -> ActionItem:
    """Somebody did it; raises Refused when it is done already."""
    check_may_change(by, item.activity)
    if item.done_on:
        raise Refused("This is done already.")
    ActionItem.objects.change(item, done_on=timezone.localdate())
    record(by=by, verb="finished", of=item)
    return item


@transaction.atomic
def redact_action(*, by: Hat, item: ActionItem, why: str, texts: list[str]) -> ActionItem:
    """Strike out an action item's text for good."""
    redact(item, by=by, why=why, texts=texts)
    return item
