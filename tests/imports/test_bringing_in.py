"""A spreadsheet is read, matched, tried and brought in: all rows or none, and at most once."""

import io

import pytest
from django.db import connections
from openpyxl import Workbook

from access.errors import Refused
from agencies.vocabulary import Role
from imports import services, values
from imports.models import Import, Matching
from imports.targets import TARGETS, Column, target
from tests.cast import OWNER


@pytest.fixture
def notes_as_target():
    """A target whose rows become remembered headings, so that making is real and seen."""

    @target(
        "headings",
        label="Headings",
        words="for tests",
        roles=(Role.DETECTIVE,),
        columns=[
            Column("header", "Heading", required=True, aliases=("Head",)),
            Column("on", "Date", parse=values.date),
            Column("sure", "Sure?", parse=values.yes_no),
        ],
        found_at="imports:list",
    )
    def heading(by, row):
        if row["header"] == "forbidden":
            raise Refused("This heading is not allowed. Choose another.", "header")
        Matching.new(by, target="made", header=row["header"], column="x")
        return f"Heading {row['header']}"

    yield
    del TARGETS["headings"]


def sheet(*rows):
    out = io.BytesIO()
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def made():
    return sorted(Matching.objects.filter(target="made").values_list("header", flat=True))


GOOD = (["Head", "Date", "Sure?"], ["one", "3/14/2026", "Y"], ["two", "March 15, 2026", "no"])
FILE = sheet(*GOOD)  # made once: a workbook holds the second at which it was saved


def test_trying_changes_nothing_and_bringing_in_makes_every_row(cast, acting, notes_as_target):
    with acting(cast.detective):
        brought = services.receive(by=cast.detective, target="headings", content=sheet(*GOOD))
        assert brought.columns == {"Head": "header", "Date": "on", "Sure?": "sure"}
        services.match(by=cast.detective, brought=brought, columns=brought.columns)
        services.run(by=cast.detective, brought=brought, for_good=False)
        assert (brought.state, brought.rows, made()) == (Import.State.TRIED, 2, [])
        assert brought.would_make == ["Heading one", "Heading two"]
        services.run(by=cast.detective, brought=brought, for_good=True)
        assert (brought.state, brought.made, made()) == (Import.State.DONE, 2, ["one", "two"])
        kept = Import.objects.get()
        assert (bytes(kept.content), bytes(kept.wrapped)) == (b"", b"")


def test_one_bad_row_makes_none_and_says_which_and_why(cast, acting, notes_as_target):
    bad = (*GOOD, ["forbidden", "", ""], ["three", "the 5th", "perhaps"])
    with acting(cast.detective):
        brought = services.receive(by=cast.detective, target="headings", content=sheet(*bad))
        services.match(by=cast.detective, brought=brought, columns=brought.columns)
        services.run(by=cast.detective, brought=brought, for_good=True)
        assert (brought.state, made()) == (Import.State.REFUSED, [])
        assert [(p["row"], p["field"]) for p in brought.problems] == [(4, "Heading"), (5, "Date"), (5, "Sure?")]


@pytest.mark.rule("R23")
def test_nothing_of_a_row_lies_open_while_a_sheet_waits_to_be_mended(cast, acting, notes_as_target):
    with acting(cast.detective):
        brought = services.receive(by=cast.detective, target="headings", content=sheet(*GOOD, ["Rosa", "Marisol", ""]))
        services.match(by=cast.detective, brought=brought, columns=brought.columns)
        services.run(by=cast.detective, brought=brought, for_good=False)
        assert "Marisol" in brought.problems[0]["says"]
        assert Import.objects.get().problems == brought.problems
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT i::text FROM imports_import i")
        [(kept,)] = cursor.fetchall()
    told = [word for word in ("Marisol", "Heading one") if word in kept or word.encode().hex() in kept]
    assert told == []


def test_a_file_comes_in_once(cast, acting, notes_as_target):
    with acting(cast.detective):
        one, two = (services.receive(by=cast.detective, target="headings", content=FILE) for _ in range(2))
        for brought in (one, two):
            services.match(by=cast.detective, brought=brought, columns=brought.columns)
        services.run(by=cast.detective, brought=one, for_good=True)
        with pytest.raises(Refused, match="already"):
            services.run(by=cast.detective, brought=one, for_good=True)
        with pytest.raises(Refused, match="already"):
            services.run(by=cast.detective, brought=two, for_good=True)
        with pytest.raises(Refused, match="already"):
            services.receive(by=cast.detective, target="headings", content=FILE)
        assert made() == ["one", "two"]


def test_what_a_heading_meant_is_remembered(cast, acting, notes_as_target):
    odd = (["Strange", "When"], ["one", "2026-03-14"])
    with acting(cast.detective):
        brought = services.receive(by=cast.detective, target="headings", content=sheet(*odd))
        assert brought.columns == {}
        services.match(by=cast.detective, brought=brought, columns={"Strange": "header", "When": "on"})
    with acting(cast.second_detective):
        again = services.receive(by=cast.second_detective, target="headings", content=sheet(*odd, ["two", ""]))
        assert again.columns == {"Strange": "header", "When": "on"}


def test_a_needed_column_must_be_matched_once(cast, acting, notes_as_target):
    with acting(cast.detective):
        brought = services.receive(by=cast.detective, target="headings", content=sheet(*GOOD))
        with pytest.raises(Refused, match="Heading"):
            services.match(by=cast.detective, brought=brought, columns={"Date": "on"})
        with pytest.raises(Refused, match="Two columns"):
            services.match(by=cast.detective, brought=brought, columns={"Head": "header", "Date": "header"})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (b"PK\x03\x04 not really", "can't be opened"),
        (b"\0\1\2\3", "neither"),
        (b",,,\n1,2,3", "headings"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(cast, acting, notes_as_target, content, says):
    with acting(cast.detective), pytest.raises(Refused, match=says):
        services.receive(by=cast.detective, target="headings", content=content)


@pytest.mark.parametrize(
    "written", ["3/14/2026", "March 14, 2026", "14 Mar 2026", "3/14/26", "2026-03-14", "Mar 14 2026"]
)
def test_dates_are_read_as_people_write_them(written):
    assert values.date(written).isoformat() == "2026-03-14"
