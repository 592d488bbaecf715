"""The pages of this room in a browser: axe, 320 pixels, and an arrest by keyboard."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from investigations.models import Arrest
from tests.browser import check_page
from tests.cast import OWNER
from tests.investigations import rows

pytestmark = pytest.mark.browser


def to(name: str, *args: object) -> str:
    return reverse(f"investigations:{name}", args=args)


@pytest.fixture
def worked(cast):
    """An investigation of the sheriff's with people, a charge and a grant."""
    suspect = rows.a_suspect(cast)
    one = suspect.investigation
    rows.a_charge(cast, suspect)
    rows.a_survivor_arrest(cast, rows.a_victim(cast, one), reason="safety")
    rows.an_agency_grant(cast, one)
    rows.write(rows.models.Note, cast.detective, investigation=one, text="Spoke to the bank.\nCall again Friday.")
    return one


def sign_in(page, client, live):
    """The browser goes on with the client's session."""
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}])
    return page


def addresses(one) -> list[str]:
    """The pages of this room."""
    names = (
        *("detail", "change", "status", "case", "victim_new", "suspect_new", "arrest_new", "survivor_arrest_new"),
        *("charge_new", "note_new", "hearing_new", "share_agency", "share_person", "seal", "reassign", "hand_over"),
    )
    plain = ("list", "new", "operations", "operation_new", "notices", "notice_new", "statutes")
    return [to(name, one.pk) for name in names] + [to(name) for name in plain]


def test_every_page_is_clean_on_a_laptop_and_on_a_phone(cast, signed_in, live, page, narrow_page, worked):
    client = signed_in(cast.detective)
    for screen in (page, narrow_page):
        sign_in(screen, client, live)
        for address in addresses(worked):
            screen.goto(live + address)
            check_page(screen)


def test_an_arrest_is_recorded_by_keyboard_once_the_question_is_answered(cast, signed_in, live, page, worked):
    sign_in(page, signed_in(cast.detective), live).goto(live + to("arrest_new", worked.pk))
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
    page.wait_for_url(f"**{to('detail', worked.pk)}#arrests")

    arrest = Arrest.objects.using(OWNER).get()
    assert (arrest.is_survivor, arrest.on) == ("no", timezone.localdate())
