"""Who may see what, once more: a naive, slow model in plain Python, written from the design and not from the code.

It was written from `docs/wall.md`'s source, the design page "The wall", and from "The field, in one read"; the
sentence that a rule comes from is quoted above it. It imports nothing of the product, so that a mistake there
can't be repeated here: even the names of roles and sectors are written out. `tests/wall/test_whole.py` plays
with both worlds at once and compares them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

LAW_ROLES = {"detective", "le_supervisor", "prosecutor", "system_victim_specialist"}
SERVICE_ROLES = {"advocate", "advocate_supervisor"}
ANYWHERE = {"coordinator", "grant_manager", "agency_admin", "auditor", "site_admin"}
# "Sight follows the employer, not the title": police have no advocates, providers no detectives.
ROLES_AT = {
    "law_enforcement": {"detective", "le_supervisor", "system_victim_specialist"} | ANYWHERE,
    "prosecution": {"prosecutor", "le_supervisor", "system_victim_specialist"} | ANYWHERE,
    "victim_services": SERVICE_ROLES | ANYWHERE,
    "coordination": ANYWHERE,
    "government": ANYWHERE,
    "community": ANYWHERE,
}
# "Investigations shared by dated grants with a reason and a kind": each opens what it says and what is before it.
OPENS = {
    "see_summary": {"summary"},
    "see_suspects": {"summary", "suspects"},
    "see_charges": {"summary", "suspects", "charges"},
    "see_full": {"summary", "suspects", "charges", "full"},
}


@dataclass(eq=False)
class Dated:
    """Something that holds from a day to a day, both included, unless it was ended on the spot."""

    from_on: dt.date
    until_on: dt.date | None = None
    ended: bool = False

    def live(self, today: dt.date) -> bool:
        """Whether it holds today."""
        return not self.ended and self.from_on <= today and (self.until_on is None or today <= self.until_on)


@dataclass(eq=False)
class Agency:
    """An employer; a provider may limit sight to those who are assigned."""

    id: int
    sector: str
    assigned_only: bool = False


@dataclass(eq=False, kw_only=True)
class Participation(Dated):
    """An agency in a task force; it counts once the agency and both leads have agreed."""

    force: int
    agency: Agency
    coordinates: bool = False
    agreed: bool = True


@dataclass(eq=False, kw_only=True)
class Membership(Dated):
    """A person at an agency, in roles, on task forces."""

    person: int
    agency: Agency
    roles: set[str]
    forces: set[int]


@dataclass(frozen=True)
class Hat:
    """Where a person acts: for one agency, as its member or as its coordinator."""

    person: int
    agency: int
    part: str = "member"


@dataclass(eq=False, kw_only=True)
class Thing:
    """A record: of which model, whose, and what the rules ask besides."""

    model: str
    owner: Agency
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(eq=False, kw_only=True)
class Case(Thing):
    """The shared shell, with the agencies brought in."""

    force: int
    law_lead: Agency
    parts: list[tuple[Agency, Dated]] = field(default_factory=list)


@dataclass(eq=False, kw_only=True)
class OfTaskForce(Thing):
    """A lead or an activity."""

    force: int


@dataclass(eq=False, kw_only=True)
class Alone(Thing):
    """A provider's own row about nobody in particular."""


@dataclass(eq=False, kw_only=True)
class Addressed(Thing):
    """What one agency sent another; a paper may have been taken back."""

    recipient: Agency
    taken_back: bool = False


@dataclass(eq=False, kw_only=True)
class Disclosure(Addressed):
    """The copy, for an agency or one person there, until a day or until it is revoked."""

    client: Client
    person: int | None
    last_day: dt.date
    revoked: bool = False


@dataclass(eq=False, kw_only=True)
class Investigation(Thing):
    """What one law-enforcement agency works."""

    lead: int
    force: int
    sealed: bool = False
    grants: list[LawGrant] = field(default_factory=list, repr=False)


@dataclass(eq=False, kw_only=True)
class LawGrant(Thing):
    """A dated grant to an agency, or to one person acting for it."""

    investigation: Investigation
    agency: Agency
    person: int | None
    kind: str
    dates: Dated


@dataclass(eq=False, kw_only=True)
class Client(Thing):
    """A survivor as one provider knows them."""

    closed: bool = False
    grants: list[ClientGrant] = field(default_factory=list, repr=False)


@dataclass(eq=False, kw_only=True)
class ClientGrant(Thing):
    """That a person is assigned to a client, or named for it."""

    client: Client
    person: int
    named: bool
    dates: Dated


