"""What fits on one screen about a client: the first page that an advocate reads before a visit."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from access.hats import Hat
from agencies.vocabulary import Kind
from ui.templatetags.ui import exact_date, sentence_date
from victims import vocabulary as words
from victims.models import (
    Arrest,
    CaseBookmark,
    Client,
    Determination,
    Enrollment,
    FamilyMember,
    Hearing,
    Need,
    Note,
    ReferralLink,
    ServiceEntry,
    Task,
)
from victims.places import languages
from victims.services import SECTIONS, likely_same

SHOWN = 8  # services and notes on the first page; the rest is one link away


def first_page(hat: Hat, client: Client) -> dict[str, Any]:
    """Everything that the client's page shows, in a bounded number of queries."""
    today = timezone.localdate()
    episodes = list(Enrollment.objects.filter(client=client).select_related("award"))
    services = list(
        _about(ServiceEntry, client).standing().select_related("award", "family_member", "made_by")[:SHOWN]
    )
    dates = list(Hearing.objects.filter(client=client, on__gte=today, cancelled_at=None).select_related("person"))
    return {
        "facts": facts(client, episodes, services),
        "reach": reach(client),
        "progress": progress(client),
        "same": likely_same(hat, client.identity) if "identity" in client.asked_sections else [],
        "episodes": episodes,
        "services": services,
        "notes": list(_about(Note, client).select_related("made_by")[:SHOWN]),
        "needs": _about(Need, client),
        "family": _about(FamilyMember, client),
        "determinations": _about(Determination, client).select_related("made_by"),
        "arrests": Arrest.objects.filter(client=client),
        "tasks": _about(Task, client).filter(done_at=None).select_related("person"),
        "dates": _keyed(dates, client),
        "bookmarks": CaseBookmark.objects.filter(client=client, ended_at=None).select_related("case"),
        "referrals": ReferralLink.objects.filter(client=client)[:SHOWN],
        "grants": client.grants.live().select_related("user", "permission"),
    }


def _about(model: type, client: Client) -> Any:
    """Rows about the client with what opens their text."""
    return model.objects.filter(client=client).select_related("client__data_key__agency_key")


def _keyed(rows: list[Any], client: Client) -> list[Any]:
    for row in rows:
        row.client = client
    return rows


def facts(client: Client, episodes: list[Enrollment], services: list[ServiceEntry]) -> list[tuple[str, Any]]:
    """The facts on the first screen."""
    current = next((episode for episode in episodes if episode.exited_on is None), None)
    last = services[0] if services else None
    return [
        (
            "Working determination",
            f"{client.get_standing_display()}, {Kind(client.form).label.lower()}" if client.standing else "",
        ),
        ("Award", current.award.number if current else ""),
        ("First served", sentence_date(current.first_served_on) if current else ""),
        ("Last service", f"{last} on {exact_date(last.on)}" if last else ""),
        ("Language", language(client)),
        ("Advocate", ", ".join(person.name for person in client.advocates)),
    ]


def language(client: Client) -> str:
    """The language, and whether an interpreter is needed."""
    if client.language in words.NO_ANSWER_CODES:
        return ""
    said = words.words(languages(), client.language)
    return f"{said}, needs an interpreter" if client.interpreter == "yes" else said


def reach(client: Client) -> list[tuple[str, str]]:
    """How to reach the client safely; what is not known is left out, but for the safe way."""
    identity = client.identity
    rows = [
        ("Safe way to reach them", identity.safe_contact),
        ("Telephones", identity.phones),
        ("E-mail", identity.email),
    ]
    return [row for row in rows if row[1] or row[0].startswith("Safe")]


def progress(client: Client) -> list[tuple[str, str, bool]]:
    """(section, its words, whether it was saved) of the intake."""
    return [(section, said, section in client.asked_sections) for section, said in SECTIONS.items()]
