"""What providers do in the game, and what the two sides lay on the table for each other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from agencies.models import Agency as RealAgency
from agencies.models import Person
from cases.models import Case as RealCase
from referrals import services as table
from referrals.models import Disclosure as RealDisclosure
from referrals.models import Referral, ReferralPaper, ServiceRequest
from tests.cast import OWNER
from tests.victims.rows import A_DEMAND, signed
from tests.wall.naive import (
    LAW_ROLES,
    SERVICE_ROLES,
    Addressed,
    Agency,
    Alone,
    Client,
    ClientGrant,
    Dated,
    Disclosure,
    Hat,
)
from tests.wall.playing import NothingToDo, Play
from tests.wall.verbs import Verb, actor, real, word
from victims import services
from victims.models import Client as RealClient
from victims.models import ClientPersonGrant, Release
from victims.services import demands
from victims.services import release as releasing


def _one(play: Play) -> Client:
    return play.pick(play.world.of("victims.Client"))


POTENTIAL = {"standing": "potential", "form": "labor", "basis": "screening"}


def open_client(play: Play) -> None:
    hat, said = play.pick(play.working(*SERVICE_ROLES)), word()
    with play.acting(hat) as by:
        made = services.open_client(by=by, code_name=said, identity={"name": "Marisol Vega"}, determination=POTENTIAL)
    client = Client(model="victims.Client", id=made.pk, owner=play.world.agencies[hat.agency])
    play.add(client, said)
    _granted(play, client)  # "assigned to whoever opens it"


def _granted(play: Play, client: Client) -> None:
    """Note the grants that a verb has just made: whose and of which kind; they run from today."""
    known = {grant.id for grant in client.grants}
    rows = ClientPersonGrant.objects.using(OWNER).select_related("permission").filter(content_object_id=client.id)
    for row in rows.exclude(pk__in=known):
        grant = ClientGrant(
            model="victims.ClientPersonGrant", id=row.pk, owner=client.owner, client=client, person=row.user_id,
            named=row.permission.codename == "named", dates=Dated(play.world.today),
        )  # fmt: skip
        client.grants.append(grant)
        play.add(grant)


def _colleague(play: Play, client: Client) -> Hat:
    return play.pick([hat for hat in play.working(*SERVICE_ROLES) if hat.agency == client.owner.id])


def serve(play: Play) -> None:
    """A note, a need, a service, a task, a demand from outside, a bookmark."""
    client, said = _one(play), word()
    with play.acting(actor(play, client, *SERVICE_ROLES)) as by:
        row = real(play, client, RealClient)
        match play.random.randrange(6):
            case 0:
                services.write_note(by=by, client=row, text=said, privileged=play.random.random() < 0.5)
            case 1:
                services.note_need(by=by, client=row, category="dental", note=said)
            case 2:
                services.enter_services(by=by, rows=[{"client": row, "category": "food", "note": said}])
            case 3:
                services.add_task(by=by, client=row, text=said)
            case 4:
                demands.record_demand(by=by, client=row, on=timezone.localdate(), **(A_DEMAND | {"asked": said}))
            case _:
                services.bookmark(by=by, client=row, case=play.pick(list(RealCase.objects.all()[:3])))


def assign(play: Play) -> None:
    client = _one(play)
    to = _colleague(play, client)
    with play.acting(actor(play, client, *SERVICE_ROLES)) as by:
        services.assign(by=by, client=real(play, client, RealClient), person=Person.objects.get(pk=to.person))
    _granted(play, client)


def unassign(play: Play) -> None:
    client = _one(play)
    grant = play.pick([each for each in client.grants if not each.dates.ended])
    with play.acting(actor(play, client, *SERVICE_ROLES)) as by:
        services.unassign(by=by, grant=ClientPersonGrant.objects.get(pk=grant.id))
    grant.dates.ended = True


def close_to_named(play: Play) -> None:
    client = _one(play)
    people = {_colleague(play, client).person for _ in range(play.random.randint(1, 2))}
    with play.acting(actor(play, client, *SERVICE_ROLES)) as by:
        row, named = real(play, client, RealClient), list(Person.objects.filter(pk__in=people))
        services.close_to_named(by=by, client=row, people=named, reason="Conflict of interest")
    client.closed = True
    _granted(play, client)


def open_to_all(play: Play) -> None:
    client = play.pick([each for each in play.world.of("victims.Client") if each.closed])
    with play.acting(actor(play, client, *SERVICE_ROLES)) as by:
        services.open_to_all(by=by, client=real(play, client, RealClient))
    client.closed = False


def limit_sight(play: Play) -> None:
    """A provider limits its advocates to those assigned, or opens again; in its settings."""
    agency = play.pick([each for each in play.world.agencies.values() if each.sector == "victim_services"])
    agency.assigned_only = not agency.assigned_only
    RealAgency.objects.using(OWNER).filter(pk=agency.id).update(assigned_only=agency.assigned_only)


def count_turned_away(play: Play) -> None:
    hat = play.pick(play.working(*SERVICE_ROLES))
    with play.acting(hat) as by:
        made = services.count_turned_away(by=by, reason="no_bed", extent="none", people=2)
    play.add(Alone(model="victims.TurnedAway", id=made.pk, owner=play.world.agencies[hat.agency]))


# ---- releases and copies ------------------------------------------------------------------------------


def give(play: Play) -> None:
    """A survivor signs a release for an agency, or one person there, and the copy is given."""
    client = _one(play)
    to = play.pick([hat for hat in play.working(*LAW_ROLES, *SERVICE_ROLES) if hat.agency != client.owner.id])
    alone, said = play.random.random() < 0.4, word()
    last = play.world.today + dt.timedelta(days=play.random.choice((0, 3, 20)))
    with play.acting(actor(play, client, *SERVICE_ROLES)) as by:
        release = signed(
            real(play, client, RealClient), by, RealAgency.objects.get(pk=to.agency),
            Person.objects.get(pk=to.person) if alone else None,
            ends_on=play.stored(last), texts={"safe_contact": said},
        )  # fmt: skip
        made = releasing.give(by=by, release=release, digest=releasing.copy_of(release).digest)
    play.releases[made.pk] = release.pk
    _copied(play, client, made, to.agency, to.person if alone else None, last, said)


def give_by_law(play: Play) -> None:
    client = _one(play)
    to, last, said = _other(play, client.owner), play.world.today + dt.timedelta(days=4), word()
    with play.acting(actor(play, client, *SERVICE_ROLES)) as by:
        made = releasing.give_by_law(
            by=by, client=real(play, client, RealClient), recipient=RealAgency.objects.get(pk=to.id),
            basis="court_order", law="Order 12", grounds="Counsel", text=said, told="yes", attempts="By telephone",
            protection="Sealed", ends_on=play.stored(last),
        )  # fmt: skip
    _copied(play, client, made, to.id, None, last, said)


def _copied(play: Play, client: Client, made: Any, agency: int, person: int | None, last: dt.date, said: str) -> None:
    copy = Disclosure(
        model="referrals.Disclosure", id=made.pk, owner=client.owner, recipient=play.world.agencies[agency],
        client=client, person=person, last_day=last,
    )  # fmt: skip
    play.add(copy, said)


def revoke(play: Play) -> None:
    copy = play.pick([each for each in play.world.of("referrals.Disclosure") if each.id in play.releases])
    release = play.releases[copy.id]
    with play.acting(actor(play, copy.client, *SERVICE_ROLES)) as by:
        releasing.revoke(by=by, release=Release.objects.get(pk=release), how="spoken")
    copy.revoked = True


def read(play: Play) -> None:
    copy = play.pick(play.world.of("referrals.Disclosure"))
    readers = [hat for hat in play.who_sees(copy) if hat.agency == copy.recipient.id]
    with play.acting(play.pick(readers)) as by:
        table.read(by=by, disclosure=RealDisclosure.objects.get(pk=copy.id))


# ---- the table between the sides -----------------------------------------------------------------------


def _other(play: Play, agency: Agency) -> Agency:
    return play.pick([each for each in play.world.agencies.values() if each is not agency])


def _sent(play: Play, hat: Hat, made: Any, to: Agency, said: str = "") -> None:
    play.add(Addressed(model=made._meta.label, id=made.pk, owner=play.world.agencies[hat.agency], recipient=to), said)


def refer(play: Play) -> None:
    hat, said = play.pick(play.working(*LAW_ROLES)), word()
    to = _other(play, play.world.agencies[hat.agency])
    with play.acting(hat) as by:
        made = table.refer_person(
            by=by, recipient=RealAgency.objects.get(pk=to.id), urgency="day", said_yes=True, name=said, minor="no",
            safe_contact="555-0142", yes_from="person", asked_by="Dan Detective", asked_how="in_person",
        )  # fmt: skip
    _sent(play, hat, made, to)
    _sent(play, hat, ReferralPaper.objects.using(OWNER).get(referral_id=made.pk), to, said)


def take_paper_back(play: Play) -> None:
    paper = play.pick([each for each in play.world.of("referrals.ReferralPaper") if not each.taken_back])
    with play.acting(actor(play, paper, *LAW_ROLES)) as by:
        table.withdraw(by=by, paper=ReferralPaper.objects.get(pk=paper.id))
    paper.taken_back = True


def receive(play: Play) -> None:
    referral = play.pick(play.world.of("referrals.Referral"))
    with play.acting(actor(play, referral, *SERVICE_ROLES)) as by:
        table.receive(by=by, referral=Referral.objects.get(pk=referral.id))


def ask(play: Play) -> None:
    hat = play.pick(play.working("coordinator", *LAW_ROLES, *SERVICE_ROLES))
    to = _other(play, play.world.agencies[hat.agency])
    with play.acting(hat) as by:
        made = table.send_requests(
            by=by, recipients=[RealAgency.objects.get(pk=to.id)], urgency="day", services=["emergency_housing"],
            people=2, languages=["spa"], minors="no",
        )  # fmt: skip
    _sent(play, hat, made[0], to)


def answer(play: Play) -> None:
    request = play.pick(play.world.of("referrals.ServiceRequest"))
    with play.acting(play.pick([h for h in play.who_sees(request) if h.agency == request.recipient.id])) as by:
        table.answer(by=by, request=ServiceRequest.objects.get(pk=request.id), said="yes")


def send_message(play: Play) -> None:
    hat, said = play.pick(play.working(*LAW_ROLES)), word()
    to = _other(play, play.world.agencies[hat.agency])
    if to.sector != "victim_services":
        raise NothingToDo
    with play.acting(hat) as by:
        made = table.send_message(
            by=by, recipient=RealAgency.objects.get(pk=to.id), for_whom="Marisol", text=f"Court {said}"
        )
    _sent(play, hat, made, to, said)


SERVICES: tuple[Verb, ...] = (open_client, open_client, serve, serve, serve, assign, assign, unassign)
SERVICES += (close_to_named, close_to_named, open_to_all, limit_sight, count_turned_away)
COPIES: tuple[Verb, ...] = (give, give, give, give_by_law, revoke, revoke, read)
TABLE: tuple[Verb, ...] = (refer, refer, take_paper_back, receive, ask, answer, send_message)
