"""The pages of referrals, disclosures and releases in a browser: axe, 320 pixels, no sideways scrolling."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.browser import check_page
from tests.referrals.rows import a_disclosure, a_message, a_paper, a_referral, a_request, an_answer

pytestmark = pytest.mark.browser


def sign_in(screen, client, live):
    """The browser goes on with the client's session."""
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    screen.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}])


def walk(screen, live, addresses):
    """Look at each page; keep a picture where ECM_PICTURES names a folder."""
    folder = os.environ.get("ECM_PICTURES")
    for name, address in addresses.items():
        screen.goto(live + address)
        if folder:
            width = screen.viewport_size["width"]
            screen.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        check_page(screen)


def test_the_pages_of_whoever_asks_and_refers(cast, signed_in, live, page, narrow_page):
    request = an_answer(cast).request
    past = timezone.now() - dt.timedelta(hours=1)
    late = a_referral(cast, receive_by=past)
    paper = a_paper(cast)
    pages = {
        "inbox-empty": reverse("referrals:inbox"),
        "outbox": reverse("referrals:outbox"),
        "new": reverse("referrals:new"),
        "ask": reverse("referrals:ask"),
        "refer": reverse("referrals:refer"),
        "message-new": reverse("referrals:send_message"),
        "request": request.get_absolute_url(),
        "referral-late": late.get_absolute_url(),
        "referral-sent": paper.get_absolute_url(),
        "paper-take-back": reverse("referrals:withdraw", args=[paper.pk]),
        "add-person": reverse("referrals:add_person", args=[paper.referral_id]),
        "message": a_message(cast).get_absolute_url(),
        "disclosure": a_disclosure(cast).get_absolute_url(),
        "received": reverse("referrals:received"),
    }
    for screen in (page, narrow_page):
        sign_in(screen, signed_in(cast.detective), live)
        walk(screen, live, pages)


def test_the_pages_of_whoever_is_asked(cast, signed_in, live, page, narrow_page):
    request, paper, message = a_request(cast), a_paper(cast), a_message(cast)
    pages = {
        "inbox": reverse("referrals:inbox"),
        "request-answer": reverse("referrals:answer", args=[request.pk]),
        "referral-came": paper.get_absolute_url(),
        "message-came": message.get_absolute_url(),
        "received-empty": reverse("referrals:received"),
    }
    for screen in (page, narrow_page):
        sign_in(screen, signed_in(cast.advocate), live)
        walk(screen, live, pages)
