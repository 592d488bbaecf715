"""The room through the API: the same wall, the same sentences."""

from __future__ import annotations

import pytest
from django.utils import timezone

from investigations.models import Investigation
from tests.cast import OWNER
from tests.investigations import rows

ROUTES = ("investigations", "suspects", "charges")


def test_its_own_agency_reads_investigations_suspects_and_charges(cast, signed_in):
    rows.a_charge(cast)
    client = signed_in(cast.detective)

    assert [len(client.get(f"/api/v1/{route}/").json()["results"]) for route in ROUTES] == [1, 1, 1]


@pytest.mark.parametrize("who", ["other_detective", "prosecutor", "lake_detective"])
def test_nobody_else_of_the_law_side_reads_any(cast, signed_in, who):
    charge = rows.a_charge(cast)
    client = signed_in(getattr(cast, who))

    assert [client.get(f"/api/v1/{route}/").json()["results"] for route in ROUTES] == [[], [], []]
    assert client.get(f"/api/v1/charges/{charge.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["advocate", "coordinator", "grant_manager", "le_admin"])
def test_for_everyone_else_it_does_not_exist(cast, signed_in, who):
    rows.a_charge(cast)
    client = signed_in(getattr(cast, who))

    assert [client.get(f"/api/v1/{route}/").status_code for route in ROUTES] == [404, 404, 404]


def test_one_is_opened_by_the_pages_own_form(cast, signed_in):
    typed = {"number": "S-26-0600", "form": "sex", "source": "hotline", "finding": "suspected"}
    typed |= {"opened_on": str(timezone.localdate()), "lead_id": cast.detective.person_id}
    client = signed_in(cast.detective)
    made = client.post("/api/v1/investigations/", typed, content_type="application/json")
    twice = client.post("/api/v1/investigations/", typed, content_type="application/json")

    assert (made.status_code, twice.status_code) == (201, 422)
    assert Investigation.objects.using(OWNER).get().number == "S-26-0600"


def test_a_day_that_is_still_to_come_is_refused_as_on_the_page(cast, signed_in):
    typed = {"number": "S-26-0601", "form": "sex", "source": "hotline", "finding": "suspected"}
    typed |= {"opened_on": "2099-01-05", "lead_id": cast.detective.person_id}
    answer = signed_in(cast.detective).post("/api/v1/investigations/", typed, content_type="application/json")

    assert answer.status_code == 400
    assert "This day is still to come. Write the day on which it happened." in answer.content.decode()
    assert not Investigation.objects.using(OWNER).exists()
