"""A charge by keyboard alone: a long list takes the one choice that the typed letters leave."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from investigations.models import Charge
from tests.cast import OWNER
from tests.investigations import rows

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_letters_that_leave_one_statute_choose_it(cast, signed_in, live, page, key):
    suspect = rows.a_suspect(cast)
    value = signed_in(cast.detective).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}])
    page.goto(live + reverse("investigations:charge_new", args=[suspect.investigation_id]))
    page.locator("#id_suspect").press("ArrowDown")
    page.get_by_role("combobox", name="Statute").press_sequentially("1592")
    page.keyboard.press(key)
    page.locator("#id_level").select_option("federal")
    page.locator("#id_level").press("Control+Enter")
    page.wait_for_url("**/*#charges")

    assert Charge.objects.using(OWNER).values_list("statute__citation", flat=True).get() == "18 U.S.C. 1592"
