"""Who at the agency sees a client: assigning, handing over, closing to named people.

Each of these changes sight, so each is a function of the database's owner that checks who asks.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from access.errors import Refused
from access.hats import Hat
from access.wall import SERVICE_ROLES
from agencies.models import Person
from audit.entries import record
from victims.models import Client, ClientPersonGrant
from victims.vocabulary import Status

NOT_YOURS = "Only a supervisor, or somebody assigned to this client, can do this."


def colleagues(by: Hat) -> QuerySet[Person]:
    """The people who serve clients at the acting agency today."""
    return Person.objects.working_as(SERVICE_ROLES, by.agency_id)


def leavers(by: Hat) -> QuerySet[Person]:
    """Who has ever served clients at the acting agency: a caseload stays when a seat has ended."""
    return Person.objects.ever_working_as(SERVICE_ROLES, by.agency_id)


def caseloads(by: Hat) -> list[tuple[Person, int]]:
    """(colleague, open clients assigned to them that `by` sees), most first; whoever left only with clients."""
    assigned = ClientPersonGrant.objects.live().assigned().filter(content_object__status=Status.OPEN)
    counted = dict(assigned.values_list("user").annotate(Count("content_object", distinct=True)))
    people = colleagues(by) | leavers(by).filter(pk__in=counted)
    loads = [(person, counted.get(person.pk, 0)) for person in people]
    return sorted(loads, key=lambda load: -load[1])


def left_behind(by: Hat) -> list[tuple[Person, int]]:
    """The caseloads of those who no longer serve clients at the acting agency."""
    here = set(colleagues(by).values_list("pk", flat=True))
    return [(person, count) for person, count in caseloads(by) if person.pk not in here]


def ask(function: str, *arguments: Any) -> Any:
    """What a function of the schema `wall` answers."""
    marks = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT wall.{function}({marks})", arguments)
        return cursor.fetchone()[0]


@transaction.atomic
def assign(*, by: Hat, client: Client, person: Person, reason: str = "Assigned") -> None:
    """Make `person` an advocate of `client`. Raises Refused."""
    if not ask("assign_client", client.pk, person.pk, "assigned", reason):
        raise Refused(NOT_YOURS, "person")
    record(by=by, verb="assigned", of=client, detail={"person": person.pk})


@transaction.atomic
def unassign(*, by: Hat, grant: ClientPersonGrant) -> None:
    """End an assignment or a naming. Raises Refused."""
    if not ask("end_client_grant", grant.pk):
        raise Refused("This can't be ended: you may not, or nobody would be left who can open this client.")
    record(by=by, verb="unassigned", of=grant.content_object, detail={"person": grant.user_id})


@transaction.atomic
def reassign(*, by: Hat, client: Client, person: Person, reason: str) -> None:
    """Make `person` the client's one advocate in place of whoever was. Raises Refused."""
    before = list(client.grants.live().assigned().exclude(user=person).select_related("content_object"))
    assign(by=by, client=client, person=person, reason=reason)
    for grant in before:
        unassign(by=by, grant=grant)


@transaction.atomic
def hand_over(*, by: Hat, leaver: Person, successor: Person, reason: str) -> int:
    """Give everything that `leaver` is assigned to or named for to `successor`; how many clients. Raises Refused."""
    moved = ask("hand_over_clients", leaver.pk, successor.pk, reason)
    if moved is None:
        raise Refused("Only a supervisor hands over, to another person who serves clients here.", "successor")
    record(by=by, verb="handed over", of="caseload", detail={"from": leaver.pk, "to": successor.pk, "clients": moved})
    return moved


@transaction.atomic
def close_to_named(*, by: Hat, client: Client, people: list[Person], reason: str) -> None:
    """Close `client`, and everything about it, to all but `people`. Raises Refused."""
    if not people:
        raise Refused("Name at least one person, else nobody could open this client again.", "people")
    for person in people:
        if not ask("assign_client", client.pk, person.pk, "named", reason):
            raise Refused(NOT_YOURS, "people")
    if not ask("set_client_closed", client.pk, True):
        raise Refused(NOT_YOURS)
    record(by=by, verb="closed to named people", of=client, detail={"people": [person.pk for person in people]})


@transaction.atomic
def open_to_all(*, by: Hat, client: Client) -> None:
    """Open a closed client to everyone at the agency again. Raises Refused."""
    if not ask("set_client_closed", client.pk, False):
        raise Refused("Only somebody named for this client can open it to others.")
    record(by=by, verb="opened to all", of=client)
