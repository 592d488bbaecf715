"""Random clients, services and charges, counted again by plain loops that know nothing of SQL."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from access.context import acting
from reports import contributions
from reports.equations import misses
from reports.models import Measure
from tests.reports.world import Police, Provider, half, quarter
from victims.vocabulary import CATEGORIES

D = dt.date
FIRST, LAST = D(2025, 10, 1), D(2025, 12, 31)
FORMS = ("sex", "labor", "both", "undetermined")
RACES = ("native", "asian", "black", "hispanic", "pacific", "white", "other")
KINDS = ("case_management", "food", "legal_civil", "emergency_housing", "accompaniment", "justice_advocacy")


def day(rng: random.Random) -> dt.date:
    return D(2025, 7, 1) + dt.timedelta(days=rng.randrange(270))


def care(cast, rng: random.Random) -> list[dict]:
    """What is written is also kept as plain dictionaries."""
    ours, theirs, found = Provider(cast), Provider(cast, cast.other_advocate), []
    for place in range(100):
        house = theirs if place % 6 == 0 else ours
        race = rng.choice([["not_asked"], ["declined"], ["unknown"], rng.sample(RACES, rng.randint(1, 3))])
        first = rng.choice([None, day(rng), D(2024, 5, 5)])
        person = {
            "ours": house is ours,
            "first": first,
            "age": rng.choice([None, rng.randint(3, 80)]),
            "age_known": rng.choice(["not_asked", "declined", "exact"]),
            "race": race,
            "held": [(day(rng), rng.choice(FORMS)) for _ in range(rng.randint(0, 3))],
            "services": [],
        }
        client = house.client(first=first, age=person["age"], age_known=person["age_known"], race=race)
        for on, form in person["held"]:
            house.held(client, on, form)
        relative = house.relative(client, "child")
        for _ in range(rng.randint(0, 6)):
            entry = {
                "on": day(rng) + dt.timedelta(days=rng.choice([0, 70])),
                "category": rng.choice(KINDS),
                "family": rng.random() < 0.15,
                "struck": rng.random() < 0.1,
                "other_award": rng.random() < 0.1,
                "nights": rng.choice([None, None, 3, 45]),
            }
            person["services"].append(entry)
            house.service(
                client,
                entry["on"],
                entry["category"],
                family_member=relative if entry["family"] else None,
                struck_at=dt.datetime.now(dt.UTC) if entry["struck"] else None,
                award=cast.law_award if entry["other_award"] else cast.services_award,
                nights=entry["nights"],
            )
        found.append(person)
    return found


def counts(entry: dict) -> bool:
    return not (entry["struck"] or entry["other_award"] or entry["family"])


def in_period(entry: dict) -> bool:
    return FIRST <= entry["on"] <= LAST


def reaches_in(entry: dict) -> bool:
    before = (FIRST - entry["on"]).days
    return before > 0 and (entry["nights"] or 0) > before


def is_served(person: dict) -> bool:
    return any(counts(e) and (in_period(e) or reaches_in(e)) for e in person["services"])


def is_carried(person: dict) -> bool:
    return bool(person["first"] and person["first"] < FIRST) or any(
        counts(e) and e["on"] < FIRST for e in person["services"]
    )


def form_of(person: dict) -> str:
    held = [(on, place, form) for place, (on, form) in enumerate(person["held"]) if on <= LAST]
    return max(held)[2] if held else "undetermined"


def race_of(person: dict) -> str:
    race = set(person["race"])
    if race & {"unknown", "declined"}:
        return "not_reported"
    if race == {"not_asked"}:
        return "not_tracked"
    if "hispanic" in race and race <= {"hispanic", "white"}:
        return "hispanic"
    return "multiple" if len(race) > 1 else race.pop()


def age_of(person: dict) -> str:
    age = person["age"]
    if age is None:
        return "not_reported" if person["age_known"] == "declined" else "not_tracked"
    tops = ((12, "0_12"), (17, "13_17"), (24, "18_24"), (59, "25_59"), (200, "60_up"))
    return next(name for top, name in tops if age <= top)


def nights_in(entry: dict) -> int:
    days = (entry["on"] + dt.timedelta(days=n) for n in range(entry["nights"] or 0))
    return sum(FIRST <= night <= LAST for night in days)


def given(cells: dict) -> dict:
    return {key: count for key, count in cells.items() if count}


def test_a_provider_recounted(cast):
    people = [person for person in care(cast, random.Random(7)) if person["ours"]]
    with acting(cast.advocate_supervisor):
        made = contributions.count(by=cast.advocate_supervisor, period=quarter(cast.services_award))
    numbers = made.numbers
    served = [person for person in people if is_served(person)]
    new = [person for person in served if not is_carried(person)]
    assert min(len(served), len(new), len(served) - len(new)) > 5
    assert (numbers["B-01"]["total"], numbers["B-02"]["total"]) == (len(served), len(new))
    assert numbers["B-03"]["total"] == len(served) - len(new)
    assert given(numbers["B-05"]) == Counter(f"served.{form_of(p)}" for p in served) + Counter(
        f"new.{form_of(p)}" for p in new
    )
    assert given(numbers["B-08"]) == Counter(race_of(p) for p in new)
    assert given(numbers["B-10"]) == Counter(age_of(p) for p in new)
    for code in ("D-03", "D-11", "D-27", "D-30"):
        kinds = {category.code for category in CATEGORIES.values() if category.measure == code}
        mine = [[e for e in p["services"] if e["category"] in kinds] for p in people]
        assert numbers[code]["times"] == sum(counts(e) and in_period(e) for entries in mine for e in entries)
        assert numbers[code]["clients"] == sum(
            any(counts(e) and (in_period(e) or reaches_in(e)) for e in entries) for entries in mine
        )
    stays = [e for p in people for e in p["services"] if e["category"] == "emergency_housing"]
    kept = [e for e in stays if not e["struck"] and not e["other_award"]]
    assert numbers["D-07"]["nights"] == sum(nights_in(e) for e in kept)
    with acting(cast.advocate_supervisor):
        assert [miss.sentence for miss in misses(Measure.objects.all(), numbers)] == []


def test_a_police_agency_recounted(cast):
    rng = random.Random(11)
    found, ours = [], Police(cast)
    statutes = {kind: ours.statute(f"RC {kind}", kind, "trafficking") for kind in ("sex", "labor", "other")}
    for _ in range(40):
        matter = {"opened": day(rng), "form": rng.choice(FORMS), "closed": None, "suspects": []}
        if rng.random() < 0.4:
            matter["closed"] = matter["opened"] + dt.timedelta(days=rng.randrange(90))
        row = ours.investigation(
            matter["opened"],
            matter["form"],
            closed_on=matter["closed"],
            status="closed" if matter["closed"] else "open",
            closure="arrest" if matter["closed"] else "",
        )
        for _ in range(rng.randint(0, 3)):
            charges = [(day(rng), rng.choice(list(statutes)), rng.randint(1, 4)) for _ in range(rng.randint(0, 3))]
            suspect = ours.suspect(row, matter["opened"])
            matter["suspects"].append(charges)
            for filed, kind, times in charges:
                ours.charge(suspect, statutes[kind], filed, counts=times)
        found.append(matter)
    with acting(cast.le_supervisor):
        numbers = contributions.count(by=cast.le_supervisor, period=quarter(cast.law_award)).numbers
        in_half = contributions.count(by=cast.le_supervisor, period=half(cast.law_award)).numbers
        assert [miss.sentence for miss in misses(Measure.objects.all(), numbers)] == []
    opened = [matter for matter in found if FIRST <= matter["opened"] <= LAST]
    assert given(numbers["F-01"]) == Counter({"total": len(opened)}) + Counter(m["form"] for m in opened)
    active = [m for m in found if m["opened"] <= LAST and (m["closed"] is None or m["closed"] > LAST)]
    assert numbers["F-02"]["total"] == len(active)
    assert numbers["F-03"]["total"] == sum(m["closed"] is not None and FIRST <= m["closed"] <= LAST for m in found)
    defendants = [[c for c in charges if FIRST <= c[0] <= LAST] for m in found for charges in m["suspects"]]
    charged = [charges for charges in defendants if charges]
    trafficking = [charges for charges in charged if any(kind != "other" for _, kind, _ in charges)]
    assert numbers["G-03"]["total"] == len(charged)
    assert numbers["G-03"]["trafficking"] == len(trafficking)
    assert numbers["G-04"]["total"] == sum(times for charges in charged for *_, times in charges)
    # A defendant charged in both quarters of a half is one person of the half.
    third = [[c for c in charges if D(2025, 7, 1) <= c[0] < FIRST] for m in found for charges in m["suspects"]]
    either = sum(bool(a or b) for a, b in zip(defendants, third, strict=True))
    assert in_half["G-03"]["total"] == either < len(charged) + sum(bool(charges) for charges in third)
