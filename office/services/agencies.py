"""Agencies and task forces: opened by a site administrator, joined by their own will."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from access.errors import Refused
from access.hats import Hat
from agencies.models import Agency, Memorandum, Participation, TaskForce
from audit.entries import record
from office.asking import ask

OPENED_WITH = ("name", "sector", "level", "ori", "city", "county", "state", "signs_in")
ON_RECORD = "This agency's memorandum of this title and day is on record already. Change its dates instead."


@transaction.atomic
def open_agency(*, by: Hat, **facts: Any) -> Agency:
    """A new agency without people; raises Refused when its name is taken."""
    [(pk,)] = ask("open_agency", *(facts[name] for name in OPENED_WITH))
    agency = Agency.objects.get(pk=pk)
    record(by=by, verb="opened", of=agency, owner_id=pk)
    return agency


@transaction.atomic
def change_agency(*, by: Hat, agency: Agency, **facts: Any) -> Agency:
    """What an agency's own administrator may change of it; never what decides what its people see."""
    if Agency.objects.filter(name__iexact=facts.get("name", "")).exclude(pk=agency.pk).exists():
        raise Refused("There is an agency of this name already.", "name")
    if not Agency.objects.filter(pk=agency.pk).update(**facts):
        raise Refused("Only an administrator of the agency changes this.")
    record(by=by, verb="changed", of=agency, owner_id=agency.pk, detail={"fields": sorted(facts)})
    return agency


@transaction.atomic
def open_task_force(
    *, by: Hat, name: str, state: str, law: Agency, services: Agency, coordination: Agency
) -> TaskForce:
    """A task force and its founding agencies, which each have to accept; raises Refused for a taken name."""
    if len({law.pk, services.pk}) < 2:
        raise Refused("The two sides are led by two agencies.", "services")
    if TaskForce.objects.filter(name__iexact=name).exists():
        raise Refused("There is a task force of this name already.", "name")
    task_force = TaskForce.objects.create(name=name, state=state)
    for agency, lead in ((law, Participation.Lead.LAW), (services, Participation.Lead.SERVICES)):
        _seat(by, task_force, agency, lead=lead, coordinates=agency == coordination)
    if coordination not in (law, services):
        _seat(by, task_force, coordination, coordinates=True)
    record(by=by, verb="opened", of=task_force)
    return task_force


def _seat(by: Hat, task_force: TaskForce, agency: Agency, **fields: Any) -> Participation:
    try:
        with transaction.atomic():
            return Participation.objects.create(
                task_force=task_force, agency=agency, invited_by_id=by.person_id, **fields
            )
    except IntegrityError as taken:
        raise Refused("This agency is invited or takes part already.", "agency") from taken


@transaction.atomic
def invite_agency(*, by: Hat, task_force: TaskForce, agency: Agency) -> Participation:
    """Invite an agency into the task force: it accepts, then both leads agree."""
    participation = _seat(by, task_force, agency)
    record(by=by, verb="invited an agency", of=participation, detail={"agency": agency.pk})
    return participation


@transaction.atomic
def accept(*, by: Hat, participation: Participation) -> None:
    """The invited agency's own yes; a lead's counts for its side as well."""
    ask("accept_participation", participation.pk)
    record(by=by, verb="accepted", of=participation)


@transaction.atomic
def agree(*, by: Hat, participation: Participation) -> None:
    """The yes of the acting agency, which leads a side."""
    ask("agree_participation", participation.pk)
    record(by=by, verb="agreed", of=participation)


@transaction.atomic
def end(*, by: Hat, participation: Participation) -> None:
    """The agency takes no part any more, from this moment on: refused, declined or left."""
    ask("end_participation", participation.pk)
    record(by=by, verb="ended", of=participation)


@transaction.atomic
def name_lead(*, by: Hat, participation: Participation) -> None:
    """The agency leads its side from now on, by the word of the lead before it; refuses everybody else's."""
    ask("name_lead", participation.pk)
    record(by=by, verb="named the lead", of=participation, detail={"agency": participation.agency_id})


@transaction.atomic
def change_task_force(*, by: Hat, task_force: TaskForce, **facts: Any) -> TaskForce:
    """The task force's settings, by its coordinator."""
    if facts["release_days"] > facts["release_days_at_most"]:
        raise Refused("This is longer than a release may run.", "release_days")
    if not TaskForce.objects.filter(pk=task_force.pk).update(**facts):
        raise Refused("Only the coordinator changes this.")
    record(by=by, verb="changed", of=task_force, detail={"fields": sorted(facts)})
    return task_force


@transaction.atomic
def add_memorandum(*, by: Hat, task_force: TaskForce, **facts: Any) -> Memorandum:
    """Put a memorandum of understanding on record; the same one sent twice is one."""
    _refuse_backwards(facts)
    try:
        with transaction.atomic():
            memorandum = Memorandum.objects.create(task_force=task_force, **facts)
    except IntegrityError as taken:
        if same := Memorandum.objects.filter(task_force=task_force, **facts).first():
            return same
        raise Refused(ON_RECORD, "title") from taken
    record(by=by, verb="added", of=memorandum)
    return memorandum


@transaction.atomic
def change_memorandum(*, by: Hat, memorandum: Memorandum, **facts: Any) -> Memorandum:
    """Mend its dates or title."""
    _refuse_backwards(facts)
    try:
        with transaction.atomic():
            changed = Memorandum.objects.filter(pk=memorandum.pk).update(**facts)
    except IntegrityError as taken:
        raise Refused(ON_RECORD, "title") from taken
    if not changed:
        raise Refused("Only the coordinator changes this.")
    record(by=by, verb="changed", of=memorandum, detail={"fields": sorted(facts)})
    return memorandum


def _refuse_backwards(facts: dict[str, Any]) -> None:
    if facts.get("until_on") and facts["until_on"] < facts["from_on"]:
        raise Refused("It ends before it begins.", "until_on")
