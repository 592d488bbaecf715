"""The office in a browser: axe, 320 pixels, and the lock that gives back what was typed."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from agencies.models import Membership
from tests.browser import check_page
from tests.cast import OWNER, PASSWORD

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ECM_SHOTS")

PAGES = {
    "services_admin": ["people", "invite", "agency", "agency_change", "task_force", "awards", "award_add", "me"],
    "coordinator": ["people", "task_force"],
    "site_admin": ["agencies", "agency_open", "task_force_open"],
    "services_auditor": ["audit"],
}
OUTSIDE = ["/account/login/", "/account/password/reset/", "/office/recover/", "/office/join/nothing/"]


def sign_in(page, live, cast, key):
    page.goto(f"{live}/account/login/")
    page.get_by_label("Email").fill(cast.email(key))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live}/")


def look(page, name):
    """A picture where one is wanted, and what must hold of every page."""
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    check_page(page)


@pytest.mark.parametrize("width", ["page", "narrow_page"])
@pytest.mark.parametrize("key", PAGES)
def test_every_page_holds(request, live, cast, key, width):
    page = request.getfixturevalue(width)
    sign_in(page, live, cast, key)
    for name in PAGES[key]:
        page.goto(live + reverse(f"office:{name}"))
        look(page, f"{key}-{name}")


@pytest.mark.parametrize("width", ["page", "narrow_page"])
def test_every_page_about_one_thing_holds(request, live, cast, width):
    page = request.getfixturevalue(width)
    sign_in(page, live, cast, "services_admin")
    seat = Membership.objects.using(OWNER).get(person_id=cast.advocate.person_id)
    award = cast.services_award.pk
    for name, pk in (
        ("seat", seat.pk),
        ("seat_change", seat.pk),
        ("seat_end", seat.pk),
        ("award", award),
        ("award_change", award),
        ("partner_add", award),
    ):
        page.goto(live + reverse(f"office:{name}", args=[pk]))
        look(page, name)
    for address in ("mfa_index", "account_change_password", "account_logout"):
        page.goto(live + reverse(address))
        look(page, address)


@pytest.mark.parametrize("width", ["page", "narrow_page"])
def test_every_page_at_the_door_holds(request, live, cast, width):
    page = request.getfixturevalue(width)
    for address in OUTSIDE:
        page.goto(live + address)
        look(page, address.strip("/").replace("/", "-"))
    sign_in_several(page, live, cast)
    look(page, "hats")


def sign_in_several(page, live, cast):
    page.goto(f"{live}/account/login/")
    page.get_by_label("Email").fill(cast.email("both_sides"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/office/hats/**")


def test_somebody_is_invited_and_comes_in_by_keyboard(page, live, cast):
    sign_in(page, live, cast, "services_admin")
    page.goto(live + reverse("office:invite"))
    page.get_by_label("Name").fill("Nora New")
    page.get_by_label("Work email").fill("nora@example.org")
    page.get_by_label("Advocate", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Make the link").press("Enter")
    link = page.get_by_label("One-time link").input_value()
    look(page, "invited")
    page.context.clear_cookies()
    page.goto(live + link[link.index("/office/") :])
    look(page, "join")
    page.locator("#id_password").fill("four quiet words apart")
    page.get_by_label("The same password again").fill("four quiet words apart")
    page.get_by_role("button", name="Accept and go on").press("Enter")
    page.wait_for_url(f"{live}/")
    assert "Harbor House" in page.content()


def test_what_was_typed_is_back_after_the_lock(page, live, cast):
    sign_in(page, live, cast, "services_admin")
    page.goto(live + reverse("office:invite"))
    page.get_by_label("Name").fill("Half a na")
    page.evaluate("localStorage.setItem('ecm-active', String(Date.now() - 31 * 60 * 1000))")
    page.wait_for_url("**/account/login/?next=**")
    page.get_by_label("Email").fill(cast.email("services_admin"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/office/people/invite/")
    page.wait_for_function("document.querySelector('[name=name]').value === 'Half a na'")
