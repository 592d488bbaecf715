"""A count after the confirmed one, and a report after the first: what stood stands, and what differs is said."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from access.context import acting
from reports import contributions, runs
from reports.models import Contribution, Report
from tests.reports.world import Police, quarter

D = dt.date


@pytest.fixture
def period(cast):
    return quarter(cast.law_award)


def confirmed(by, period) -> Contribution:
    with acting(by):
        return contributions.confirm(by=by, contribution=contributions.count(by=by, period=period))


def reported(by, period) -> Report:
    with acting(by):
        return runs.run(by=by, period=period)


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_a_count_after_the_confirmed_one_leaves_it_standing_until_it_is_confirmed(cast, period, signed_in):
    by, ours = cast.le_supervisor, Police(cast)
    ours.investigation(D(2025, 10, 1), "labor")
    first = confirmed(by, period)
    ours.investigation(D(2025, 10, 2), "labor")
    with acting(by):
        second = contributions.count(by=by, period=period)
    browser = signed_in(by)
    page = words(browser.get(period.get_absolute_url()))
    assert "(count 1) stands until you confirm this count." in page.replace(" )", ")").replace("( ", "(")
    assert reported(cast.le_grant_manager, period).totals["F-01"]["total"] == 1
    assert browser.post(reverse("reports:confirm", args=[second.pk]), {"sure": "on"}).status_code == 302
    assert "stands until" not in words(browser.get(period.get_absolute_url()))
    assert reported(cast.le_grant_manager, period).totals["F-01"]["total"] == 2
    with acting(by):
        assert Contribution.objects.get(pk=first.pk).numbers == first.numbers


def test_a_second_version_says_what_differs_and_the_first_stays(cast, period, signed_in):
    ours, theirs = Police(cast), Police(cast, cast.other_detective)
    ours.investigation(D(2025, 10, 1), "labor")
    theirs.investigation(D(2025, 10, 1), "sex")
    confirmed(cast.le_supervisor, period)
    first = reported(cast.le_grant_manager, period)
    browser = signed_in(cast.le_grant_manager)
    before = words(browser.get(first.get_absolute_url()))
    assert "What differs" not in before
    ours.investigation(D(2025, 10, 3), "labor")
    confirmed(cast.le_supervisor, period)
    confirmed(cast.other_detective, period)
    second = reported(cast.le_grant_manager, period)
    page = words(browser.get(second.get_absolute_url()))
    assert "Riverbend County Sheriff: numbers confirmed anew. Riverbend City Police: numbers added." in page
    assert "Total F-01 New human-trafficking investigations opened 1 3" in page
    assert "Form: Sex only F-01 New human-trafficking investigations opened 0 1" in page
    assert "Form: Both F-01 New human-trafficking investigations opened" not in page
    third = reported(cast.le_grant_manager, period)
    assert "The totals are the same." in words(browser.get(third.get_absolute_url()))
    after = words(browser.get(first.get_absolute_url()))
    assert after.replace("There is a newer one: version 3 . ", "") == before
