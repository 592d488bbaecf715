"""What changes charges, decisions, dispositions and hearings: a prosecutor's office keeps them where let in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Agency
from agencies.vocabulary import Role, Sector
from audit.entries import record
from investigations import vocabulary as words
from investigations.models import (
    Charge,
    ChargingDecision,
    Disposition,
    Hearing,
    Investigation,
    InvestigationAgencyGrant,
    InvestigationPersonGrant,
    Kept,
    Statute,
    Suspect,
)
from investigations.services import change

KEPT_ELSEWHERE = "{} keeps the charges of this investigation. Ask it to write this down."


@dataclass(frozen=True)
class Reach:
    """How much of one investigation the acting person, at the agency `agency_id`, sees and changes."""

    agency_id: int
    is_ours: bool
    suspects: bool
    charges: bool
    full: bool
    keeps_charges: bool

    @property
    def adds_hearings(self) -> bool:
        """Whether the acting person writes dates in court down: the police, and who keeps the charges."""
        return self.is_ours or self.keeps_charges


def reach(hat: Hat, investigation: Investigation) -> Reach:
    """How far `hat` sees `investigation`, as the database answers it."""
    ours = hat.agency_id == investigation.owner_id
    if ours and not investigation.sealed:
        return Reach(hat.agency_id, True, True, True, True, keeper(investigation) is None)
    opened = "investigations_named" if investigation.sealed else "investigations_granted"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join([f"%s = ANY (wall.{opened}(%s::text[]))"] * 3),
            [
                value
                for kinds in (words.SEES_SUSPECTS, words.SEES_CHARGES, (words.Sharing.FULL,))
                for value in (investigation.pk, [str(kind) for kind in kinds])
            ],
        )
        suspects, charges, full = cursor.fetchone()
    keeps = charges and (keeper(investigation) is None if ours else hat.has(Role.PROSECUTOR))
    return Reach(hat.agency_id, ours, suspects, charges, full, keeps)


def keeper(investigation: Investigation) -> Agency | None:
    """The prosecutor's office that was let in to the charges, if any; asked by the investigation's own people."""
    kinds = {"content_object": investigation, "permission__codename__in": words.SEES_CHARGES}
    groups = [
        grant.group_id for grant in InvestigationAgencyGrant.objects.filter(ended_at=None, **kinds) if grant.is_live
    ]
    agencies = [
        grant.agency_id for grant in InvestigationPersonGrant.objects.filter(ended_at=None, **kinds) if grant.is_live
    ]
    offices = Agency.objects.filter(sector=Sector.PROSECUTION).exclude(pk=investigation.owner_id)
    return (offices.filter(group_id__in=groups) | offices.filter(pk__in=agencies)).first()


def check_keeps(by: Hat, investigation: Investigation) -> None:
    """Raise Refused unless the acting agency keeps the charges of this investigation."""
    if reach(by, investigation).keeps_charges:
        return
    if by.agency_id == investigation.owner_id:
        raise Refused(KEPT_ELSEWHERE.format(keeper(investigation)))
    raise Refused("Only a prosecutor who was given the charges of this investigation keeps them.")


def check_own(by: Hat, row: Kept) -> None:
    """Raise Refused when another agency wrote this row."""
    if row.owner_id != by.agency_id:
        raise Refused(KEPT_ELSEWHERE.format(row.owner))


@transaction.atomic
def file_charge(*, by: Hat, suspect: Suspect, why_no_trafficking: str = "", **facts: Any) -> Charge:
    """A charge against a suspect; why it is none of trafficking is kept with the decision about them."""
    check_keeps(by, suspect.investigation)
    made = Charge.part_of(suspect.investigation, by, suspect=suspect, **facts)
    record(by=by, verb="charge", of=made)
    if why_no_trafficking:
        decide(
            by=by,
            suspect=suspect,
            decision=words.Decision.ACCEPTED,
            level=made.level,
            on=made.filed_on,
            why_no_trafficking=why_no_trafficking,
        )
    return made


@transaction.atomic
def change_charge(*, by: Hat, charge: Charge, expected: int | None = None, **facts: Any) -> Charge:
    """Correct a charge that the acting agency keeps."""
    check_own(by, charge)
    return change(charge, by=by, expected=expected, **facts)


@transaction.atomic
def decide(*, by: Hat, suspect: Suspect, expected: int | None = None, **facts: Any) -> ChargingDecision:
    """What was decided about a defendant: one decision an agency and defendant, taken anew in its history."""
    check_keeps(by, suspect.investigation)
    if facts.get("decision") in (words.Decision.DECLINED, words.Decision.RETURNED) and not facts.get("why_declined"):
        raise Refused("Say why it was declined or returned.", "why_declined")
    held = ChargingDecision.objects.filter(suspect=suspect, owner_id=by.agency_id).first()
    if held:
        return change(held, by=by, expected=expected, verb="decided", **facts)
    facts.setdefault("survivor_asked", words.YesNo.NOT_ASKED)
    made = ChargingDecision.part_of(suspect.investigation, by, suspect=suspect, **facts)
    record(by=by, verb="decided", of=made)
    return made


def _check_disposition(
    outcome: str, conviction_statute: Statute | None, ordered: Decimal | None, collected: Decimal | None
) -> None:
    """Raise Refused when the parts of a disposition do not go together."""
    convicts = outcome in words.CONVICTIONS
    if convicts and conviction_statute is None:
        raise Refused("Say which statute the conviction is under.", "conviction_statute")
    if not convicts and conviction_statute is not None:
        raise Refused(
            "Only a conviction names its statute. Clear this, or choose a guilty outcome.", "conviction_statute"
        )
    if collected and (not ordered or collected > ordered):
        raise Refused("More restitution is collected than was ordered.", "restitution_collected")


@transaction.atomic
def dispose(*, by: Hat, charge: Charge, expected: int | None = None, **facts: Any) -> Disposition:
    """How a charge ended; a second time corrects the first."""
    check_own(by, charge)
    _check_disposition(
        facts["outcome"],
        facts.get("conviction_statute"),
        facts.get("restitution_ordered"),
        facts.get("restitution_collected"),
    )
    held = Disposition.objects.filter(charge=charge).first()
    if held:
        return change(held, by=by, expected=expected, **facts)
    made = Disposition.part_of(
        charge.investigation, by, charge=charge, suspect_id=charge.suspect_id, level=charge.level, **facts
    )
    record(by=by, verb="disposition", of=made)
    return made


@transaction.atomic
def add_hearing(*, by: Hat, investigation: Investigation, **facts: Any) -> Hearing:
    """A date in court, by the police or by the prosecutor's office that was given the charges."""
    if not reach(by, investigation).adds_hearings:
        raise Refused("Only a prosecutor who was given the charges of this investigation writes down its hearings.")
    made = Hearing.part_of(investigation, by, **facts)
    record(by=by, verb="added", of=made)
    return made


