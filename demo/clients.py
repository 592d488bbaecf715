"""Clients of the demonstration's providers: who they are, what is known of them, episodes and advocates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from access.hats import Hat
from access.keys import AgencyKey, blind, cut_agency_key
from agencies.vocabulary import Kind, Role
from cases.models import Case
from demo import words
from demo.agencies import PROVIDER_KEYS
from demo.intake import answers
from demo.people import staff
from demo.stage import Stage
from victims.codenames import FIRST, SECOND
from victims.models import (
    Arrest,
    CaseBookmark,
    Client,
    ClientIdentity,
    ClientPersonGrant,
    DataKey,
    Determination,
    Enrollment,
    FamilyMember,
    NameToken,
)
from victims.services.ages import age_on
from victims.services.search import sayings

CLIENTS = 250
BEFORE = 82  # served already when the task force began with ecm, so not new
FORMS = {Kind.SEX: 75, Kind.LABOR: 18, Kind.BOTH: 4, Kind.UNDETERMINED: 3}  # field.md 7
GROWN = {"adult": 78, "minor": 22}  # OVC 2015 to 2017 (field.md 3.8, S15)
ALL_SECTIONS = ["identity", "about", "indicators", "situation", "arrival", "determination", "award"]

EXITS = {
    "goals_met": 38, "lost_contact": 20, "withdrew": 14, "moved": 12, "transferred": 7, "returned": 4,
    "incarcerated": 2, "other": 3,
}  # fmt: skip
HOUSING = {"own_lease": 30, "family": 30, "transitional": 14, "shelter": 8, "unhoused": 4, "unknown": 9}
INCOME = {"full_time": 24, "part_time": 20, "training": 10, "benefits": 20, "none": 14, "unknown": 12}


@dataclass
class Folder:
    """A client with what the rest of the story needs to know: who serves them, and from when until when."""

    client: Client
    identity: ClientIdentity
    provider: str
    advocate: Hat
    first_on: dt.date
    last_on: dt.date | None
    until: dt.date  # the last day of service so far
    enrolled: bool = True  # under the services award; else other money pays


@dataclass
class Ring:
    """The two keys of one provider."""

    data: AgencyKey
    index: bytes


def open_clients(stage: Stage, cases: list[Case]) -> list[Folder]:
    """Every client, with names sealed and found as the room itself does it."""
    rings = {key: ring(stage, key) for key in PROVIDER_KEYS}
    names = [f"{one} {two}".title() for one in FIRST for two in SECOND]
    stage.rng.shuffle(names)
    forms, grown = stage.dealt(FORMS, CLIENTS), stage.dealt(GROWN, CLIENTS)
    folders = []
    for number in range(CLIENTS):
        provider = _provider(stage, grown[number], forms[number])
        keys, before = rings[provider], number < BEFORE
        folder = _folder(stage, keys, provider, names[number], forms[number], grown[number], before)
        _identify(stage, keys, folder)
        _determine(stage, folder)
        _assign(stage, folder)
        folders.append(folder)
    _belong(stage, folders, cases)
    _family(stage, folders)
    _arrests(stage, folders)
    _close_one(stage, folders)
    return folders


def ring(stage: Stage, provider: str) -> Ring:
    """The keys of a provider, cut by the room's own code, and its general data key."""
    agency_id = stage.agencies[provider].pk
    data, index = (stage.put(cut_agency_key(agency_id, purpose)) for purpose in ("data", "index"))
    keeper = staff(stage, provider, Role.ADVOCATE_SUPERVISOR)[0]
    stage.put(DataKey.cut(data, made_by_id=keeper.person_id))
    return Ring(data, index.secret)


def _provider(stage: Stage, grown: str, form: Kind) -> str:
    if grown == "minor":
        return stage.pick({"youth": 65, "lantern": 35})
    if form == Kind.LABOR:
        return stage.pick({"legal_aid": 55, "lantern": 45})
    return stage.pick({"lantern": 78, "legal_aid": 22})


