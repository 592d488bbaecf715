"""Addresses for the tests of the looks: the style guide, a form with rows, what is kept at the lock."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from ui.views import GuideForm

KEPT: list[dict[str, Any]] = []
SAVED: list[dict[str, Any]] = []


class Row(forms.Form):
    """A row of quick entry."""

    day = forms.CharField()
    service = forms.CharField()


def form(request: HttpRequest) -> HttpResponse:
    """A form that remembers what it was sent, and gives back what was kept."""
    if request.method == "POST":
        SAVED.append(request.POST.dict())
    kept = KEPT[-1]["forms"] if KEPT else None
    return render(request, "tests_ui/form.html", {"form": GuideForm(), "kept_values": kept})


def rows(request: HttpRequest) -> HttpResponse:
    """Quick entry."""
    if request.method == "POST":
        SAVED.append(request.POST.dict())
    formset = forms.formset_factory(Row, extra=1)(prefix="rows")
    kept = KEPT[-1]["forms"] if KEPT else None
    return render(request, "tests_ui/rows.html", {"formset": formset, "kept_values": kept})


def keep(request: HttpRequest) -> HttpResponse:
    """What ``accounts:keep`` does, in the test's memory."""
    KEPT.append(json.loads(request.body))
    return HttpResponse(status=204)


def blank(request: HttpRequest) -> HttpResponse:
    """The sign-in page, or the world outside."""
    return render(request, "404.html")


accounts = ([path("keep/", keep, name="keep")], "accounts")
desk = ([path("home/", blank, name="home")], "desk")
cases = ([path("cases/", blank, name="list"), path("leads/", blank, name="leads")], "cases")
victims = ([path("clients/", blank, name="list")], "victims")
urlpatterns = [
    path("guide/", include("ui.urls")),
    path("form/", form),
    path("rows/", rows),
    path("outside/", blank),
    path("sign-in/", blank, name="account_login"),
    path("sign-out/", blank, name="account_logout"),
    path("", include(accounts)),
    path("", include(desk)),
    path("", include(cases)),
    path("", include(victims)),
]
