"""The calendar of an award, by rules."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from access.context import acting
from agencies.models import Award
from reports.models import Period
from reports.periods import calendar, lay_out

D = dt.date


def award(starts_on: dt.date, ends_on: dt.date, cadence: str = "quarter") -> Award:
    return Award(starts_on=starts_on, ends_on=ends_on, cadence=cadence)


def test_quarters_follow_the_federal_year_and_halves_the_calendar_year_with_parts_at_both_ends():
    found = [
        (each.span, each.starts_on, each.ends_on, each.due_on)
        for each in calendar(award(D(2026, 11, 15), D(2027, 8, 31)))
    ]
    assert found == [
        ("quarter", D(2026, 11, 15), D(2026, 12, 31), D(2027, 1, 30)),
        ("quarter", D(2027, 1, 1), D(2027, 3, 31), D(2027, 7, 30)),
        ("quarter", D(2027, 4, 1), D(2027, 6, 30), D(2027, 7, 30)),
        ("quarter", D(2027, 7, 1), D(2027, 8, 31), D(2028, 1, 30)),
        ("half", D(2026, 11, 15), D(2026, 12, 31), D(2027, 1, 30)),
        ("half", D(2027, 1, 1), D(2027, 6, 30), D(2027, 7, 30)),
        ("half", D(2027, 7, 1), D(2027, 8, 31), D(2028, 1, 30)),
        ("final", D(2026, 11, 15), D(2027, 8, 31), D(2027, 12, 29)),
    ]


def test_an_award_by_half_years_has_no_quarters():
    spans = {each.span for each in calendar(award(D(2026, 10, 1), D(2029, 9, 30), "half"))}
    assert spans == {"half", "final"}


def test_a_period_is_named_both_ways():
    names = [
        str(Period(span=each.span, starts_on=each.starts_on, ends_on=each.ends_on))
        for each in calendar(award(D(2026, 10, 1), D(2027, 9, 30)))
    ]
    assert names == [
        "FY27 Q1, Oct\N{EN DASH}Dec 2026",
        "FY27 Q2, Jan\N{EN DASH}Mar 2027",
        "FY27 Q3, Apr\N{EN DASH}Jun 2027",
        "FY27 Q4, Jul\N{EN DASH}Sep 2027",
        "FY27 Q1, Oct\N{EN DASH}Dec 2026 (cut half)",
        "FY27 Q2 and FY27 Q3, Jan\N{EN DASH}Jun 2027",
        "FY27 Q4, Jul\N{EN DASH}Sep 2027 (cut half)",
        "Final, Oct 2026\N{EN DASH}Sep 2027",
    ]


def test_periods_are_laid_out_once_and_stretch_with_the_award(cast, signed_in):
    by, held = cast.grant_manager, cast.services_award
    with acting(by):
        assert len(lay_out(by=by, award=held)) == len(calendar(held))
        assert lay_out(by=by, award=held) == []
        Award.objects.filter(pk=held.pk).update(ends_on=held.ends_on + dt.timedelta(days=45))
        held.refresh_from_db(using="owner")
        lay_out(by=by, award=held)
        assert Period.objects.get(span="final", award=held).ends_on == held.ends_on
    address = reverse("reports:lay_out", args=[cast.services_award.pk])
    for who in ("le_grant_manager", "advocate_supervisor", "lake_advocate", "detective"):
        assert signed_in(getattr(cast, who)).post(address).status_code == 404, who
