"""How the demonstration's agencies asked one another: referrals, requests without a person, messages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from access.hats import Hat
from agencies.vocabulary import Role
from cases.models import Case
from demo import cases as shell
from demo import releases, words
from demo.agencies import PROVIDER_KEYS
from demo.clients import Folder
from demo.people import staff
from demo.stage import Stage
from referrals.models import Answer, Message, Receipt, Referral, ReferralPaper, ServiceRequest
from referrals.vocabulary import RECEIVE_WITHIN, Urgency
from victims.models import ReferralLink, ReferralStep

FROM_LAW, BETWEEN_PROVIDERS, REQUESTS, MESSAGES = 330, 110, 60, 18
LATE = 3  # referrals of these days that nobody has received in time
POLICE_SOURCES = ("local_police", "state_police", "prosecutor")
TO_PROVIDERS = {"lantern": 55, "legal_aid": 20, "youth": 25}
URGENCIES = {Urgency.NOW: 15, Urgency.DAY: 40, Urgency.DAYS: 45}
ASKED_FOR = ("emergency_housing", "case_management", "legal_rights", "food", "crisis", "medical", "interpretation")
SPECIALIST = {"quillmere": "quillmere.specialist", "attorney": "specialist"}


def refer(stage: Stage, folders: list[Folder], cases: list[Case]) -> None:
    """Everything that one agency asked another."""
    came = [each for each in folders if each.client.referral_source in POLICE_SOURCES and each.first_on >= stage.began]
    for folder in came:
        _from_law(stage, folder.provider, stage.moment(folder.client.opened_on), folder)
    for number in range(FROM_LAW - len(came)):
        recent = number < LATE + 9
        on = stage.day(stage.ago(10 if recent else 530), stage.ago(4 if number < LATE else 0 if recent else 15))
        _from_law(stage, stage.pick(TO_PROVIDERS), stage.moment(on), late=number < LATE)
    _between_providers(stage, folders)
    _requests(stage, cases)
    _messages(stage)


def _envelope(stage: Stage, by: Hat, to: str, at: dt.datetime) -> Referral:
    urgency = stage.pick(URGENCIES)
    return stage.make(
        Referral,
        by,
        at,
        recipient=stage.agencies[to],
        task_force=stage.riverbend,
        urgency=urgency,
        receive_by=at + RECEIVE_WITHIN[urgency],
        closes_at=at + dt.timedelta(days=stage.riverbend.referral_days),
    )


def _receive(stage: Stage, referral: Referral) -> bool:
    """Most are received in time; the sender learns that it arrived, and nothing more."""
    window = referral.receive_by - referral.made_at
    at = referral.made_at + window * stage.rng.uniform(0.05, 1.0 if stage.chance(0.94) else 2.5)
    if at > stage.moment(stage.today):
        return False
    receipt = Receipt(
        id=stage.uuid(), owner_id=referral.recipient_id, recipient_id=referral.owner_id, referral=referral, at=at
    )
    stage.put(receipt)
    return True


def _from_law(stage: Stage, to: str, at: dt.datetime, folder: Folder | None = None, *, late: bool = False) -> None:
    """Police or prosecutors name somebody, with their yes; the provider may open a client from it."""
    agency = stage.pick({**shell.LAW_LEADS, "attorney": 12})
    roles = (Role.DETECTIVE, Role.PROSECUTOR)
    specialist = SPECIALIST.get(agency)
    by = stage.hats[specialist] if specialist and stage.chance(0.7) else stage.rng.choice(staff(stage, agency, *roles))
    if folder:
        at -= dt.timedelta(hours=stage.rng.randint(2, 40))
    referral = _envelope(stage, by, to, at)
    papers = [_paper(stage, by, referral, folder)]
    papers += [_paper(stage, by, referral) for _ in range(stage.pick({0: 90, 1: 7, 2: 3}))]
    if not late and _receive(stage, referral):
        _work(stage, to, referral, papers[0], folder)


def _paper(stage: Stage, by: Hat, referral: Referral, folder: Folder | None = None) -> ReferralPaper:
    minor = folder.client.grown == "minor" if folder else stage.chance(0.18)
    return stage.make(
        ReferralPaper,
        by,
        referral.made_at,
        referral=referral,
        recipient_id=referral.recipient_id,
        name=folder.identity.name if folder else words.person(stage),
        safe_contact=stage.rng.choice(
            ("Text only, after 6 pm", "Through the hotel desk until Friday", "Call mornings")
        ),
        minor="yes" if minor else "no",
        languages=[folder.client.language] if folder and folder.client.language in ("eng", "spa", "zho") else ["eng"],
        services=stage.some(ASKED_FOR, 1, 3),
        needs="Left with one bag." if stage.chance(0.3) else "",
        yes_from="minor_alone" if minor else "person",
        asked_by=stage.people[by.person_id].name,
        asked_on=referral.made_at.date(),
        asked_how=stage.pick({"in_person": 7, "phone": 2, "interpreter": 1}),
    )


# What a provider did with a referral that brought no client: step by step, or nothing yet.
STEPS: dict[tuple[str, ...], int] = {
    ("declined",): 30, ("accepted",): 26, ("waitlisted",): 12, ("waitlisted", "accepted"): 10, (): 22,
}  # fmt: skip


def _work(stage: Stage, provider: str, referral: Referral, paper: ReferralPaper | None, folder: Folder | None) -> None:
    """The provider's own record of what became of it; the sender sees no trace."""
    by = folder.advocate if folder else stage.rng.choice(staff(stage, provider, Role.ADVOCATE))
    about = {"client": folder.client if folder else None, "referral": referral, "paper": paper}
    if folder:
        stage.make(ReferralLink, by, referral.made_at, direction="received", **about)
        steps = ("accepted", "begun", "completed")[: 3 if folder.last_on else 2]
    else:
        steps = stage.pick(STEPS)
    for place, step in enumerate(steps):
        at = min(referral.made_at + dt.timedelta(days=1 + place * 2), stage.moment(stage.today))
        stage.make(ReferralStep, by, at, step=step, on=at.date(), **about)


