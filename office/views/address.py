"""Changing one's own e-mail address, which one signs in with."""

from __future__ import annotations

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from access.errors import Refused
from access.views import Page
from office.forms import NewAddress
from office.services import address


class ChangeAddress(Page):
    """Asks for another address; the password is asked for, however fresh the sign-in."""

    hatless = True
    template = "office/address.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"form": NewAddress(user=request.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewAddress(request.POST, user=request.user)
        if not consume(request, action="change_password", user=request.user):
            form.add_error(None, "Too many tries. Wait a minute, then try again.")
        if not form.is_valid():
            return self.render({"form": form}, status=422)
        address.ask(user=request.user, email=form.cleaned_data["email"])
        return self.render({"asked": form.cleaned_data["email"]})


class TakeAddress(Page):
    """The link in the new mailbox, opened by whoever asked for it."""

    hatless = True
    template = "office/address_take.html"

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        wanted = address.asked(user=request.user, secret=secret)
        if wanted is None:
            return self.render(template="office/address_over.html", status=410)
        return self.render({"wanted": wanted})

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            address.take(user=request.user, secret=secret)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("office:address")
        messages.success(request, "Sign in with your new address from now on.")
        return redirect("desk:home")
