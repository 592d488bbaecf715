"""One row of each model of the shared shell, written by the owner's alias, for the search for leaks."""

from __future__ import annotations

import uuid
from typing import Any

from access.hats import Hat
from cases.models import (
    ActionItem,
    Activity,
    Attendance,
    Case,
    CaseAgency,
    CaseBlock,
    CaseEntry,
    CaseStanding,
    Lead,
)
from tests.cast import OWNER, Cast


def write(model: type, hat: Hat, **facts: Any) -> Any:
    """A row of `model`, written by the owner as if `hat` had made it."""
    return model.objects.using(OWNER).create(owner_id=hat.agency_id, made_by_id=hat.person_id, **facts)


def a_case(cast: Cast, number: str = "", hat: Hat | None = None, **facts: Any) -> Case:
    """A labor case that the sheriff leads, logged by the coordinator unless `hat` is given."""
    hat = hat or cast.coordinator
    known = {
        "form": "labor",
        "source": "inspection",
        "city": "Riverbend",
        "state": "OH",
        "summary": "Workers at a nursery are paid nothing.",
        "law_lead": cast.sheriff,
        "services_lead": cast.harbor,
        "task_force": cast.riverbend,
    }
    number = number or f"2026-{uuid.uuid4().hex[:8].upper()}"
    return write(Case, hat, number=number, written_by_id=hat.agency_id, **(known | facts))


def part(model: type, cast: Cast, hat: Hat, **facts: Any) -> Any:
    """A row that hangs on a case."""
    return write(model, hat, case=a_case(cast), task_force=cast.riverbend, **facts)


def an_activity(cast: Cast, hat: Hat | None = None, **facts: Any) -> Activity:
    """A training of the sheriff's, credited to the law-enforcement award unless `facts` says else."""
    hat = hat or cast.detective
    known = {"kind": "training", "title": "Signs of forced labor", "task_force": cast.riverbend}
    return write(Activity, hat, written_by_id=hat.agency_id, **(known | {"award": cast.law_award} | facts))


def a_lead(cast: Cast, hat: Hat | None = None, **facts: Any) -> Lead:
    """A tip that the sheriff took."""
    hat = hat or cast.detective
    known = {"source": "tip", "form": "undetermined", "text": "Vans every night.", "task_force": cast.riverbend}
    return write(Lead, hat, written_by_id=hat.agency_id, **(known | facts))


ROWS = {
    "cases.Case": a_case,
    "cases.CaseAgency": lambda cast: part(CaseAgency, cast, cast.coordinator, agency=cast.police),
    "cases.CaseStanding": lambda cast: part(CaseStanding, cast, cast.detective, side="law", standing="active"),
    "cases.CaseEntry": lambda cast: part(CaseEntry, cast, cast.coordinator, kind="opened"),
    "cases.CaseBlock": lambda cast: part(
        CaseBlock, cast, cast.le_supervisor, person_id=cast.other_detective.person_id, reason="Related to a suspect"
    ),
    "cases.Lead": a_lead,
    "cases.Activity": an_activity,
    "cases.Attendance": lambda cast: write(
        Attendance, cast.detective, activity=an_activity(cast), task_force=cast.riverbend, agency=cast.sheriff
    ),
    "cases.ActionItem": lambda cast: write(
        ActionItem,
        cast.detective,
        activity=an_activity(cast),
        task_force=cast.riverbend,
        agency=cast.sheriff,
        text="Call the labor office",
        written_by_id=cast.sheriff.pk,
    ),
}
