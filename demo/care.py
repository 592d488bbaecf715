"""What the demonstration's providers did: services, notes, needs, tasks, hearings, people turned away."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from agencies.vocabulary import Role
from demo import words
from demo.clients import Folder
from demo.people import staff
from demo.stage import Stage
from victims.models import Hearing, Need, Note, ServiceEntry, Task, TurnedAway
from victims.vocabulary import ALWAYS_PRIVILEGED, CATEGORIES

SERVICES = 4000
# category: weight, by provider
ANYONE = {"case_management": 26, "safety": 8, "transportation": 10, "food": 8, "benefits": 5, "interpretation": 4}
HOUSE = {
    **ANYONE, "crisis": 8, "emergency_housing": 7, "transitional_housing": 5, "rent": 2, "financial": 4,
    "mental_health": 7, "medical": 4, "peer": 6, "housing_advocacy": 4, "justice_advocacy": 3, "accompaniment": 4,
    "life_skills": 2, "employment": 3, "dental": 1, "substance_use": 2, "compensation": 1,
}  # fmt: skip
LAW_OFFICE = {
    "legal_immigration": 34, "legal_civil": 14, "legal_rights": 16, "legal_record": 8, "case_management": 12,
    "interpretation": 8, "accompaniment": 6, "compensation": 2,
}  # fmt: skip
YOUTH = {**ANYONE, "education": 9, "peer": 9, "mental_health": 9, "crisis": 7, "life_skills": 6, "reunification": 3}
MENUS = {"lantern": HOUSE, "legal_aid": LAW_OFFICE, "youth": YOUTH}
NEEDS = ("transitional_housing", "mental_health", "legal_immigration", "dental", "employment", "child_care", "rent")


def serve(stage: Stage, folders: list[Folder]) -> None:
    """Everything that was done for clients, and what could not be."""
    for folder, count in zip(folders, _shares(stage, folders), strict=True):
        _services(stage, folder, count)
        _notes(stage, folder)
        _needs(stage, folder)
    _work(stage, folders)
    _turned_away(stage)


def _shares(stage: Stage, folders: list[Folder]) -> list[int]:
    """How many services each client got: the longer here, the more; all together SERVICES."""
    weights = [(folder.until - folder.client.opened_on).days + 20 for folder in folders]
    counts = [max(1, round(weight * SERVICES / sum(weights))) for weight in weights]
    counts[counts.index(max(counts))] += SERVICES - sum(counts)
    return counts


def _services(stage: Stage, folder: Folder, count: int) -> None:
    client, opened_on = folder.client, folder.client.opened_on
    days = sorted(stage.day(opened_on, folder.until) for _ in range(count))
    enrolled = folder.enrolled
    for number, on in enumerate(days):
        category = "intake" if number == 0 else stage.pick(MENUS[folder.provider])
        funding = "other" if not enrolled or stage.chance(0.08) else stage.pick({"federal": 8, "match": 2})
        stage.make(
            ServiceEntry,
            folder.advocate,
            opened_on if number == 0 else on,
            client=client,
            category=category,
            on=opened_on if number == 0 else on,
            award=None if funding == "other" else stage.awards["services"],
            funding=funding,
            delivery=stage.pick({"direct": 9, "partner": 1}),
            batch=stage.uuid(),
            **_amounts(stage, category),
        )


def _amounts(stage: Stage, category: str) -> dict:
    kind = CATEGORIES[category]
    if kind.nights:
        return {"nights": stage.rng.randint(1, 30)}
    if kind.dollars:
        return {"dollars": Decimal(stage.rng.randint(10, 600)), "minutes": None}
    return {"minutes": stage.rng.choice((15, 30, 30, 45, 60, 60, 90, 120))}


def _notes(stage: Stage, folder: Folder) -> None:
    for _ in range(stage.rng.randint(0, 4)):
        on = stage.day(folder.client.opened_on, folder.until)
        kind = stage.pick({"contact": 5, "session": 4, "plan": 2, "safety": 1, "legal": 1})
        stage.make(
            Note,
            folder.advocate,
            on,
            client=folder.client,
            kind=kind,
            on=on,
            privileged=kind in ALWAYS_PRIVILEGED or stage.chance(0.2),
            text=stage.rng.choice(words.CLIENT_NOTES),
        )


def _needs(stage: Stage, folder: Folder) -> None:
    for category in stage.some(NEEDS, 0, 1):
        on = stage.day(folder.client.opened_on, folder.until)
        state = stage.pick({"met": 5, "open": 3, "unmet": 2})
        unmet = {"barrier": stage.pick({"waitlist": 4, "no_provider": 3, "cost": 2, "language": 1})}
        stage.make(
            Need,
            folder.advocate,
            on,
            client=folder.client,
            category=category,
            on=on,
            state=state,
            settled_on=None if state == "open" else stage.day(on, folder.until),
            **(unmet if state == "unmet" else {}),
        )


def _work(stage: Stage, folders: list[Folder]) -> None:
    """Tasks and hearings of the coming weeks, some of them late."""
    here = [folder for folder in folders if folder.last_on is None]
    for folder in stage.some(here, 34, 34):
        due_on = stage.ago(stage.rng.randint(-20, 6))
        stage.make(
            Task,
            folder.advocate,
            stage.day(folder.client.opened_on, stage.today),
            client=folder.client,
            text=stage.rng.choice(("Call the clinic", "Ask about the interpreter", "Renew the release", "Visit")),
            due_on=due_on,
            person_id=folder.advocate.person_id,
        )
    for folder in stage.some(here, 22, 22):
        stage.make(
            Hearing,
            folder.advocate,
            stage.day(folder.client.opened_on, stage.today),
            client=folder.client,
            kind=stage.pick({"hearing": 3, "interview": 3, "appointment": 3, "protection_order": 1, "immigration": 2}),
            on=stage.ago(-stage.rng.randint(0, 40)),
            at=dt.time(stage.rng.randint(9, 15), stage.rng.choice((0, 30))),
            person_id=folder.advocate.person_id,
            place="Bring the interpreter's number.",
        )


def _turned_away(stage: Stage) -> None:
    """People who asked and could not be served: a count, no name."""
    for _ in range(28):
        on = stage.day(stage.began, stage.today)
        stage.make(
            TurnedAway,
            stage.rng.choice(staff(stage, "lantern", Role.ADVOCATE)),
            on,
            on=on,
            people=stage.pick({1: 7, 2: 2, 3: 1}),
            extent=stage.pick({"none": 6, "partly": 4}),
            reason=stage.pick({"no_bed": 6, "waitlist": 2, "language": 1, "outside_area": 2}),
            wanted=["emergency_housing"],
            award=stage.awards["services"],
        )
