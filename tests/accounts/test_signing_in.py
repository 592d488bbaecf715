"""Signing in: password, second step, lockout; and what ends a session."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from accounts.adapters import SecondFactor
from accounts.clock import SEEN_AT, SIGNED_IN_AT
from accounts.models import User
from accounts.services import end_sessions
from audit.models import Entry
from tests.cast import PASSWORD

LOGIN = "/account/login/"


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_password_signs_in_and_a_wrong_one_does_not(cast):
    client = Client()
    assert sign_in(client, cast.email("advocate"), "wrong").status_code == 200
    assert "_auth_user_id" not in client.session
    answer = sign_in(client, cast.email("advocate").upper())
    assert answer.url == reverse("desk:home")
    assert client.session["_auth_user_id"] == str(cast.advocate.person_id)


def test_a_second_step_is_asked_for_where_there_is_one(cast):
    user = cast.user(cast.advocate)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client = Client()
    answer = sign_in(client, user.email)
    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.post(answer.url, {"code": "000000"}).status_code == 200
    assert client.post(answer.url, {"code": code_for(secret)}).url == reverse("desk:home")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_seed_of_an_authenticator_app_is_sealed(cast):
    user = cast.user(cast.advocate)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    stored = Authenticator.objects.get(user=user).data["secret"]
    assert secret not in stored
    assert SecondFactor().decrypt(stored) == secret


def test_passkeys_have_their_pages(cast):
    client = Client()
    assert b"passkey" in client.get(LOGIN).content
    sign_in(client, cast.email("advocate"))
    assert client.get(reverse("mfa_index")).status_code == 200
    answer = client.get(reverse("mfa_add_webauthn"))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    client.post(answer.url, {"password": PASSWORD})
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_five_failures_lock_the_address_for_fifteen_minutes(cast):
    client = Client()
    for _ in range(5):
        sign_in(client, cast.email("detective"), "wrong")
    answer = sign_in(client, cast.email("detective"))
    assert "_auth_user_id" not in client.session
    assert b"Too many failed login attempts" in answer.content
    assert sign_in(Client(), cast.email("advocate")).status_code == 302


def test_nobody_signs_up(cast):
    client = Client()
    typed = {"email": "new@example.org", "password1": "x" * 20, "password2": "x" * 20}
    answer = client.post("/account/signup/", typed)
    assert answer.status_code == 200
    assert not User.objects.filter(email="new@example.org").exists()


def test_without_a_second_step_nothing_else_opens_where_it_is_required(cast, signed_in, settings):
    settings.ECM_SECOND_FACTOR_REQUIRED = True
    client = signed_in(cast.services_admin)
    assert client.get(reverse("office:people")).url == reverse("mfa_index")
    TOTP.activate(cast.user(cast.services_admin), generate_totp_secret())
    assert client.get(reverse("office:people")).status_code == 200


def test_the_last_second_step_stays_where_it_is_required(cast, settings):
    settings.ECM_SECOND_FACTOR_REQUIRED = True
    user = cast.user(cast.advocate)
    TOTP.activate(user, generate_totp_secret())
    assert not SecondFactor().can_delete_authenticator(Authenticator.objects.get(user=user))


@pytest.mark.parametrize(("key", "seconds"), [(SEEN_AT, 30 * 60), (SIGNED_IN_AT, 12 * 60 * 60)])
def test_a_session_ends_when_idle_or_old(cast, signed_in, key, seconds):
    client = signed_in(cast.services_admin)
    assert client.get(reverse("office:people")).status_code == 200
    session = client.session
    session[key] -= seconds + 1
    session.save()
    answer = client.get(reverse("office:people"))
    assert answer.url == f"{LOGIN}?next={reverse('office:people')}"
    assert "_auth_user_id" not in client.session


def test_a_fragment_is_answered_by_a_whole_sign_in_page(cast, signed_in):
    client = signed_in(cast.services_admin)
    client.get(reverse("office:people"))
    session = client.session
    session[SEEN_AT] -= 31 * 60
    session.save()
    answer = client.get(reverse("office:people"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"{LOGIN}?next={reverse('office:people')}")


@pytest.mark.parametrize("how", ["stamp", "deactivated", "password"])
def test_a_session_ends_at_once(cast, signed_in, how):
    client = signed_in(cast.services_admin)
    assert client.get(reverse("office:people")).status_code == 200
    user = cast.user(cast.services_admin)
    if how == "stamp":
        end_sessions(user_id=user.pk)
    elif how == "deactivated":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        user.set_password("another good password")
        user.save()
    sent_to = client.get(reverse("office:people")).url
    assert sent_to.startswith(LOGIN)
    assert "You were signed out because your password" in client.get(sent_to).content.decode()
    for stranger in (client, Client()):
        assert "You were signed out because" not in stranger.get(sent_to).content.decode()


def test_one_changes_ones_own_password_and_stays_signed_in(cast):
    client = Client()
    sign_in(client, cast.email("services_admin"))
    new = "four quiet words apart"
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert client.get(reverse("office:people")).status_code == 200
    assert sign_in(Client(), cast.email("services_admin"), new).status_code == 302


def test_signing_in_stands_in_the_audit_without_the_address(cast):
    client = Client()
    sign_in(client, cast.email("advocate"), "wrong")
    sign_in(client, cast.email("advocate"))
    client.post(reverse("account_logout"))
    rows = Entry.objects.using("owner").filter(kind="sign-in").order_by("at")
    person = cast.advocate.person_id
    assert list(rows.values_list("verb", "person_id", "outcome")) == [
        ("tried to sign in", person, "refused"),
        ("signed in", person, "done"),
        ("signed out", person, "done"),
    ]


def test_an_account_made_by_us_is_vouched_for(cast):
    from accounts.services import open_account

    user = open_account(email="New@Example.org", password=PASSWORD)
    row = EmailAddress.objects.get(user=user)
    assert (user.email, row.email, row.verified, row.primary) == ("new@example.org", "new@example.org", True, True)
