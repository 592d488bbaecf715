"""Cases and leads of the demonstration: the shared shell, without a fact about a survivor."""

from __future__ import annotations

import datetime as dt

from access.hats import Hat
from agencies.vocabulary import Kind, Role
from cases.models import Case, CaseAgency, CaseEntry, CaseStanding, Lead
from demo import words
from demo.agencies import CITIES, STATE
from demo.people import staff
from demo.stage import Stage

CASES = 300
LEADS = 70
# BJS, January 2008 to June 2010: 82 % sex, 11 % labor, 7 % unknown (field.md 3.8, S19).
FORMS = {Kind.SEX: 82, Kind.LABOR: 10, Kind.BOTH: 1, Kind.UNDETERMINED: 7}
SOURCES = {
    Kind.SEX: {"operation": 38, "tip": 20, "hotline": 12, "provider": 8, "self": 7, "other_agency": 15},
    Kind.LABOR: {"inspection": 30, "hotline": 25, "provider": 20, "self": 10, "tip": 10, "other_agency": 5},
}
LAW_LEADS = {"sheriff": 32, "quillmere": 30, "bureau": 20, "brackenford": 11, "otterby": 7}
WITH = {"attorney": 0.55, "federal": 0.08, "federal_attorney": 0.07, "bureau": 0.15, "sheriff": 0.12}
OUTCOMES = {
    "prosecuted": 46,
    "declined": 10,
    "evidence": 14,
    "unfounded": 9,
    "other_crime": 8,
    "passed_on": 6,
    "civil": 4,
    "duplicate": 3,
}
LETTERS = "BCDFGHJKMNPQRTVWXY346789"  # those that are not taken for one another


def open_cases(stage: Stage) -> list[Case]:
    """Every case, its participants, standings and timeline, and the leads before it."""
    cases = [_case(stage, form) for form in stage.dealt(FORMS, CASES)]
    for case in cases:
        _take_part(stage, case)
        _tell_standing(stage, case)
    _take_leads(stage, [case for case in cases if case.source in ("tip", "hotline")])
    return cases


def _case(stage: Stage, form: Kind) -> Case:
    opened_on = stage.day(stage.began, stage.today)
    lead = stage.pick(LAW_LEADS)
    by = _logged_by(stage, lead)
    city = stage.pick(CITIES)
    case = stage.make(
        Case,
        by,
        opened_on,
        task_force=stage.riverbend,
        number=_number(stage, opened_on),
        form=form,
        source=stage.pick(SOURCES.get(form, SOURCES[Kind.SEX])),
        labor_asked=_labor_asked(stage, form),
        received_on=opened_on - dt.timedelta(days=stage.rng.randint(0, 9)),
        opened_on=opened_on,
        city=city,
        county="Larkspur",
        state=STATE,
        summary=stage.rng.choice(words.SUMMARIES[form]),
        law_lead=stage.agencies[lead],
        services_lead=stage.agencies["lantern"],
        written_by_id=by.agency_id,
        **_standing_of(stage, opened_on),
    )
    tell(stage, case, by, opened_on, kind="opened")
    if case.status != "open":
        tell(stage, case, by, case.closed_on or stage.day(opened_on, stage.today), kind="status", now=case.status)
    return case


def lead_of(stage: Stage, case: Case) -> str:
    """The key of the police agency that leads a case."""
    return next(key for key in LAW_LEADS if stage.agencies[key] == case.law_lead)


def _logged_by(stage: Stage, lead: str) -> Hat:
    """The coordinator logs most cases, the lead's own people the others."""
    if stage.chance(0.6):
        return stage.hats["coordinator"]
    return stage.rng.choice(staff(stage, lead, Role.DETECTIVE))


def _number(stage: Stage, on: dt.date) -> str:
    random = "".join(stage.rng.choices(LETTERS, k=5))
    return stage.riverbend.number_pattern.format(year=on.year, state=STATE, random=random)


def _labor_asked(stage: Stage, form: Kind) -> str:
    """What the study found: where sex trafficking is looked for, labor often is not."""
    if form in (Kind.LABOR, Kind.BOTH):
        return "found"
    return stage.pick({"none": 55, "not_asked": 43, "found": 2})


