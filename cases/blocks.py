"""What hides a case from one person for a conflict of interest, and what ends that; the person is not told."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Membership, Person
from agencies.vocabulary import Role, Sector
from audit.entries import record
from cases.models import Case, CaseBlock

SUPERVISORS = (Role.LE_SUPERVISOR, Role.ADVOCATE_SUPERVISOR)
LAW_SECTORS = (Sector.LAW_ENFORCEMENT, Sector.PROSECUTION)


def people(hat: Hat, case: Case) -> QuerySet[Person]:
    """Whom `hat` may block: the own agency's people, and where it leads the case those of the law side."""
    where = Q(agency_id=hat.agency_id)
    if case.law_lead_id == hat.agency_id:
        where |= Q(agency__sector__in=LAW_SECTORS)
    seats = Membership.objects.live().filter(where, ended_at=None, task_forces__contains=[case.task_force_id])
    blocked = CaseBlock.objects.live().filter(case=case).values("person_id")
    found = Person.objects.filter(pk__in=seats.values("person_id")).exclude(pk=hat.person_id)
    return found.exclude(pk__in=blocked).order_by("name")


@transaction.atomic
def block(*, by: Hat, case: Case, person: Person, reason: str, **facts: Any) -> CaseBlock:
    """Hide `case`, and all that hangs on it, from `person` at once; raises Refused for whom `by` may not block."""
    if not by.has(*SUPERVISORS):
        raise Refused("Only a supervisor does this.")
    if CaseBlock.objects.live().filter(case=case, person=person).exists():
        raise Refused("The case is hidden from this person already.", "person")
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.may_block(%s, %s)", [case.pk, person.pk])
        if not cursor.fetchone()[0]:
            raise Refused(
                "Your own agency's people can be kept out, and where it leads the case those of police and "
                "prosecution. Ask this person's own supervisor.",
                "person",
            )
    made = CaseBlock.on(case, by, person=person, reason=reason, **facts)
    record(by=by, verb="kept out", of=made)
    return made


@transaction.atomic
def end_block(*, by: Hat, block: CaseBlock, reason: str, expected: int | None = None) -> CaseBlock:
    """Show the case to the person again; raises Refused when that was done already."""
    if block.ended_at:
        raise Refused("It is over already.")
    CaseBlock.objects.change(block, expected=expected, ended_at=timezone.now(), end_reason=reason)
    record(by=by, verb="let back in", of=block)
    return block
