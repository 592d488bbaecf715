"""What the demonstration's clients answered at intake, in the shares of the field (field.md 3.8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from agencies.vocabulary import Kind
from demo.stage import Stage

RACES = {"white": 30, "black": 26, "hispanic": 27, "asian": 9, "native": 3, "pacific": 1, "other": 2, "declined": 2}
# (citizenship group, countries, language): weight. Foreign nationals are many among labor trafficked clients.
ORIGINS = {
    Kind.SEX: {("us_citizen", "US", "eng"): 82, ("foreign", "MX", "spa"): 6, ("foreign", "CN", "zho"): 6,
               ("lpr", "HN", "spa"): 3, ("foreign", "TH", "tha"): 3},
    Kind.LABOR: {("foreign", "MX", "spa"): 36, ("foreign", "GT", "spa"): 20, ("foreign", "PH", "tgl"): 14,
                 ("us_citizen", "US", "eng"): 14, ("foreign", "IN", "hin"): 8, ("lpr", "HN", "spa"): 8},
}  # fmt: skip
SEX_SIGNS = [
    "money_taken", "quota", "advertised", "moved", "threats", "drugs", "images", "partner",
    "not_free_to_leave",
]  # fmt: skip
LABOR_SIGNS = [
    "documents_held", "debt_grows", "pay_withheld", "hours", "lives_at_work", "threats_status", "watched",
    "injured",
]  # fmt: skip
INDUSTRIES = [
    "agriculture", "restaurant", "landscaping", "domestic", "hotel", "construction", "cleaning", "factory",
    "health_care",
]  # fmt: skip
SETTINGS = [
    "online", "hotel", "residence", "street", "massage", "club", "escort",
]  # fmt: skip
CONTROLS = [
    "physical_threats", "debt", "false_promises", "takes_earnings", "restricts_movement", "psychological",
    "substances", "hours",
]  # fmt: skip
SOURCES = {
    "local_police": 27, "state_police": 6, "fbi": 3, "hsi": 4, "dol": 3, "prosecutor": 7, "hotline": 10, "self": 10,
    "family": 4, "provider": 9, "health": 5, "child_welfare": 5, "school": 2, "labor_group": 3, "outreach": 2,
}  # fmt: skip


GENDERS = {
    Kind.SEX: {"female": 88, "male": 7, "transgender_female": 3, "nonconforming": 2},
    Kind.LABOR: {"female": 55, "male": 42, "declined": 3},
}
TRAFFICKERS = {
    Kind.SEX: {"partner": 5, "acquaintance": 3, "family": 2, "gang": 1, "stranger": 1},
    Kind.LABOR: {"employer": 6, "recruiter": 4},
}
GROUPS = ["homeless", "lgbtq", "disability"]


def answers(stage: Stage, form: Kind, grown: str, first_on: dt.date) -> dict[str, Any]:
    """What was asked at intake; some things were not."""
    return _about(stage, form, grown, first_on) | _exploitation(stage, form) | _arrival(stage)


def _main(form: Kind) -> Kind:
    return Kind.LABOR if form in (Kind.LABOR, Kind.BOTH) else Kind.SEX


def _about(stage: Stage, form: Kind, grown: str, first_on: dt.date) -> dict[str, Any]:
    group, country, language = stage.pick(ORIGINS[_main(form)])
    age = stage.rng.randint(13, 17) if grown == "minor" else int(stage.rng.triangular(18, 58, 26))
    return {
        "gender": stage.pick(GENDERS[_main(form)]),
        "race": [stage.pick(RACES)] if stage.chance(0.93) else ["not_asked"],
        "birth_year": first_on.year - age,
        "age_known": "exact",
        "citizenship_group": group if stage.chance(0.95) else "not_asked",
        "citizenships": [country],
        "language": language,
        "interpreter": "no" if language == "eng" else stage.pick({"yes": 7, "no": 3}),
        "special_groups": stage.some(GROUPS, 1, 1) if stage.chance(0.4) else ["none"],
    }


def _exploitation(stage: Stage, form: Kind) -> dict[str, Any]:
    labor, sex = form in (Kind.LABOR, Kind.BOTH), form in (Kind.SEX, Kind.BOTH)
    kinds = ["forced_labor"] * labor + ["prostitution"] * sex
    return {
        "sex_indicators": stage.some(SEX_SIGNS, 1, 4) if sex else ["none"],
        "labor_indicators": stage.some(LABOR_SIGNS, 2, 5) if labor else [stage.pick({"none": 7, "not_asked": 3})],
        "industries": stage.some(INDUSTRIES, 1, 1) if labor else ["not_asked"],
        "settings": stage.some(SETTINGS, 1, 2) if sex else ["not_asked"],
        "exploitations": kinds or ["unknown"],
        "controls": stage.some(CONTROLS, 1, 4),
        "traffickers": [stage.pick(TRAFFICKERS[_main(form)])],
        "victimizations": ["trafficking_labor"] * labor + ["trafficking_sex"] * sex or ["unknown"],
    }


def _arrival(stage: Stage) -> dict[str, Any]:
    return {
        "referral_source": stage.pick(SOURCES),
        "police_choice": stage.pick({"at_intake": 30, "later": 14, "refused": 34, "not_asked": 22}),
        "arrested": "no",
    }
