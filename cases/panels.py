"""What the rooms above hand up to the desk: panels of a case, dated things, things to do.

Each room has a `panels.py` with the functions that it can answer, and the desk puts them side by
side without knowing what is in them. The wall lies beneath each: a room with nothing for this
reader hands up nothing, and the page has no gap.

    case_panel(case: Case, hat: Hat) -> Panel | None
    dated(hat: Hat, case: Case | None = None) -> list[Dated]
    todo(hat: Hat) -> list[Todo]
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from access.hats import Hat
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.vocabulary import Role
from cases.models import ActionItem, Activity, Case, CaseQuerySet, Lead


@dataclass(frozen=True)
class Panel:
    """One room's part of a case page: a fragment template and what it is shown with.

    The template gets `panel` besides what `context` names; its headings begin at level 3.
    """

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Dated:
    """A task, hearing or other thing on a day, as its reader may see it; times are local.

    `about` says of what it is: which case, which investigation.
    """

    when: dt.date | dt.datetime
    title: str
    url: str = ""
    done: bool = False
    about: str = ""

    @property
    def day(self) -> dt.date:
        """The day that it falls on."""
        return self.when.date() if isinstance(self.when, dt.datetime) else self.when


@dataclass(frozen=True)
class Todo:
    """Something that waits for this person today; `urgent` stands out and comes first."""

    title: str
    detail: str = ""
    url: str = ""
    due: dt.date | None = None
    urgent: bool = False


AT_MOST = 50  # rows of a kind that are handed up: a home page is no list


def leads_of(hat: Hat) -> CaseQuerySet:
    """Open cases whose next step this hat's people take: those that its agency leads, or logged."""
    return Case.objects.open().filter(
        Q(law_lead_id=hat.agency_id) | Q(services_lead_id=hat.agency_id) | Q(made_by_id=hat.person_id)
    )


def dated(hat: Hat, case: Case | None = None) -> list[Dated]:
    """Next steps of cases, and action items of meetings."""
    cases = Case.objects.open() if case is None else Case.objects.filter(pk=case.pk)
    steps = cases.exclude(next_step_on=None).order_by("next_step_on")[:AT_MOST]
    found = [
        Dated(
            each.next_step_on,
            each.next_step or "Next step",
            each.get_absolute_url(),
            about=f"Case {each.number}",
        )
        for each in steps
    ]
    if case is None:
        items = ActionItem.objects.filter(due_on__isnull=False, done_on=None).select_related("activity")
        found += [
            Dated(item.due_on, item.text, item.get_absolute_url(), about=_decided(item)) for item in items[:AT_MOST]
        ]
    return found


def todo(hat: Hat) -> list[Todo]:
    """What waits for this hat in the shared shell."""
    found: list[Todo] = []
    if hat.has(Role.COORDINATOR, *LAW_ROLES, *SERVICE_ROLES):
        found += [*_steps(hat), *_waiting_leads(hat)]
    if hat.has(Role.COORDINATOR, Role.GRANT_MANAGER):
        found += _uncredited()
    return found + _action_items(hat)


def _steps(hat: Hat) -> list[Todo]:
    today = timezone.localdate()
    soon = leads_of(hat).filter(next_step_on__lte=today + dt.timedelta(days=7)).order_by("next_step_on")
    return [
        Todo(
            case.next_step or "Next step",
            f"Case {case.number}",
            case.get_absolute_url(),
            case.next_step_on,
            case.next_step_on < today,
        )
        for case in soon[:AT_MOST]
    ]


def _waiting_leads(hat: Hat) -> list[Todo]:
    week_ago = timezone.localdate() - dt.timedelta(days=7)
    waiting = Lead.objects.waiting().order_by("received_on")[:AT_MOST]
    return [
        Todo(
            "Decide about a lead",
            f"{lead.get_form_display()}, {lead.place or 'place not recorded'}",
            lead.get_absolute_url(),
            lead.received_on + dt.timedelta(days=7),
            lead.received_on < week_ago,
        )
        for lead in waiting
    ]


def _uncredited() -> list[Todo]:
    count = Activity.objects.uncredited().count()
    if not count:
        return []
    words = "1 activity counts" if count == 1 else f"{count} activities count"
    return [
        Todo(
            "Say which award counts it", f"{words} for no award yet", f"{reverse('cases:activities')}?uncredited=true"
        )
    ]


def _action_items(hat: Hat) -> list[Todo]:
    today = timezone.localdate()
    items = ActionItem.objects.filter(agency_id=hat.agency_id, done_on=None).select_related("activity")
    return [
        Todo(
            item.text,
            _decided(item),
            item.get_absolute_url(),
            item.due_on,
            bool(item.due_on and item.due_on < today),
        )
        for item in items[:AT_MOST]
    ]


def _decided(item: ActionItem) -> str:
    return f"Decided at a meeting on {item.activity.held_on:%b} {item.activity.held_on.day}"
