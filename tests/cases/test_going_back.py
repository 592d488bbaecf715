"""Back in a real browser, and Save once more: what was made stays one."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from cases.models import Lead
from investigations.models import Note
from tests.cast import OWNER
from tests.investigations import rows as law

pytestmark = pytest.mark.browser


@pytest.fixture
def detective(cast, signed_in, live, page):
    """A browser in which Dan Detective is signed in."""
    value = signed_in(cast.detective).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}])
    return page


def save(page) -> None:
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()


def notes(cast) -> str:
    return reverse("investigations:note_new", args=[law.an_investigation(cast).pk])


def test_back_and_save_unchanged_adds_nothing_and_says_so(cast, detective, live):
    detective.goto(live + notes(cast))
    detective.get_by_label("Text").fill("Spoke to the bank.")
    save(detective)
    made = detective.url
    detective.go_back()
    assert detective.get_by_label("Text").input_value() == "Spoke to the bank."
    save(detective)

    assert detective.url == made
    assert detective.get_by_text("This was saved already. Nothing was added a second time.").is_visible()
    assert Note.objects.using(OWNER).count() == 1


def test_a_lead_is_logged_once_when_going_back(cast, detective, live):
    detective.goto(live + reverse("cases:lead_log"))
    detective.locator("#id_source").select_option("hotline")
    detective.get_by_label("Came in on").fill("2026-03-02")
    detective.get_by_text("Labor trafficking", exact=True).click()
    detective.locator("#id_text").fill("A restaurant keeps papers.")
    save(detective)
    detective.go_back()
    save(detective)

    assert Lead.objects.using(OWNER).count() == 1


def test_back_and_other_words_add_another(cast, detective, live):
    detective.goto(live + notes(cast))
    for text in ("Spoke to the bank.", "Spoke to the landlord."):
        detective.get_by_label("Text").fill(text)
        save(detective)
        detective.go_back()

    assert Note.objects.using(OWNER).count() == 2


def test_the_same_words_from_a_form_that_was_opened_anew_add_another(cast, detective, live):
    address = live + notes(cast)
    for _ in range(2):
        detective.goto(address)
        detective.get_by_label("Text").fill("Called, nobody there.")
        save(detective)

    assert Note.objects.using(OWNER).count() == 2
