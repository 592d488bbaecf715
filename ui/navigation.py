"""The main navigation: which pages each role is offered. Looks only: the wall decides what opens."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

LAW = {"detective", "le_supervisor", "prosecutor", "system_victim_specialist"}
SERVICES = {"advocate", "advocate_supervisor"}
EVERYBODY = LAW | SERVICES | {"coordinator", "grant_manager", "agency_admin"}
OUTSIDE = {"auditor", "site_admin"}

MENU: list[tuple[str, list[tuple[str, str, set[str]]]]] = [
    ("Home", [("Home", "desk:home", EVERYBODY | OUTSIDE)]),
    (
        "Work",
        [
            ("Cases", "cases:list", LAW | SERVICES | {"coordinator"}),
            ("Leads", "cases:leads", LAW | SERVICES | {"coordinator"}),
            ("Investigations", "investigations:list", LAW),
            ("Operations", "investigations:operations", LAW),
            ("Heads-ups", "investigations:notices", LAW | SERVICES),
            ("Statutes", "investigations:statutes", LAW | {"coordinator"}),
            ("Activities", "cases:activities", LAW | SERVICES | {"coordinator", "grant_manager"}),
            ("Calendar", "desk:calendar", EVERYBODY),
            ("Spreadsheets", "imports:list", LAW | SERVICES | {"coordinator"}),
        ],
    ),
    (
        "Clients",
        [
            ("Clients", "victims:list", SERVICES),
            ("Quick entry", "victims:quick", SERVICES),
            ("Tasks and dates", "victims:tasks", SERVICES),
            ("Releases", "victims:releases", SERVICES),
            ("Hand over a caseload", "victims:caseload", {"advocate_supervisor"}),
            ("People turned away", "victims:turned_away", SERVICES),
        ],
    ),
    (
        "Referrals",
        [
            ("Referrals", "referrals:inbox", LAW | SERVICES | {"coordinator"}),
            ("Disclosures received", "referrals:received", LAW | SERVICES),
        ],
    ),
    (
        "Reports",
        [
            (
                "Reports",
                "reports:list",
                {
                    "grant_manager",
                    "le_supervisor",
                    "advocate_supervisor",
                    "agency_admin",
                    "coordinator",
                },
            )
        ],
    ),
    (
        "Office",
        [
            ("People", "office:people", {"agency_admin", "coordinator"}),
            ("Agency", "office:agency", {"agency_admin"}),
            ("Task force", "office:task_force", {"coordinator", "agency_admin"}),
            ("Agencies", "office:agencies", {"site_admin"}),
            ("Alerts", "office:alerts", {"le_supervisor", "advocate_supervisor", "auditor"}),
            ("Audit", "office:audit", {"auditor"}),
        ],
    ),
]


@dataclass
class Item:
    """A link, and whether the reader is on it or below it."""

    label: str
    url: str
    current: bool = False


@dataclass
class Section:
    """Links under one word; a single link stands by itself."""

    label: str
    items: list[Item] = field(default_factory=list)

    @property
    def current(self) -> bool:
        """Whether one of its links is."""
        return any(item.current for item in self.items)


def url_or_none(name: str) -> str | None:
    """The address of a page, or nothing while that page does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def navigation(hat: Any, path: str) -> list[Section]:
    """The sections that this hat is offered."""
    if hat is None:
        return []
    sections = [Section(label, _items(entries, hat.roles)) for label, entries in MENU]
    shown = [section for section in sections if section.items]
    _mark_current([item for section in shown for item in section.items], path)
    return shown


def _items(entries: list[tuple[str, str, set[str]]], roles: frozenset[str]) -> list[Item]:
    """Links for these roles whose pages exist."""
    return [Item(label, url) for label, name, shown_to in entries if shown_to & roles and (url := url_or_none(name))]


def _mark_current(items: list[Item], path: str) -> None:
    """Mark the link whose address is the longest beginning of the path."""
    above = [item for item in items if path == item.url or (item.url != "/" and path.startswith(item.url))]
    if above:
        max(above, key=lambda item: len(item.url)).current = True
