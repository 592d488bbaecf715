"""One row of each model of this room, written by the owner's alias, for the search for leaks."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from access.context import acting
from access.hats import Hat
from agencies.models import Agency
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
from tests.cast import OWNER, Cast
from victims.bases import FACT
from victims.models import DisclosureLink

WRITTEN = {
    "law": "County Court 26-114, Nov 2, 2026",
    "grounds": "Ms. Ortiz, our counsel",
    "told": "yes",
    "attempts": "Told her by telephone.",
    "protection": "Asked the court to seal it",
}


def write(model: type, hat: Hat, **facts: Any) -> Any:
    """A row of `model`, written by the owner as if `hat` had made it."""
    return model.objects.using(OWNER).create(owner_id=hat.agency_id, made_by_id=hat.person_id, **facts)


def a_request(cast: Cast, hat: Hat | None = None, to: Agency | None = None, **facts: Any) -> ServiceRequest:
    """The sheriff asks Harbor House for two beds."""
    known = {
        "services": ["emergency_housing"],
        "people": 2,
        "languages": ["spa"],
        "minors": "no",
        "urgency": "now",
        "answer_by": timezone.now() + dt.timedelta(hours=2),
        "task_force": cast.riverbend,
    }
    return write(ServiceRequest, hat or cast.detective, recipient=to or cast.harbor, **(known | facts))


def an_answer(cast: Cast, request: ServiceRequest | None = None) -> Answer:
    """Harbor House says yes to the sheriff."""
    request = request or a_request(cast)
    return write(Answer, cast.advocate, recipient=cast.sheriff, request=request, said="yes")


def a_referral(cast: Cast, hat: Hat | None = None, to: Agency | None = None, **facts: Any) -> Referral:
    """The sheriff refers somebody to Harbor House."""
    now = timezone.now()
    known = {
        "urgency": "day",
        "receive_by": now + dt.timedelta(days=1),
        "closes_at": now + dt.timedelta(days=14),
        "task_force": cast.riverbend,
    }
    return write(Referral, hat or cast.detective, recipient=to or cast.harbor, **(known | facts))


def a_receipt(cast: Cast) -> Receipt:
    """Harbor House has it."""
    referral = a_referral(cast)
    return Receipt.objects.using(OWNER).create(owner=cast.harbor, recipient=cast.sheriff, referral=referral)


def a_paper(cast: Cast, referral: Referral | None = None, **facts: Any) -> ReferralPaper:
    """A woman whom the sheriff names with her yes."""
    known = {
        "name": "Marisol Vega",
        "safe_contact": "555-0142, text only, mornings",
        "minor": "no",
        "yes_from": "person",
        "asked_by": "Dan Detective",
        "asked_how": "in_person",
    }
    return write(
        ReferralPaper,
        cast.detective,
        recipient=cast.harbor,
        referral=referral or a_referral(cast),
        **(known | facts),
    )


def a_message(cast: Cast) -> Message:
    """Something to pass on."""
    return write(
        Message, cast.detective, recipient=cast.harbor, for_whom="Marisol", text="Court has moved to Tuesday."
    )


def a_disclosure(cast: Cast, **facts: Any) -> Disclosure:
    """What Harbor House lets the sheriff's detective read; by a court order, so that it needs no release."""
    from tests.victims.rows import a_client  # the provider's room has its rows on top of these

    client, pk = a_client(cast), uuid.uuid4()
    with acting(cast.advocate):
        DisclosureLink.new(cast.advocate, client=client, disclosure_id=pk, **WRITTEN)
    known = {
        "recipient": cast.sheriff,
        "purpose": "So that the detective can reach me safely.",
        "basis": "court_order",
        "facts": [FACT | {"text": "Through Harbor House"}],
        "ends_at": timezone.now() + dt.timedelta(days=30),
    }
    return write(Disclosure, cast.advocate, pk=pk, **(known | facts))


def a_reading(cast: Cast) -> Reading:
    """The detective has read it: a row of Harbor House's ledger, in the detective's name."""
    return Reading.objects.using(OWNER).create(
        owner=cast.harbor, made_by_id=cast.detective.person_id, disclosure=a_disclosure(cast)
    )


ROWS = {
    "referrals.ServiceRequest": a_request,
    "referrals.Answer": an_answer,
    "referrals.Referral": a_referral,
    "referrals.Receipt": a_receipt,
    "referrals.ReferralPaper": a_paper,
    "referrals.Message": a_message,
    "referrals.Disclosure": a_disclosure,
    "referrals.Reading": a_reading,
}
