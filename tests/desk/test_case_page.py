"""The case page: two sides next to each other, each only what its reader may see."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import CaseAgency, CaseEntry
from tests.cases.rows import a_case, write


def without_tokens(answer):
    """The page but for what differs with each answer: the token that guards its forms."""
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


def agencies(answer):
    return [each.agency.name for each in answer.context["participants"]]


def test_every_provider_takes_part_always_and_the_lead_comes_first(cast, signed_in):
    answer = signed_in(cast.detective).get(a_case(cast).get_absolute_url())
    assert agencies(answer) == ["Riverbend County Sheriff", "Harbor House", "Riverbend Legal Aid"]


@pytest.mark.parametrize("who", ["coordinator", "detective", "advocate", "other_advocate"])
def test_both_sides_stand_next_to_each_other_for_everyone(cast, signed_in, who):
    answer = signed_in(getattr(cast, who)).get(a_case(cast).get_absolute_url())
    assert answer.status_code == 200
    assert [side.name for side in answer.context["sides"]] == ["Law enforcement", "Victim services"]


def test_the_other_sides_panel_leaves_no_gap(cast, signed_in):
    case = a_case(cast)
    law = signed_in(cast.detective).get(case.get_absolute_url()).context["sides"]
    services = signed_in(cast.advocate).get(case.get_absolute_url()).context["sides"]
    shared = signed_in(cast.coordinator).get(case.get_absolute_url()).context["sides"]
    assert law[1].panel is None
    assert services[0].panel is None
    assert [side.panel for side in shared] == [None, None]


@pytest.mark.parametrize(
    "who", ["other_detective", "prosecutor", "lake_coordinator", "lake_advocate", "grant_manager", "site_admin"]
)
def test_for_whoever_may_not_see_it_there_is_no_such_case(cast, signed_in, who):
    client = signed_in(getattr(cast, who))
    hidden = client.get(a_case(cast).get_absolute_url())
    absent = client.get("/cases/00000000-0000-4000-8000-000000000000/")
    assert (hidden.status_code, without_tokens(hidden)) == (404, without_tokens(absent))


def test_the_timeline_comes_in_pages(cast, signed_in):
    case = a_case(cast)
    for minute in range(12):
        write(
            CaseEntry,
            cast.coordinator,
            case=case,
            task_force=cast.riverbend,
            kind="changed",
            made_at=timezone.now() - dt.timedelta(minutes=minute),
        )
    client = signed_in(cast.coordinator)
    assert len(client.get(case.get_absolute_url()).context["page"]) == 10
    assert len(client.get(case.get_absolute_url(), {"page": 2}).context["page"]) == 2


def test_the_page_asks_no_more_for_three_things_than_for_one(cast, signed_in):
    case = a_case(cast)
    client = signed_in(cast.coordinator)
    asked = []
    for brought in ([cast.police], [cast.prosecutor_office, cast.federal]):
        for agency in brought:
            write(CaseAgency, cast.coordinator, case=case, task_force=cast.riverbend, agency=agency)
            write(CaseEntry, cast.coordinator, case=case, task_force=cast.riverbend, kind="joined", agency=agency)
        with CaptureQueriesContext(connection) as queries:
            client.get(case.get_absolute_url())
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1] <= 35
