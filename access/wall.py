"""The wall: one table of who sees and who changes what, readable by a lawyer.

Every kind of record lies wholly on one side and belongs to one agency. For every role and kind
the table says how far that role sees and how far it changes. `access/compiler.py` turns it into
the database's own policies; nothing above this file can widen it. A pair that is not listed means
NOTHING, and a role or kind that is not listed at all is a failing check.

Sight follows the employer, not the title (28 CFR 94.115; 34 U.S.C. 12291(b)(2)): a role counts
only at agencies of a sector that has it (`agencies/vocabulary.py`), and a coordinator, whoever
employs them, wears a hat of their own that holds no other role.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from agencies.vocabulary import Role, Side


class Extent(Enum):
    """How far a role sees or changes records of a kind."""

    NOTHING = "nothing"
    OWN = "those of the person's own agency"
    ADDRESSED = "those sent by or addressed to the person's agency"
    TAKING_PART = "those that the person's agency takes part in"
    TASK_FORCE = "those of the person's task forces"


NOTHING, OWN = Extent.NOTHING, Extent.OWN
ADDRESSED, TAKING_PART, TASK_FORCE = Extent.ADDRESSED, Extent.TAKING_PART, Extent.TASK_FORCE

LAW_ROLES = (Role.DETECTIVE, Role.LE_SUPERVISOR, Role.PROSECUTOR, Role.SYSTEM_VICTIM_SPECIALIST)
SERVICE_ROLES = (Role.ADVOCATE, Role.ADVOCATE_SUPERVISOR)


@dataclass(frozen=True)
class Kind:
    """One kind of record: its side, in words, and what each role may do with it.

    `rules` maps a role to (how far it sees, how far it changes).
    """

    name: str
    side: Side
    words: str
    rules: dict[Role, tuple[Extent, Extent]] = field(default_factory=dict)

    def seen_by(self, extent: Extent) -> list[str]:
        """The roles that see this kind as far as `extent`."""
        return sorted(role.value for role, (sees, _) in self.rules.items() if sees is extent)

    def changed_by(self, extent: Extent) -> list[str]:
        """The roles that change this kind as far as `extent`."""
        return sorted(role.value for role, (_, changes) in self.rules.items() if changes is extent)


def everyone(roles: tuple[Role, ...], sees: Extent, changes: Extent) -> dict[Role, tuple[Extent, Extent]]:
    """The same rule for several roles."""
    return dict.fromkeys(roles, (sees, changes))


def kinds(*listed: Kind) -> dict[str, Kind]:
    """The kinds by name."""
    return {kind.name: kind for kind in listed}


WALL: dict[str, Kind] = kinds(
    # ---- shared: no fact that a provider knows about a survivor -------------------------
    Kind(
        "case",
        Side.SHARED,
        "A case of the task force: number, type, place, dates, a summary that identifies nobody",
        {
            Role.COORDINATOR: (TASK_FORCE, TASK_FORCE),
            **everyone(LAW_ROLES, TAKING_PART, TAKING_PART),
            # Every provider takes part in every case, always: taking part tells nothing.
            **everyone(SERVICE_ROLES, TASK_FORCE, TASK_FORCE),
        },
    ),
    Kind(
        "case_agency",
        Side.SHARED,
        "An agency of the law or government side that takes part in a case, from a day to a day",
        {
            Role.COORDINATOR: (TASK_FORCE, TASK_FORCE),
            **everyone(LAW_ROLES, TAKING_PART, OWN),
            **everyone(SERVICE_ROLES, TASK_FORCE, NOTHING),
        },
    ),
    Kind(
        "case_standing",
        Side.SHARED,
        "What a side's lead agency chose from a closed list for the others to see",
        {
            Role.COORDINATOR: (TASK_FORCE, NOTHING),
            **everyone(LAW_ROLES, TAKING_PART, OWN),
            **everyone(SERVICE_ROLES, TASK_FORCE, OWN),
        },
    ),
    Kind(
        "case_entry",
        Side.SHARED,
        "A line of a case's timeline: which shared fact changed, and by whom",
        {
            Role.COORDINATOR: (TASK_FORCE, TASK_FORCE),
            **everyone(LAW_ROLES, TAKING_PART, OWN),
            **everyone(SERVICE_ROLES, TASK_FORCE, OWN),
        },
    ),
    Kind(
        "case_block",
        Side.SHARED,
        "That a case is hidden from one person for a conflict of interest, who is not told",
        # Whom a supervisor may block: cases/policies.py.
        {
            Role.LE_SUPERVISOR: (OWN, OWN),
            Role.ADVOCATE_SUPERVISOR: (OWN, OWN),
        },
    ),
    Kind(
        "lead",
        Side.SHARED,
        "A tip before it is a case",
        {
            Role.COORDINATOR: (TASK_FORCE, TASK_FORCE),
            **everyone(LAW_ROLES, OWN, OWN),
            **everyone(SERVICE_ROLES, OWN, OWN),
        },
    ),
    Kind(
        "activity",
        Side.SHARED,
        "A training, outreach or meeting",
        {
            Role.COORDINATOR: (TASK_FORCE, TASK_FORCE),
            Role.GRANT_MANAGER: (TASK_FORCE, TASK_FORCE),
            **everyone(LAW_ROLES, TASK_FORCE, OWN),
            **everyone(SERVICE_ROLES, TASK_FORCE, OWN),
        },
    ),
    # ---- what one agency chose to tell another --------------------------------------------
    Kind(
        "request",
        Side.SHARED,
        "A request for services without a person, answered openly",
        {
            Role.COORDINATOR: (ADDRESSED, ADDRESSED),
            **everyone(LAW_ROLES, ADDRESSED, ADDRESSED),
            **everyone(SERVICE_ROLES, ADDRESSED, ADDRESSED),
        },
    ),
    Kind(
        "referral",
        Side.SHARED,
        "The envelope of a referral for one or more persons: sent, received, closed",
        {
            **everyone(LAW_ROLES, ADDRESSED, ADDRESSED),
            **everyone(SERVICE_ROLES, ADDRESSED, ADDRESSED),
        },
    ),
    Kind(
        "referral_paper",
        Side.SHARED,
        "Name and safe contact that police write with the person's recorded yes, for one agency",
        {
            **everyone(LAW_ROLES, ADDRESSED, ADDRESSED),
            **everyone(SERVICE_ROLES, ADDRESSED, NOTHING),
        },
    ),
    Kind(
        "message",
        Side.SHARED,
        "A message to pass on to a person; it only ever shows delivered",
        {
            **everyone(LAW_ROLES, ADDRESSED, ADDRESSED),
            # What a provider says about a person is a disclosure, never a message.
            **everyone(SERVICE_ROLES, ADDRESSED, NOTHING),
        },
    ),
    Kind(
        "disclosure",
        Side.SHARED,
        "The copy that a survivor's release lets one agency, or one person there, read",
        {
            **everyone(LAW_ROLES, ADDRESSED, NOTHING),
            **everyone(SERVICE_ROLES, ADDRESSED, ADDRESSED),
        },
    ),
    Kind(
        "reading",
        Side.SHARED,
        "That a disclosure was read, by whom and when: the ledger of the agency that gave it",
        # Written by whoever reads the copy (referrals/policies.py), read by the giver alone.
        {**everyone(SERVICE_ROLES, OWN, NOTHING)},
    ),
    Kind(
        "operation_notice",
        Side.SHARED,
        "A heads-up to a provider before an operation: general time and need, no target and no name",
        {
            **everyone(LAW_ROLES, ADDRESSED, ADDRESSED),
            **everyone(SERVICE_ROLES, ADDRESSED, NOTHING),
        },
    ),
    Kind(
        "notice_answer",
        Side.SHARED,
        "What a provider will have ready for an operation: beds and advocates on call, no person",
        {
            **everyone(LAW_ROLES, ADDRESSED, NOTHING),
            **everyone(SERVICE_ROLES, ADDRESSED, ADDRESSED),
        },
    ),
    # ---- the law-enforcement room --------------------------------------------------------
    Kind(
        "investigation",
        Side.LAW,
        "An investigation of one agency, with victims as police know them, suspects and charges",
        {**everyone(LAW_ROLES, OWN, OWN)},
    ),
    Kind(
        "law_work",
        Side.LAW,
        "Tasks and hearings of an investigation",
        {**everyone(LAW_ROLES, OWN, OWN)},
    ),
    Kind(
        "law_grant",
        Side.LAW,
        "Who else may see an investigation, why and until when",
        # Of those who may, only its lead and a supervisor do (investigations/policies.py).
        {
            **everyone((Role.DETECTIVE, Role.LE_SUPERVISOR, Role.PROSECUTOR), OWN, OWN),
            Role.SYSTEM_VICTIM_SPECIALIST: (OWN, NOTHING),
        },
    ),
    # ---- the victim-service room -----------------------------------------------------------
    Kind(
        "client",
        Side.SERVICES,
        "A client of one provider: code name, intake, services, needs, outcomes",
        {**everyone(SERVICE_ROLES, OWN, OWN)},
    ),
    Kind(
        "client_identity",
        Side.SERVICES,
        "A client's name, contact and free text, encrypted under the client's own key",
        {**everyone(SERVICE_ROLES, OWN, OWN)},
    ),
    Kind(
        "client_note",
        Side.SERVICES,
        "Notes about a client; privileged ones are never shareable",
        {**everyone(SERVICE_ROLES, OWN, OWN)},
    ),
    Kind(
        "release",
        Side.SERVICES,
        "A release of information that a survivor signed",
        {**everyone(SERVICE_ROLES, OWN, OWN)},
    ),
    Kind(
        "provider_work",
        Side.SERVICES,
        "What a provider does with a referral, its bookmarks, tasks and hearings",
        {**everyone(SERVICE_ROLES, OWN, OWN)},
    ),
    Kind(
        "client_grant",
        Side.SERVICES,
        "Who is assigned to a client, or named for a closed one",
        {
            Role.ADVOCATE: (OWN, NOTHING),
            Role.ADVOCATE_SUPERVISOR: (OWN, OWN),
        },
    ),
    # ---- numbers -------------------------------------------------------------------------------
    Kind(
        "contribution",
        Side.SHARED,
        "One agency's own numbers for one award and period",
        {
            Role.GRANT_MANAGER: (OWN, OWN),
            Role.LE_SUPERVISOR: (OWN, OWN),
            Role.ADVOCATE_SUPERVISOR: (OWN, OWN),
            Role.AGENCY_ADMIN: (OWN, OWN),
        },
    ),
    Kind(
        "report",
        Side.SHARED,
        "The report of an award for a period, with one column an agency",
        {Role.GRANT_MANAGER: (OWN, OWN)},
    ),
    Kind(
        "totals",
        Side.SHARED,
        "Totals of an award and period for the whole task force, small counts left out",
        {
            Role.COORDINATOR: (TASK_FORCE, NOTHING),
            Role.GRANT_MANAGER: (TASK_FORCE, OWN),
            Role.LE_SUPERVISOR: (TASK_FORCE, NOTHING),
            Role.ADVOCATE_SUPERVISOR: (TASK_FORCE, NOTHING),
            Role.AGENCY_ADMIN: (TASK_FORCE, NOTHING),
        },
    ),
    # ---- what was done ---------------------------------------------------------------------------
    Kind(
        "audit_entry",
        Side.SHARED,
        "Who did what and when to records of the agency; never the content",
        {Role.AUDITOR: (OWN, NOTHING)},
    ),
    Kind(
        "job",
        Side.SHARED,
        "A job that a person asked for: its progress and outcome",
        {},
    ),
    Kind(
        "import",
        Side.SHARED,
        "A spreadsheet that an agency brought in: its rows, its errors, what it made",
        {
            Role.COORDINATOR: (OWN, OWN),
            **everyone(LAW_ROLES, OWN, OWN),
            **everyone(SERVICE_ROLES, OWN, OWN),
        },
    ),
)

# What may never go to law enforcement or prosecution, not even by release (domain.md, "To law
# enforcement never"); and what a release may name for each sector. See victims/facts.py, which
# the database repeats.
