"""What changes cases and leads: one transaction, one audit entry, a line on the timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.models import Agency, Participation, TaskForce
from agencies.vocabulary import Side
from audit.entries import record
from cases.models import Case, CaseAgency, CaseEntry, CaseStanding, Lead
from cases.numbers import new_number
from cases.vocabulary import (
    FREE_TEXTS,
    STANDINGS,
    Disposition,
    Happening,
    RedactedFor,
    StandingSide,
    Status,
)

NAMED = 100  # letters of an agency's name in a redacted text; the shortest of the texts holds 120
TRIES = 5  # numbers that are taken already are one in millions


def lead_of(task_force: TaskForce, side: Participation.Lead) -> Agency:
    """The task force's lead agency of a side; raises Refused when it has none."""
    found = (
        Participation.objects.live()
        .filter(task_force=task_force, lead=side, accepted_at__isnull=False)
        .select_related("agency")
        .first()
    )
    if found is None:
        raise Refused(
            f"The task force has no {side.label.lower()} yet. The coordinator names one under Office, Task force."
        )
    return found.agency


def _number(case: Case, task_force: TaskForce, by: Hat) -> Case:
    """Save `case` under a number that nobody else has."""
    for _ in range(TRIES):
        case.number = new_number(task_force, case.opened_on)
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:
            continue
        return case
    raise Refused("No free case number was found. Save once more.")


@transaction.atomic
def log_case(*, by: Hat, task_force: TaskForce, law_lead: Agency | None = None, **facts: Any) -> Case:
    """A new case of `task_force`; its service lead is there from the start, always.

    A law-enforcement agency that logs a case takes part in it; another may lead it.
    """
    chosen = law_lead or lead_of(task_force, Participation.Lead.LAW)
    brings = by.side is Side.LAW and chosen.pk != by.agency_id
    case = Case(
        owner_id=by.agency_id,
        made_by_id=by.person_id,
        written_by_id=by.agency_id,
        task_force=task_force,
        law_lead=by.agency if brings else chosen,
        services_lead=lead_of(task_force, Participation.Lead.SERVICES),
        **facts,
    )
    _number(case, task_force, by)
    if brings:  # the agency must see the case before it can be named in it, and hand the lead on
        CaseAgency.on(case, by, agency=by.agency)
        _hand_on(case, chosen)
    CaseEntry.on(case, by, kind=Happening.OPENED)
    record(by=by, verb="opened", of=case)
    return case


@transaction.atomic
def change_case(*, by: Hat, case: Case, expected: int | None = None, **facts: Any) -> Case:
    """Change what is written on a case; raises Stale when it moved on."""
    changed = {name: value for name, value in facts.items() if getattr(case, name) != value}
    if not changed:
        return case
    was = {name: getattr(case, name) for name in changed}
    if "law_lead" in changed and not may_hand_on(by, case):
        raise Refused("Only the coordinator and the present lead's own people hand the lead on.", "law_lead")
    lines = _entries(was, changed)
    lead = changed.pop("law_lead", None)
    Case.objects.change(case, expected=expected, **changed, **written(by, case, was))
    if lead is not None:
        _keep_in(case, by, was["law_lead"])
        _hand_on(case, lead)
    for kind, entry in lines:
        CaseEntry.on(case, by, kind=kind, **entry)
    record(by=by, verb="changed", of=case, detail={"fields": sorted(was)})
    return case


def written(by: Hat, record: Any, names: Iterable[str]) -> dict[str, Any]:
    """Who wrote the texts last, when one of them is among `names`."""
    texts = set(FREE_TEXTS[record._meta.model_name])
    return {} if texts.isdisjoint(names) else {"written_by_id": by.agency_id}


def may_hand_on(hat: Hat, case: Case) -> bool:
    """Whether this hat says which agency leads the case: the coordinator's, and the present lead's people's."""
    return hat.is_coordinator or (case.law_lead_id == hat.agency_id and hat.has(*LAW_ROLES))


