"""Who works at an agency: invited, given roles, ended, let back in, by its own administrator."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from accounts.models import User
from accounts.services import end_sessions
from agencies.models import Invitation, Membership, Person, Recovery
from agencies.vocabulary import Role
from audit.entries import record
from office import letters
from office.asking import ask
from office.links import digest, new_secret

INVITATION_RUNS = dt.timedelta(days=7)


@transaction.atomic
def invite(
    *,
    by: Hat,
    email: str,
    name: str,
    roles: list[str],
    task_forces: list[int],
    agency_id: int | None = None,
    pk: uuid.UUID | None = None,
) -> tuple[Invitation, str]:
    """Offer a seat at `agency_id` (the acting agency unless given); gives the link's secret, this once.

    An earlier invitation of the same address ends. Raises Refused when the address is a member's.
    """
    agency_id, email = agency_id or by.agency_id, email.strip().lower()
    _refuse_member(email, agency_id)
    Invitation.objects.filter(agency_id=agency_id, email=email, taken_at=None, ends_at__gt=Now()).update(ends_at=Now())
    secret = new_secret()
    invitation = Invitation(
        id=pk or uuid.uuid4(),
        agency_id=agency_id,
        email=email,
        name=name,
        roles=roles,
        task_forces=task_forces,
        token_digest=digest(secret),
        made_by_id=by.person_id,
        ends_at=timezone.now() + INVITATION_RUNS,
    )
    invitation.save(force_insert=True)
    record(by=by, verb="invited", of=invitation, owner_id=agency_id, detail={"roles": roles})
    letters.invite(email=email, secret=secret)
    return invitation, secret


def _refuse_member(email: str, agency_id: int) -> None:
    user_id = User.objects.filter(email=email).values_list("pk", flat=True).first()
    member = Membership.objects.live().filter(person_id=user_id, agency_id=agency_id, ended_at=None)
    if user_id and member.exists():
        raise Refused("This address is a member's already. Change their roles instead.", "email")


@transaction.atomic
def withdraw(*, by: Hat, invitation: Invitation) -> None:
    """End an invitation that was not taken; its link is void at once."""
    if not Invitation.objects.filter(pk=invitation.pk, taken_at=None).update(ends_at=Now()):
        raise Refused("It was taken already. End the membership instead.")
    record(by=by, verb="withdrew", of=invitation, owner_id=invitation.agency_id)


@transaction.atomic
def change_seat(
    *, by: Hat, membership: Membership, roles: list[str], task_forces: list[int], until_on: dt.date | None
) -> Membership:
    """Give other roles, task forces or a last day; raises Refused for the agency's last administrator."""
    if Role.AGENCY_ADMIN not in roles or until_on is not None:
        _refuse_last_administrator(membership)
    if until_on is not None and until_on < membership.from_on:
        raise Refused("The last day is before the first.", "until_on")
    _update(membership, roles=roles, task_forces=task_forces, until_on=until_on)
    record(by=by, verb="changed the seat", of=membership, owner_id=membership.agency_id, detail={"roles": roles})
    return membership


@transaction.atomic
def end_membership(*, by: Hat, membership: Membership) -> None:
    """End it this moment, and every session of the person's; raises Refused for the last administrator."""
    _refuse_last_administrator(membership)
    today = timezone.localdate()
    _update(membership, until_on=max(today, membership.from_on), ended_at=timezone.now())
    record(by=by, verb="ended", of=membership, owner_id=membership.agency_id)
    transaction.on_commit(lambda: end_sessions(user_id=membership.person_id))


def _update(membership: Membership, **fields: object) -> None:
    """By queryset, with the count checked: `save()` under a policy may insert."""
    if Membership.objects.filter(pk=membership.pk).update(**fields) != 1:
        raise Refused("Only an administrator of the person's own agency changes this.")
    for name, value in fields.items():
        setattr(membership, name, value)


def _refuse_last_administrator(membership: Membership) -> None:
    """An agency without an administrator could never let anybody in again."""
    others = (
        Membership.objects.live()
        .filter(agency_id=membership.agency_id, ended_at=None, roles__contains=[Role.AGENCY_ADMIN], until_on=None)
        .exclude(pk=membership.pk)
    )
    if Role.AGENCY_ADMIN in membership.roles and not others.exists():
        raise Refused("This is the agency's only administrator. Make somebody else one first.")


@transaction.atomic
def approve_recovery(*, by: Hat, recovery: Recovery) -> None:
    """Let somebody else back in: the link in their own mailbox opens now."""
    ask("approve_recovery", recovery.pk)
    record(by=by, verb="approved", of=recovery)


@transaction.atomic
def change_own_name(*, by: Hat, name: str, title: str) -> Person:
    """How I am called here."""
    Person.objects.filter(pk=by.person_id).update(name=name, title=title)
    record(by=by, verb="changed own name", of=by.person)
    return by.person
