"""What a release may name, and for whom: the table that the form, the services and the database share.

To law enforcement and prosecution never, not even by release: advocates' notes, safety plans,
counselling, medical, mental health and substance use, legal files, immigration status and filings,
shelter addresses, who lives there, and services whose name tells (domain.md, "To law enforcement
never"; 28 CFR 94.115; 34 U.S.C. 12291(b)(2)). Notes are in nobody's list: they are never released.
A kind that a sector does not list can't be ticked for it, and the database refuses it (`victims/functions.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from agencies.vocabulary import Sector

POLICE = (Sector.LAW_ENFORCEMENT, Sector.PROSECUTION)
SERVING = (Sector.VICTIM_SERVICES, Sector.GOVERNMENT, Sector.COMMUNITY)
ANYBODY = (*POLICE, *SERVING)
PROVIDERS = (Sector.VICTIM_SERVICES,)


@dataclass(frozen=True)
class Fact:
    """One kind of information: its code, its name, what to write, and the sectors that may get it."""

    code: str
    label: str
    hint: str
    sectors: tuple[Sector, ...]


FACTS: dict[str, Fact] = {
    fact.code: fact
    for fact in (
        Fact("called", "What to call them", "The name that they want used there.", ANYBODY),
        Fact("helped", "That they are being helped", "Only that; not how, since when or where.", ANYBODY),
        Fact("safe_contact", "A safe way to reach them", "How, when, through whom. No shelter address.", ANYBODY),
        Fact(
            "interview_needs",
            "What they need for an interview",
            "Language, interpreter, who should be there, accommodation.",
            ANYBODY,
        ),
        Fact("willing", "Whether they want to talk", "In their words, and about what.", ANYBODY),
        Fact("statement", "A statement that they chose to give", "Their own words, whole.", ANYBODY),
        Fact("document", "A document that they chose", "Name it, and how it is handed over.", ANYBODY),
        Fact(
            "certification",
            "A request for a T or U certification or Continued Presence",
            "That they ask for it, and who may be called about it.",
            ANYBODY,
        ),
        Fact("referral_outcome", "What became of a referral", "For the agency that sent it.", ANYBODY),
        Fact("needs", "What they need", "Services that they ask for.", SERVING),
        Fact("services", "Services that they get", "By name.", SERVING),
        Fact("benefits", "What a benefits office asks for", "Only what that form needs.", SERVING),
        Fact("family", "Family members who need help", "Who they are to them, and what they need.", PROVIDERS),
        Fact("housing", "Where they can stay", "No shelter address unless that shelter agrees.", PROVIDERS),
        Fact("safety", "What to know about safety", "What the other provider must do or avoid.", PROVIDERS),
        Fact("medical", "Medical needs", "Only what that provider needs.", PROVIDERS),
        Fact("mental_health", "Mental health needs", "Only what that provider needs.", PROVIDERS),
        Fact("substance_use", "Substance use treatment", "42 CFR Part 2 may ask for more.", PROVIDERS),
        Fact("immigration", "Immigration matters", "Only to the provider that helps with them.", PROVIDERS),
        Fact("legal", "Legal matters", "Only to the provider that helps with them.", PROVIDERS),
    )
}


def kinds() -> list[tuple[str, str]]:
    """Every kind as choices."""
    return [(fact.code, fact.label) for fact in FACTS.values()]


def allowed(sector: str) -> list[Fact]:
    """The kinds that an agency of `sector` may get by release."""
    return [fact for fact in FACTS.values() if sector in fact.sectors]


def never(sector: str) -> list[Fact]:
    """The kinds that an agency of `sector` never gets, for the form to name."""
    return [fact for fact in FACTS.values() if sector not in fact.sectors]