@dataclass(eq=False, kw_only=True)
class Piece(Thing):
    """A row that hangs on another: as visible as it, and for an investigation only with `needs`."""

    of: Any
    needs: str = "full"


@dataclass
class World:
    """Everything there is, and what day it is."""

    today: dt.date
    inactive: set[int] = field(default_factory=set)
    agencies: dict[int, Agency] = field(default_factory=dict)
    participations: list[Participation] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)

    def of(self, model: str) -> list[Any]:
        """The things of a model."""
        return [thing for thing in self.things if thing.model == model]


@dataclass(frozen=True)
class Me:
    """Who a hat makes of a person today."""

    person: int
    agency: Agency
    roles: frozenset[str]
    forces: frozenset[int]
    senders: frozenset[int]  # agencies, by id

    @property
    def coordinates(self) -> bool:
        return "coordinator" in self.roles

    @property
    def law(self) -> bool:
        """Police or prosecution."""
        return bool(self.roles & LAW_ROLES)

    @property
    def serves(self) -> bool:
        """Victim services."""
        return bool(self.roles & SERVICE_ROLES)


def who(world: World, hat: Hat, today: dt.date) -> Me:
    """What this hat holds today."""
    agency = world.agencies[hat.agency]
    # "ended membership ends all access at once"; issue 9: "deactivated accounts close everything at once".
    held = [
        each
        for each in world.memberships
        if each.person == hat.person
        and each.agency is agency
        and each.live(today)
        and hat.person not in world.inactive
    ]
    # "Sight follows the employer, not the title"; "Roles at one employer combine."
    roles = {role for each in held for role in each.roles} & ROLES_AT[agency.sector]
    # "A coordinator, whoever employs them, acts as coordinator"; "the coordinator's is one [hat] by itself".
    roles = roles & {"coordinator"} if hat.part == "coordinator" else roles - {"coordinator"}
    worn = [each for each in held if each.roles & roles]
    # "An agency joins a task force when the coordinator invites it, its own administrator accepts and an
    # administrator of each side's lead agency agrees"; a person works "on given task forces".
    forces = {
        each.force
        for each in world.participations
        if each.agency is agency
        and each.agreed
        and each.live(today)
        and (each.coordinates or hat.part != "coordinator")
        and any(each.force in membership.forces for membership in worn)
    }
    # A coordinator is one of task forces ("cases of their task forces"): without any, the hat holds nothing.
    if hat.part == "coordinator" and not forces:
        roles = set()
    # Issue 9: "ended task-force memberships ... close everything at once": who left reads no more what the others
    # sent; a sender who left takes nothing away from who is still there.
    senders = {
        each.agency.id
        for each in world.participations
        if each.force in forces and each.agreed and each.from_on <= today
    }
    return Me(hat.person, agency, frozenset(roles), frozenset(forces), frozenset(senders))


def sees(world: World, hat: Hat | None, thing: Thing, today: dt.date) -> bool:
    """Whether `hat` may see `thing` today."""
    if hat is None:  # "A person without context sees no row at all."
        return False
    return may_see(who(world, hat, today), thing, today)


def may_see(me: Me, thing: Thing, today: dt.date) -> bool:
    """The rules, a few lines a kind; "superuser, site administrator and coordinator pass through the same wall"."""
    match thing:
        case Case():
            return sees_case(me, thing, today)
        case OfTaskForce(model="cases.Lead"):
            # "Each row ... belongs to one agency"; the coordinator acts "with sight of shared rows".
            return thing.force in me.forces if me.coordinates else (me.law or me.serves) and thing.owner is me.agency
        case OfTaskForce():
            # "Shared rows (cases, referrals' envelopes, meetings, trainings)": what the task force did together.
            roles = me.coordinates or me.law or me.serves or "grant_manager" in me.roles
            return roles and thing.force in me.forces
        case Disclosure():
            return reads_copy(me, thing, today) or gave_copy(me, thing, today)
        case Addressed():
            return sees_sent(me, thing)
        case Investigation():
            return "summary" in opened(me, thing, today)
        case LawGrant():
            return sees_law_grant(me, thing, today)
        case Client():
            return sees_client(me, thing, today)
        case Alone():
            return me.serves and thing.owner is me.agency
        case ClientGrant():
            # "They lie under policies too, so that whatever asks guardian sees only live grants of its own", and who
            # sees the client sees who else does.
            return sees_client(me, thing.client, today)
        case Piece(of=Disclosure()):
            # "The survivor's ledger is the list of these copies and their readings": the giver's alone.
            return gave_copy(me, thing.of, today)
        case Piece(of=Addressed()):
            # An answer is one more thing that was sent: back to whom it answers.
            back = Addressed(model=thing.model, id=thing.id, owner=thing.owner, recipient=thing.of.owner)
            return sees_sent(me, back)
        case Piece(of=Investigation()):
            # What a prosecutor's office keeps of charges is "seen by their own agency"; sealing closes that as well.
            own = me.law and thing.owner is me.agency and not thing.of.sealed
            return own or thing.needs in opened(me, thing.of, today)
        case Piece():
            # "RESTRICTIVE, on the child tables as on the parent:
            # a note of a closed client is as closed as the client."
            return may_see(me, thing.of, today)
    raise AssertionError(f"no rule for {thing}")


