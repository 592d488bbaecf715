"""What people do in the game of `test_whole.py`: each verb is tried by the product's service, then noted.

A verb ends by an exception when the product refuses it (`Play.do`), and what follows is then not noted. It
acts mostly as somebody who sees what it is about, and now and then as anybody.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from agencies.models import Agency as RealAgency
from agencies.models import Membership as RealMembership
from agencies.models import Participation as RealParticipation
from agencies.models import Person, TaskForce
from cases import activities
from cases import services as casework
from cases.models import Activity, CaseAgency
from cases.models import Case as RealCase
from office.services import agencies as seating
from office.services import people as seats
from tests.cast import OWNER
from tests.wall.naive import LAW_ROLES, SERVICE_ROLES, Case, Dated, Hat, OfTaskForce, Thing, who
from tests.wall.playing import NothingToDo, Play

Verb = Callable[[Play], None]
ROLES = sorted(LAW_ROLES | SERVICE_ROLES | {"coordinator", "grant_manager", "auditor"})


def word() -> str:
    """A word that stands nowhere else."""
    return f"Zq{uuid.uuid4().hex[:10]}"


def actor(play: Play, thing: Thing, *roles: str) -> Hat:
    """Somebody who sees `thing`, mostly; with one of `roles` where given."""
    if play.random.random() < 0.1:
        return play.pick(play.held())
    able = set(play.working(*roles)) if roles else None
    return play.pick([hat for hat in play.who_sees(thing) if able is None or hat in able])


def span(play: Play) -> tuple[dt.date, dt.date | None]:
    """First and last day of a grant, in days of the game: from today or soon, for some days or without an end."""
    first = play.world.today + dt.timedelta(days=play.random.choice((0, 0, 0, 3)))
    days = play.random.choice((None, 0, 2, 9))
    return first, None if days is None else first + dt.timedelta(days=days)


def real(play: Play, thing: Any, model: type) -> Any:
    """The product's own row, as the acting person gets it."""
    return model.objects.get(pk=thing.id)


# ---- the shared shell -------------------------------------------------------------------------------


def log_case(play: Play) -> None:
    hat = play.pick(play.working("coordinator", *LAW_ROLES, *SERVICE_ROLES))
    said = word()
    with play.acting(hat) as by:
        made = casework.log_case(
            by=by, task_force=play.pick(list(TaskForce.objects.filter(pk__in=by.task_force_ids))),
            form="labor", source="tip", summary=f"Workers {said}", city="Riverbend", state="OH",
        )  # fmt: skip
    agencies = play.world.agencies
    case = Case(
        model="cases.Case", id=made.pk, owner=agencies[hat.agency], force=made.task_force_id,
        law_lead=agencies[made.law_lead_id],
    )  # fmt: skip
    # An agency that logs a case for another to lead is brought in to it (cases/services.py).
    if agencies[hat.agency] is not case.law_lead and who(play.world, hat, play.world.today).law:
        case.parts.append((agencies[hat.agency], Dated(play.world.today)))
    play.add(case, said)


def bring_in(play: Play) -> None:
    case = play.pick(play.world.of("cases.Case"))
    agency = play.pick(list(play.world.agencies.values()))
    with play.acting(actor(play, case)) as by:
        casework.bring_in(by=by, case=real(play, case, RealCase), agency=RealAgency.objects.get(pk=agency.id))
    case.parts.append((agency, Dated(play.world.today)))


def end_part(play: Play) -> None:
    case = play.pick(play.world.of("cases.Case"))
    agency, dates = play.pick([each for each in case.parts if not each[1].ended])
    with play.acting(actor(play, case)) as by:
        row = CaseAgency.objects.get(case_id=case.id, agency_id=agency.id, ended_at=None)
        casework.end_part(by=by, part=row)
    dates.ended = True


def hand_case_on(play: Play) -> None:
    case = play.pick(play.world.of("cases.Case"))
    agency = play.pick([a for a in play.world.agencies.values() if a.sector in ("law_enforcement", "prosecution")])
    if agency is case.law_lead:
        raise NothingToDo
    with play.acting(actor(play, case, "coordinator", *LAW_ROLES)) as by:
        row = real(play, case, RealCase)
        casework.change_case(by=by, case=row, law_lead=RealAgency.objects.get(pk=agency.id))
    if not any(a is case.law_lead and d.live(play.world.today) for a, d in case.parts):
        case.parts.append((case.law_lead, Dated(play.world.today)))
    case.law_lead = agency


def say_standing(play: Play) -> None:
    case = play.pick(play.world.of("cases.Case"))
    with play.acting(actor(play, case, *LAW_ROLES, *SERVICE_ROLES)) as by:
        row = real(play, case, RealCase)
        standing = "active" if casework.side_led_by(by, row) == "law" else "available"
        casework.say_standing(by=by, case=row, standing=standing)


def log_lead(play: Play) -> None:
    hat, said = play.pick(play.working("coordinator", *LAW_ROLES, *SERVICE_ROLES)), word()
    with play.acting(hat) as by:
        force = play.pick(by.task_force_ids)
        made = casework.log_lead(
            by=by, task_force=TaskForce.objects.get(pk=force), source="tip", form="undetermined", text=f"Vans {said}"
        )
    owner = play.world.agencies[hat.agency]
    play.add(OfTaskForce(model="cases.Lead", id=made.pk, owner=owner, force=force), said)


