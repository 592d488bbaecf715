"""Signing in: allauth's pages that we offer, and our own.

Not offered: signing up, since an agency's administrator invites; and allauth's page of several
addresses: an account has one, and its person changes it in the office (`office:address`).
"""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.db import transaction
from django.urls import include, path, re_path

from accounts import views

# allauth holds a recovery code's row while it is used, in a transaction of the default login: here it is the door's.
at_the_door = transaction.atomic(using="door")

own = [
    path("keep/", views.keep, name="keep"),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),  # closed; sign-in's page asks for its address
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", allauth.password_set, name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/authenticate/", at_the_door(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", at_the_door(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "2fa/recovery-codes/generate/", at_the_door(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path("2fa/", include("allauth.mfa.urls")),
]