def _hand_on(case: Case, agency: Agency) -> None:
    """Another agency leads; raises Refused for one that can't."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.set_law_lead(%s, %s)", [case.pk, agency.pk])
        [done] = cursor.fetchone()
    if not done:
        raise Refused("Only police and prosecutors of the task force lead a case. Choose one of them.", "law_lead")
    case.law_lead = agency


def _keep_in(case: Case, by: Hat, agency: Agency) -> None:
    """A lead that hands on stays in the case until somebody ends that."""
    if not CaseAgency.objects.live().filter(case=case, agency=agency).exists():
        CaseAgency.on(case, by, agency=agency)


def _entries(was: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The timeline's lines for a change; all that has no line of its own makes one together."""
    lines: list[tuple[str, dict[str, Any]]] = []
    if "form" in was:
        lines.append((Happening.FORM, {"was": was["form"], "now": now["form"]}))
    if "law_lead" in was:
        lines.append((Happening.LAW_LEAD, {"agency": now["law_lead"]}))
    if was.keys() - {"form", "law_lead"}:
        lines.append((Happening.CHANGED, {}))
    return lines


@transaction.atomic
def set_status(
    *, by: Hat, case: Case, status: str, outcome: str = "", on: dt.date | None = None, expected: int | None = None
) -> Case:
    """Close, rest or reopen a case; raises Refused when it has that status or lacks an outcome."""
    if status == case.status:
        raise Refused(f"The case is {case.get_status_display().lower()} already.", "status")
    closing = status == Status.CLOSED
    if closing and not outcome:
        raise Refused("Say how the case ended.", "outcome")
    was = case.status
    Case.objects.change(
        case,
        expected=expected,
        status=status,
        outcome=outcome if closing else "",
        closed_on=(on or timezone.localdate()) if closing else None,
    )
    CaseEntry.on(case, by, kind=Happening.STATUS, was=was, now=status)
    record(by=by, verb="closed" if closing else "set status", of=case, detail={"status": status})
    return case


def side_led_by(hat: Hat, case: Case) -> str | None:
    """The side of `case` that this hat may speak for: that of the lead agency's own people."""
    if hat.agency_id == case.law_lead_id and hat.has(*LAW_ROLES):
        return StandingSide.LAW
    if hat.agency_id == case.services_lead_id and hat.has(*SERVICE_ROLES):
        return StandingSide.SERVICES
    return None


@transaction.atomic
def say_standing(*, by: Hat, case: Case, standing: str) -> CaseStanding:
    """Choose what the others see of this side; raises Refused for whoever does not lead one."""
    side = side_led_by(by, case)
    if side is None:
        raise Refused("Only a side's lead agency says how its side stands.")
    if standing not in dict(STANDINGS[StandingSide(side)]):
        raise Refused("Choose one of the list.", "standing")
    said = CaseStanding.objects.filter(case=case, side=side, owner_id=by.agency_id).first()
    was = said.standing if said else ""
    if said is None:
        said = CaseStanding.on(case, by, side=side, standing=standing)
    else:
        CaseStanding.objects.change(said, standing=standing, said_at=timezone.now())
    if was != standing:
        CaseEntry.on(case, by, kind=Happening.STANDING, agency=by.agency, was=was, now=standing)
    record(by=by, verb="set standing", of=case, detail={"standing": standing})
    return said


@transaction.atomic
def bring_in(*, by: Hat, case: Case, agency: Agency) -> CaseAgency:
    """An agency of the law or government side takes part from today; providers always do."""
    if agency.side is Side.SERVICES:
        raise Refused("Every provider of the task force takes part already.", "agency")
    if agency.pk == case.law_lead_id or CaseAgency.objects.live().filter(case=case, agency=agency).exists():
        raise Refused("This agency takes part already.", "agency")
    part = CaseAgency.on(case, by, agency=agency)
    CaseEntry.on(case, by, kind=Happening.JOINED, agency=agency)
    record(by=by, verb="brought in an agency", of=case, detail={"agency": agency.pk})
    return part


