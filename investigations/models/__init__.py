"""What police and prosecutors know: an agency's investigations, and everything that hangs on one.

Whatever is written here may go to the defense. An investigation's row holds only what its summary may
tell; the rest are parts of it, each under its own policy, so that sharing a part shows no half row.
"""

from investigations.models.investigation import (
    FormAssessment,
    Investigation,
    Kept,
    Part,
    StatusChange,
    Strikable,
)
from investigations.models.operations import (
    NoticeAnswer,
    Operation,
    OperationNotice,
)
from investigations.models.people import (
    SurvivorArrest,
    Victim,
    VictimDisclosure,
    VictimReferral,
)
from investigations.models.sharing import (
    InvestigationAgencyGrant,
    InvestigationPersonGrant,
)
from investigations.models.statutes import (
    Statute,
)
from investigations.models.suspects import (
    Arrest,
    Charge,
    ChargingDecision,
    Disposition,
    Suspect,
)
from investigations.models.work import (
    Hearing,
    Note,
    Task,
)

__all__ = [
    "Arrest",
    "Charge",
    "ChargingDecision",
    "Disposition",
    "FormAssessment",
    "Hearing",
    "Investigation",
    "InvestigationAgencyGrant",
    "InvestigationPersonGrant",
    "Kept",
    "Note",
    "NoticeAnswer",
    "Operation",
    "OperationNotice",
    "Part",
    "StatusChange",
    "Statute",
    "Strikable",
    "SurvivorArrest",
    "Suspect",
    "Task",
    "Victim",
    "VictimDisclosure",
    "VictimReferral",
]
