"""Every page about one's own sign-in speaks the project's plain words and is clean; a closed account is told so."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from tests.accounts.test_signing_in import sign_in
from tests.browser import check_page
from tests.cast import PASSWORD

THEIRS = ("Two-Factor", "two-factor", "Activate", "eactivate", "Generate", "Confirm Access")


def look(page):
    """The page is clean, and none of the library's own words stands on it."""
    check_page(page)
    said = page.locator("main").inner_text()
    assert [words for words in THEIRS if words in said] == [], page.url


@pytest.mark.browser
def test_a_second_step_is_set_up_used_and_removed_in_plain_words(page, live, cast):
    def go(name, *args):
        page.goto(live + reverse(name, args=args))

    def press(name):
        page.get_by_role("button", name=name, exact=True).click()

    def enter_password():
        go("account_login")
        page.get_by_label("Email").fill(cast.email("advocate"))
        page.get_by_label("Password").fill(PASSWORD)
        press("Sign in")

    enter_password()
    page.wait_for_url(f"{live}/")
    go("mfa_activate_totp")  # asks for the password once more
    look(page)
    page.get_by_label("Password").fill(PASSWORD)
    press("Go on")
    page.get_by_role("heading", name="Set up the app").wait_for()
    for name in ("mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp"):
        go(name)
        look(page)
    secret = page.locator("code").inner_text()
    page.locator("[name=code]").fill("12")
    press("Use this app")
    page.get_by_text("That is not the code of this moment").first.wait_for()
    look(page)
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press("Use this app")
    page.get_by_text("10 of 10 left.").wait_for()
    look(page)
    code = page.locator("code").first.inner_text()
    for name in ("mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate", "account_reauthenticate"):
        go(name)
        look(page)
    page.context.clear_cookies()
    enter_password()
    page.get_by_role("heading", name="Second step").wait_for()
    look(page)
    page.locator("[name=code]").fill(code)
    press("Sign in")
    page.wait_for_url(f"{live}/")
    go("mfa_view_recovery_codes")
    page.get_by_label("Password").fill(PASSWORD)
    press("Go on")
    page.get_by_text("9 of 10 left.").wait_for()
    go("mfa_deactivate_totp")
    press("Remove it")
    page.get_by_text("The app was removed.").wait_for()


def test_a_closed_account_is_told_so_and_what_to_do(cast):
    user = cast.user(cast.advocate)
    client = Client()
    sign_in(client, user.email)
    user.is_active = False
    user.save()
    assert client.get("/").url == "/account/login/?next=/"
    answer = client.post("/account/login/", {"login": user.email, "password": PASSWORD}, follow=True)
    page = answer.content.decode()
    assert ("This account is closed" in page, "call the administrator of your agency" in page) == (True, True)


def test_a_recovery_link_that_is_over_says_where_to_ask_again(cast):
    answer = Client().get(reverse("office:recover_take", args=["nothing"]))
    assert (answer.status_code, f'href="{reverse("office:recover")}"' in answer.content.decode()) == (410, True)
