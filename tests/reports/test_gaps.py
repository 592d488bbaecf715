"""Answers that are missing: the supervisor mends them from the list, the grant manager sees how many."""

from __future__ import annotations

import datetime as dt
import re

from django.urls import reverse

from access.context import acting
from reports import contributions
from tests.reports.world import Provider, quarter
from tests.victims.rows import a_client

D = dt.date
KEY = "clients.gender"


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def filled(page) -> dict:
    """The fields of the page's form as the browser would send them."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}


def counted(by, period):
    with acting(by):
        return contributions.count(by=by, period=period)


def test_a_supervisor_mends_an_answer_from_the_list_and_it_is_gone(cast, signed_in):
    ours, theirs = Provider(cast), Provider(cast, cast.other_advocate)
    for house in (ours, theirs):
        for gender in ("not_asked", "not_asked", "declined", "female"):
            award = cast.services_award if house is ours else None
            on = D(2025, 10, 2)
            client = a_client(
                cast, house.by, answers={"gender": gender}, award=award, opened_on=on, first_served_on=award and on
            )
            house.service(client, on)
    by, period = cast.advocate_supervisor, quarter(cast.services_award)
    first = counted(by, period)
    assert first.gaps[KEY] == 2

    browser = signed_in(by)
    page = browser.get(first.get_absolute_url())
    address = reverse("reports:gap", args=[first.pk, KEY])
    assert f'<a class="usa-link" href="{address}">New clients without a gender</a>: 2' in page.text
    links = re.findall(r'href="(/clients/[^"]+/intake/about/)"', browser.get(address).text)
    assert len(links) == 2
    form = browser.get(links[0])
    assert browser.post(links[0], filled(form) | {"gender": "male"}).status_code == 302
    assert re.findall(r'href="(/clients/[^"]+/intake/about/)"', browser.get(address).text) == links[1:]
    assert (counted(by, period).gaps[KEY], first.gaps[KEY]) == (1, 2)
    assert browser.post(links[1], filled(browser.get(links[1])) | {"gender": "declined"}).status_code == 302
    assert "All mended" in words(browser.get(address))
    assert KEY not in counted(by, period).gaps


def test_a_grant_manager_sees_how_many_and_never_which(cast, signed_in):
    ours = Provider(cast)
    client = ours.client(first=D(2025, 10, 2), gender="not_asked")
    ours.service(client, D(2025, 10, 2))
    by, period = cast.advocate_supervisor, quarter(cast.services_award)
    with acting(by):
        made = contributions.confirm(by=by, contribution=contributions.count(by=by, period=period))
    grants = signed_in(cast.grant_manager)
    page = grants.get(made.get_absolute_url())
    assert "New clients without a gender: 1" in words(page)
    assert client.code_name not in page.text
    address = reverse("reports:gap", args=[made.pk, KEY])
    assert address not in page.text
    for who in (cast.grant_manager, cast.other_advocate, cast.le_supervisor, cast.coordinator):
        assert signed_in(who).get(address).status_code == 404
