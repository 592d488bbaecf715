"""The demonstration's investigations: how far each went, its victims, suspects, arrests and notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from django.db.models import Model

from access.hats import Hat
from agencies.vocabulary import Kind, Role
from cases.models import Case
from demo import cases as shell
from demo import words
from demo.people import staff
from demo.stage import Stage
from investigations.models import (
    Arrest,
    FormAssessment,
    Hearing,
    Investigation,
    InvestigationAgencyGrant,
    InvestigationPersonGrant,
    Note,
    StatusChange,
    SurvivorArrest,
    Suspect,
    Task,
    Victim,
    VictimDisclosure,
)
from investigations.vocabulary import Sharing
from referrals.models import Disclosure

WITHOUT_A_CASE = 25
MATURE = 120  # days after which it shows how far an investigation went
PREFIX = {"sheriff": "LCS", "quillmere": "QPD", "brackenford": "BPD", "otterby": "OPD", "bureau": "SBI"}


class Reach(IntEnum):
    """How far an investigation went."""

    NOWHERE, ARREST, CHARGED, TRAFFICKING = range(4)


# Urban Institute for NIJ, 226 closed case files: of the sex-trafficking investigations 95 % led to
# arrest and 77 % to prosecution, and 33 % of the prosecuted carried trafficking charges (field.md 1, S2).
ARRESTED, PROSECUTED, AS_TRAFFICKING = 0.95, 0.77, 0.33
REACHES = {
    Kind.SEX: {
        Reach.TRAFFICKING: PROSECUTED * AS_TRAFFICKING,
        Reach.CHARGED: PROSECUTED * (1 - AS_TRAFFICKING),
        Reach.ARREST: ARRESTED - PROSECUTED,
        Reach.NOWHERE: 1 - ARRESTED,
    },
    Kind.LABOR: {Reach.NOWHERE: 55, Reach.ARREST: 15, Reach.CHARGED: 14, Reach.TRAFFICKING: 16},
    Kind.BOTH: {Reach.TRAFFICKING: 50, Reach.ARREST: 25, Reach.NOWHERE: 25},
    Kind.UNDETERMINED: {Reach.NOWHERE: 80, Reach.ARREST: 20},
}
NEW = 40  # days in which nothing is charged yet
VERY_YOUNG = {Reach.NOWHERE: 75, Reach.ARREST: 25}
YOUNG = {Reach.NOWHERE: 50, Reach.ARREST: 30, Reach.CHARGED: 14, Reach.TRAFFICKING: 6}
SOURCES = {
    "operation": "sting", "tip": "family", "hotline": "hotline", "provider": "provider", "self": "victim",
    "inspection": "labor", "other_agency": "task_force",
}  # fmt: skip
WITHOUT_ARREST = {"evidence": 4, "unfounded": 2, "victim_declined": 2, "inactive": 2}


@dataclass
class Inquiry:
    """An investigation with what the rest of the story needs to know."""

    investigation: Investigation
    agency: str
    lead: Hat
    reach: Reach
    victims: list[Victim] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    first_form: Kind | None = None  # what it was held to be at first, where that was wrong
    buyers_only: bool = False

    def part(self, stage: Stage, model: type[Model], on: dt.date, by: Hat | None = None, /, **facts: Any) -> Any:
        """A part of it, as sealed as it is."""
        whole = {"investigation": self.investigation, "sealed": self.investigation.sealed}
        return stage.make(model, by or self.lead, on, **(whole | facts))

    def day(self, stage: Stage, after: int = 0) -> dt.date:
        """A day while it is open, so many days after its start."""
        opened_on, closed_on = self.investigation.opened_on, self.investigation.closed_on
        last = closed_on or stage.today
        return stage.day(min(opened_on + dt.timedelta(days=after), last), last)


def investigate(stage: Stage, cases: list[Case]) -> list[Inquiry]:
    """Every investigation, in a case or not, with all but the prosecutors' part of it."""
    joined = [case for case in cases if stage.chance(0.85)]
    forms = [case.form for case in joined] + stage.dealt(shell.FORMS, WITHOUT_A_CASE)
    days = [case.opened_on for case in joined] + [stage.day(stage.began, stage.today) for _ in range(WITHOUT_A_CASE)]
    reaches = _reaches(stage, forms, days)
    inquiries = []
    for number, (form, opened_on) in enumerate(zip(forms, days, strict=True)):
        case = joined[number] if number < len(joined) else None
        inquiries.append(_open(stage, case, Kind(form), opened_on, reaches[number], number))
    for inquiry in inquiries:
        _close(stage, inquiry)
    _seal_one(stage, inquiries)
    _make_odd(stage, inquiries)
    for inquiry in inquiries:
        _status(stage, inquiry)
        _victims(stage, inquiry)
        _suspects(stage, inquiry)
        _papers(stage, inquiry)
    _survivors_arrested(stage, inquiries)
    _share(stage, inquiries)
    return inquiries


