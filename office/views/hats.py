"""Choosing where one acts this session."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from access.context import acting
from access.hats import Hat, hat_from, hats_of
from access.middleware import SESSION_KEY
from access.views import Page
from agencies.models import Person
from agencies.vocabulary import Side
from audit.entries import record
from office.forms import OwnName
from office.services import people
from office.views.bases import Sheet

WORN = "side"  # the session's key for the room that it has been in


class Hats(Page):
    """The hats of whoever has several; without one, a word on what to do."""

    hatless = True
    template = "office/hats.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("account_login")
        held = hats_of(request.user.pk)
        return self.render({"hats": held, "next": where_to(request.GET.get("next", ""), request)})


class WearHat(Page):
    """Puts a hat on. Between law enforcement and victim services the session ends first."""

    hatless = True

    def post(self, request: HttpRequest) -> HttpResponse:
        hat = hat_from(request.user.pk, request.POST.get("hat", ""))
        if hat not in hats_of(request.user.pk):
            raise Http404
        if crosses(request, hat):
            logout(request)
            messages.info(request, "Sign in again to act on the other side.")
            return redirect("account_login")
        wear(request, hat)
        return redirect(where_to(request.POST.get("next", ""), request))


def crosses(request: HttpRequest, hat: Hat) -> bool:
    """Whether this session has been in the other room, whatever hat it wore in between."""
    before = room_of(request)
    return Side.SHARED not in (before, hat.side) and before is not hat.side


def room_of(request: HttpRequest) -> Side:
    """The room that this session has been in, even under a hat that is no longer held."""
    if worn := request.session.get(WORN):
        return Side(worn)
    last = hat_from(request.user.pk, request.session.get(SESSION_KEY, ""))
    return last.side if last else Side.SHARED


def wear(request: HttpRequest, hat: Hat) -> None:
    """Put it on, and remember which room the session is in from now on."""
    for side in (room_of(request), hat.side):
        if side is not Side.SHARED:
            request.session[WORN] = side.value
    request.session[SESSION_KEY] = hat.value
    with acting(hat):
        record(by=hat, verb="began to act", of="hat")


def where_to(wanted: str, request: HttpRequest) -> str:
    """An address of ours to go on to, home unless it is one."""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return reverse("desk:home")


class ChangeOwnName(Sheet):
    """How I am called here."""

    form = OwnName
    title = "Your name"
    intro = "Colleagues in your task force see your name and job title."
    saved = "Saved."
    back = "desk:home"

    def rows(self):
        self.kwargs["pk"] = self.hat.person_id
        return Person.objects.all()

    def save(self, form: OwnName) -> Person:
        return people.change_own_name(by=self.hat, **form.facts)