def _folder(stage: Stage, keys: Ring, provider: str, name: str, form: Kind, grown: str, before: bool) -> Folder:
    """One client; those served `before` ecm began were taken over from paper in its first weeks."""
    first_on, opened_on, last_on = _stay(stage, before)
    advocate = stage.rng.choice(staff(stage, provider, Role.ADVOCATE))
    client = stage.make(
        Client,
        advocate,
        opened_on,
        code_name=name,
        opened_on=opened_on,
        status="open" if last_on > stage.today else "closed",
        asked_sections=ALL_SECTIONS if stage.chance(0.8) else ALL_SECTIONS[:3],
        grown=grown,
        form=form,
        **answers(stage, form, grown, first_on),
    )
    stage.put(DataKey.cut(keys.data, made_by_id=advocate.person_id, client=client))
    identity = stage.make(ClientIdentity, advocate, opened_on, client=client)
    ended_on = last_on if last_on <= stage.today else None
    folder = Folder(client, identity, provider, advocate, first_on, ended_on, min(last_on, stage.today))
    _enroll(stage, folder)
    return folder


def _stay(stage: Stage, before: bool) -> tuple[dt.date, dt.date, dt.date]:
    """First served, opened here, last served; most stay about a year."""
    days = 30 + int(stage.rng.gammavariate(2.6, 130))
    if not before:
        first_on = stage.day(stage.began, stage.today)
        return first_on, first_on, first_on + dt.timedelta(days=days)
    first_on = stage.day(stage.began - dt.timedelta(days=300), stage.began)
    opened_on = stage.day(stage.began, stage.began + dt.timedelta(days=25))
    return first_on, opened_on, max(first_on + dt.timedelta(days=days), opened_on + dt.timedelta(days=90))