def _standing_of(stage: Stage, opened_on: dt.date) -> dict:
    """Open, inactive or closed, the older the more closed; some open ones have a next step."""
    age = (stage.today - opened_on).days
    if age > 60 and stage.chance(min(0.75, age / 500)):
        closed_on = stage.day(opened_on + dt.timedelta(days=45), stage.today)
        return {"status": "closed", "closed_on": closed_on, "outcome": stage.pick(OUTCOMES)}
    if age > 150 and stage.chance(0.2):
        return {"status": "inactive"}
    if not stage.chance(0.3):
        return {}
    days = stage.rng.randint(-6, 60)
    return {"next_step": stage.rng.choice(words.NEXT_STEPS), "next_step_on": stage.ago(-days)}


def tell(stage: Stage, case: Case, by: Hat, on: dt.date, **facts: object) -> None:
    """A line of the case's timeline."""
    stage.make(CaseEntry, by, on, case=case, task_force=stage.riverbend, **facts)


def _take_part(stage: Stage, case: Case) -> None:
    """The agencies of the law side beside the lead; providers all take part without being named."""
    coordinator = stage.hats["coordinator"]
    for key, share in WITH.items():
        agency = stage.agencies[key]
        if agency == case.law_lead or not stage.chance(share):
            continue
        joined_on = stage.day(case.opened_on, case.closed_on or min(stage.today, case.opened_on + dt.timedelta(40)))
        stage.make(
            CaseAgency,
            coordinator,
            joined_on,
            case=case,
            task_force=stage.riverbend,
            agency=agency,
            from_on=joined_on,
        )
        tell(stage, case, coordinator, joined_on, kind="joined", agency=agency)


def _tell_standing(stage: Stage, case: Case) -> None:
    """What each side's lead says of itself, for some of the cases."""
    if case.status == "closed" or not stage.chance(0.5):
        return
    lead = lead_of(stage, case)
    sides = {
        "law": (staff(stage, lead, Role.DETECTIVE)[0], {"active": 6, "waiting": 3, "talk": 1, "nothing": 1}),
        "services": (stage.hats["advocate.supervisor"], {"available": 6, "nothing": 3, "talk": 1}),
    }
    for side, (by, weights) in sides.items():
        standing, on = stage.pick(weights), stage.day(case.opened_on, stage.today)
        said = stage.make(CaseStanding, by, on, case=case, task_force=stage.riverbend, side=side, standing=standing)
        said.said_at = said.made_at
        tell(
            stage, case, by, on, kind="standing", agency=stage.agencies[lead if side == "law" else "lantern"],
            now=standing,
        )  # fmt: skip


def _take_leads(stage: Stage, from_tips: list[Case]) -> None:
    """Tips: some became these cases, some came to nothing, the newest wait."""
    for case in from_tips[:30]:
        _lead(stage, case.received_on, "case", source=case.source, form=case.form, case=case)
    for number in range(LEADS - 30):
        waits = number < 7
        disposition = "open" if waits else stage.pick({"nothing": 5, "not_trafficking": 3, "passed_on": 2})
        source, form = stage.pick({"tip": 6, "hotline": 4}), stage.pick({"undetermined": 5, "sex": 4, "labor": 2})
        _lead(
            stage,
            stage.day(stage.ago(14) if waits else stage.began, stage.today),
            disposition,
            source=source,
            form=form,
        )


def _lead(stage: Stage, received_on: dt.date, disposition: str, **facts: object) -> None:
    by = stage.rng.choice([stage.hats["coordinator"], *staff(stage, "sheriff", Role.DETECTIVE)])
    disposed_on = stage.day(received_on, received_on + dt.timedelta(days=12))
    stage.make(
        Lead,
        by,
        received_on,
        task_force=stage.riverbend,
        written_by_id=by.agency_id,
        received_on=received_on,
        text=stage.rng.choice(words.LEADS),
        city=stage.pick(CITIES),
        county="Larkspur",
        state=STATE,
        disposition=disposition,
        disposed_on=None if disposition == "open" else disposed_on,
        **facts,
    )
