"""The table's pages that are looked at (tests/every_page.py), by whoever sends and by whoever is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tests.referrals.rows import a_disclosure, a_message, a_paper, a_referral, a_request, an_answer


def made(cast: Cast) -> dict[str, Any]:
    """A request that is answered and one that is not, a referral that is late, a person, a message, a copy."""
    paper = a_paper(cast)
    return {
        "answered": an_answer(cast).request,
        "request": a_request(cast),
        "late": a_referral(cast, receive_by=timezone.now() - dt.timedelta(hours=1)),
        "paper": paper,
        "referral": paper.referral,
        "message": a_message(cast),
        "disclosure": a_disclosure(cast),
    }


PAGES = {
    "detective": [
        "referrals:inbox",
        "referrals:outbox",
        "referrals:new",
        "referrals:ask",
        "referrals:refer",
        "referrals:send_message",
        "referrals:request answered",
        "referrals:referral late",
        "referrals:referral referral",
        "referrals:withdraw paper",
        "referrals:add_person referral",
        "referrals:message message",
        "referrals:received",
        "referrals:disclosure disclosure",
        "referrals:disclosure_print disclosure",
    ],
    "advocate": [
        "referrals:inbox",
        "referrals:request request",
        "referrals:answer request",
        "referrals:referral referral",
        "referrals:receive referral",
        "referrals:message message",
        "referrals:received",
    ],
}
