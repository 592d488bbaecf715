"""Awards, periods, contributions and reports through the API: as on the pages, and the other side finds nothing."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from access.context import acting
from reports import contributions
from reports.models import Report
from tests.reports.world import Police, quarter

D = dt.date


@pytest.fixture
def period(cast):
    """A quarter with numbers of the sheriff's, confirmed."""
    found, by = quarter(cast.law_award), cast.le_supervisor
    Police(cast).investigation(D(2025, 10, 1), "labor")
    with acting(by):
        contributions.confirm(by=by, contribution=contributions.count(by=by, period=found))
    return found


def asked(client, path: str, **filters):
    return client.get(f"/api/v1/{path}", filters)


def results(client, path: str, **filters) -> list[dict]:
    answer = asked(client, path, **filters)
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def make(client, period):
    return client.post("/api/v1/reports/", {"period": str(period)}, content_type="application/json")


def test_a_report_is_made_listed_filtered_and_read(cast, period, signed_in):
    client = signed_in(cast.le_grant_manager)
    made = [make(client, period.pk) for _ in range(2)]
    assert [(answer.status_code, answer.json()["number"]) for answer in made] == [(201, 1), (201, 2)]
    first = made[0].json()
    assert (first["totals"]["F-01"]["total"], first["award"]) == (1, cast.law_award.pk)
    assert client.get(made[0]["Location"]).json() == first
    assert len(results(client, "reports/", period=period.pk)) == 2
    assert results(client, "reports/", period=quarter(cast.law_award, 2025, 7).pk) == []
    assert [row["state"] for row in results(client, "contributions/", state="confirmed")] == ["confirmed"]
    assert results(client, "contributions/", state="open") == []
    assert cast.law_award.pk in {row["id"] for row in results(client, "awards/", side=cast.law_award.side)}


def test_periods_come_page_by_page_the_newest_first(cast, signed_in):
    ends = [quarter(cast.law_award, year, month).ends_on for year in range(2010, 2025) for month in (1, 4, 7, 10)]
    client, found = signed_in(cast.le_grant_manager), []
    address = f"/api/v1/periods/?award={cast.law_award.pk}&span=quarter"
    pages = 0
    while address:
        answer = client.get(address).json()
        found += [row["ends_on"] for row in answer["results"]]
        address, pages = answer["next"], pages + 1
    assert pages > 1
    assert found == sorted((str(day) for day in ends), reverse=True)


def test_wrong_input_is_a_problem_that_names_its_field_and_makes_nothing(cast, period, signed_in):
    client = signed_in(cast.le_grant_manager)
    for wrong in ("yesterday", uuid.uuid4(), quarter(cast.services_award).pk):
        answer = make(client, wrong)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["period"])
        assert answer["Content-Type"] == "application/problem+json"
    early = make(client, quarter(cast.law_award, dt.date.today().year + 1).pk)
    assert early.status_code in (400, 409, 422)
    assert "Make the report after that day." in early.text
    assert asked(client, "reports/", period="yesterday").status_code == 400
    with acting(cast.le_grant_manager):
        assert not Report.objects.exists()


@pytest.mark.parametrize("who", ["grant_manager", "advocate_supervisor", "coordinator", "detective", "lake_detective"])
def test_the_other_side_and_other_roles_find_no_numbers(cast, period, signed_in, who):
    report = make(signed_in(cast.le_grant_manager), period.pk).json()["id"]
    with acting(cast.le_supervisor):
        numbers = contributions.Contribution.objects.get().pk
    client = signed_in(getattr(cast, who))
    for path, pk in (("reports", report), ("contributions", numbers)):
        assert (
            asked(client, f"{path}/{pk}/").status_code == asked(client, f"{path}/{uuid.uuid4()}/").status_code == 404
        )
        listed = asked(client, f"{path}/")
        assert listed.status_code == 404 or listed.json()["results"] == []
    assert make(client, period.pk).status_code in (400, 404)
    with acting(cast.le_grant_manager):
        assert Report.objects.count() == 1
