"""Tables: how they are sorted, how many rows there are, and what they say when empty."""

import re

import django_tables2
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from ui.tables import Table


class CaseTable(Table):
    """Cases, made up."""

    noun = ("case", "cases")
    caption = "Cases"
    empty = {"title": "No cases yet", "text": "Log the first.", "action_url": "/new/", "action_label": "Log a case"}
    number = django_tables2.Column()
    kind = django_tables2.Column(orderable=False)


def rows(count: int) -> list[dict[str, object]]:
    return [{"number": n, "kind": f"kind {n}"} for n in range(1, count + 1)]


def shown(table: Table, request: HttpRequest) -> str:
    return render_to_string("components/table.html", {"table": table}, request)


def get(query: str = "") -> HttpRequest:
    return RequestFactory().get(f"/cases/{query}")


def test_only_columns_that_sort_have_aria_sort_and_it_follows_the_address() -> None:
    for query, said in [("", "none"), ("?sort=number", "ascending"), ("?sort=-number", "descending")]:
        html = shown(CaseTable(rows(2), request=get(query)), get(query))
        assert re.findall(r'aria-sort="(\w+)"', html) == [said]


def test_a_sort_link_keeps_the_filter_and_forgets_the_page() -> None:
    request = get("?kind=labor&page=2&sort=number")
    html = shown(CaseTable(rows(60), request=request), request)
    assert re.findall(r'class="ecm-sort" id="sort-number" href="([^"]+)"', html) == ["?kind=labor&amp;sort=-number"]


def test_a_page_link_keeps_filter_and_order() -> None:
    request = get("?kind=labor&sort=-number")
    html = shown(CaseTable(rows(60), request=request), request)
    assert "?kind=labor&amp;sort=-number&amp;page=2" in html


def test_the_count_is_a_sentence() -> None:
    assert CaseTable(rows(1), request=get()).count_sentence == "1 case."
    assert CaseTable(rows(12), request=get()).count_sentence == "12 cases."
    assert CaseTable(rows(60), request=get("?page=2")).count_sentence == "Cases 26 to 50 of 60."


def test_a_wrong_page_number_shows_a_page_all_the_same() -> None:
    assert CaseTable(rows(60), request=get("?page=99")).count_sentence == "Cases 51 to 60 of 60."
    assert CaseTable(rows(60), request=get("?page=x")).count_sentence == "Cases 1 to 25 of 60."


def test_the_first_cell_heads_its_row_and_every_cell_names_its_column() -> None:
    html = shown(CaseTable(rows(1), request=get()), get())
    assert re.findall(r'<t[hd](?: scope="row")? data-label="(\w+)"', html) == ["Number", "Kind"]
    assert re.findall(r'<th scope="row"[^>]*>(\w+)', html) == ["1"]


def test_an_empty_table_teaches_what_to_do() -> None:
    html = shown(CaseTable([], request=get()), get())
    assert "No cases yet" in html
    assert '<a class="usa-button" href="/new/">Log a case</a>' in html
    assert "<table" not in html


def test_a_filter_that_matches_nothing_is_told_apart_from_nothing_yet() -> None:
    html = shown(CaseTable([], request=get("?kind=labor")), get("?kind=labor"))
    assert "Nothing matches these filters." in html
    assert "No cases yet" not in html


def test_what_is_in_a_cell_is_text() -> None:
    html = shown(CaseTable([{"number": "<script>", "kind": ""}], request=get()), get())
    assert "<script>" not in html
