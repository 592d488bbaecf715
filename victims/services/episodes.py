"""A client's time under an award: first service, exit with outcomes, coming back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Award
from audit.entries import record
from victims.models import Client, Enrollment
from victims.services.ages import settle_ages
from victims.services.checks import check_award, check_day, checked
from victims.vocabulary import Status


@transaction.atomic
def enroll(
    *,
    by: Hat,
    client: Client,
    award: Award,
    opened_on: dt.date | None = None,
    first_served_on: dt.date | None = None,
) -> Enrollment:
    """An episode of `client` under `award`; `first_served_on` may lie years back. Raises Refused."""
    opened_on = opened_on or timezone.localdate()
    check_award(by, award)
    check_day(opened_on, "opened_on")
    if first_served_on:
        check_day(first_served_on, "first_served_on")
    earlier = list(Enrollment.objects.filter(client=client, award=award))
    if any(episode.exited_on is None for episode in earlier):
        raise Refused("This client is already enrolled under this award.", "award")
    first = min((day for day in (first_served_on, *(each.first_served_on for each in earlier)) if day), default=None)
    made = Enrollment.new(
        by, client=client, award=award, opened_on=opened_on, first_served_on=first, reentry=bool(earlier)
    )
    sections = [*client.asked_sections, *(["award"] if "award" not in client.asked_sections else [])]
    Client.objects.change(client, status=Status.OPEN, asked_sections=sections)
    settle_ages(client)
    record(by=by, verb="reentered" if made.reentry else "enrolled", of=client)
    return made


@transaction.atomic
def correct_first_service(
    *, by: Hat, episode: Enrollment, first_served_on: dt.date, expected: int | None = None
) -> Enrollment:
    """Say when the client was first served under this award, for every episode of it. Raises Refused, Stale."""
    check_day(first_served_on, "first_served_on")
    Enrollment.objects.change(episode, expected=expected, first_served_on=first_served_on)
    for other in Enrollment.objects.filter(client=episode.client, award=episode.award).exclude(pk=episode.pk):
        Enrollment.objects.change(other, first_served_on=first_served_on)
    settle_ages(episode.client)
    record(by=by, verb="corrected first service", of=episode.client)
    return episode


@transaction.atomic
def exit_client(
    *, by: Hat, client: Client, on: dt.date, reason: str, housing: str = "unknown", income: str = "unknown"
) -> Client:
    """End every open episode with its outcomes, and close the client. Raises Refused."""
    check_day(on, "on")
    facts = checked(Enrollment, {"exit_reason": reason, "exit_housing": housing, "exit_income": income})
    if not client.is_open:
        raise Refused("This client has already exited.")
    for episode in Enrollment.objects.filter(client=client).open():
        if on < episode.opened_on:
            raise Refused("The exit lies before the client was enrolled. Check the date.", "on")
        Enrollment.objects.change(episode, exited_on=on, **facts)
    Client.objects.change(client, status=Status.CLOSED)
    record(by=by, verb="exited", of=client)
    return client


@transaction.atomic
def reenter(*, by: Hat, client: Client, award: Award, on: dt.date | None = None) -> Enrollment:
    """The client is back: a new episode, not a new client under the same award. Raises Refused."""
    if client.is_open:
        raise Refused("This client is open already.")
    if client.is_forgotten:
        raise Refused("This client was forgotten for good. Open a new client.")
    return enroll(by=by, client=client, award=award, opened_on=on)
