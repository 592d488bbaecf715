"""The pages of a release and of our work with a referral in a browser: axe, 320 pixels, and signing by keyboard."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agencies.models import TaskForce
from tests.browser import check_page
from tests.cast import OWNER
from tests.referrals.rows import a_message, a_paper
from tests.referrals.test_referrals_in_the_browser import sign_in, walk
from tests.victims.rows import a_client, a_link, a_release
from victims.bases import BASES
from victims.models import Release
from victims.services import release as services

pytestmark = pytest.mark.browser


def a_draft(cast, acting):
    client = a_client(cast)
    with acting(cast.advocate):
        return services.draw_up(
            by=cast.advocate, client=client, recipient=cast.sheriff, person=None, purpose="So that they reach me."
        )


def test_every_page_of_a_release_is_clean(cast, acting, signed_in, live, page, narrow_page):
    TaskForce.objects.using(OWNER).update(allows_imminent_danger=True)
    empty = {"releases-empty": reverse("victims:releases")}
    sign_in(page, signed_in(cast.advocate), live)
    walk(page, live, empty)
    draft, later, link = a_draft(cast, acting), a_release(cast, covers="later"), a_link(cast)
    paper, message = a_paper(cast), a_message(cast)
    of_release = ("", "_print", "_revoke", "_give", "_refer", "_later", "_renew")
    pages = (
        {
            "releases": reverse("victims:releases"),
            "release-given": reverse("victims:release", args=[link.release_id]),
            "ledger": reverse("victims:ledger", args=[link.client_id]),
            "by-law": reverse("victims:by_law", args=[link.client_id]),
            "told": reverse("victims:told", args=[link.client_id]) + "?in=es",
        }
        | {f"by-{basis}": reverse("victims:give_by_law", args=[link.client_id, basis]) for basis in BASES}
        | {
            "release-new": reverse("victims:release_new", args=[link.client_id]),
            "release-address": reverse("victims:release_address", args=[draft.pk]),
            "release-contents": reverse("victims:release_contents", args=[draft.pk]),
            "release-sign": reverse("victims:release_sign", args=[draft.pk]),
            "release-draft": draft.get_absolute_url(),
            "referral-work": reverse("victims:referral_work", args=[paper.referral_id]),
            "referral-step": reverse("victims:referral_step", args=[paper.referral_id]),
            "paper-open": reverse("victims:paper_open", args=[paper.pk]),
            "paper-match": reverse("victims:paper_match", args=[paper.pk]),
            "paper-step": reverse("victims:paper_step", args=[paper.pk]),
            "message-work": reverse("victims:message_work", args=[message.pk]),
            "message-step": reverse("victims:message_step", args=[message.pk]),
            "copy-close": reverse("victims:copy_close", args=[link.pk]),
        }
        | {f"release{name}": reverse(f"victims:release{name}", args=[later.pk]) for name in of_release}
    )
    for screen in (page, narrow_page):
        sign_in(screen, signed_in(cast.advocate_supervisor), live)
        walk(screen, live, pages)


def test_a_release_is_made_without_a_mouse(cast, signed_in, live, page):
    client = a_client(cast)
    sign_in(page, signed_in(cast.advocate), live)
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


def test_a_signature_is_drawn_cleared_and_drawn_again(cast, acting, signed_in, live, page):
    draft = a_draft(cast, acting)
    sign_in(page, signed_in(cast.advocate), live)
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
