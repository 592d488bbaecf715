"""The pages of this room in a real browser, with a real worker: how far a count is."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.browser import carry, check_page
from tests.reports.world import Provider, quarter

pytestmark = pytest.mark.browser
DAY = dt.date(2025, 10, 2)


@pytest.mark.worker
def test_a_count_shows_its_progress_and_leads_to_its_numbers(cast, signed_in, live, page, worker):
    provider = Provider(cast)
    provider.service(provider.client(first=DAY), DAY)
    period = quarter(cast.services_award)
    carry(signed_in(cast.advocate_supervisor), page, live)
    page.goto(live + period.get_absolute_url())
    page.get_by_role("link", name="Count", exact=True).click()
    page.get_by_role("button", name="Count").click()
    page.get_by_text("You can leave this page").wait_for()
    page.get_by_role("link", name="Look at the numbers").click(timeout=60_000)
    page.get_by_role("heading", name="Harbor House").wait_for()
    check_page(page)
