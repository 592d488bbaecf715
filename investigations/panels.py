"""What this room hands up to the desk: its part of a case page, dated things, things to do."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from access.hats import Hat
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.vocabulary import Kind, Role
from cases.models import Case
from cases.panels import Dated, Panel, Todo
from investigations.caseloads import left_behind
from investigations.models import (
    Arrest,
    Hearing,
    Investigation,
    InvestigationAgencyGrant,
    Operation,
    OperationNotice,
    SurvivorArrest,
    Suspect,
    Task,
)
from investigations.vocabulary import YesNo
from ui.templatetags.ui import exact_date

SOON = dt.timedelta(days=14)
SILENT = dt.timedelta(days=60)
AT_MOST = 20  # lines of one kind on a day's list


def case_panel(case: Case, hat: Hat) -> Panel | None:
    """The investigations of this case that the reader sees, or nothing."""
    if not hat.has(*LAW_ROLES):
        return None
    found = list(Investigation.objects.filter(case_id=case.pk).select_related("lead", "owner"))
    context = {"investigations": found, "new_url": f"{reverse('investigations:new')}?case={case.pk}"}
    return Panel("Investigations", "investigations/_case_panel.html", context)


def dated(hat: Hat, case: Case | None = None) -> list[Dated]:
    """Tasks with a day, hearings and operations, of one case or of all."""
    if not hat.has(*LAW_ROLES):
        return []
    within = {"investigation__case_id": case.pk} if case else {}
    tasks = Task.objects.filter(due_on__isnull=False, **within).select_related("investigation")
    hearings = Hearing.objects.filter(cancelled_at=None, **within).select_related("investigation")
    operations = Operation.objects.filter(**within)
    found = [
        Dated(row.due_on, row.title, row.get_absolute_url(), row.done_at is not None, f"Task, {row.investigation}")
        for row in tasks
    ]
    now = timezone.now()
    found += [
        Dated(timezone.localtime(row.at), str(row), row.get_absolute_url(), row.at < now, str(row.investigation))
        for row in hearings
    ]
    found += [
        Dated(row.planned_on, f"Operation: {row}", row.get_absolute_url(), row.held_on is not None)
        for row in operations
    ]
    return sorted(found, key=lambda each: each.day)


def todo(hat: Hat) -> list[Todo]:
    """What waits for this person in the investigations of the own agency; for a provider, heads-ups."""
    if hat.has(*SERVICE_ROLES):
        return _notices(hat)
    if not hat.has(*LAW_ROLES):
        return []
    left = _left_behind(hat) if hat.has(Role.LE_SUPERVISOR) else []
    return [*left, *_arrests(hat), *_tasks(hat), *_charges(hat), *_forms(hat), *_shares(hat)]


def _left_behind(hat: Hat) -> list[Todo]:
    """Open investigations of those who no longer work here: nobody leads them."""
    return [
        Todo(
            "Hand over a caseload",
            f"Open ones led by {person}, who no longer works investigations here: {count}",
            f"{reverse('investigations:caseload')}?from={person.pk}",
            urgent=True,
        )
        for person, count in left_behind(hat)
    ]


def _notices(hat: Hat) -> list[Todo]:
    """Heads-ups that this provider has not answered."""
    waiting = OperationNotice.objects.filter(recipient_id=hat.agency_id).waiting(timezone.localdate())
    return [
        Todo("Answer a heads-up from police", f"{row.owner}: {row.when}", row.get_absolute_url(), row.ends_on)
        for row in waiting.select_related("owner")[:AT_MOST]
    ]


def _arrests(hat: Hat) -> list[Todo]:
    """Survivors' arrests that still weigh on somebody, and arrests where nobody asked."""
    open_ones = SurvivorArrest.objects.unsettled().filter(owner_id=hat.agency_id, investigation__closed_on=None)
    asked = Arrest.objects.standing().filter(
        owner_id=hat.agency_id, is_survivor=YesNo.UNKNOWN, investigation__closed_on=None
    )
    found = [
        Todo(
            "A survivor's arrest is open",
            f"{row.get_event_display()} of {exact_date(row.on)}. {row.next_step}".strip(),
            reverse("investigations:survivor_arrest_change", args=[row.pk]),
            due=row.next_step_on,
            urgent=row.is_harmful,
        )
        for row in open_ones[:AT_MOST]
    ]
    return found + [
        Todo(
            "Is this person a survivor?",
            f"Arrest of {exact_date(row.on)}",
            reverse("investigations:arrest_change", args=[row.pk]),
        )
        for row in asked[:AT_MOST]
    ]


def _tasks(hat: Hat) -> list[Todo]:
    """One's own tasks that are due within two weeks or late."""
    today = timezone.localdate()
    mine = Task.objects.filter(assignee_id=hat.person_id, done_at=None, due_on__lte=today + SOON)
    return [
        Todo(
            row.title, f"Task, {row.investigation}", f"{row.get_absolute_url()}#tasks", row.due_on, row.due_on < today
        )
        for row in mine.select_related("investigation")[:AT_MOST]
    ]


def _charges(hat: Hat) -> list[Todo]:
    """Defendants without a trafficking charge for whom nobody said why."""
    silent = Suspect.objects.unexplained().filter(charges__owner_id=hat.agency_id, charges__struck_at=None).distinct()
    return [
        Todo(
            "Why is there no trafficking charge?",
            str(row.investigation),
            reverse("investigations:decide", args=[row.pk]),
        )
        for row in silent.select_related("investigation")[:AT_MOST]
    ]


def _forms(hat: Hat) -> list[Todo]:
    """Investigations whose form of trafficking is undetermined after 60 days."""
    since = timezone.localdate() - SILENT
    late = Investigation.objects.open().filter(
        owner_id=hat.agency_id, lead_id=hat.person_id, form=Kind.UNDETERMINED, opened_on__lt=since
    )
    return [
        Todo("Which form of trafficking is it?", str(row), reverse("investigations:assess", args=[row.pk]))
        for row in late[:AT_MOST]
    ]


def _shares(hat: Hat) -> list[Todo]:
    """Sharing of one's own investigations that ends within two weeks."""
    today = timezone.localdate()
    ending = InvestigationAgencyGrant.objects.filter(
        owner_id=hat.agency_id,
        content_object__lead_id=hat.person_id,
        ended_at=None,
        until_on__range=(today, today + SOON),
    ).select_related("content_object")
    return [
        Todo(
            "Sharing ends soon",
            str(row.content_object),
            f"{row.content_object.get_absolute_url()}#sharing",
            row.until_on,
        )
        for row in ending[:AT_MOST]
    ]
