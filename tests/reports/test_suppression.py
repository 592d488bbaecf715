"""What is left out of shared totals can't be won back by subtraction."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.catalogue import HERE, rows
from reports.equations import equations
from reports.models import Measure
from reports.runs import added
from reports.suppression import hidden, shareable, shown

MEASURES = [Measure(**row) for row in rows(HERE / "catalogue.csv", HERE / "cells.csv") if row["cells"]]
CODES = ("B-01", "B-02", "B-03", "B-05", "B-08", "B-11")
LISTED = [measure for measure in MEASURES if measure.code in CODES]


def split(total: int, cuts: list[int], parts: int) -> list[int]:
    """`total` in `parts` numbers that add up to it."""
    edges = sorted(cut % (total + 1) for cut in cuts[: parts - 1])
    return [b - a for a, b in itertools.pairwise([0, *edges, total])]


@st.composite
def columns(draw):
    """One to four agencies' numbers that add up within each."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        total = draw(st.integers(0, 60))
        cuts = draw(st.lists(st.integers(0, 60), min_size=12, max_size=12))
        new, carried = split(total, cuts, 2)
        column = {"B-01": {"total": total}, "B-02": {"total": new}, "B-03": {"total": carried}}
        for measure in LISTED:
            for group in {cell["group"] for cell in measure.cells if measure.code not in column}:
                keys = [cell["key"] for cell in measure.cells if cell["group"] == group]
                whole = total if measure.code == "B-11" or keys[0].startswith("served") else new
                column.setdefault(measure.code, {})
                column[measure.code] |= dict(zip(keys, split(whole, cuts, len(keys)), strict=True))
        found.append(dict(column))
    return found


def worked_out(known: dict, every) -> dict:
    """Everything that follows from what is known by solving one equation after the other."""
    known = dict(known)
    while True:
        before = len(known)
        for equation in every:
            open_parts = [part for part in equation.parts if part not in known]
            if not open_parts:
                known[equation.whole] = sum(known[part] for part in equation.parts)
            elif len(open_parts) == 1 and equation.whole in known:
                known[open_parts[0]] = known[equation.whole] - sum(
                    known[part] for part in equation.parts if part in known and part != open_parts[0]
                )
        if len(known) == before:
            return known


@pytest.mark.rule("R28")
@settings(max_examples=300, deadline=None)
@given(columns())
def test_no_reader_wins_a_small_count_back(several):
    totals = added(several)
    public = shown(LISTED, totals, several)
    every = equations(LISTED, totals)
    seen = {(code, key): n for code, cells in public.items() for key, n in cells.items() if n is not None}
    for own in [{}, *several]:  # a reader without a column, and each contributor
        mine = {(code, key): n for code, cells in own.items() for key, n in cells.items()}
        rest = {cell: total - mine.get(cell, 0) for cell, total in seen.items()}
        assert [cell for cell, n in worked_out(rest, every).items() if 1 <= n <= 10] == []


@settings(max_examples=100, deadline=None)
@given(columns())
def test_an_equation_loses_all_of_its_parts_or_none(several):
    totals = added(several)
    left_out = hidden(LISTED, totals, several)
    for equation in equations(LISTED, totals):
        assert not (set(equation.parts) & left_out) or set(equation.parts) <= left_out


def test_people_met_through_outreach_are_people_whatever_family_they_are_counted_in():
    column = {"J-04": {"total": 14, "labor": 11, "sex": 3, "both": 0, "undetermined": 0}}
    hidden_parts = dict.fromkeys(("labor", "sex", "both", "undetermined"))
    assert shown(MEASURES, column, [column])["J-04"] == {"total": 14} | hidden_parts
    alone = {"J-04": {"total": 4, "labor": 4, "sex": 0, "both": 0, "undetermined": 0}}
    assert [n for n in shown(MEASURES, alone, [alone])["J-04"].values() if n] == []


def test_what_is_made_of_other_numbers_is_not_shared():
    codes = {measure.code for measure in shareable(MEASURES)}
    assert not {code for code in codes if code.startswith("L") or code == "D-38"}


def test_events_without_a_person_keep_their_small_counts_and_a_free_list_loses_its_names():
    column = {
        "I-01": {"total": 3},
        "B-01": {"total": 40},
        "B-14": {"country.MX": 35, "country.LA": 5},
    }
    public = shown(MEASURES, column, [column])
    assert public["I-01"] == {"total": 3}
    assert "B-14" not in public
