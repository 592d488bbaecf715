"""The shared shell that both sides know: cases, leads, activities; no fact about a survivor."""

from cases.models.activity import ActionItem, Activity, Attendance
from cases.models.case import Case, CaseAgency, CaseBlock, CaseEntry, CaseQuerySet, CaseStanding
from cases.models.lead import Lead

__all__ = [
    "ActionItem",
    "Activity",
    "Attendance",
    "Case",
    "CaseAgency",
    "CaseBlock",
    "CaseEntry",
    "CaseQuerySet",
    "CaseStanding",
    "Lead",
]
