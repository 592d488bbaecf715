"""The shared shell's pages that are looked at (tests/every_page.py)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cases.models import ActionItem, Case, CaseAgency, CaseEntry
from tests.cases.rows import ROWS, a_case, a_lead, an_activity, write
from tests.cast import Cast


def made(cast: Cast) -> dict[str, Any]:
    """A busy case and one that rests, a lead, a training, and a meeting with something to do."""
    case, part = a_busy_case(cast)
    meeting = an_activity(cast, cast.coordinator, title="Meeting", kind="meeting", meeting_kind="full", award=None)
    to_do = {"agency": cast.sheriff, "text": "Call the labor office", "written_by_id": cast.coordination.pk}
    return {
        "case": case,
        "part": part,
        "block": ROWS["cases.CaseBlock"](cast),
        "lead": a_lead(cast, cast.coordinator, city="Riverbend", state="OH"),
        "the_training": an_activity(
            cast, labor_share="half", attendees={"law_enforcement": 12}, form="labor", hours=2
        ),
        "the_meeting": meeting,
        "action": write(ActionItem, cast.coordinator, activity=meeting, task_force=cast.riverbend, **to_do),
    }


def a_busy_case(cast: Cast) -> tuple[Case, CaseAgency]:
    """A case with a next step for today and the city's police in it, and another beside it."""
    case = a_case(
        cast,
        "2026-BKRTZW",
        next_step="Meet the labor office",
        next_step_on=timezone.localdate(),
        county="Riverbend County",
        labor_asked="found",
    )
    part = write(CaseAgency, cast.coordinator, case=case, task_force=cast.riverbend, agency=cast.police)
    for kind in ("opened", "joined", "changed"):
        write(CaseEntry, cast.coordinator, case=case, task_force=cast.riverbend, kind=kind, agency=cast.police)
    a_case(cast, "2026-CKRTZW", form="sex", status="inactive", law_lead=cast.police)
    return case, part


PAGES = {
    "coordinator": [
        "cases:list",
        "cases:log",
        "cases:change case",
        "cases:status case",
        "cases:standing case",
        "cases:bring_in case",
        "cases:end_part part",
        "cases:redact case",
        "cases:leads",
        "cases:lead_log",
        "cases:lead lead",
        "cases:lead_change lead",
        "cases:lead_dispose lead",
        "cases:lead_open_case lead",
        "cases:lead_redact lead",
        "cases:activities",
        "cases:activity the_training",
        "cases:activity_log training",
        "cases:activity_log outreach",
        "cases:activity_log meeting",
        "cases:activity the_meeting",
        "cases:activity_change the_meeting",
        "cases:activity_strike the_meeting",
        "cases:activity_redact the_meeting",
        "cases:action_add the_meeting",
        "cases:action_done action",
        "cases:action_redact action",
    ],
    "detective": ["cases:standing case"],
    "le_supervisor": ["cases:conflicts case", "cases:conflict_new case", "cases:conflict_end block"],
    "lake_coordinator": ["cases:list", "cases:leads", "cases:activities"],
}
