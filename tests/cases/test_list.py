"""The case list: what it shows to whom, narrowed, counted, sorted, paged, and kept as a file."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from cases.models import CaseAgency
from tests.cases.rows import a_case, write

LIST = "cases:list"


def numbers(answer):
    return [row.record.number for row in answer.context["table"].page.object_list]


def three(cast):
    """A labor case of the sheriff's, a sex case of the city police's, and a closed one of Lakeside's."""
    a_case(cast, "2026-LABOR", opened_on=dt.date(2026, 3, 1))
    a_case(
        cast,
        "2026-SEXXX",
        form="sex",
        source="operation",
        law_lead=cast.police,
        city="Milltown",
        summary="A motel by the highway.",
        status="closed",
        closed_on=dt.date(2026, 5, 1),
        outcome="prosecuted",
        opened_on=dt.date(2026, 2, 1),
    )
    a_case(
        cast,
        "2026-LAKES",
        hat=cast.lake_coordinator,
        task_force=cast.lakeside,
        law_lead=cast.lake_police,
        services_lead=cast.lake_shelter,
        summary="Workers at another nursery are paid nothing.",
    )


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("coordinator", ["2026-LABOR", "2026-SEXXX"]),
        ("advocate", ["2026-LABOR", "2026-SEXXX"]),
        ("other_advocate", ["2026-LABOR", "2026-SEXXX"]),
        ("detective", ["2026-LABOR"]),
        ("other_detective", ["2026-SEXXX"]),
        ("prosecutor", []),
        ("lake_advocate", ["2026-LAKES"]),
    ],
)
def test_each_sees_the_cases_that_are_theirs_to_see(cast, signed_in, who, seen):
    three(cast)
    answer = signed_in(getattr(cast, who)).get(reverse(LIST))
    assert numbers(answer) == seen
    assert sum(count for code, _, count in answer.context["facets"] if code) == len(seen)


@pytest.mark.parametrize("who", ["grant_manager", "le_admin", "site_admin", "services_auditor"])
def test_for_whoever_works_no_cases_there_is_no_list(cast, signed_in, who):
    three(cast)
    answer = signed_in(getattr(cast, who)).get(reverse(LIST))
    assert answer.status_code == 404
    assert b"2026-LABOR" not in answer.content


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"status": "open"}, ["2026-LABOR"]),
        ({"form": "sex"}, ["2026-SEXXX"]),
        ({"source": "inspection"}, ["2026-LABOR"]),
        ({"opened_after": "2026-02-15"}, ["2026-LABOR"]),
        ({"opened_before": "2026-02-15"}, ["2026-SEXXX"]),
        ({"text": "nursery"}, ["2026-LABOR"]),
        ({"text": "nurs paid"}, ["2026-LABOR"]),
        ({"text": "milltown"}, ["2026-SEXXX"]),
        ({"text": "2026-sexxx"}, ["2026-SEXXX"]),
        ({"text": "lakes"}, []),
        ({"text": "nothing like it"}, []),
        ({"text": "&!:*()"}, []),
        ({"sort": "opened_on"}, ["2026-SEXXX", "2026-LABOR"]),
        ({"sort": "-number"}, ["2026-SEXXX", "2026-LABOR"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(cast, signed_in, asked, seen):
    three(cast)
    assert numbers(signed_in(cast.coordinator).get(reverse(LIST), asked)) == seen


def test_by_agency_and_mine(cast, signed_in):
    three(cast)
    case = a_case(cast, "2026-JOINT", law_lead=cast.prosecutor_office)
    write(CaseAgency, cast.coordinator, case=case, task_force=cast.riverbend, agency=cast.sheriff)
    by_agency = signed_in(cast.coordinator).get(reverse(LIST), {"agency": cast.sheriff.pk, "sort": "number"})
    assert numbers(by_agency) == ["2026-JOINT", "2026-LABOR"]
    mine = signed_in(cast.detective).get(reverse(LIST), {"mine": "true", "sort": "number"})
    assert numbers(mine) == ["2026-JOINT", "2026-LABOR"]


def test_counts_hold_every_filter_but_their_own(cast, signed_in):
    three(cast)
    answer = signed_in(cast.coordinator).get(reverse(LIST), {"status": "closed", "form": "sex"})
    assert [count for _, _, count in answer.context["facets"]] == [1, 0, 0, 1]


def test_pages_of_twenty_five(cast, signed_in):
    for number in range(30):
        a_case(cast, f"2026-{number:05}")
    answer = signed_in(cast.coordinator).get(reverse(LIST), {"page": "2"})
    assert len(numbers(answer)) == 5


def test_files_hold_what_is_shown_and_nothing_runs_as_a_formula(cast, signed_in):
    three(cast)
    a_case(cast, "2026-TRICK", summary="=HYPERLINK(1)", form="labor")
    client = signed_in(cast.coordinator)
    sheet = client.get(reverse("cases:sheet", args=["csv"]), {"form": "labor", "sort": "number"})
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Number", "2026-LABOR", "2026-TRICK"]
    assert rows[2][14] == "'=HYPERLINK(1)"
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("cases:sheet", args=["xlsx"]), {"form": "labor", "sort": "number"}).content)
    )
    cells = list(book["Cases"].iter_rows(values_only=True))
    assert [row[0] for row in cells] == ["Number", "2026-LABOR", "2026-TRICK"]
    assert cells[1][5] == dt.datetime(2026, 3, 1)
    assert book["Cases"]["O3"].data_type == "s"
    assert Entry.objects.using("owner").filter(verb="exported").count() == 2


@pytest.mark.rule("R27")
def test_a_detective_exports_only_what_the_detective_sees(cast, signed_in):
    three(cast)
    sheet = signed_in(cast.detective).get(reverse("cases:sheet", args=["csv"])).content.decode()
    assert "2026-LABOR" in sheet
    assert "2026-SEXXX" not in sheet
    assert "2026-LAKES" not in sheet


def test_the_list_asks_no_more_for_three_cases_than_for_one(cast, signed_in):
    asked = []
    client = signed_in(cast.coordinator)
    for numbers_ in (["2026-AAAAB"], ["2026-AAAAC", "2026-AAAAD"]):
        for number in numbers_:
            a_case(cast, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(LIST))
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1] <= 25


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"text": "x" * 3000}, "Number, place or words"),
        ({"agency": "999999"}, "Agency"),
        ({"status": "lost"}, "Status"),
        ({"opened_after": "the day before"}, "Opened"),
    ],
)
def test_a_filter_that_cannot_be_used_shows_no_case_and_says_why(cast, signed_in, asked, field):
    three(cast)
    client = signed_in(cast.coordinator)
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.get(reverse(LIST), asked, headers=headers)
        page = answer.content.decode()
        assert numbers(answer) == []
        assert "These filters can" in page
        assert f"{field}: " in page
    sheet = client.get(reverse("cases:sheet", args=["csv"]), asked).content.decode()
    assert len(sheet.splitlines()) == 1
