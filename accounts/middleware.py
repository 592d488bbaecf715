"""Ends sessions by the clock, and lets nobody past without a second factor where one is required."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import clock, kept

GetResponse = Callable[[HttpRequest], HttpResponse]
SAVED = (204, 302, 303)
ENDED = (
    "You were signed out because your password, your roles or your account were changed. "
    "If you don't know of it, call your agency's administrator."
)
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "again", "code"}


class SessionClock:
    """Idle for 30 minutes or signed in for 12 hours: sign in again.

    A deactivated account, a changed password and a changed stamp end a session too: Django compares
    them on each request (`User._get_session_auth_hash`). Only the browser that held the session is told so.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        held = SESSION_KEY in request.session  # looked at first: Django empties a session that it ends
        if not request.user.is_authenticated:
            if held:
                self._say_ended(request)
            return self.get_response(request)
        if clock.signed_in_at(request) is None:
            clock.start(request)
        if clock.is_over(request):
            return self._end(request)
        clock.note(request)
        user_id = request.user.pk
        response = self.get_response(request)
        kept.note_hat(request)
        if request.method == "POST" and response.status_code in SAVED and not _is_keeping(request):
            kept.forget(request, user_id, page_of(request))
        return response

    def _say_ended(self, request: HttpRequest) -> None:
        """Once, to the browser that held the session."""
        request.session.flush()
        if not request.path.startswith(settings.ECM_API_PATH):
            messages.warning(request, ENDED)

    def _end(self, request: HttpRequest) -> HttpResponse:
        """Text that the browser brings as it locks is still kept; nothing else is answered."""
        if _is_keeping(request):
            response = self.get_response(request)
            logout(request)
            return response
        keep_sent(request)
        logout(request)
        if request.path.startswith((reverse("account_login"), settings.ECM_API_PATH)):
            return self.get_response(request)
        return sign_in_again(request)


class SecondFactor:
    """Whoever has neither an authenticator app nor a passkey sets one up before anything else opens."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead to the page where it is set up."""
        if not settings.ECM_SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if is_about_signing_in(request) or is_mfa_enabled(request.user):
            return None
        if request.path.startswith(settings.ECM_API_PATH):
            says = f"Set up a second step for signing in at {reverse('mfa_index')} first."
            problem = {"type": "about:blank", "title": "Forbidden", "status": 403, "detail": says}
            return JsonResponse(problem, status=403, content_type="application/problem+json")
        messages.info(request, "Before you go on, set up a second step for signing in.")
        return redirect("mfa_index")


def is_about_signing_in(request: HttpRequest) -> bool:
    """Whether the page is one of `accounts`: these are open to whoever has no second factor yet."""
    match = request.resolver_match
    return match.app_name == "accounts" or (match.url_name or "").startswith(("account_", "mfa_"))


def page_of(request: HttpRequest) -> str:
    """The address of the page that a request was sent from."""
    if request.method == "GET":
        return request.get_full_path()
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if sent_from.netloc != request.get_host():
        return request.get_full_path()
    return sent_from.path + (f"?{sent_from.query}" if sent_from.query else "")


def keep_sent(request: HttpRequest) -> None:
    """What a page of ours sent too late is kept for that page, as the browser's script would have kept it.

    So it is for whoever has no script, or whose laptop slept until the moment of saving.
    """
    if request.method != "POST" or urlsplit(request.headers.get("Referer", "")).netloc != request.get_host():
        return
    typed = [(name, values) for name, values in request.POST.lists() if name not in NEVER_KEPT]
    pairs = [[name, value] for name, values in typed for value in values]
    kept.keep(request, address=page_of(request), forms={kept.SENT: pairs} if pairs else {})


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back to where the person was afterwards."""
    answer = redirect_to_login(page_of(request))
    if request.headers.get("HX-Request") == "true":  # a fragment must not hold a sign-in page
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
    return answer


def _is_keeping(request: HttpRequest) -> bool:
    return request.path == reverse("accounts:keep")
