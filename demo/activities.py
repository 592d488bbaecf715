"""The demonstration's trainings, outreach, meetings and operations."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from access.hats import Hat
from agencies.models import Award
from cases.models import ActionItem, Activity, Attendance
from cases.vocabulary import Discipline
from demo import words
from demo.agencies import OFFICES, STATE
from demo.stage import Stage
from investigations.models import NoticeAnswer, Operation, OperationNotice

TRAININGS, OUTREACH, OPERATIONS = 36, 44, 16
TRAINERS = {
    "law": ("sheriff.supervisor", "quillmere.detective", "brackenford"),
    "services": ("advocate.supervisor", "youth", "legal"),
}


def hold(stage: Stage) -> None:
    """Everything that the task force did together or for the public."""
    for number in range(TRAININGS):
        _training(stage, credited=number > 0)
    for _ in range(OUTREACH):
        _outreach(stage)
    _meetings(stage)
    _operations(stage)


def _by(stage: Stage) -> tuple[Hat, Award]:
    """Who held it and the award that counts it: always one of the holder's own side."""
    side = stage.pick({"services": 6, "law": 4})
    return stage.hats[stage.rng.choice(TRAINERS[side])], stage.awards[side]


def _activity(stage: Stage, by: Hat, held_on: dt.date, award: Award | None, **facts: Any) -> Activity:
    return stage.make(
        Activity,
        by,
        held_on,
        task_force=stage.riverbend,
        written_by_id=by.agency_id,
        award=award,
        held_on=held_on,
        city=stage.pick({"Larkspur": 5, "Quillmere": 4, "Brackenford": 1}),
        county="Larkspur",
        state=STATE,
        **facts,
    )


def _training(stage: Stage, *, credited: bool) -> None:
    """One was held and never credited to an award: it is on nobody's report until somebody does."""
    by, award = _by(stage)
    title, form, labor_share = stage.rng.choice(words.TRAININGS)
    reached = stage.some(Discipline.values, 1, 4)
    _activity(
        stage,
        by,
        stage.day(stage.began if credited else stage.ago(40), stage.today),
        award if credited else None,
        kind="training",
        title=title,
        form=form,
        hours=Decimal(stage.rng.choice((1, 2, 2, 4, 8))),
        mode=stage.pick({"in_person": 6, "online": 3, "hybrid": 1}),
        level=stage.pick({"awareness": 4, "basic": 4, "advanced": 2}),
        labor_share=labor_share,
        joint=stage.chance(0.3),
        attendees={discipline: stage.rng.randint(4, 45) for discipline in reached},
    )


def _outreach(stage: Stage) -> None:
    by, award = _by(stage)
    title, setting, audience = stage.rng.choice(words.OUTREACH)
    _activity(
        stage,
        by,
        stage.day(stage.began, stage.today),
        award,
        kind="outreach",
        title=title,
        setting=setting,
        audience=audience,
        language=stage.pick({"English": 5, "Spanish": 4, "Mandarin": 1}),
        reached=stage.rng.randint(8, 160),
        items_given=stage.rng.randint(20, 400),
        hours=Decimal(stage.rng.choice((1, 2, 3))),
    )


def _meetings(stage: Stage) -> None:
    """The full task force every month, case review in between; who came, and what was agreed."""
    held_on, by = stage.began + dt.timedelta(days=12), stage.hats["coordinator"]
    while held_on <= stage.today:
        _meeting(stage, by, held_on, "full", "Monthly meeting")
        review_on = held_on + dt.timedelta(days=14)
        if review_on <= stage.today:
            _meeting(stage, by, review_on, "case_review", "Case review")
        held_on += dt.timedelta(days=30)


