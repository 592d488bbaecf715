"""What police and prosecution do in the game: investigate, share, seal, hand over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from agencies.models import Agency as RealAgency
from agencies.models import Person
from investigations import charging, services, sharing
from investigations.models import (
    Investigation as RealInvestigation,
)
from investigations.models import (
    InvestigationAgencyGrant,
    InvestigationPersonGrant,
    Statute,
    Suspect,
)
from tests.cast import OWNER
from tests.wall.naive import LAW_ROLES, OPENS, Dated, Investigation, LawGrant, Piece
from tests.wall.playing import NothingToDo, Play
from tests.wall.verbs import Verb, actor, real, span, word

KINDS = sorted(OPENS)
LEADERS = ("detective", "le_supervisor", "prosecutor")


def open_investigation(play: Play) -> None:
    hat, said = play.pick(play.working(*LAW_ROLES)), word()
    with play.acting(hat) as by:
        made = services.open_investigation(by=by, number=said, form="labor", source="labor")
    play.add(
        Investigation(
            model="investigations.Investigation",
            id=made.pk,
            owner=play.world.agencies[hat.agency],
            lead=hat.person,
            force=made.task_force_id,
        ),
        said,
    )


def _one(play: Play) -> Investigation:
    return play.pick(play.world.of("investigations.Investigation"))


def _leader(play: Play, investigation: Investigation) -> Any:
    """Its lead or somebody else who sees it."""
    seers = [hat for hat in play.who_sees(investigation) if hat.agency == investigation.owner.id]
    leads = [hat for hat in seers if hat.person == investigation.lead]
    return play.pick(leads if leads and play.random.random() < 0.7 else seers)


def investigate(play: Play) -> None:
    """A suspect, a victim, a note or a task."""
    investigation, said = _one(play), word()
    with play.acting(actor(play, investigation, *LAW_ROLES)) as by:
        row = real(play, investigation, RealInvestigation)
        match play.random.randrange(4):
            case 0:
                services.add_suspect(
                    by=by, investigation=row, name=said, part="trafficker", age_band="adult", sex="male"
                )
            case 1:
                services.add_victim(
                    by=by, investigation=row, name=said, standing="potential", standing_basis="Said so",
                    form="labor", age_band="adult", sex="female", citizenship="foreign",
                )  # fmt: skip
            case 2:
                services.write_note(by=by, investigation=row, text=said)
            case _:
                services.add_task(by=by, investigation=row, title=said)


def arrest(play: Play) -> None:
    suspect = play.pick(play.world.of("investigations.Suspect"))
    with play.acting(actor(play, suspect, *LAW_ROLES)) as by:
        row = Suspect.objects.get(pk=suspect.id)
        services.record_arrest(by=by, suspect=row, is_survivor="no", level="state", group="trafficking")


def file_charge(play: Play) -> None:
    suspect = play.pick([each for each in play.world.of("investigations.Suspect") if isinstance(each, Piece)])
    with play.acting(actor(play, suspect, *LEADERS)) as by:
        row = Suspect.objects.get(pk=suspect.id)
        charging.file_charge(by=by, suspect=row, statute=_statute(play), level="state")


def _statute(play: Play) -> Statute:
    found = Statute.objects.using(OWNER).first()
    return found or Statute.objects.using(OWNER).create(
        citation="ORC 2905.32", title="Trafficking", level="state", kind="labor", group="trafficking",
        task_force=play.forces[0],
    )  # fmt: skip


def share_with_agency(play: Play) -> None:
    investigation = _one(play)
    agency = play.pick([a for a in play.world.agencies.values() if a.sector in ("law_enforcement", "prosecution")])
    kind, (first, last) = play.random.choice(KINDS), span(play)
    with play.acting(_leader(play, investigation)) as by:
        made = sharing.share_with_agency(
            by=by, investigation=real(play, investigation, RealInvestigation),
            agency=RealAgency.objects.get(pk=agency.id), kind=kind, reason="Wages",
            from_on=play.stored(first), until_on=last and play.stored(last),
        )  # fmt: skip
    _granted(play, investigation, made, agency.id, None, kind, Dated(first, last))


def share_with_person(play: Play) -> None:
    investigation = _one(play)
    to = play.pick(play.working(*LAW_ROLES))
    kind, (first, last) = play.random.choice(KINDS), span(play)
    with play.acting(_leader(play, investigation)) as by:
        made = sharing.share_with_person(
            by=by, investigation=real(play, investigation, RealInvestigation), kind=kind, reason="Interviews",
            person=Person.objects.get(pk=to.person), agency=RealAgency.objects.get(pk=to.agency),
            from_on=play.stored(first), until_on=last and play.stored(last),
        )  # fmt: skip
    _granted(play, investigation, made, to.agency, to.person, kind, Dated(first, last))


def _granted(play, investigation, made, agency, person, kind, dates) -> None:
    grant = LawGrant(
        model=made._meta.label, id=made.pk, owner=investigation.owner, investigation=investigation,
        agency=play.world.agencies[agency], person=person, kind=kind, dates=dates,
    )  # fmt: skip
    investigation.grants.append(grant)
    play.add(grant)


def end_share(play: Play) -> None:
    investigation = _one(play)
    grant = play.pick([each for each in investigation.grants if not each.dates.ended])
    model = InvestigationAgencyGrant if grant.person is None else InvestigationPersonGrant
    with play.acting(_leader(play, investigation)) as by:
        sharing.end_share(by=by, share=model.objects.get(pk=grant.id))
    grant.dates.ended = True


def seal(play: Play) -> None:
    investigation = play.pick([each for each in play.world.of("investigations.Investigation") if not each.sealed])
    colleagues = [hat for hat in play.working(*LAW_ROLES) if hat.agency == investigation.owner.id]
    named = {hat.person for hat in colleagues if play.random.random() < 0.4}
    hat = _leader(play, investigation)
    with play.acting(hat) as by:
        row = real(play, investigation, RealInvestigation)
        sharing.seal(by=by, investigation=row, people=list(Person.objects.filter(pk__in=named)))
    investigation.sealed = True
    known = {grant.id for grant in investigation.grants}
    rows = InvestigationPersonGrant.objects.using(OWNER).filter(content_object_id=investigation.id)
    made = {row.user_id: row for row in rows.exclude(pk__in=known)}
    for person in (named | {hat.person}) - {investigation.lead}:  # "its lead, whoever seals it, and `people`"
        row = made.pop(person)
        _granted(play, investigation, row, investigation.owner.id, person, "see_full", Dated(play.world.today))
    assert not made, "sealing named somebody else"


def unseal(play: Play) -> None:
    investigation = play.pick([each for each in play.world.of("investigations.Investigation") if each.sealed])
    with play.acting(_leader(play, investigation)) as by:
        sharing.unseal(by=by, investigation=real(play, investigation, RealInvestigation))
    investigation.sealed = False
    for grant in investigation.grants:  # colleagues were named for the seal only
        if grant.person is not None and grant.agency is investigation.owner:
            grant.dates.ended = True


def reassign(play: Play) -> None:
    investigation = _one(play)
    to = play.pick([hat for hat in play.working(*LEADERS) if hat.agency == investigation.owner.id])
    with play.acting(_leader(play, investigation)) as by:
        row, person = real(play, investigation, RealInvestigation), Person.objects.get(pk=to.person)
        sharing.reassign(by=by, investigation=row, person=person)
    investigation.lead = to.person


def hand_over(play: Play) -> None:
    investigation, today = _one(play), play.world.today
    full = [g for g in investigation.grants if g.person is None and g.kind == "see_full" and g.dates.live(today)]
    agency = play.pick(full).agency
    to = play.pick([hat for hat in play.working(*LEADERS) if hat.agency == agency.id])
    before = investigation.owner
    if before is agency:
        raise NothingToDo
    with play.acting(_leader(play, investigation)) as by:
        sharing.hand_over(
            by=by, investigation=real(play, investigation, RealInvestigation),
            agency=RealAgency.objects.get(pk=agency.id), person=Person.objects.get(pk=to.person),
        )  # fmt: skip
    investigation.owner, investigation.lead = agency, to.person
    for thing in play.world.things:  # "hand over" moves all of it; what another agency keeps stays its own
        if isinstance(thing, Piece) and thing.of is investigation and thing.owner is before:
            thing.owner = agency
    for grant in investigation.grants:
        grant.owner = agency
        if grant.person is None and grant.agency is agency:
            grant.dates.ended = True
    row = InvestigationAgencyGrant.objects.using(OWNER).exclude(pk__in={g.id for g in investigation.grants})
    made = row.get(content_object_id=investigation.id)
    until = today + dt.timedelta(days=sharing.DAYS_OF_LOOKING_BACK)
    _granted(play, investigation, made, before.id, None, "see_full", Dated(today, until))


LAW: tuple[Verb, ...] = (
    open_investigation,
    open_investigation,
    investigate,
    investigate,
    investigate,
    arrest,
    file_charge,
)
LAW += (share_with_agency, share_with_agency, share_with_person, share_with_person, end_share, seal, seal, unseal)
LAW += (reassign, hand_over, hand_over)
