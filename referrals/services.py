"""What one agency does towards another: ask, answer, refer, receive, pass on, disclose, take back.

What the recipient does is written down in the recipient's own audit, never in the sender's: a
sender that could count how often its referral was opened would know what became of the person.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Agency, Person, TaskForce
from agencies.vocabulary import Sector
from audit.entries import record
from referrals.models import (
    Answer,
    Disclosure,
    Message,
    Reading,
    Receipt,
    Referral,
    ReferralPaper,
    ServiceRequest,
)
from referrals.vocabulary import RECEIVE_WITHIN, Urgency


def others(by: Hat, *sectors: Sector) -> QuerySet[Agency]:
    """The agencies that share a task force with the acting one, of `sectors` where given."""
    found = Agency.objects.of(by.task_force_ids).exclude(pk=by.agency_id)
    return found.filter(sector__in=sectors) if sectors else found


def shared_task_force(by: Hat, other: Agency) -> TaskForce:
    """The first task force that both agencies work in. Raises Refused when there is none."""
    found = (
        TaskForce.objects.filter(pk__in=by.task_force_ids, participations__agency=other)
        .order_by("name", "pk")
        .distinct()
        .first()
    )
    if found is None:
        raise Refused("This agency is in none of your task forces. Choose another.", "recipient")
    return found


@transaction.atomic
def send_requests(
    *, by: Hat, recipients: Iterable[Agency], urgency: str, pk: uuid.UUID | None = None, **facts: Any
) -> list[ServiceRequest]:
    """A request without a person, one to each of `recipients`; none learns of the others. Raises Refused.

    `pk` is the first one's identifier.
    """
    made: list[ServiceRequest] = []
    for recipient in recipients:
        request = ServiceRequest.new(
            by,
            pk=uuid.uuid4() if made or pk is None else pk,
            recipient=recipient,
            task_force=shared_task_force(by, recipient),
            urgency=urgency,
            answer_by=timezone.now() + RECEIVE_WITHIN[Urgency(urgency)],
            **facts,
        )
        record(by=by, verb="asked", of=request)
        made.append(request)
    if not made:
        raise Refused("Choose at least one agency to ask.", "recipients")
    return made


@transaction.atomic
def answer(*, by: Hat, request: ServiceRequest, said: str, reason: str = "", **facts: Any) -> Answer:
    """Answer a request openly; a later answer replaces an earlier one. Raises Refused."""
    if request.recipient_id != by.agency_id:
        raise Refused("Only the agency that was asked can answer.")
    if said != "yes" and not reason.strip():
        raise Refused("Say why not, or what is possible, so that they know where to go next.", "reason")
    made = Answer.new(by, recipient_id=request.owner_id, request=request, said=said, reason=reason.strip(), **facts)
    record(by=by, verb="answered", of=made)
    return made


@transaction.atomic
def open_envelope(*, by: Hat, recipient: Agency, urgency: str, **facts: Any) -> Referral:
    """A referral's envelope: it closes by the task force's clock, whatever happens. Raises Refused."""
    task_force = shared_task_force(by, recipient)
    now = timezone.now()
    made = Referral.new(
        by,
        recipient=recipient,
        task_force=task_force,
        urgency=urgency,
        made_at=now,
        receive_by=now + RECEIVE_WITHIN[Urgency(urgency)],
        closes_at=now + dt.timedelta(days=task_force.referral_days),
        **facts,
    )
    record(by=by, verb="referred", of=made)
    return made


@transaction.atomic
def refer_person(*, by: Hat, recipient: Agency, urgency: str, pk: uuid.UUID | None = None, **person: Any) -> Referral:
    """Police or prosecution refer a person by name, with that person's recorded yes. Raises Refused."""
    referral = open_envelope(by=by, recipient=recipient, urgency=urgency, pk=pk or uuid.uuid4())
    add_person(by=by, referral=referral, **person)
    return referral


