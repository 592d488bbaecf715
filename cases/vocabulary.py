"""The words of the shared shell: how a case came in, where it stands, what an activity was."""

from __future__ import annotations

from django.db import models


class Source(models.TextChoices):
    """How a case or lead came in (issue item 9; measures F-05, F-16)."""

    TIP = "tip", "Tip"
    HOTLINE = "hotline", "Hotline"
    OPERATION = "operation", "Operation"
    PROVIDER = "provider", "Service provider"
    SELF = "self", "The person came forward"
    INSPECTION = "inspection", "Workplace inspection"
    OTHER_AGENCY = "other_agency", "Another agency"


class Status(models.TextChoices):
    """Where a case stands for the task force."""

    OPEN = "open", "Open"
    INACTIVE = "inactive", "Inactive"
    CLOSED = "closed", "Closed"


class Outcome(models.TextChoices):
    """Why a case was closed; nothing here says anything about a survivor (measure F-03)."""

    PROSECUTED = "prosecuted", "Prosecuted"
    DECLINED = "declined", "Prosecution declined"
    CIVIL = "civil", "Settled by a labor or civil agency"
    PASSED_ON = "passed_on", "Passed to another task force or agency"
    OTHER_CRIME = "other_crime", "Another crime, not trafficking"
    UNFOUNDED = "unfounded", "Unfounded"
    EVIDENCE = "evidence", "Not enough evidence"
    DUPLICATE = "duplicate", "Same as another case"


class LaborAsked(models.TextChoices):
    """Whether anybody looked for signs of labor trafficking; nearly all task forces miss it (Urban Institute)."""

    NOT_ASKED = "not_asked", "Not looked for yet"
    NONE = "none", "Looked for, none found"
    FOUND = "found", "Looked for, some found"


class StandingSide(models.TextChoices):
    """Whose lead says how its side stands."""

    LAW = "law", "Law enforcement"
    SERVICES = "services", "Victim services"


# None of the words of the service side implies that there is a client (domain.md).
STANDINGS: dict[str, list[tuple[str, str]]] = {
    StandingSide.LAW: [
        ("active", "Active"),
        ("waiting", "Waiting"),
        ("talk", "Asks to talk"),
        ("nothing", "Nothing to add"),
    ],
    StandingSide.SERVICES: [
        ("available", "Available"),
        ("talk", "Asks to talk"),
        ("nothing", "Nothing to add"),
    ],
}


def standing_words() -> list[tuple[str, str]]:
    """Every standing of both sides, once."""
    return list(dict(STANDINGS[StandingSide.LAW] + STANDINGS[StandingSide.SERVICES]).items())


class Disposition(models.TextChoices):
    """What became of a lead (measure F-16)."""

    OPEN = "open", "Being looked at"
    CASE = "case", "Became a case"
    PASSED_ON = "passed_on", "Passed to another agency"
    NOT_TRAFFICKING = "not_trafficking", "Not trafficking"
    NOTHING = "nothing", "Nothing to go on"
    DUPLICATE = "duplicate", "Known already"


class Happening(models.TextChoices):
    """What the timeline of a case knows."""

    OPENED = "opened", "Case opened"
    STATUS = "status", "Status changed"
    FORM = "form", "Type changed"
    LAW_LEAD = "law_lead", "Law-enforcement lead changed"
    JOINED = "joined", "Agency joined"
    LEFT = "left", "Agency left"
    SERVICES_LEAD = "services_lead", "Victim-service lead changed"
    STANDING = "standing", "Standing changed"
    CHANGED = "changed", "Case record changed"
    REDACTED = "redacted", "Text redacted"


# What a person types freely, by model: each can be struck out, of the row and of its history.
FREE_TEXTS = {
    "case": ("summary", "next_step", "city", "county"),
    "lead": ("text", "city", "county"),
    "activity": ("title", "language", "city", "county"),
    "actionitem": ("text",),
}
SHORT_TEXTS = frozenset(("city", "county", "language"))  # no room to say by whom; the trail does
STRUCK = "[Redacted]"


class RedactedFor(models.TextChoices):
    """Why a text was struck out; a list, so that the audit holds no content."""

    NAME = "name", "It named a person"
    TELLING = "telling", "It could tell who a person is"
    CJI = "cji", "It held criminal justice information"
    WRONG_PLACE = "wrong_place", "It belonged to another record"


class ActivityKind(models.TextChoices):
    """What an activity was."""

    TRAINING = "training", "Training"
    OUTREACH = "outreach", "Outreach"
    MEETING = "meeting", "Meeting"


class Mode(models.TextChoices):
    """How people met."""

    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    HYBRID = "hybrid", "Both"


class TrainingLevel(models.TextChoices):
    """How deep a training went (I-01)."""

    AWARENESS = "awareness", "Awareness"
    BASIC = "basic", "Basic"
    ADVANCED = "advanced", "Advanced"


class LaborShare(models.TextChoices):
    """How much of a training's time was on labor trafficking (I-04 counts half and more)."""

    NONE = "none", "None"
    LESS = "less", "Less than half"
    HALF = "half", "Half or more"


class Discipline(models.TextChoices):
    """Whom a training reached (I-02)."""

    LAW_ENFORCEMENT = "law_enforcement", "Law enforcement"
    PROSECUTOR = "prosecutor", "Prosecutors"
    JUDGE = "judge", "Judges"
    PROBATION = "probation", "Probation"
    VICTIM_SERVICE = "victim_service", "Victim services"
    LEGAL_AID = "legal_aid", "Legal aid"
    HEALTHCARE = "healthcare", "Health care"
    MENTAL_HEALTH = "mental_health", "Mental health"
    EDUCATION = "education", "Education"
    CHILD_WELFARE = "child_welfare", "Child welfare"
    JUVENILE_JUSTICE = "juvenile_justice", "Juvenile justice"
    LABOR_INSPECTOR = "labor_inspector", "Labor inspectors"
    BUSINESS = "business", "Business or industry"
    TRANSPORT = "transport", "Transport"
    HOSPITALITY = "hospitality", "Hospitality"
    FAITH = "faith", "Faith groups"
    TRIBAL = "tribal", "Tribal"
    YOUTH = "youth", "Young people"
    SURVIVOR_LEADERS = "survivor_leaders", "Survivor leaders"
    GOVERNMENT = "government", "Government"
    PUBLIC = "public", "Public"
    OTHER = "other", "Other"


class Audience(models.TextChoices):
    """Whom an outreach was for (J-01)."""

    POSSIBLE_VICTIMS = "possible_victims", "People who may be victims"
    PUBLIC = "public", "The public"


class Setting(models.TextChoices):
    """Where an outreach met people (J-02)."""

    STREET = "street", "Street"
    WORKSITE = "worksite", "Worksite"
    FARM = "farm", "Farm"
    SCHOOL = "school", "School"
    CLINIC = "clinic", "Clinic"
    CONSULATE = "consulate", "Consulate"
    SHELTER = "shelter", "Shelter"
    COURT = "court", "Court"
    ONLINE = "online", "Online"
    OTHER = "other", "Other"


class MeetingKind(models.TextChoices):
    """What a meeting was (H-01)."""

    FULL = "full", "Full task force"
    EXECUTIVE = "executive", "Executive or core group"
    SUBCOMMITTEE = "subcommittee", "Subcommittee"
    CASE_REVIEW = "case_review", "Case review"
    TRAINING = "training", "Training"


class Checked(models.TextChoices):
    """Whether releases in force were checked before matters were reviewed (H-05)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_ASKED = "not_asked", "Not asked"
