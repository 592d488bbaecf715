"""What this room hands up to the desk: clients noted for a case, dates, things to do; the provider's alone."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from access.hats import Hat
from access.wall import SERVICE_ROLES
from agencies.vocabulary import Role
from cases.models import Case
from cases.panels import AT_MOST, Dated, Panel, Todo
from ui.templatetags.ui import exact_date
from victims.models import CaseBookmark, Client, Demand, Task
from victims.models.demand import DemandQuerySet
from victims.release_panel import releases_ending
from victims.services import coming, left_behind


def case_panel(case: Case, hat: Hat) -> Panel | None:
    """Clients of the reader's agency that are bookmarked to this case."""
    if not hat.has(*SERVICE_ROLES):
        return None
    marked = CaseBookmark.objects.filter(case=case, ended_at=None).values("client")
    clients = Client.objects.filter(pk__in=marked).with_names().order_by("code_name")
    return Panel("Our clients", "victims/_case_panel.html", {"clients": clients})


def dated(hat: Hat, case: Case | None = None) -> list[Dated]:
    """Tasks and dates of the reader's agency; only those noted for a case when one is given."""
    if not hat.has(*SERVICE_ROLES):
        return []
    tasks = Task.objects.filter(person_id=hat.person_id, done_at=None).exclude(due_on=None)
    tasks = tasks.filter(case=case) if case else tasks
    url = reverse("victims:tasks")
    found = [Dated(task.due_on, task.text, url) for task in tasks.select_related("client__data_key__agency_key")]
    found += [Dated(_moment(date), str(date), url) for date in coming(hat, case)]
    # Which case a demand is about, nobody is asked: it stands in the calendar, not among a case's dates.
    return found if case else found + _answer_days(hat)


def _moment(date: object) -> dt.date | dt.datetime:
    if date.at is None:
        return date.on
    return timezone.make_aware(dt.datetime.combine(date.on, date.at))


def todo(hat: Hat) -> list[Todo]:
    """What waits for an advocate today, or for a supervisor: tasks due, releases ending, intakes begun."""
    if not hat.has(*SERVICE_ROLES):
        return []
    left = _left_behind(hat) if hat.has(Role.ADVOCATE_SUPERVISOR) else []
    return [*left, *_unanswered(hat), *_tasks(hat), *releases_ending(hat), *_intakes(hat)]


def _left_behind(hat: Hat) -> list[Todo]:
    """Open clients of those who no longer work here: nobody serves them."""
    return [
        Todo(
            "Hand over a caseload",
            f"Open clients assigned to {person}, who no longer works with clients here: {count}",
            f"{reverse('victims:caseload')}?from={person.pk}",
            urgent=True,
        )
        for person, count in left_behind(hat)
    ]


def _demands(hat: Hat) -> DemandQuerySet:
    """What was demanded and not answered: all for a supervisor, those about their clients for everybody else."""
    waiting = Demand.objects.open().for_page()
    supervises = hat.has(Role.ADVOCATE_SUPERVISOR)
    return waiting if supervises else waiting.filter(client__in=Client.objects.of(hat.person_id))


def _answer_days(hat: Hat) -> list[Dated]:
    return [
        Dated(demand.answer_by, "Answer a demand from outside", _answer(demand), about=demand.client.code_name)
        for demand in _demands(hat).exclude(answer_by=None)[:AT_MOST]
    ]


def _answer(demand: Demand) -> str:
    return reverse("victims:demand", args=[demand.pk])


def _unanswered(hat: Hat) -> list[Todo]:
    soon = timezone.localdate() + dt.timedelta(days=3)
    return [
        Todo(
            "Answer a demand from outside",
            f"{demand.client.code_name}: {demand.get_basis_display()}, came {exact_date(demand.on)}",
            _answer(demand),
            demand.answer_by,
            demand.answer_by is not None and demand.answer_by <= soon,
        )
        for demand in _demands(hat)[:AT_MOST]
    ]


def _tasks(hat: Hat) -> list[Todo]:
    today = timezone.localdate()
    due = Task.objects.filter(person_id=hat.person_id, done_at=None, due_on__lte=today + dt.timedelta(days=3))
    return [
        Todo(task.text, _about(task), _where(task), task.due_on, task.due_on < today)
        for task in due.select_related("client__data_key__agency_key")[:AT_MOST]
    ]


def _about(task: Task) -> str:
    """Whom it is for, by code name: the one word that may stand on an open screen."""
    return task.client.code_name if task.client else ""


def _where(task: Task) -> str:
    return task.client.get_absolute_url() if task.client else task.get_absolute_url()


def _intakes(hat: Hat) -> list[Todo]:
    """One line for all clients of mine whose determination or indicators were never asked."""
    mine = Client.objects.of(hat.person_id).open()
    waiting = mine.exclude(asked_sections__contains=["indicators", "determination"]).aggregate(n=Count("pk"))["n"]
    if not waiting:
        return []
    one = waiting == 1
    return [
        Todo(
            f"{waiting} client{'' if one else 's'} with an intake to finish",
            "Indicators or working determination were not asked yet.",
            f"{reverse('victims:list')}?mine=yes&status=open",
        )
    ]