def _reaches(stage: Stage, forms: list[Kind], days: list[dt.date]) -> list[Reach]:
    """How far each went: dealt in exact shares among those old enough to tell."""
    ages = [(stage.today - day).days for day in days]
    mature = [age > MATURE for age in ages]
    decks = {form: stage.dealt(shares, sum(f == form and m for f, m in zip(forms, mature, strict=True)))
             for form, shares in REACHES.items()}  # fmt: skip
    return [
        decks[form].pop() if age > MATURE else stage.pick(YOUNG if age > NEW else VERY_YOUNG)
        for form, age in zip(forms, ages, strict=True)
    ]


def _open(stage: Stage, case: Case | None, form: Kind, opened_on: dt.date, reach: Reach, number: int) -> Inquiry:
    agency = stage.pick(shell.LAW_LEADS) if case is None else shell.lead_of(stage, case)
    lead = stage.rng.choice(staff(stage, agency, Role.DETECTIVE))
    found = {Reach.NOWHERE: "suspected", Reach.ARREST: "suspected"}.get(reach, "confirmed")
    investigation = stage.make(
        Investigation,
        lead,
        opened_on,
        number=f"{PREFIX[agency]}-{opened_on:%y}-{1000 + number * 7 % 2993:04d}",
        task_force=stage.riverbend,
        case=case,
        lead_id=lead.person_id,
        form=form,
        source=SOURCES[case.source] if case else stage.pick({"proactive": 4, "decoy": 4, "patrol": 3, "school": 1}),
        finding=found,
        found_on=stage.day(opened_on, opened_on + dt.timedelta(days=60)),
        opened_on=opened_on,
        joint=stage.some(("local", "county", "state", "hsi", "fbi", "dol_whd"), 1, 2) if stage.chance(0.45) else [],
        status="active" if (stage.today - opened_on).days > 14 else "open",
    )
    return Inquiry(investigation, agency, lead, reach)


def _close(stage: Stage, inquiry: Inquiry) -> None:
    """Presented to a prosecutor, closed with its case, and the case's outcome made to fit."""
    it, case = inquiry.investigation, inquiry.investigation.case
    if inquiry.reach >= Reach.CHARGED:
        it.presented_on, it.presented_level = inquiry.day(stage, 20), "federal" if stage.chance(0.12) else "state"
        it.status = "prosecution"
    if it.form in (Kind.SEX, Kind.BOTH) and inquiry.reach >= Reach.ARREST and stage.chance(0.8):
        it.nibrs_64a_on = inquiry.day(stage, 15)
    if it.form in (Kind.LABOR, Kind.BOTH) and inquiry.reach >= Reach.ARREST and stage.chance(0.5):
        it.nibrs_64b_on = inquiry.day(stage, 15)
    if case is not None and case.status == "closed":
        _fit_outcome(stage, case, inquiry.reach)
        it.closed_on = max(case.closed_on, it.presented_on or it.opened_on, it.nibrs_64a_on or it.opened_on)
    elif case is None and (stage.today - it.opened_on).days > MATURE and stage.chance(0.5):
        it.closed_on = stage.day(max(it.presented_on or it.opened_on, it.opened_on + dt.timedelta(60)), stage.today)
    if it.closed_on:
        it.status, it.closure = "closed", _closure(stage, inquiry.reach)
        if it.closure == "unfounded":
            it.finding = "ruled_out"