@transaction.atomic
def change_hearing(*, by: Hat, hearing: Hearing, expected: int | None = None, **facts: Any) -> Hearing:
    """Move a hearing of the acting agency's, or correct it."""
    return change(hearing, by=by, expected=expected, **facts)


@transaction.atomic
def cancel_hearing(*, by: Hat, hearing: Hearing) -> Hearing:
    """A hearing that does not take place."""
    return change(hearing, by=by, verb="cancelled", cancelled_at=timezone.now())


@transaction.atomic
def add_statute(*, by: Hat, **facts: Any) -> Statute:
    """A statute of the task force's state, with the class that reports count by."""
    if by.task_force is None:
        raise Refused("Your membership names no task force yet. Your agency's administrator adds one.")
    if Statute.objects.filter(task_force=by.task_force, citation__iexact=facts["citation"]).exists():
        raise Refused("The table has this citation already. Change that one.", "citation")
    made = Statute.objects.create(task_force=by.task_force, **facts)
    record(by=by, verb="added", of=made)
    return made


@transaction.atomic
def change_statute(*, by: Hat, statute: Statute, **facts: Any) -> Statute:
    """Correct a statute of the own task force's table, or take it out of use."""
    same = Statute.objects.filter(task_force_id=statute.task_force_id, citation__iexact=facts["citation"])
    if same.exclude(pk=statute.pk).exists():
        raise Refused("The table has this citation already. Change that one.", "citation")
    if Statute.objects.filter(pk=statute.pk).update(**facts) != 1:
        raise Refused("Only the coordinator or a supervisor of this task force changes its table.")
    record(by=by, verb="changed", of=statute, detail={"fields": sorted(facts)})
    return statute
