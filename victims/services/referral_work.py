"""What a provider does with what it was sent: all of it its own record, none of it on the referral."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Agency
from agencies.vocabulary import Level, Sector
from audit.entries import record
from referrals.models import Disclosure, Message, Referral, ReferralPaper
from referrals.services import read
from victims.models import Client, ReferralLink, ReferralStep
from victims.services.clients import open_client
from victims.services.work import general_key

GROWN = {"yes": "minor", "no": "adult"}
COPIED = {"called": "other_names", "safe_contact": "safe_contact"}  # a copy's kinds, and where intake keeps them


@transaction.atomic
def open_from_paper(*, by: Hat, paper: ReferralPaper) -> Client:
    """Open a client from a person whom police named; what they wrote comes along. Raises Refused."""
    _check_not_opened(paper.referral_id, paper)
    answers = {"referral_source": source(paper.owner)} | _known(paper)
    client = open_client(by=by, answers=answers, identity={"name": paper.name, "safe_contact": paper.safe_contact})
    _linked(by, client, paper.referral_id, paper)
    return client


@transaction.atomic
def open_from_copy(*, by: Hat, copy: Disclosure) -> Client:
    """Open a client from what a provider's referral lets us know: what to call them, how to reach them.

    Taking it over is reading it, so the survivor's ledger tells it. Raises Refused.
    """
    referral_id = _came_with(copy)
    _check_not_opened(referral_id)
    read(by=by, disclosure=copy)
    told = {fact["kind"]: fact["text"] for fact in copy.facts}
    identity = {field: told[kind] for kind, field in COPIED.items() if kind in told}
    client = open_client(by=by, answers={"referral_source": "provider"}, identity=identity)
    _linked(by, client, referral_id)
    return client


def _came_with(copy: Disclosure) -> uuid.UUID:
    """The referral that a copy came with. Raises Refused where it was given alone."""
    if copy.referral_id is None:
        raise Refused("This was given without a referral, so nobody was referred by it.")
    return copy.referral_id


def client_of(referral_id: uuid.UUID, paper: ReferralPaper | None = None) -> ReferralLink | None:
    """The link to the client who came by a referral, or as the person whom `paper` names."""
    came = ReferralLink.objects.filter(direction=ReferralLink.Direction.RECEIVED, referral=referral_id, paper=paper)
    return came.select_related("client__data_key__agency_key").first()


def _check_not_opened(referral_id: uuid.UUID, paper: ReferralPaper | None = None) -> None:
    """Raises Refused where a client came of it already; a second click waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"open:{referral_id}"])
    if client_of(referral_id, paper):
        raise Refused("This person has been opened as a client, or matched with one, already.")


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
    _matched(by, client, paper.referral_id, paper)


@transaction.atomic
def match_copy(*, by: Hat, copy: Disclosure, client: Client) -> None:
    """Note that whom a provider referred is a client already. Raises Refused."""
    _matched(by, client, _came_with(copy))


def _matched(by: Hat, client: Client, referral_id: uuid.UUID, paper: ReferralPaper | None = None) -> None:
    if ReferralLink.objects.filter(referral=referral_id, paper=paper, client=client).exists():
        raise Refused("This is noted already.", "client")
    _linked(by, client, referral_id, paper)


def _linked(by: Hat, client: Client, referral_id: uuid.UUID, paper: ReferralPaper | None = None) -> None:
    direction = ReferralLink.Direction.RECEIVED
    ReferralLink.new(by, client=client, referral_id=referral_id, paper=paper, direction=direction)
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
    link = client_of(referral.pk, paper) if referral else None
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
