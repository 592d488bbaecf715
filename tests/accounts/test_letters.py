"""Every letter about one's own sign-in is in the project's words, with no name and no fact, and says whom to call."""

import inspect
import re
import time

import pytest
from allauth.account.internal.flows import password_change, password_reset
from allauth.mfa.recovery_codes.internal import flows as codes
from allauth.mfa.totp.internal import flows as totp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal import flows as webauthn
from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from tests.accounts.test_signing_in import sign_in
from tests.cast import PASSWORD

CALL = "If this was not you, call your agency's administrator now."
NEW = "quiet-river-lantern-42"
FLOWS = "".join(inspect.getsource(flow) for flow in (password_change, password_reset, codes, totp, webauthn))
SENT = {*re.findall(r'"((?:account|mfa)/email/\w+)"', FLOWS)}


@pytest.mark.parametrize("name", sorted(SENT | {"account/email/password_reset_key"}))
@pytest.mark.parametrize("part", ["subject", "message"])
def test_no_sentence_of_the_librarys_is_sent(name, part):
    assert get_template(f"{name}_{part}.txt").origin.name.startswith(str(settings.BASE_DIR / "templates"))


@pytest.mark.parametrize("name", sorted({*re.findall(r'"((?:account|mfa)/messages/\w+\.txt)"', FLOWS)}))
def test_no_sentence_of_the_librarys_is_shown_after_a_change(name):
    assert get_template(name).origin.name.startswith(str(settings.BASE_DIR / "templates"))


def test_what_somebody_changes_about_their_sign_in_is_told_to_their_mailbox(cast, mailoutbox):
    browser = Client()
    sign_in(browser, cast.email("advocate"))
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    browser.get(reverse("mfa_activate_totp"))
    code = format_hotp_value(hotp_value(browser.session["mfa.totp.secret"], int(time.time()) // 30))
    browser.post(reverse("mfa_activate_totp"), {"code": code})
    browser.post(reverse("mfa_generate_recovery_codes"))
    browser.post(reverse("mfa_deactivate_totp"))
    browser.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert [(letter.subject, letter.body.strip()) for letter in mailoutbox] == [
        (subject, f"{what}\n\n{CALL}")
        for subject, what in (
            (
                "A second step was added",
                "An app that shows sign-in codes was added to the work account of this address.",
            ),
            (
                "New recovery codes",
                "New recovery codes were made for the work account of this address. The old ones no longer work.",
            ),
            (
                "A second step was removed",
                "The app that shows sign-in codes was removed from the work account of this address.",
            ),
            ("Your password was changed", "The password of the work account of this address was changed."),
        )
    ]
