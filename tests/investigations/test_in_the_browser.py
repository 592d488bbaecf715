"""The law room in a real browser: an arrest by keyboard."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from investigations.models import Arrest
from tests.browser import carry
from tests.cast import OWNER
from tests.investigations.rows import a_suspect

pytestmark = pytest.mark.browser


def test_an_arrest_is_recorded_by_keyboard_once_the_question_is_answered(cast, signed_in, live, page):
    worked = a_suspect(cast).investigation
    carry(signed_in(cast.detective), page, live)
    page.goto(live + reverse("investigations:arrest_new", args=[worked.pk]))
    page.locator("#id_suspect").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Level").select_option("state")
    page.get_by_label("Trafficking", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.locator(".usa-alert--error, .usa-error-message").first.wait_for()
    page.get_by_label("No, it was asked").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{worked.get_absolute_url()}#arrests")

    arrest = Arrest.objects.using(OWNER).get()
    assert (arrest.is_survivor, arrest.on) == ("no", timezone.localdate())