def _fit_outcome(stage: Stage, case: Case, reach: Reach) -> None:
    if reach >= Reach.CHARGED:
        case.outcome = "prosecuted"
    elif case.outcome == "prosecuted":
        case.outcome = stage.pick({"declined": 5, "other_crime": 2} if reach else {"evidence": 6, "unfounded": 3})


def _closure(stage: Stage, reach: Reach) -> str:
    if reach == Reach.NOWHERE:
        return stage.pick(WITHOUT_ARREST)
    return "arrest" if reach == Reach.ARREST else "prosecutor"


def _status(stage: Stage, inquiry: Inquiry) -> None:
    """Its status from step to step, and what form it was held to be."""
    it = inquiry.investigation
    inquiry.part(stage, StatusChange, it.opened_on, status="open", on=it.opened_on, reason="Opened")
    if it.presented_on:
        inquiry.part(stage, StatusChange, it.presented_on, status="prosecution", on=it.presented_on)
    if it.status != "open" and it.status != "prosecution":
        on = it.closed_on or min(stage.today, it.opened_on + dt.timedelta(days=10))
        inquiry.part(stage, StatusChange, on, status=it.status, on=on)
    first = inquiry.first_form or it.form
    inquiry.part(stage, FormAssessment, it.opened_on, form=first, on=it.opened_on, basis="When it was opened")
    if inquiry.first_form:
        on = inquiry.day(stage, 30)
        basis = "Payroll and interviews: nobody sold sex; papers were held and wages kept"
        inquiry.part(stage, FormAssessment, on, form=it.form, on=on, basis=basis)
        shell.tell(stage, it.case, inquiry.lead, on, kind="form", was=first, now=it.form)


def _victims(stage: Stage, inquiry: Inquiry) -> None:
    """People as the police know them; some investigations have none."""
    if inquiry.buyers_only:
        return
    labor = inquiry.investigation.form == Kind.LABOR
    count = stage.pick({0: 10, 1: 40, 2: 20, 3: 20, 5: 10} if labor else {0: 22, 1: 50, 2: 20, 3: 8})
    for number in range(1, count + 1):
        inquiry.victims.append(_victim(stage, inquiry, number, labor))


def _victim(stage: Stage, inquiry: Inquiry, number: int, labor: bool) -> Victim:
    on = inquiry.day(stage)
    charged = inquiry.reach >= Reach.CHARGED
    return inquiry.part(
        stage,
        Victim,
        on,
        number=number,
        name=words.person(stage) if stage.chance(0.3) else "",
        pseudonym=f"Jane Doe {number}" if charged and not labor else "",
        identified_on=on,
        standing="confirmed" if charged else "potential",
        standing_on=on,
        standing_basis=stage.rng.choice(("Interview and messages", "Advertisements and statements")),
        form=inquiry.investigation.form,
        age_band=stage.pick({"adult": 72, "minor": 22, "unknown": 6}),
        sex=stage.pick({"female": 5, "male": 5} if labor else {"female": 9, "male": 1}),
        citizenship=stage.pick({"foreign": 8, "us": 2} if labor else {"us": 8, "foreign": 1, "unknown": 1}),
        **_offer(stage, on),
    )


def _offer(stage: Stage, on: dt.date) -> dict[str, Any]:
    """Whether an advocate was offered, what the person said, and where they were referred (F-12, F-13)."""
    if not stage.chance(0.78):
        return {}
    answer = stage.pick({"accepted": 6, "declined": 3, "later": 1})
    offered = {"advocate_offered_at": stage.moment(on), "advocate_answer": answer}
    if answer != "accepted":
        return offered
    return offered | {"referred_on": on, "referred_to": stage.pick({"trafficking": 7, "legal": 2, "child": 1})}


