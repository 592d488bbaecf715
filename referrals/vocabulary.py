"""The words of what one agency tells another: services asked for, how soon, how an answer reads."""

from __future__ import annotations

import datetime as dt

from django.db import models


class Urgency(models.TextChoices):
    """How soon the other agency should open it."""

    NOW = "now", "Now: within 2 hours"
    DAY = "day", "Within a day"
    DAYS = "days", "Within 3 days"


RECEIVE_WITHIN = {
    Urgency.NOW: dt.timedelta(hours=2),
    Urgency.DAY: dt.timedelta(days=1),
    Urgency.DAYS: dt.timedelta(days=3),
}


class Said(models.TextChoices):
    """An answer to a request without a person, given openly."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class Minors(models.TextChoices):
    """Whether minors are expected among the people."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known yet"


class Capacity(models.TextChoices):
    """Who said yes to being named; never somebody accused of harming the person."""

    PERSON = "person", "The person, an adult"
    MINOR_ALONE = "minor_alone", "The minor alone, where state law lets them be served alone"
    MINOR_AND_PARENT = "minor_and_parent", "The minor and a parent or guardian who is not the abuser"
    GUARDIAN = "guardian", "A guardian that a court appointed, not the abuser"


class Asked(models.TextChoices):
    """How the person was asked."""

    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By telephone"
    INTERPRETER = "interpreter", "Through an interpreter"
    WRITING = "writing", "In writing"


class Basis(models.TextChoices):
    """What a disclosure rests on (28 CFR 94.115; 34 U.S.C. 12291(b)(2))."""

    RELEASE = "release", "A release that the survivor signed"
    COURT_ORDER = "court_order", "A court order"
    STATUTE = "statute", "A statute"
    MANDATED_REPORT = "mandated_report", "A mandated report"
    IMMINENT_DANGER = "imminent_danger", "Imminent danger"


# domain.md, "Service categories"; the codes are those that a provider counts its services by.
SERVICES = [
    ("emergency_housing", "Emergency housing"),
    ("transitional_housing", "Transitional housing"),
    ("rent", "Rental assistance"),
    ("food", "Food and personal items"),
    ("transportation", "Transportation"),
    ("crisis", "Crisis intervention"),
    ("safety", "Safety planning"),
    ("case_management", "Case management"),
    ("medical", "Medical"),
    ("dental", "Dental and vision"),
    ("mental_health", "Mental health"),
    ("substance_use", "Substance use treatment"),
    ("legal_immigration", "Legal: immigration"),
    ("legal_rights", "Legal: criminal and victims' rights"),
    ("legal_civil", "Legal: civil and family"),
    ("legal_record", "Legal: record relief"),
    ("accompaniment", "Accompaniment to interviews and court"),
    ("interpretation", "Interpretation and translation"),
    ("child_care", "Child care"),
    ("employment", "Employment"),
    ("education", "Education"),
    ("benefits", "Benefits and social services"),
    ("financial", "Financial assistance"),
    ("reunification", "Family reunification"),
    ("repatriation", "Repatriation"),
    ("other", "Other"),
]

# The languages that task forces meet most; ISO 639, three letters.
LANGUAGES = [
    ("eng", "English"),
    ("spa", "Spanish"),
    ("zho", "Chinese (Mandarin)"),
    ("yue", "Cantonese"),
    ("vie", "Vietnamese"),
    ("kor", "Korean"),
    ("tgl", "Tagalog"),
    ("tha", "Thai"),
    ("por", "Portuguese"),
    ("rus", "Russian"),
    ("ukr", "Ukrainian"),
    ("ara", "Arabic"),
    ("fra", "French"),
    ("hat", "Haitian Creole"),
    ("quc", "K'iche'"),
    ("mam", "Mam"),
    ("mix", "Mixtec"),
    ("nah", "Nahuatl"),
    ("hin", "Hindi"),
    ("pan", "Punjabi"),
    ("asl", "American Sign Language"),
    ("other", "Another language"),
]


def services() -> list[tuple[str, str]]:
    """The services that can be asked for."""
    return SERVICES


def languages() -> list[tuple[str, str]]:
    """The languages that can be named."""
    return LANGUAGES


def words(choices: list[tuple[str, str]], codes: list[str]) -> str:
    """Codes as a sentence's list; a code that the list no longer knows stands as it is."""
    labels = dict(choices)
    return ", ".join(labels.get(code, code) for code in codes)