@transaction.atomic
def add_person(*, by: Hat, referral: Referral, said_yes: bool, **person: Any) -> ReferralPaper:
    """Name one more person on an open referral of one's own, with their recorded yes. Raises Refused."""
    if not said_yes:
        raise Refused(
            "Without their yes no name goes out. Ask for services without a name instead: "
            "“Ask for services” needs no yes.",
            "said_yes",
        )
    if person.get("minor") == "yes" and person.get("yes_from") == "person":
        raise Refused("For a minor, say who gave the yes beside or instead of a parent.", "yes_from")
    if referral.owner_id != by.agency_id or referral.is_closed:
        raise Refused("This referral is closed. Send a new one.")
    made = ReferralPaper.new(by, recipient_id=referral.recipient_id, referral=referral, **person)
    record(by=by, verb="named a person", of=referral)
    return made


@transaction.atomic
def withdraw(*, by: Hat, paper: ReferralPaper) -> None:
    """Take a person's paper back, because they took back their yes: its key is destroyed, nobody reads it again."""
    ReferralPaper.objects.change(paper, withdrawn_at=timezone.now(), wrapped=b"")
    record(by=by, verb="took a paper back", of=paper)


@transaction.atomic
def receive(*, by: Hat, referral: Referral) -> None:
    """Tell the sender that a referral arrived; a second time changes nothing. Raises Refused."""
    if referral.recipient_id != by.agency_id:
        raise Refused("Only the agency that it was sent to can receive it.")
    if referral.is_closed:
        raise Refused("Its time is over, so it can't be marked as received any more. You can still work with it.")
    if Receipt.objects.filter(referral=referral).exists():
        return
    Receipt(owner_id=by.agency_id, recipient_id=referral.owner_id, referral=referral).save(force_insert=True)
    record(by=by, verb="received", of=referral, owner_id=by.agency_id)


@transaction.atomic
def send_message(*, by: Hat, recipient: Agency, for_whom: str, text: str, **facts: Any) -> Message:
    """Ask a provider to pass something on; it only ever shows delivered. Raises Refused."""
    shared_task_force(by, recipient)
    made = Message.new(by, recipient=recipient, for_whom=for_whom, text=text, **facts)
    record(by=by, verb="sent", of=made)
    return made


@transaction.atomic
def disclose(
    *,
    by: Hat,
    pk: uuid.UUID,
    recipient: Agency,
    person: Person | None,
    purpose: str,
    basis: str,
    facts: list[dict[str, str]],
    ends_at: dt.datetime,
    referral: Referral | None = None,
) -> Disclosure:
    """Give a copy of `facts`. Its identifier is the caller's, whose own link to the client comes first."""
    made = Disclosure.new(
        by,
        pk=pk,
        recipient=recipient,
        recipient_person=person,
        purpose=purpose,
        basis=basis,
        facts=facts,
        ends_at=ends_at,
        referral=referral,
    )
    record(by=by, verb="disclosed", of=made, detail={"kinds": [fact["kind"] for fact in facts]})
    return made


@transaction.atomic
def close_copies(*, by: Hat, copies: QuerySet[Disclosure]) -> int:
    """Close copies for their readers at once; says how many were open."""
    closed = 0
    for copy in copies.filter(revoked_at=None):
        Disclosure.objects.change(copy, revoked_at=timezone.now())
        record(by=by, verb="revoked", of=copy)
        closed += 1
    return closed


@transaction.atomic
def read(*, by: Hat, disclosure: Disclosure, way: str = Reading.Way.PAGE) -> None:
    """Write in the giver's ledger that `by`, of the agency that it was given to, has read the copy, and how."""
    if disclosure.recipient_id != by.agency_id:
        return
    Reading(owner_id=disclosure.owner_id, made_by_id=by.person_id, disclosure=disclosure, way=way).save(
        force_insert=True
    )
    record(by=by, verb="read", of=disclosure, detail={"way": str(way)})
