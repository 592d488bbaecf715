"""Cases and activities as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cases.models import Activity, Case

CASE_HEADS = (
    "Number",
    "Type",
    "How it came in",
    "Signs of labor trafficking",
    "Came in on",
    "Opened on",
    "Closed on",
    "Status",
    "Outcome",
    "City",
    "County",
    "State",
    "Law-enforcement lead",
    "Victim-service lead",
    "Summary",
    "Next step",
    "Next step by",
)


def case_rows(cases: Iterable[Case]) -> list[tuple[Any, ...]]:
    """A row a case, under `CASE_HEADS`."""
    return [
        (
            case.number,
            case.get_form_display(),
            case.get_source_display(),
            case.get_labor_asked_display(),
            case.received_on,
            case.opened_on,
            case.closed_on,
            case.get_status_display(),
            case.get_outcome_display(),
            case.city,
            case.county,
            case.state,
            case.law_lead.name,
            case.services_lead.name,
            case.summary,
            case.next_step,
            case.next_step_on,
        )
        for case in cases
    ]


ACTIVITY_HEADS = ("Title", "Kind", "Held on", "Agency", "Counts for", "Hours", "Form", "People trained", "Reached")


def activity_rows(activities: Iterable[Activity]) -> list[tuple[Any, ...]]:
    """A row an activity, under `ACTIVITY_HEADS`."""
    return [
        (
            each.title,
            each.get_kind_display(),
            each.held_on,
            each.owner.name,
            each.award.number if each.award else "",
            each.hours,
            each.get_form_display(),
            each.people or None,
            each.reached,
        )
        for each in activities
    ]