@transaction.atomic
def end_part(*, by: Hat, part: CaseAgency) -> CaseAgency:
    """End an agency's part in a case on the spot; raises Stale for whoever may not."""
    CaseEntry.on(part.case, by, kind=Happening.LEFT, agency=part.agency)
    record(by=by, verb="ended an agency's part", of=part.case, detail={"agency": part.agency_id})
    CaseAgency.objects.change(part, until_on=timezone.localdate(), ended_at=timezone.now())
    return part


def says_redacted(by: Hat) -> str:
    """What stands in the place of a text that was struck out: that it was, by whom, when; not what."""
    return f"[Redacted by {by.agency.name[:NAMED]}]"


def redact(target: Any, *, by: Hat, why: str, texts: list[str]) -> None:
    """Destroy `texts` of a row, in its history and the search too; raises Refused for a stranger's.

    The audit says who, when and why, from a list, and never what.
    """
    with connection.cursor() as cursor:
        verb = f"wall.redact_{target._meta.model_name}"
        cursor.execute(f"SELECT {verb}(%s, %s, %s)", [target.pk, says_redacted(by), texts])
        done = cursor.fetchone()[0]
    if not done:
        raise Refused("Only an agency that wrote this text can strike it out. Ask it to.")
    record(by=by, verb="redacted", of=target, detail={"why": RedactedFor(why).value, "texts": texts})
    target.refresh_from_db()


@transaction.atomic
def redact_case(*, by: Hat, case: Case, why: str, texts: list[str]) -> Case:
    """Strike out texts of a case for good."""
    redact(case, by=by, why=why, texts=texts)
    CaseEntry.on(case, by, kind=Happening.REDACTED)
    return case


@transaction.atomic
def log_lead(*, by: Hat, task_force: TaskForce, **facts: Any) -> Lead:
    """A tip, before it is a case."""
    lead = Lead.new(by, task_force=task_force, written_by_id=by.agency_id, **facts)
    record(by=by, verb="logged", of=lead)
    return lead


@transaction.atomic
def change_lead(*, by: Hat, lead: Lead, expected: int | None = None, **facts: Any) -> Lead:
    """Change what is written on a lead; raises Stale when it moved on."""
    changed = {name for name, value in facts.items() if getattr(lead, name) != value}
    Lead.objects.change(lead, expected=expected, **facts, **written(by, lead, changed))
    record(by=by, verb="changed", of=lead, detail={"fields": sorted(facts)})
    return lead


@transaction.atomic
def dispose_lead(*, by: Hat, lead: Lead, disposition: str, expected: int | None = None) -> Lead:
    """Decide about a lead; raises Refused for one that is a case already."""
    if lead.disposition == Disposition.CASE:
        raise Refused("This lead is a case already.")
    if disposition == Disposition.CASE:
        raise Refused("A lead becomes a case by the button “Open a case from it”.", "disposition")
    on = None if disposition == Disposition.OPEN else timezone.localdate()
    Lead.objects.change(lead, expected=expected, disposition=disposition, disposed_on=on)
    record(by=by, verb="decided", of=lead, detail={"disposition": disposition})
    return lead


@transaction.atomic
def open_case_from(*, by: Hat, lead: Lead, law_lead: Agency | None = None, **facts: Any) -> Case:
    """Make a lead a case; raises Refused when it is one already."""
    if lead.disposition == Disposition.CASE:
        raise Refused("This lead is a case already.")
    case = log_case(by=by, task_force=lead.task_force, law_lead=law_lead, **facts)
    Lead.objects.change(lead, disposition=Disposition.CASE, disposed_on=timezone.localdate(), case=case)
    record(by=by, verb="made a case", of=lead)
    return case


@transaction.atomic
def redact_lead(*, by: Hat, lead: Lead, why: str, texts: list[str]) -> Lead:
    """Strike out texts of a lead for good."""
    redact(lead, by=by, why=why, texts=texts)
    return lead