def _enroll(stage: Stage, folder: Folder) -> None:
    """Episodes under the services award; some are served with other money only, some came back."""
    client, award = folder.client, stage.awards["services"]
    if stage.chance(0.06):
        folder.enrolled = False
        return
    last_on, age = folder.last_on, age_on(folder.first_on, None, client.birth_year)
    facts = {"client": client, "award": award, "first_served_on": folder.first_on, "age": age}
    length = (folder.until - client.opened_on).days
    if length > 200 and stage.chance(0.12):
        away_on = client.opened_on + dt.timedelta(days=length // 3)
        back_on = away_on + dt.timedelta(days=length // 4)
        stage.make(
            Enrollment, folder.advocate, client.opened_on, opened_on=client.opened_on, **_exit(stage, away_on), **facts
        )
        stage.make(
            Enrollment, folder.advocate, back_on, opened_on=back_on, reentry=True, **_exit(stage, last_on), **facts
        )
    else:
        stage.make(
            Enrollment, folder.advocate, client.opened_on, opened_on=client.opened_on, **_exit(stage, last_on), **facts
        )


def _exit(stage: Stage, on: dt.date | None) -> dict:
    if on is None:
        return {}
    return {
        "exited_on": on,
        "exit_reason": stage.pick(EXITS),
        "exit_housing": stage.pick(HOUSING),
        "exit_income": stage.pick(INCOME),
    }


def _identify(stage: Stage, keys: Ring, folder: Folder) -> None:
    """A name and a safe way to reach them, sealed; and what they are found by."""
    client, identity, rng = folder.client, folder.identity, stage.rng
    identity.name = stage.fresh(lambda: words.person(stage, man=client.gender == "male"))
    identity.other_names = identity.name.split()[0][:4] if stage.chance(0.3) else ""
    identity.phones = stage.fresh(lambda: words.phone(stage))
    identity.birth_date = (
        f"{client.birth_year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}" if stage.chance(0.7) else ""
    )
    identity.safe_contact = rng.choice(("Text first, never call.", "Call between 9 and noon.", "Through a cousin."))
    for said in sorted(sayings(identity)):
        stage.make(NameToken, folder.advocate, identity.made_at, client=client, token=blind(keys.index, said))


def _determine(stage: Stage, folder: Folder) -> None:
    """Potential at intake; confirmed some weeks later for most, ruled out for a few."""
    client = folder.client
    facts = {"client": client, "form": client.form}
    stage.make(
        Determination, folder.advocate, client.opened_on, on=client.opened_on, standing="potential",
        basis="screening", **facts,
    )  # fmt: skip
    client.standing = "potential"
    later_on = client.opened_on + dt.timedelta(days=stage.rng.randint(10, 90))
    if later_on < stage.today and stage.chance(0.68):
        client.standing = "ruled_out" if stage.chance(0.03) else "confirmed"
        stage.make(
            Determination, folder.advocate, later_on, on=later_on, standing=client.standing,
            basis=stage.pick({"account": 6, "police": 2, "provider": 1, "hhs_letter": 1}), **facts,
        )  # fmt: skip


def _assign(stage: Stage, folder: Folder) -> None:
    """The advocate assigned; clients of the one who left were handed over."""
    advocate = folder.advocate
    left = stage.hats["former.advocate"]
    leaving = stage.ago(70)
    if folder.provider == "lantern" and folder.client.opened_on < leaving and stage.chance(0.2):
        _grant(stage, folder, left, folder.client.opened_on, until_on=min(leaving, folder.until))
        if folder.until > leaving:
            _grant(stage, folder, advocate, leaving, reason="Handed over")
        return
    _grant(stage, folder, advocate, folder.client.opened_on)


def _grant(stage: Stage, folder: Folder, to: Hat, on: dt.date, *, reason: str = "Opened the client", **facts) -> None:
    codename = facts.pop("codename", "assigned")
    stage.make(
        ClientPersonGrant,
        folder.advocate,
        on,
        content_object=folder.client,
        permission_id=stage.permission(Client, codename),
        user_id=to.person_id,
        reason=reason,
        from_on=on,
        **facts,
    )


def _belong(stage: Stage, folders: list[Folder], cases: list[Case]) -> None:
    """The provider's private bookmark; a good part of the clients belong to no case of the task force."""
    for folder in folders:
        if stage.chance(0.5):
            fitting = [case for case in cases if case.form == folder.client.form and case.opened_on <= folder.until]
            if fitting:
                case = min(fitting, key=lambda case: abs((case.opened_on - folder.client.opened_on).days))
                stage.make(CaseBookmark, folder.advocate, folder.client.opened_on, client=folder.client, case=case)


def _family(stage: Stage, folders: list[Folder]) -> None:
    """Relatives who are served beside a client, and counted apart."""
    for folder in folders:
        if stage.chance(0.15):
            minor = folder.client.grown == "minor"
            for number in range(1, stage.rng.randint(1, 2) + 1):
                relation = stage.pick({"parent": 6, "sibling": 4} if minor else {"child": 7, "spouse": 3})
                stage.make(
                    FamilyMember,
                    folder.advocate,
                    stage.day(folder.client.opened_on, folder.until),
                    client=folder.client,
                    relation=relation,
                    number=number,
                    name=words.person(stage),
                    grown="minor" if relation in ("child", "sibling") else "adult",
                )


def _arrests(stage: Stage, folders: list[Folder]) -> None:
    """Survivors who were themselves arrested, mostly before anybody knew (measure B-26)."""
    for folder in folders:
        if folder.client.form == Kind.SEX and stage.chance(0.1):
            folder.client.arrested = "yes"
            stage.make(
                Arrest,
                folder.advocate,
                folder.client.opened_on,
                client=folder.client,
                time=stage.pick({"before": 8, "after": 2}),
                on=folder.first_on - dt.timedelta(days=stage.rng.randint(5, 400)),
                outcome=stage.pick({"open": 3, "dismissed": 4, "convicted": 2, "vacated": 1}),
            )


def _close_one(stage: Stage, folders: list[Folder]) -> None:
    """One client is closed to all but the advocate and the supervisor: somebody knows them at the office."""
    folder = next(each for each in folders if each.provider == "lantern" and each.last_on is None)
    folder.client.named_only = True
    for grant in stage.rows[ClientPersonGrant]:
        grant.named_only = grant.named_only or grant.content_object is folder.client
    for hat in (folder.advocate, stage.hats["advocate.supervisor"]):
        _grant(
            stage, folder, hat, folder.client.opened_on, codename="named", named_only=True,
            reason="A colleague's relative; they asked for it",
        )  # fmt: skip
