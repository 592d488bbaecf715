"""What lets a provider give something without a release, and what each asks to be written down.

Without consent only where a statute or a court compels it, after reasonable attempts to tell the person
and with steps to protect them (28 CFR 94.115(b); 34 U.S.C. 12291(b)(2)(C)). Imminent danger is the
state's law: off unless the task force switches it on, and then a supervisor's alone. A subpoena is not
a court order. The database holds every copy to this table (`wall.check_disclosure`), and what
was demanded or told outside this software as well (`wall.check_demand`).
"""

from __future__ import annotations

from dataclasses import dataclass

from referrals.vocabulary import Basis

FACT = {"kind": "by_law", "label": "What the law demands"}


@dataclass(frozen=True)
class LegalBasis:
    """One basis other than consent: what to write about it, by field of `DisclosureLink`: (label, hint).

    What is `argued` can be put off or fought in court before anything is given.
    """

    code: str
    label: str
    when: str
    asks: dict[str, tuple[str, str]]
    argued: bool = False


TELLING = {"attempts": ("How they were told, or what was tried to tell them", "Who, when and how; each attempt.")}
COUNSEL = {"grounds": ("Who advised you", "Your counsel's name, or why you had none.")}
PROTECTING = {"protection": ("What was done to protect them", "Sealing, a later date, a safety plan, a warning.")}


def of(basis: Basis) -> tuple[str, str]:
    """Code and label of a basis that a copy can rest on."""
    return basis.value, str(basis.label)


BASES: dict[str, LegalBasis] = {
    basis.code: basis
    for basis in (
        LegalBasis(
            *of(Basis.COURT_ORDER),
            "A judge signed it. A subpoena is not a court order: ask your counsel.",
            {"law": ("Which order", "Court, number and date.")} | COUNSEL | TELLING | PROTECTING,
            argued=True,
        ),
        LegalBasis(
            *of(Basis.STATUTE),
            "A law says that this must be given, whoever asks or not.",
            {"law": ("Which statute", "Name, section, and what it demands.")} | TELLING | PROTECTING,
            argued=True,
        ),
        LegalBasis(
            *of(Basis.MANDATED_REPORT),
            "Abuse or neglect of a child that you must report.",
            {
                "law": ("Which duty to report", "Statute and section."),
                "grounds": ("Who took the report", "Name, office, when, and the report's number."),
            }
            | TELLING
            | PROTECTING,
        ),
        LegalBasis(
            *of(Basis.IMMINENT_DANGER),
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

# Recorded with what was done about it; by itself it lets nothing be given.
SUBPOENA = LegalBasis(
    "subpoena",
    "A subpoena",
    "A lawyer, a prosecutor or a grand jury sent it; no judge has decided. Ask your counsel at once.",
    {"law": ("Which subpoena", "Who issued it, its number and date.")} | COUNSEL | TELLING | PROTECTING,
    argued=True,
)

# What can be demanded by, or told to, somebody who is no agency here.
DEMANDS: dict[str, LegalBasis] = {SUBPOENA.code: SUBPOENA} | BASES
WORDS = ("to_whom", "asked", "given", "law", "grounds", "attempts", "protection")  # every text of a demand


def demands() -> list[tuple[str, str]]:
    """What a demand can rest on, as choices."""
    return [(basis.code, basis.label) for basis in DEMANDS.values()]