def sees_case(me: Me, case: Case, today: dt.date) -> bool:
    """Cases of one's task forces; for police and prosecution those that their agency takes part in."""
    if case.force not in me.forces:
        return False
    # "Every provider of a task force takes part in every case of it, always, so that taking part tells nothing."
    if me.coordinates or me.serves:
        return True
    taking_part = case.law_lead is me.agency or any(a is me.agency and d.live(today) for a, d in case.parts)
    return me.law and taking_part


def sees_sent(me: Me, thing: Addressed) -> bool:
    """What one agency chose to tell another is between the two."""
    # "A referral's envelope knows sent, received, closed"; "What police write on a referral about a person is a
    # paper addressed to one agency". Only requests without a person are the coordinator's too, of their own agency.
    roles = me.law or me.serves or (me.coordinates and thing.model in ("referrals.ServiceRequest", "referrals.Answer"))
    # A paper is "addressed to one agency, like a disclosure": taken back, it closes for its reader.
    received = thing.recipient is me.agency and thing.owner.id in me.senders and not thing.taken_back
    return roles and (thing.owner is me.agency or received)


def reads_copy(me: Me, copy: Disclosure, today: dt.date) -> bool:
    """ "Addressed to one agency (or one person there), with a purpose and an end ... revoking or expiry closes it" """
    mine = copy.recipient is me.agency and copy.person in (None, me.person) and (me.law or me.serves)
    mine = mine and copy.owner.id in me.senders
    return mine and not copy.revoked and today <= copy.last_day


def gave_copy(me: Me, copy: Disclosure, today: dt.date) -> bool:
    """The giver keeps what was disclosed, behind the same door as its client."""
    return copy.owner is me.agency and sees_client(me, copy.client, today)


def sees_client(me: Me, client: Client, today: dt.date) -> bool:
    """ "Rows of the victim-service side are seen by their own agency alone, always." """
    if not me.serves or client.owner is not me.agency:
        return False
    mine = [grant for grant in client.grants if grant.person == me.person and grant.dates.live(today)]
    # "client closed to named people" is a block, whatever else opens it.
    if client.closed:
        return any(grant.named for grant in mine)
    # "assigned": where the agency limits sight so, an advocate sees their own, a supervisor everyone's.
    return not client.owner.assigned_only or "advocate_supervisor" in me.roles or bool(mine)


def opened(me: Me, investigation: Investigation, today: dt.date) -> set[str]:
    """How much of an investigation is open: by "their own agency, and others through dated object permissions"."""
    everything = OPENS["see_full"]
    if not me.law:
        return set()
    # "a sealed investigation by named people only": its lead is one of them, an agency is none.
    if investigation.owner is me.agency and (not investigation.sealed or investigation.lead == me.person):
        return everything
    granted = [
        OPENS[grant.kind]
        for grant in investigation.grants
        if grant.agency is me.agency
        and grant.dates.live(today)
        and (grant.person == me.person or (grant.person is None and not investigation.sealed))
        and (investigation.owner is me.agency or investigation.force in me.forces)
    ]
    return set().union(*granted)


def sees_law_grant(me: Me, grant: LawGrant, today: dt.date) -> bool:
    """Who sees an investigation is its own agency's to know, and each grant its receiver's while it is live."""
    if grant.owner is me.agency:
        return "summary" in opened(me, grant.investigation, today)
    mine = grant.agency is me.agency and grant.person in (None, me.person)
    blocked = grant.person is None and grant.investigation.sealed
    left = grant.investigation.owner is not me.agency and grant.investigation.force not in me.forces
    return me.law and mine and grant.dates.live(today) and not blocked and not left
