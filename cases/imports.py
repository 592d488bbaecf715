"""The task force's own spreadsheet of cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from access.errors import Refused, refusals
from access.hats import Hat
from access.wall import LAW_ROLES
from agencies.models import Agency
from agencies.vocabulary import Role, postal
from cases.days import what_is_wrong_with
from cases.identifying import findings
from cases.services import log_case, set_status
from cases.vocabulary import LaborAsked, Outcome, Source, Status
from imports.targets import Column, target
from imports.values import date, kind, one_of, yes_no

SOURCES = {
    "tipline": "tip",
    "sting": "operation",
    "undercover": "operation",
    "ngo": "provider",
    "victim": "self",
    "walk-in": "self",
    "wage and hour": "inspection",
    "other": "other_agency",
}
COLUMNS = [
    Column(
        "form",
        "Type of trafficking",
        kind,
        required=True,
        aliases=("Type", "Trafficking type"),
        example="Labor trafficking",
    ),
    Column(
        "source",
        "How it came in",
        one_of(dict(Source.choices), SOURCES),
        required=True,
        aliases=("Source", "Referral source"),
        example="Tip",
    ),
    Column("opened_on", "Opened on", date, required=True, aliases=("Date opened", "Open date"), example="01/05/2026"),
    Column("received_on", "Came in on", date, aliases=("Date received", "Received")),
    Column("closed_on", "Closed on", date, aliases=("Date closed", "Close date")),
    Column("outcome", "Outcome", one_of(dict(Outcome.choices)), aliases=("Disposition", "Result")),
    Column("labor_asked", "Signs of labor trafficking", one_of(dict(LaborAsked.choices))),
    Column("city", "City", aliases=("Town",), example="Riverbend"),
    Column("county", "County"),
    Column("state", "State", example="OH"),
    Column(
        "law_lead", "Law-enforcement lead", aliases=("Lead agency", "Agency"), hint="The agency's name as it is here."
    ),
    Column(
        "summary",
        "Summary that names nobody",
        aliases=("Summary", "Description"),
        hint="Every agency of the task force's providers reads it: no names, ages, telephones or addresses.",
        example="Workers of a restaurant held by debt",
    ),
    Column("next_step", "Next step"),
    Column(
        "names_nobody",
        "It names nobody (yes)",
        yes_no,
        hint="Write yes where a summary looks as if it named somebody and does not.",
    ),
]


def case_faults(by: Hat, row: dict[str, Any]) -> Iterator[Refused]:
    """What would be refused of a case's row."""
    if by.task_force is None:
        yield Refused("You act in no task force today.")
        return
    for text in ("summary", "next_step"):
        found = findings(row.get(text, ""))
        if found and not row.get("names_nobody"):
            yield Refused(f"{'; '.join(found)}. Take it out, or write yes under “It names nobody”.", text)
    for day in ("opened_on", "received_on", "closed_on"):
        if said := what_is_wrong_with(row.get(day)):
            yield Refused(said, day)
    if "closed_on" in row and "outcome" not in row:
        yield Refused("A closed case needs an outcome. Add a column for it.", "outcome")
    yield from refusals(_state, by, row)
    yield from refusals(_lead, row)


@target(
    "cases",
    label="Cases",
    words="one row a case, in your own columns",
    roles=(Role.COORDINATOR, *LAW_ROLES),
    columns=COLUMNS,
    found_at="cases:list",
    faults=case_faults,
)
def case(by: Hat, row: dict[str, Any]) -> str:
    """Log one case."""
    facts = {name: value for name, value in row.items() if name not in ("closed_on", "outcome", "names_nobody")}
    facts.setdefault("received_on", facts["opened_on"])
    made = log_case(by=by, task_force=by.task_force, **facts | _state(by, row) | _lead(row))
    if "closed_on" in row:
        set_status(by=by, case=made, status=Status.CLOSED, outcome=row["outcome"], on=row["closed_on"])
    # Its number is drawn by chance, so a trial's is not the one that it will have.
    return f"A new case, {made.get_form_display().lower()}, opened {made.opened_on:%b %-d, %Y}"


def _state(by: Hat, row: dict[str, Any]) -> dict[str, str]:
    try:
        return {"state": postal(row.get("state") or by.task_force.state)}
    except ValueError as mistake:
        raise Refused(str(mistake), "state") from mistake


def _lead(row: dict[str, Any]) -> dict[str, Agency]:
    if "law_lead" not in row:
        return {}
    found = Agency.objects.filter(name__iexact=row["law_lead"], sector__in=("law_enforcement", "prosecution")).first()
    if found is None:
        raise Refused(f"No law-enforcement agency is called {row['law_lead']} here.", "law_lead")
    return {"law_lead": found}
