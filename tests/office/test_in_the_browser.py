"""The office in a real browser: an invitation by keyboard, and the lock that gives back what was typed."""

import pytest
from django.urls import reverse

from tests.browser import carry, check_page
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser


def test_somebody_is_invited_and_comes_in_by_keyboard(page, live, cast, signed_in):
    carry(signed_in(cast.services_admin), page, live)
    page.goto(live + reverse("office:invite"))
    page.get_by_label("Name").fill("Nora New")
    page.get_by_label("Work email").fill("nora@example.org")
    page.get_by_label("Advocate", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Make the link").press("Enter")
    link = page.get_by_label("One-time link").input_value()
    check_page(page)
    page.context.clear_cookies()
    page.goto(live + link[link.index("/office/") :])
    page.locator("#id_password").fill("four quiet words apart")
    page.get_by_label("The same password again").fill("four quiet words apart")
    page.get_by_role("button", name="Accept and go on").press("Enter")
    page.wait_for_url(f"{live}/")
    assert "Harbor House" in page.content()


def test_what_was_typed_is_back_after_the_lock(page, live, cast, signed_in):
    carry(signed_in(cast.services_admin), page, live)
    page.goto(live + reverse("office:invite"))
    page.get_by_label("Name").fill("Half a na")
    page.evaluate("localStorage.setItem('ecm-active', String(Date.now() - 31 * 60 * 1000))")
    page.wait_for_url("**/account/login/?next=**")
    page.get_by_label("Email").fill(cast.email("services_admin"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/office/people/invite/")
    page.wait_for_function("document.querySelector('[name=name]').value === 'Half a na'")
