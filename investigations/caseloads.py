"""Who leads how many investigations, and a whole caseload handed to a colleague when somebody leaves."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from access.errors import Refused
from access.hats import Hat
from agencies.models import Person
from agencies.vocabulary import Role
from audit.entries import record
from investigations.models import Investigation

LEADERS = [Role.DETECTIVE.value, Role.LE_SUPERVISOR.value, Role.PROSECUTOR.value]


def workers(agency_id: int, roles: list[str] = LEADERS) -> QuerySet[Person]:
    """Who works at an agency today in one of `roles`, as far as the acting person may know."""
    return Person.objects.working_as(roles, agency_id)


def leavers(agency_id: int) -> QuerySet[Person]:
    """Who has ever worked investigations at an agency: a caseload stays when a seat has ended."""
    leads = Investigation.objects.filter(owner_id=agency_id)
    return Person.objects.ever_working_as(LEADERS, agency_id) | Person.objects.filter(pk__in=leads.values("lead_id"))


def caseloads(by: Hat) -> list[tuple[Person, int]]:
    """(lead, open investigations of the acting agency that `by` sees), most first."""
    ours = Investigation.objects.open().order_by().filter(owner_id=by.agency_id)
    counted = dict(ours.values_list("lead_id").annotate(Count("pk")))
    people = Person.objects.filter(pk__in=counted).order_by("name")
    return sorted(((person, counted[person.pk]) for person in people), key=lambda load: -load[1])


def left_behind(by: Hat) -> list[tuple[Person, int]]:
    """The caseloads of those who no longer work investigations at the acting agency."""
    here = set(workers(by.agency_id).values_list("pk", flat=True))
    return [(person, count) for person, count in caseloads(by) if person.pk not in here]


@transaction.atomic
def hand_over_caseload(*, by: Hat, leaver: Person, successor: Person) -> int:
    """Give all that `leaver` leads, and their open tasks, to `successor`; how many that `by` sees. Raises Refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.hand_over_investigations(%s, %s)", [leaver.pk, successor.pk])
        moved = cursor.fetchone()[0]
    if moved is None:
        raise Refused("Only a supervisor hands over, to another person who works investigations here.", "successor")
    detail = {"from": leaver.pk, "to": successor.pk, "investigations": moved}
    record(by=by, verb="handed over", of="investigations.caseload", detail=detail)
    return moved