def _between_providers(stage: Stage, folders: list[Folder]) -> None:
    """One provider refers its client to another: an envelope that names nobody, and a copy under a release."""
    arrived = [each for each in folders if each.client.referral_source == "provider" and each.first_on > stage.began]
    for _ in range(BETWEEN_PROVIDERS):
        folder = stage.rng.choice(folders)
        to = stage.rng.choice([key for key in PROVIDER_KEYS if key != folder.provider])
        on = stage.day(folder.client.opened_on, folder.until)
        release = releases.sign_for_provider(stage, folder, to, on)
        referral = _envelope(stage, folder.advocate, to, release.made_at)
        releases.give(stage, folder, release, referral)
        stage.make(
            ReferralLink, folder.advocate, referral.made_at, client=folder.client, referral=referral, direction="sent"
        )
        if _receive(stage, referral):
            found = next((each for each in arrived if each.provider == to and _follows(each, referral)), None)
            if found:
                arrived.remove(found)
            _work(stage, to, referral, None, found)


def _follows(folder: Folder, referral: Referral) -> bool:
    return 0 <= (folder.client.opened_on - referral.made_at.date()).days < 21


def _requests(stage: Stage, cases: list[Case]) -> None:
    """Have you a bed for two, Spanish-speaking, tonight? Answered openly, since it names nobody."""
    askers = [stage.hats[key] for key in ("coordinator", "detective", "bureau.agent", "quillmere.detective", "youth")]
    for number in range(REQUESTS):
        at = stage.moment(stage.day(stage.began if number > 3 else stage.ago(2), stage.today))
        by, urgency = stage.rng.choice(askers), stage.pick(URGENCIES)
        to = stage.agencies["legal_aid" if stage.chance(0.2) else "lantern"]
        request = stage.make(
            ServiceRequest,
            by,
            at,
            recipient=to,
            task_force=stage.riverbend,
            case=stage.rng.choice(cases) if by == askers[0] and stage.chance(0.4) else None,
            services=stage.some(ASKED_FOR, 1, 2),
            people=stage.pick({1: 5, 2: 3, 4: 1, 6: 1}),
            languages=stage.pick({("spa",): 5, ("eng",): 4, ("zho",): 1}),
            minors=stage.pick({"no": 6, "yes": 2, "unknown": 2}),
            needed_from=at.date(),
            urgency=urgency,
            answer_by=at + RECEIVE_WITHIN[urgency],
        )
        if number > 3:
            _answer(stage, request)


def _answer(stage: Stage, request: ServiceRequest) -> None:
    said = stage.pick({"yes": 5, "partly": 3, "no": 2})
    reasons = {"yes": "", "partly": "One bed tonight, a second from tomorrow.", "no": "Full until next week."}
    provider = next(key for key in PROVIDER_KEYS if stage.agencies[key] == request.recipient)
    stage.make(
        Answer,
        stage.rng.choice(staff(stage, provider, Role.ADVOCATE)),
        min(request.made_at + dt.timedelta(minutes=stage.rng.randint(20, 1200)), stage.moment(stage.today)),
        recipient_id=request.owner_id,
        request=request,
        said=said,
        reason=reasons[said],
    )


def _messages(stage: Stage) -> None:
    """Please pass this on: it only ever shows delivered."""
    for number in range(MESSAGES):
        at = stage.moment(stage.day(stage.began if number > 2 else stage.ago(2), stage.today))
        by = stage.hats[stage.rng.choice(("detective", "prosecutor", "quillmere.specialist"))]
        facts: dict[str, Any] = {"recipient": stage.agencies["lantern"], "for_whom": words.person(stage)}
        message = stage.make(Message, by, at, text="The hearing was moved. Please ask me for the new date.", **facts)
        if number > 2:
            stage.make(
                ReferralStep,
                stage.hats["advocate"],
                min(at + dt.timedelta(days=1), stage.moment(stage.today)),
                message=message,
                step=stage.pick({"passed_on": 7, "not_passed": 3}),
                on=min(at.date() + dt.timedelta(days=1), stage.today),
            )
