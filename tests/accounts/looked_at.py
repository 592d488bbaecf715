"""The door's pages that are looked at (tests/every_page.py)."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from tests.cast import PASSWORD, Cast


def made(cast: Cast) -> dict[str, Any]:
    """One who has just typed the password and has nothing else; one with every second step, and again before it."""
    user = cast.user(cast.advocate)
    settled, uid = signed_in_by_password(cast, "advocate"), user_pk_to_url_str(user)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    passkey = WebAuthn.add(user, "Old laptop", a_passkey()).instance
    reset = reverse("account_reset_password_from_key", args=[uid, default_token_generator.make_token(user)])
    resetting = Client()
    resetting.get(reset)
    return {
        "settled": settled,
        "new": signed_in_by_password(cast, "detective"),
        "halfway": signed_in_by_password(cast, "advocate"),
        "resetting": resetting,
        "passkey": passkey,
        "uid": uid,
    }


def signed_in_by_password(cast: Cast, key: str) -> Client:
    """A client whose session knows that the password was just typed, or that a second step is next."""
    client = Client()
    client.post(reverse("account_login"), {"login": cast.email(key), "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def a_passkey() -> dict[str, Any]:
    """What a browser sends when it has made a passkey."""
    key = {1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32}
    made = AttestedCredentialData.create(b"\0" * 16, b"a passkey", ES256(key))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    about = AttestationObject.create("none", AuthenticatorData.create(b"\0" * 32, flags, 0, made), {})
    said = CollectedClientData.create("webauthn.create", b"a challenge", "http://127.0.0.1")
    name = websafe_encode(made.credential_id)
    response = {"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(about)}
    return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}


PAGES = {
    "nobody": [
        "account_login",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key uid used",
        "account_reset_password_from_key_done",
    ],
    "resetting": ["account_reset_password_from_key uid set-password"],
    "halfway": ["mfa_authenticate"],
    "new": ["mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn"],
    "settled": [
        "account_change_password",
        "account_reauthenticate",
        "account_logout",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_edit_webauthn passkey",
        "mfa_remove_webauthn passkey",
    ],
}
