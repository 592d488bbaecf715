"""What lets a provider give something without a release, and what each asks to be written down.

Without consent only where a statute or a court compels it, after reasonable attempts to tell the person
and with steps to protect them (28 CFR 94.115(b); 34 U.S.C. 12291(b)(2)(C)). Imminent danger is the
state's law: off unless the task force switches it on, and then a supervisor's alone. A subpoena is not
a court order. The database holds every copy to this table (`wall.check_disclosure`).
"""

from __future__ import annotations

from dataclasses import dataclass

from referrals.vocabulary import Basis

FACT = {"kind": "by_law", "label": "What the law demands"}


@dataclass(frozen=True)
class LegalBasis:
    """One basis other than consent: what to write about it, by field of `DisclosureLink`: (label, hint)."""

    code: Basis
    when: str
    asks: dict[str, tuple[str, str]]


TELLING = {"attempts": ("How they were told, or what was tried to tell them", "Who, when and how; each attempt.")}
PROTECTING = {"protection": ("What was done to protect them", "Sealing, a later date, a safety plan, a warning.")}

BASES: dict[str, LegalBasis] = {
    basis.code.value: basis
    for basis in (
        LegalBasis(
            Basis.COURT_ORDER,
            "A judge signed it. A subpoena is not a court order: ask your counsel.",
            {"law": ("Which order", "Court, number and date.")} | TELLING | PROTECTING,
        ),
        LegalBasis(
            Basis.STATUTE,
            "A law says that this must be given, whoever asks or not.",
            {"law": ("Which statute", "Name, section, and what it demands.")} | TELLING | PROTECTING,
        ),
        LegalBasis(
            Basis.MANDATED_REPORT,
            "Abuse or neglect of a child that you must report.",
            {
                "law": ("Which duty to report", "Statute and section."),
                "grounds": ("Who took the report", "Name, office, when, and the report's number."),
            }
            | TELLING
            | PROTECTING,
        ),
        LegalBasis(
            Basis.IMMINENT_DANGER,
            "Somebody may be killed or badly hurt at any moment. A supervisor decides.",
            {
                "law": ("What the danger is, and to whom", "What you know, and from whom."),
                "grounds": ("Why it could not wait", "And why nothing less would do."),
            }
            | TELLING
            | PROTECTING,
        ),
    )
}
