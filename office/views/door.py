"""Pages at the door, for people whom the house does not know yet or no longer lets in."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume
from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from access.errors import Refused
from access.views import Page
from accounts.models import User
from office import forms as ours
from office.services import door


class DoorPage(Page):
    """Anyone may open it; nothing of it is stored on the way."""

    public = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def refused(self, form: forms.Form, refusal: Refused, **context: Any) -> HttpResponse:
        """The page again, with the sentence that says why."""
        form.add_error(None, refusal.message)
        return self.render({"form": form, **context}, status=422)


class Join(DoorPage):
    """Takes an invitation: with the account that is signed in, or with a new one."""

    template = "office/join.html"

    def dispatch(self, request: HttpRequest, secret: str) -> HttpResponse:
        self.offer = door.offer(secret)
        if self.offer is None:
            return self.render(template="office/link_over.html", status=410)
        self.account = User.objects.filter(email=self.offer.email).first()
        return super().dispatch(request, secret)

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        if self.account and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return self.show(ours.Join(user=User(email=self.offer.email), initial={"name": self.offer.name}))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        if request.user.is_authenticated:
            return self._join_as_known(request, secret)
        form = ours.Join(request.POST, user=User(email=self.offer.email))
        if self.account or not form.is_valid():
            return self.show(form, status=422)
        try:
            user = door.join_anew(
                secret=secret,
                email=self.offer.email,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
            )
        except Refused as refusal:
            return self.refused(form, refusal, offer=self.offer)
        answer = perform_login(request, user)
        record_authentication(request, user, "password", reauthenticated=True)
        return answer

    def _join_as_known(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            door.join(user=request.user, secret=secret, name=self.offer.name)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(request.get_full_path())
        messages.success(request, "You can now act for this agency as well.")
        return redirect("office:hats")

    def show(self, form: ours.Join, status: int = 200) -> HttpResponse:
        """The page, which knows whether somebody else is signed in."""
        other = self.request.user.is_authenticated and self.request.user != self.account
        return self.render({"form": form, "offer": self.offer, "is_somebody_else": other}, status=status)


class AskRecovery(DoorPage):
    """Somebody who lost password or second factor asks to be let back in."""

    template = "office/recover_ask.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"form": ours.AskRecovery()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ours.AskRecovery(request.POST)
        if not form.is_valid():
            return self.render({"form": form}, status=422)
        if consume(request, action="reset_password", key=form.cleaned_data["email"].lower()):
            door.ask_recovery(email=form.cleaned_data["email"])
        return self.render({"is_asked": True})


class TakeRecovery(DoorPage):
    """A new password, once a second person has approved."""

    template = "office/recover_take.html"

    def dispatch(self, request: HttpRequest, secret: str) -> HttpResponse:
        found = door.recovery(secret)
        if found is None:
            return self.render({"is_recovery": True}, template="office/link_over.html", status=410)
        user_id, self.is_approved = found
        self.account = User.objects.get(pk=user_id)
        return super().dispatch(request, secret)

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        return self.render({"form": ours.PasswordFields(user=self.account), "is_approved": self.is_approved})

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        form = ours.PasswordFields(request.POST, user=self.account)
        if not form.is_valid():
            return self.render({"form": form, "is_approved": self.is_approved}, status=422)
        try:
            door.recover(secret=secret, password=form.cleaned_data["password"])
        except Refused as refusal:
            return self.refused(form, refusal, is_approved=self.is_approved)
        messages.success(request, "Your new password is set. Sign in with it.")
        return redirect("account_login")
