"""A release in a real browser: made without a mouse, and a signature that is drawn."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.browser import carry, check_page
from tests.cast import OWNER
from tests.victims.looked_at import a_draft
from tests.victims.rows import a_client
from victims.models import Release

pytestmark = pytest.mark.browser


def test_a_release_is_made_without_a_mouse(cast, signed_in, live, page):
    client = a_client(cast)
    carry(signed_in(cast.advocate), page, live)
    page.goto(live + reverse("victims:release_new", args=[client.pk]))
    page.get_by_label("To which agency").select_option(label="Riverbend County Sheriff")
    page.get_by_label("What it is for").fill("So that they can reach me safely.")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Next: what and how long").press("Enter")
    page.get_by_role("checkbox", name="A safe way to reach them").press("Space")
    page.get_by_role("textbox", name="a safe way to reach them").fill("Text 555 010 0123")
    page.get_by_role("button", name="Next: explain and sign").press("Enter")
    page.get_by_text("What they will sign").wait_for()
    page.get_by_role("button", name="Record the signature").press("Enter")
    page.locator(".usa-error-message, .usa-alert--error").first.wait_for()
    assert Release.objects.using(OWNER).get().signed_at is None
    check_page(page)


def test_a_signature_is_drawn_cleared_and_drawn_again(cast, signed_in, live, page):
    draft = a_draft(cast)
    carry(signed_in(cast.advocate), page, live)
    page.goto(live + reverse("victims:release_sign", args=[draft.pk]))
    sheet = page.get_by_role("img", name="Their signature: a place to draw it")
    clear = page.get_by_role("button", name="Clear the signature").first
    strokes = page.locator("[name=drawn]")

    def draw():
        sheet.scroll_into_view_if_needed()
        box = sheet.bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 150, box["y"] + 90, steps=8)
        page.mouse.up()

    assert not clear.is_visible()
    draw()
    once = strokes.input_value()
    assert (once[0], once.count("M"), clear.is_visible()) == ("M", 1, True)
    clear.click()
    assert strokes.input_value() == ""
    draw()
    draw()
    assert strokes.input_value().count("M") == 2
    check_page(page)