def _suspects(stage: Stage, inquiry: Inquiry) -> None:
    """Suspects of this investigation, with an arrest where it went so far."""
    it = inquiry.investigation
    if inquiry.reach == Reach.NOWHERE and stage.chance(0.4):
        return
    for number in range(1, stage.pick({1: 60, 2: 28, 3: 12}) + 1):
        on = inquiry.day(stage)
        buyer = inquiry.buyers_only or (it.form == Kind.SEX and number > 1 and stage.chance(0.4))
        suspect = inquiry.part(
            stage,
            Suspect,
            on,
            number=number,
            name=words.suspect(stage) if stage.chance(0.45) else "",
            records_number=f"RMS {stage.rng.randint(100000, 999999)}",
            part="buyer" if buyer else "trafficker",
            roles=["buyer"] if buyer else stage.some(_roles(it.form), 1, 2),
            age_band="adult",
            sex=stage.pick({"male": 74, "female": 24, "unknown": 2}),
            identified_on=on,
        )
        inquiry.suspects.append(suspect)
        if inquiry.reach >= Reach.ARREST and (number == 1 or stage.chance(0.6)):
            _arrest(stage, inquiry, suspect)


def _roles(form: str) -> tuple[str, ...]:
    return (
        ("recruiter", "employer", "transporter") if form == Kind.LABOR else ("recruiter", "controller", "transporter")
    )


def _arrest(stage: Stage, inquiry: Inquiry, suspect: Suspect) -> None:
    it = inquiry.investigation
    on = stage.day(suspect.identified_on, it.presented_on or it.closed_on or stage.today)
    inquiry.part(
        stage,
        Arrest,
        on,
        suspect=suspect,
        on=on,
        level=it.presented_level or "state",
        group="trafficking" if inquiry.reach == Reach.TRAFFICKING else "related",
        is_survivor="no" if stage.chance(0.9) else "not_asked",
    )


def _papers(stage: Stage, inquiry: Inquiry) -> None:
    """Notes, and for open ones tasks and dates in court."""
    it = inquiry.investigation
    for _ in range(stage.rng.randint(0, 3)):
        inquiry.part(stage, Note, inquiry.day(stage), text=stage.rng.choice(words.INVESTIGATION_NOTES))
    if it.closed_on:
        return
    if stage.chance(0.4):
        inquiry.part(
            stage,
            Task,
            inquiry.day(stage),
            title=stage.rng.choice(words.NEXT_STEPS),
            assignee_id=inquiry.lead.person_id,
            due_on=stage.ago(stage.rng.randint(-25, 8)),
        )
    if it.status == "prosecution" and stage.chance(0.5):
        at = stage.moment(it.opened_on) + dt.timedelta(
            days=(stage.today - it.opened_on).days + stage.rng.randint(1, 50)
        )
        kind = stage.pick({"motion": 4, "plea": 3, "arraignment": 2, "trial": 1})
        facts = {"kind": kind, "at": at, "court": "Larkspur County Court", "investigating_id": it.owner_id}
        inquiry.part(stage, Hearing, inquiry.day(stage), **facts)


def _seal_one(stage: Stage, inquiries: list[Inquiry]) -> None:
    """One investigation of the bureau is sealed: a colleague's relative is in it. Named people see it."""
    inquiry = next(each for each in inquiries if each.agency == "bureau" and each.reach == Reach.ARREST)
    inquiry.investigation.sealed = True
    supervisor = stage.hats["bureau.supervisor"]
    stage.make(
        InvestigationPersonGrant,
        inquiry.lead,
        inquiry.investigation.opened_on,
        content_object=inquiry.investigation,
        permission_id=stage.permission(Investigation, Sharing.FULL.value),
        user_id=supervisor.person_id,
        agency_id=supervisor.agency_id,
        sealed=True,
        reason="Supervises a sealed investigation",
        from_on=inquiry.investigation.opened_on,
    )


