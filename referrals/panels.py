"""What this room hands up to the desk: a case's requests, and what waits for this person."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from access.hats import Hat
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.vocabulary import Role
from cases.models import Case
from cases.panels import Panel, Todo
from referrals.models import Disclosure, Referral, ServiceRequest

SHOWN = 10
ENDING = dt.timedelta(days=3)
NEW = dt.timedelta(days=7)


def case_panel(case: Case, hat: Hat) -> Panel | None:
    """The requests of a case that this reader's agency sent or got; a referral of a person hangs on no case."""
    if not hat.has(*LAW_ROLES, *SERVICE_ROLES, Role.COORDINATOR):
        return None
    context = {
        "requests": ServiceRequest.objects.filter(case=case).for_page().with_answer()[:SHOWN],
        "ask_url": f"{reverse('referrals:ask')}?case={case.pk}",
    }
    return Panel("Requests for services", "referrals/_case_panel.html", context)


def todo(hat: Hat) -> list[Todo]:
    """Not received or answered yet, here or at the other end; copies that are new or end soon."""
    return [line for line in (*_came_in(hat), *_sent(hat), _given(hat), _ending(hat)) if line]


def _came_in(hat: Hat) -> list[Todo | None]:
    inbox = f"{reverse('referrals:inbox')}?state=waiting"
    referrals = Referral.objects.sent_to(hat.agency_id).waiting()
    requests = ServiceRequest.objects.sent_to(hat.agency_id).waiting()
    return [
        _line(referrals, "receive_by", ("referral to receive", "referrals to receive"), f"{inbox}&kind=referral"),
        _line(requests, "answer_by", ("request to answer", "requests to answer"), f"{inbox}&kind=request"),
    ]


def _sent(hat: Hat) -> list[Todo | None]:
    outbox = f"{reverse('referrals:outbox')}?state=late"
    referrals = Referral.objects.sent_by(hat.agency_id).open().late()
    requests = ServiceRequest.objects.sent_by(hat.agency_id).late()
    call = "Call the other agency"
    return [
        _line(
            referrals, "receive_by", ("referral not received in time", "referrals not received in time"), outbox, call
        ),
        _line(requests, "answer_by", ("request not answered in time", "requests not answered in time"), outbox, call),
    ]


def _line(rows: QuerySet, due: str, noun: tuple[str, str], url: str, detail: str = "") -> Todo | None:
    """“2 referrals to receive”, urgent when the first of them is late; None when there are none."""
    dues = list(rows.order_by(due).values_list(due, flat=True))
    if not dues:
        return None
    late = dues[0] < timezone.now()
    return Todo(f"{len(dues)} {noun[len(dues) != 1]}", detail, url, timezone.localtime(dues[0]).date(), late)


def _given(hat: Hat) -> Todo | None:
    """Copies of the last week. Whether they were read is the giver's to know, so that the line stays that long."""
    new = Disclosure.objects.sent_to(hat.agency_id).live().filter(made_at__gt=timezone.now() - NEW).count()
    noun = "disclosure" if new == 1 else "disclosures"
    return Todo(f"{new} new {noun}", "Given to you this week.", reverse("referrals:received")) if new else None


def _ending(hat: Hat) -> Todo | None:
    soon = timezone.now() + ENDING
    ends = Disclosure.objects.sent_to(hat.agency_id).live().filter(ends_at__lt=soon)
    return _line(ends, "ends_at", ("disclosure ends soon", "disclosures end soon"), reverse("referrals:received"))