def _meeting(stage: Stage, by: Hat, held_on: dt.date, kind: str, title: str) -> None:
    meeting = _activity(
        stage,
        by,
        held_on,
        stage.awards[stage.pick({"law": 1, "services": 1})],
        kind="meeting",
        meeting_kind=kind,
        title=title,
        hours=Decimal("1.5"),
        mode=stage.pick({"in_person": 5, "hybrid": 5}),
        matters_reviewed=stage.rng.randint(3, 11) if kind == "case_review" else None,
        releases_checked=stage.pick({"yes": 7, "no": 3}) if kind == "case_review" else "not_asked",
        survivor_input=stage.pick({"yes": 4, "no": 6}),
    )
    part = {"activity": meeting, "task_force": stage.riverbend}
    for key, office in OFFICES.items():
        if office.force == "riverbend" and stage.chance(0.8 if office.signs_in else 0.3):
            stage.make(Attendance, by, held_on, agency=stage.agencies[key], people=stage.rng.randint(1, 3), **part)
    for text in stage.some(words.ACTION_ITEMS, 0, 2):
        due_on = held_on + dt.timedelta(days=28)
        stage.make(
            ActionItem,
            by,
            held_on,
            text=text,
            agency=stage.agencies[stage.rng.choice(("sheriff", "lantern", "attorney", "office", "quillmere"))],
            due_on=due_on,
            done_on=stage.day(held_on, due_on) if (stage.today - held_on).days > 40 or stage.chance(0.4) else None,
            written_by_id=by.agency_id,
            **part,
        )


def _operations(stage: Stage) -> None:
    """Planned actions, most of them looking for sex trafficking, as the study found; one is to come."""
    for number in range(OPERATIONS):
        by = stage.hats[stage.rng.choice(("detective", "quillmere.detective", "bureau.agent"))]
        to_come = number == 0
        focus = stage.pick({"sex": 13, "labor": 2, "both": 1})
        planned_on = stage.ago(-8) if to_come else stage.day(stage.began, stage.ago(10))
        told = "yes" if to_come or stage.chance(0.6) else "no"
        stage.make(
            Operation,
            by,
            min(stage.today, planned_on) - dt.timedelta(days=6),
            name=f"Operation {stage.rng.choice(('Teacup', 'Paper Boat', 'Blue Kite', 'Umbrella', 'Long Table'))}",
            kind="inspection" if focus == "labor" else stage.pick({"sting": 6, "demand": 3, "warrant": 1}),
            focus=focus,
            planned_on=planned_on,
            held_on=None if to_come else planned_on,
            labor_partners=["whd"] if focus == "labor" else [],
            provider_told=told,
            provider_standby="yes" if told == "yes" and stage.chance(0.7) else "no",
        )
        if told == "yes":
            _heads_up(stage, by, planned_on)


def _heads_up(stage: Stage, by: Hat, planned_on: dt.date) -> None:
    """General time, people, languages, minors; no target and no name (an OVC e-Guide practice)."""
    told = stage.make(
        OperationNotice,
        by,
        min(stage.today, planned_on - dt.timedelta(days=5)),
        recipient=stage.agencies["lantern"],
        when=f"{planned_on:%B}, {'evening' if stage.chance(0.7) else 'early morning'}",
        people=stage.rng.randint(2, 8),
        languages=stage.pick({"English, Spanish": 6, "English, Mandarin": 2, "English": 2}),
        minors=stage.pick({"unknown": 5, "no": 4, "yes": 1}),
        ends_on=planned_on + dt.timedelta(days=2),
    )
    if planned_on < stage.today:
        _ready(stage, told)


def _ready(stage: Stage, told: OperationNotice) -> None:
    """What Lantern House had ready; the heads-up of an operation to come still waits for its answer."""
    supervisor = stage.hats["advocate.supervisor"]
    stage.put(
        NoticeAnswer(
            id=uuid.uuid5(told.pk, "answer"),
            owner_id=supervisor.agency_id,
            made_by_id=supervisor.person_id,
            made_at=told.made_at + dt.timedelta(hours=3),
            recipient_id=told.owner_id,
            notice=told,
            ready="yes" if told.people < 6 else "partly",
            beds=min(told.people, 3),
            advocates=2,
            note="On-call line, from 6 p.m.",
        )
    )
