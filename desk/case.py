"""The case page's own parts: its two sides, who takes part, its facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from access.hats import Hat
from access.wall import LAW_ROLES
from agencies.models import Agency, Participation
from agencies.vocabulary import Role, Sector
from cases.models import Case, CaseAgency, CaseStanding
from cases.panels import Panel
from cases.services import side_led_by
from cases.vocabulary import StandingSide
from ui.templatetags.ui import exact_date


@dataclass(frozen=True)
class SideOf:
    """One side of a case: its lead, what that lead shows the others, and its room's panel, if any."""

    name: str
    lead: Agency
    standing: CaseStanding | None
    say_url: str
    panel: Panel | None


def sides(case: Case, hat: Hat, panels: dict[str, Panel]) -> list[SideOf]:
    """Law enforcement and victim services, next to each other."""
    leads = {StandingSide.LAW: case.law_lead, StandingSide.SERVICES: case.services_lead}
    said = {row.side: row for row in case.standings.all() if row.owner_id == leads[StandingSide(row.side)].pk}
    rooms = {StandingSide.LAW: "investigations", StandingSide.SERVICES: "victims"}
    speaks = side_led_by(hat, case)
    return [
        SideOf(
            side.label,
            leads[side],
            said.get(side),
            reverse("cases:standing", args=[case.pk]) if speaks == side else "",
            panels.get(rooms[side]),
        )
        for side in StandingSide
    ]


@dataclass(frozen=True)
class Participant:
    """An agency in the case, and why it is there."""

    agency: Agency
    part: str
    end_url: str = ""


def participants(case: Case, hat: Hat) -> list[Participant]:
    """The lead, the agencies that were brought in, and every provider of the task force, always."""
    named = case.agencies.live().select_related("agency").order_by("agency__name")
    return [
        Participant(case.law_lead, "Law-enforcement lead"),
        *(
            Participant(part.agency, f"Since {exact_date(part.from_on)}", _end_url(part, hat))
            for part in named
            if part.agency_id != case.law_lead_id
        ),
        *(
            Participant(provider, "Victim-service lead" if provider.pk == case.services_lead_id else "Provider")
            for provider in providers(case)
        ),
    ]


def _end_url(part: CaseAgency, hat: Hat) -> str:
    """Where its part is ended, for a coordinator and for the agency that brought it in."""
    may = hat.has(Role.COORDINATOR) or (hat.has(*LAW_ROLES) and part.owner_id == hat.agency_id)
    return reverse("cases:end_part", args=[part.pk]) if may else ""


def providers(case: Case) -> list[Agency]:
    """Every provider of the task force: all take part in every case, so that it tells nothing."""
    live = Participation.objects.live().filter(
        task_force_id=case.task_force_id, agency__sector=Sector.VICTIM_SERVICES, accepted_at__isnull=False
    )
    found = [part.agency for part in live.select_related("agency").order_by("agency__name")]
    return found if case.services_lead in found else [case.services_lead, *found]


def facts(case: Case) -> list[tuple[str, Any]]:
    """A case as label and value."""
    closed = f"{exact_date(case.closed_on)}: {case.get_outcome_display()}" if case.closed_on else ""
    by = f", by {exact_date(case.next_step_on)}" if case.next_step_on else ""
    rows = [
        ("Type", case.get_form_display()),
        ("How it came in", f"{case.get_source_display()}, {exact_date(case.received_on)}"),
        ("Signs of labor trafficking", case.get_labor_asked_display()),
        ("Place", case.place),
        ("Opened", exact_date(case.opened_on)),
        ("Summary", case.summary),
        ("Next step", f"{case.next_step}{by}" if case.next_step else by.removeprefix(", ")),
    ]
    return [*rows, ("Closed", closed)] if closed else rows