def add_action(play: Play) -> None:
    activity = play.pick(play.world.of("cases.Activity"))
    with play.acting(actor(play, activity)) as by:
        row = Activity.objects.get(pk=activity.id)
        activities.add_action(by=by, activity=row, text="Call the labor office", agency=by.agency)


def log_activity(play: Play) -> None:
    hat, said = play.pick(play.working("coordinator", "grant_manager", *LAW_ROLES, *SERVICE_ROLES)), word()
    with play.acting(hat) as by:
        force = play.pick(by.task_force_ids)
        made = activities.log_activity(
            by=by, task_force=TaskForce.objects.get(pk=force), kind="training", title=f"Signs {said}",
            came={hat.agency: 2},
        )  # fmt: skip
    owner = play.world.agencies[hat.agency]
    play.add(OfTaskForce(model="cases.Activity", id=made.pk, owner=owner, force=force), said)


# ---- people, agencies and their task forces ---------------------------------------------------------


def employ(play: Play) -> None:
    person, agency = play.pick(play.people), play.pick(list(play.world.agencies.values()))
    roles = [play.random.choice(ROLES)]
    if play.random.random() < 0.3:
        roles.append("agency_admin")
    later, days = play.random.choice(((0, None), (0, 5), (4, None), (2, 0)))
    play.employ(person, agency, roles, later=later, days=days)


def end_membership(play: Play) -> None:
    seat = play.pick([each for each in play.world.memberships if each.live(play.world.today)])
    admins = [hat for hat in play.working("agency_admin") if hat.agency == seat.agency.id and hat.part == "member"]
    with play.acting(play.pick(admins)) as by:
        seats.end_membership(by=by, membership=RealMembership.objects.get(pk=play.seats[seat]))
    seat.ended = True


def change_seat(play: Play) -> None:
    seat = play.pick([each for each in play.world.memberships if each.live(play.world.today)])
    admins = [hat for hat in play.working("agency_admin") if hat.agency == seat.agency.id and hat.part == "member"]
    roles = {play.random.choice(ROLES), *(seat.roles & {"agency_admin"})}
    forces = {each for each in seat.forces if play.random.random() < 0.8}
    until = play.random.choice((None, None, play.world.today, play.world.today + dt.timedelta(days=6)))
    with play.acting(play.pick(admins)) as by:
        seats.change_seat(
            by=by, membership=RealMembership.objects.get(pk=play.seats[seat]), roles=sorted(roles),
            task_forces=sorted(forces), until_on=until and play.stored(until),
        )  # fmt: skip
    seat.roles, seat.forces, seat.until_on = roles, forces, until


def end_by_the_owner(play: Play) -> None:
    """A membership gets its last day, as an operator's import would write it."""
    seat = play.pick([each for each in play.world.memberships if each.live(play.world.today)])
    if len(play.held()) < 12:
        raise NothingToDo
    until = play.world.today + dt.timedelta(days=play.random.choice((0, 1, 5)))
    row = RealMembership.objects.using(OWNER).filter(pk=play.seats[seat])
    row.update(until_on=play.stored(until), ended_at=timezone.now() if (ends := play.random.random() < 0.3) else None)
    seat.until_on, seat.ended = until, ends


def switch_account(play: Play) -> None:
    person = play.pick(play.people)
    active = person in play.world.inactive
    Person.objects.using(OWNER).filter(pk=person).update(is_active=active)
    play.world.inactive ^= {person}


def join_task_force(play: Play) -> None:
    agency = play.pick(list(play.world.agencies.values()))
    force = play.pick(play.forces).pk
    play.participate(agency, force, agreed=play.random.random() < 0.8)


def agree(play: Play) -> None:
    place = play.pick([each for each in play.world.participations if not each.agreed])
    RealParticipation.objects.using(OWNER).filter(pk=play.places[place]).update(services_agreed_at=timezone.now())
    place.agreed = True


def leave_task_force(play: Play) -> None:
    place = play.pick([each for each in play.world.participations if each.live(play.world.today)])
    rows = RealParticipation.objects.using(OWNER).filter(pk=play.places[place])
    days = play.random.choice((0, 2, 8))
    rows.update(until_on=play.stored(play.world.today + dt.timedelta(days=days)))
    place.until_on = play.world.today + dt.timedelta(days=days)


def leave_at_once(play: Play) -> None:
    place = play.pick([each for each in play.world.participations if each.live(play.world.today)])
    admins = [hat for hat in play.working("agency_admin") if hat.agency == place.agency.id and hat.part == "member"]
    with play.acting(play.pick(admins)) as by:
        seating.end(by=by, participation=RealParticipation.objects.get(pk=play.places[place]))
    place.ended = True


SHARED: tuple[Verb, ...] = (log_case, log_case, bring_in, bring_in, end_part, hand_case_on, say_standing)
SHARED += (log_lead, log_activity, add_action)
SEATS: tuple[Verb, ...] = (employ, employ, end_membership, change_seat, change_seat, end_by_the_owner, switch_account)
SEATS += (join_task_force, agree, leave_task_force, leave_at_once)