def _make_odd(stage: Stage, inquiries: list[Inquiry]) -> None:
    """A labor case first taken for prostitution, and a sting that ended in buyers' arrests and no victim."""
    in_cases = [each for each in inquiries if each.investigation.case and not each.investigation.sealed]
    mistaken = next(each for each in in_cases if each.investigation.form == Kind.LABOR and each.reach >= Reach.CHARGED)
    mistaken.first_form = Kind.SEX
    mistaken.investigation.source, mistaken.investigation.case.source = "sting", "operation"
    sting = next(each for each in in_cases if each.investigation.form == Kind.SEX and each.reach == Reach.CHARGED)
    sting.buyers_only = True
    sting.investigation.source, sting.investigation.case.source = "sting", "operation"
    sting.investigation.case.summary = words.BUYERS_ONLY


# (what happened, reason stated, offense, outcome, vacatur): the study's finding that survivors are still arrested.
SURVIVOR_ARRESTS = (
    ("arrest", "unaware", "Soliciting", "dismissed", "not_asked"),
    ("arrest", "safety", "Loitering", "released", "not_asked"),
    ("detention", "testimony", "Material witness", "released", "not_asked"),
    ("arrest", "offense", "Theft", "pending", "not_asked"),
    ("arrest", "warrant", "Possession", "convicted", "asked"),
    ("citation", "unaware", "Soliciting", "vacated", "granted"),
)


def _survivors_arrested(stage: Stage, inquiries: list[Inquiry]) -> None:
    """Six survivors were arrested, cited or detained; two of the records still weigh on them."""
    with_victims = [each for each in inquiries if each.victims and each.investigation.form == Kind.SEX]
    for inquiry, facts in zip(with_victims[::9], SURVIVOR_ARRESTS, strict=False):
        event, reason, offense, outcome, vacatur = facts
        victim = inquiry.victims[0]
        settled = outcome not in ("pending", "convicted")
        inquiry.part(
            stage,
            SurvivorArrest,
            victim.identified_on,
            victim=victim,
            event=event,
            on=victim.identified_on,
            reason=reason,
            offense=offense,
            level="state",
            advocate_called="yes" if reason == "unaware" else "no",
            outcome=outcome,
            outcome_on=stage.day(victim.identified_on, stage.today) if settled else None,
            vacatur=vacatur,
            next_step="" if settled else "Ask the prosecutor's office to dismiss",
            next_step_on=None if settled else stage.ago(-10),
        )


def _share(stage: Stage, inquiries: list[Inquiry]) -> None:
    """A few are shared with another police agency, with a reason and an end."""
    open_ones = [each for each in inquiries if not each.investigation.closed_on and not each.investigation.sealed]
    for inquiry in stage.some(open_ones, 14, 14):
        other = next(key for key in ("quillmere", "sheriff") if key != inquiry.agency)
        let_in(stage, inquiry, other, stage.rng.choice((Sharing.SUMMARY, Sharing.SUSPECTS, Sharing.FULL)),
               "Worked together", until_on=stage.ago(-90))  # fmt: skip


def hang_copies(stage: Stage, inquiries: list[Inquiry], copies: list[Disclosure]) -> None:
    """Police hang a copy that they were given on their own record of a victim; it closes by itself."""
    for copy in copies:
        fitting = [each for each in inquiries if each.investigation.owner_id == copy.recipient_id and each.victims]
        if fitting and not copy.recipient_person_id:
            inquiry = stage.rng.choice(fitting)
            inquiry.part(stage, VictimDisclosure, stage.today, victim=inquiry.victims[0], disclosure=copy)


def let_in(stage: Stage, inquiry: Inquiry, agency: str, kind: Sharing, reason: str, **facts: Any) -> None:
    """A grant to another agency of the law side."""
    on = inquiry.investigation.presented_on or inquiry.investigation.opened_on
    stage.make(
        InvestigationAgencyGrant,
        inquiry.lead,
        on,
        content_object=inquiry.investigation,
        permission_id=stage.permission(Investigation, kind.value),
        group_id=stage.agencies[agency].group_id,
        reason=reason,
        from_on=on,
        **facts,
    )
