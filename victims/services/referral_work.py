"""What a provider does with what it was sent: all of it its own record, none of it on the referral."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Agency
from agencies.vocabulary import Level, Sector
from audit.entries import record
from referrals.models import Message, Referral, ReferralPaper
from victims.models import Client, ReferralLink, ReferralStep
from victims.services.clients import open_client
from victims.services.work import general_key

GROWN = {"yes": "minor", "no": "adult"}


@transaction.atomic
def open_from_paper(*, by: Hat, paper: ReferralPaper) -> Client:
    """Open a client from a person whom police named; what they wrote comes along. Raises Refused."""
    if ReferralLink.objects.filter(paper=paper, direction=ReferralLink.Direction.RECEIVED).exists():
        raise Refused("This person has been opened as a client, or matched with one, already.")
    answers = {"referral_source": source(paper.owner)} | _known(paper)
    client = open_client(by=by, answers=answers, identity={"name": paper.name, "safe_contact": paper.safe_contact})
    _linked(by, paper, client)
    return client


def source(sender: Agency) -> str:
    """Who first referred the client, as intake asks it (measure B-18)."""
    if sender.sector == Sector.PROSECUTION:
        return "prosecutor"
    by_level = {Level.STATE: "state_police", Level.FEDERAL: "other_federal"}
    return by_level.get(Level(sender.level), "local_police")


def _known(paper: ReferralPaper) -> dict[str, str]:
    answers = {"language": paper.languages[0]} if len(paper.languages) == 1 and paper.languages != ["other"] else {}
    return answers | ({"grown": GROWN[paper.minor]} if paper.minor in GROWN else {})


@transaction.atomic
def match_paper(*, by: Hat, paper: ReferralPaper, client: Client) -> None:
    """Note that a person whom police named is a client already. Raises Refused."""
    if ReferralLink.objects.filter(paper=paper, client=client).exists():
        raise Refused("This is noted already.", "client")
    _linked(by, paper, client)


def _linked(by: Hat, paper: ReferralPaper, client: Client) -> None:
    ReferralLink.new(
        by, client=client, referral_id=paper.referral_id, paper=paper, direction=ReferralLink.Direction.RECEIVED
    )
    record(by=by, verb="came by referral", of=client)


@transaction.atomic
def take_step(
    *,
    by: Hat,
    step: str,
    on: dt.date,
    note: str = "",
    referral: Referral | None = None,
    paper: ReferralPaper | None = None,
    message: Message | None = None,
    pk: uuid.UUID | None = None,
) -> ReferralStep:
    """Write down what was done, for the provider alone. Raises Refused."""
    if on > timezone.localdate():
        raise Refused("This day is still to come.", "on")
    link = ReferralLink.objects.filter(paper=paper).select_related("client").first() if paper else None
    if link is None:
        general_key(by)
    made = ReferralStep.new(
        by,
        pk=pk,
        referral=referral,
        paper=paper,
        message=message,
        client=link.client if link else None,
        step=step,
        on=on,
        note=note.strip(),
    )
    record(by=by, verb="took a step", of=made)
    return made
