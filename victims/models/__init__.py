"""Clients, what is known of them, what was done for them, and the provider's own day."""

from victims.models.client import (
    Arrest,
    Client,
    ClientPersonGrant,
    Determination,
    Enrollment,
    FamilyMember,
    Need,
    TurnedAway,
)
from victims.models.demand import Demand
from victims.models.identity import ClientIdentity, NameToken
from victims.models.referral_work import ReferralLink, ReferralStep
from victims.models.release import DisclosureLink, Release, ReleaseFact
from victims.models.sealed import ClientRecord, DataKey, HouseRecord
from victims.models.service import Note, ServiceEntry
from victims.models.work import CaseBookmark, Hearing, Task, shared_case

__all__ = [
    "Arrest",
    "CaseBookmark",
    "Client",
    "ClientIdentity",
    "ClientPersonGrant",
    "ClientRecord",
    "DataKey",
    "Demand",
    "Determination",
    "DisclosureLink",
    "Enrollment",
    "FamilyMember",
    "Hearing",
    "HouseRecord",
    "NameToken",
    "Need",
    "Note",
    "ReferralLink",
    "ReferralStep",
    "Release",
    "ReleaseFact",
    "ServiceEntry",
    "Task",
    "TurnedAway",
    "shared_case",
]
