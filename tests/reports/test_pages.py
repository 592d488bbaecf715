"""The pages of this room in a browser, with a real worker: axe, no sideways scroll, progress."""

from __future__ import annotations

import datetime as dt
import os
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from access.context import acting
from reports import contributions, runs
from reports.vocabulary import Source
from tests.browser import check_page
from tests.reports.world import Police, Provider, half, quarter

D = dt.date
pytestmark = pytest.mark.browser


@pytest.fixture
def enter(live, signed_in):
    """`enter(page, hat)` signs the browser in as whoever wears the hat and gives `go(address)`."""

    def sign_in(page, hat):
        cookie = signed_in(hat).cookies[settings.SESSION_COOKIE_NAME]
        host = urlsplit(live).hostname
        page.context.clear_cookies()
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": host, "path": "/"}])

        def go(address: str) -> None:
            page.goto(live + address)
            check_page(page)
            if folder := os.environ.get("ECM_SHOTS"):
                name = address.strip("/").replace("/", "_").replace("?", "_") or "home"
                page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)

        return go

    return sign_in


def filed(cast) -> None:
    """A law-enforcement award with three quarters as filed and a last one counted."""
    police = Police(cast)
    for place in range(14):
        form = "labor" if place % 3 else "sex"
        made = police.investigation(D(2025, 10, 1) + dt.timedelta(days=place), form, source="sting")
        police.victim(made, D(2025, 10, 20), form=form)
        police.arrest(police.suspect(made, D(2025, 10, 9)), D(2025, 10, 9))
    other = Police(cast, cast.other_detective)
    other.investigation(D(2025, 11, 1), "undetermined")
    by = cast.le_grant_manager
    with acting(by):
        for month, count in ((1, 4), (4, 9), (7, 7)):
            period = quarter(cast.law_award, 2025, month)
            contributions.enter(
                by=by,
                period=period,
                agency=cast.sheriff,
                source=Source.FILED,
                numbers={"F-01": {"total": count, "sex": count - 2, "labor": 2}},
                vouched_by="PMT printout",
            )
            runs.run(by=by, period=period)


def test_every_page_passes_axe_at_both_widths(cast, enter, page, narrow_page):
    filed(cast)
    period, by = quarter(cast.law_award), cast.le_grant_manager
    with acting(cast.other_detective):
        theirs = contributions.count(by=cast.other_detective, period=period)
        contributions.confirm(by=cast.other_detective, contribution=theirs)
    with acting(cast.le_supervisor):
        ours = contributions.count(by=cast.le_supervisor, period=period)
        spare = contributions.count(by=cast.le_supervisor, period=half(cast.law_award))
        contributions.confirm(by=cast.le_supervisor, contribution=ours)
    with acting(by):
        report = runs.run(by=by, period=period)
    for where in (page, narrow_page):
        go = enter(where, cast.le_supervisor)
        for address in (
            reverse("reports:list"),
            reverse("reports:count", args=[period.pk]),
            reverse("reports:contribution", args=[spare.pk]),
            reverse("reports:confirm", args=[spare.pk]),
            reverse("reports:gap", args=[spare.pk, "investigations.form"]),
        ):
            go(address)
        go = enter(where, by)
        for address in (
            reverse("reports:list"),
            reverse("reports:award", args=[cast.law_award.pk]),
            reverse("reports:lay_out", args=[cast.law_award.pk]),
            reverse("reports:catalogue"),
            period.get_absolute_url(),
            reverse("reports:run", args=[period.pk]),
            reverse("reports:upload", args=[period.pk, cast.federal.pk]),
            reverse("reports:enter", args=[period.pk, cast.federal.pk]),
            report.get_absolute_url(),
            report.get_absolute_url() + "?family=G",
            reverse("reports:share", args=[report.pk]),
            reverse("reports:trend", args=[cast.law_award.pk]) + "?measure=F-01",
            reverse("reports:trend", args=[cast.law_award.pk]) + "?measure=G-01",
        ):
            go(address)
    with acting(by):
        totals = runs.share_totals(by=by, report=report)
    enter(page, cast.coordinator)(totals.get_absolute_url())
    enter(narrow_page, cast.coordinator)(reverse("reports:list"))


@pytest.mark.worker
def test_a_count_shows_its_progress_and_leads_to_its_numbers(cast, enter, page, worker):
    provider = Provider(cast)
    provider.service(provider.client(first=D(2025, 10, 2)), D(2025, 10, 2))
    period = quarter(cast.services_award)
    go = enter(page, cast.advocate_supervisor)
    go(period.get_absolute_url())
    page.get_by_role("link", name="Count", exact=True).click()
    page.get_by_role("button", name="Count").click()
    page.get_by_text("You can leave this page").wait_for()
    page.get_by_role("link", name="Look at the numbers").click(timeout=60_000)
    page.get_by_role("heading", name="Harbor House").wait_for()
    check_page(page)
