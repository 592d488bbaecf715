"""What the home page says to each role: its words, its first buttons, and the share of labor in sight."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from access.hats import Hat
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.vocabulary import Kind, Role
from cases.models import Activity, Case
from cases.vocabulary import ActivityKind, LaborShare, Source
from reports.vocabulary import VOUCHERS
from ui.navigation import url_or_none

# The first line, and the pages that this role opens most; a page that does not exist is left out.
FIRST: dict[str, tuple[str, list[tuple[str, str]]]] = {
    Role.COORDINATOR: (
        "You see what both sides share, and totals.",
        [("Log a case", "cases:log"), ("Log a lead", "cases:lead_log"), ("Activities", "cases:activities")],
    ),
    Role.DETECTIVE: (
        "Your agency's investigations and the cases that it takes part in.",
        [("Log a case", "cases:log"), ("Investigations", "investigations:list"), ("Log a lead", "cases:lead_log")],
    ),
    Role.LE_SUPERVISOR: (
        "Your agency's investigations and the cases that it takes part in.",
        [("Investigations", "investigations:list"), ("Cases", "cases:list"), ("Reports", "reports:list")],
    ),
    Role.PROSECUTOR: (
        "Cases that your office takes part in, and investigations that were shared with it.",
        [("Cases", "cases:list"), ("Investigations", "investigations:list")],
    ),
    Role.SYSTEM_VICTIM_SPECIALIST: (
        "What you write here belongs to your agency and may be disclosed to the defense.",
        [("Referrals", "referrals:inbox"), ("Cases", "cases:list")],
    ),
    Role.ADVOCATE: (
        "Your agency's clients stay with your agency.",
        [("Clients", "victims:list"), ("Quick entry", "victims:quick"), ("Referrals", "referrals:inbox")],
    ),
    Role.ADVOCATE_SUPERVISOR: (
        "Your agency's clients stay with your agency.",
        [("Clients", "victims:list"), ("Releases", "victims:releases"), ("Referrals", "referrals:inbox")],
    ),
    Role.GRANT_MANAGER: (
        "Numbers only: you see no person's record.",
        [("Reports", "reports:list"), ("Activities", "cases:activities")],
    ),
    Role.AGENCY_ADMIN: ("You let people in to your agency, and out.", [("People", "office:people")]),
    Role.AUDITOR: ("You see what was done, never the content.", [("Audit", "office:audit")]),
    Role.SITE_ADMIN: ("You open agencies. You see no record.", [("Agencies", "office:agencies")]),
}


def greeting(hat: Hat) -> tuple[str, list[tuple[str, str]]]:
    """The first line for the roles held, and links (label, address), each once."""
    held = [FIRST[role] for role in Role if hat.has(role)]
    links = {label: url for _, pages in held for label, name in pages if (url := url_or_none(name))}
    return (held[0][0] if held else ""), list(links.items())


def waits_for(hat: Hat) -> str:
    """What will stand on this home page when something waits, in words; nothing for whoever only reads."""
    works = hat.has(Role.COORDINATOR, *LAW_ROLES, *SERVICE_ROLES)
    kinds = [
        (works, "a next step that is due"),
        (works, "a referral or request not yet received"),
        (hat.has(*SERVICE_ROLES), "a release about to end"),
        (hat.has(Role.COORDINATOR, Role.GRANT_MANAGER), "an activity that no award counts"),
        (hat.has(*VOUCHERS), "numbers to confirm"),
        (hat.has(Role.AGENCY_ADMIN), "an agency or a person who waits for your yes"),
    ]
    return ", ".join(words for holds, words in kinds if holds)


@dataclass(frozen=True)
class Share:
    """How many of a kind concern labor trafficking."""

    title: str
    labor: int
    every: int
    words: str

    @property
    def number(self) -> str:
        """The share, or nothing where there is nothing to divide by."""
        return f"{round(100 * self.labor / self.every)}%" if self.every else "None yet"

    @property
    def text(self) -> str:
        """The two counts behind it."""
        return f"{self.labor} of {self.every} {self.words}"


def labor_shares() -> list[Share]:
    """The share of labor in cases, cases from operations and trainings of the last twelve months."""
    since = timezone.localdate() - dt.timedelta(days=365)
    labor = Q(form__in=(Kind.LABOR, Kind.BOTH))
    operation = Q(source=Source.OPERATION)
    cases = (
        Case.objects.order_by()
        .filter(opened_on__gte=since)
        .aggregate(
            every=Count("pk"),
            labor=Count("pk", filter=labor),
            operations=Count("pk", filter=operation),
            labor_operations=Count("pk", filter=operation & labor),
        )
    )
    trainings = Activity.objects.standing().order_by().filter(kind=ActivityKind.TRAINING, held_on__gte=since)
    taught = trainings.aggregate(every=Count("pk"), labor=Count("pk", filter=Q(labor_share=LaborShare.HALF)))
    return [
        Share("Labor in cases", cases["labor"], cases["every"], "cases, last 12 months"),
        Share(
            "Labor in operations",
            cases["labor_operations"],
            cases["operations"],
            "cases from operations, last 12 months",
        ),
        Share("Labor in trainings", taught["labor"], taught["every"], "trainings give it half the time or more"),
    ]
