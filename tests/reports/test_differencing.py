"""Totals of a half and of one of its quarters, both shared, would give the other quarter by subtraction."""

from __future__ import annotations

import datetime as dt

import pytest

from access.context import acting
from access.errors import Refused
from reports import contributions, runs
from reports.models import Period, Report, SharedTotals
from tests.reports.world import Provider, half, quarter

D = dt.date


def report(cast, period: Period) -> Report:
    """The provider's numbers of a period, confirmed and reported."""
    with acting(cast.advocate_supervisor):
        made = contributions.count(by=cast.advocate_supervisor, period=period)
        contributions.confirm(by=cast.advocate_supervisor, contribution=made)
    with acting(cast.grant_manager):
        return runs.run(by=cast.grant_manager, period=period)


def test_days_that_were_shared_are_not_shared_again_under_another_period(cast) -> None:
    house = Provider(cast)
    for many, day in ((14, D(2025, 7, 8)), (3, D(2025, 10, 8))):
        for _ in range(many):
            house.service(house.client(first=day), day)
    summer, autumn = quarter(cast.services_award, month=7), quarter(cast.services_award)
    first, whole = report(cast, summer), report(cast, half(cast.services_award))
    # Fourteen new clients in summer and seventeen in both: three in autumn, if both could be read.
    assert (first.totals["B-02"]["total"], whole.totals["B-02"]["total"]) == (14, 17)

    with acting(cast.grant_manager):
        shared = runs.share_totals(by=cast.grant_manager, report=first)
        with pytest.raises(Refused, match="cover some of the same days"):
            runs.share_totals(by=cast.grant_manager, report=whole)
        assert SharedTotals.objects.count() == 1
    assert shared.totals["B-02"]["total"] == 14

    last = report(cast, autumn)
    with acting(cast.grant_manager):
        assert runs.share_totals(by=cast.grant_manager, report=last).totals["B-02"]["total"] is None
