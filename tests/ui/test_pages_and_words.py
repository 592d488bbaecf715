"""Page or fragment, navigation by role, dates as sentences, and the tags that templates use."""

import datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone

from tests.ui.conftest import made_up_hat
from ui.navigation import MENU, navigation
from ui.pages import page_or_fragment, paged
from ui.templatetags.ui import relative, status_tag


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"HX-Request": "true"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
    ],
)
def test_htmx_gets_the_fragment_and_everybody_else_the_page(headers: dict[str, str], whole: bool, looks: None) -> None:
    request = RequestFactory().get("/", headers=headers)
    answer = page_or_fragment(request, "404.html", "components/alert.html", {"text": "Hello"})
    assert ("<html" in answer.content.decode()) == whole
    assert answer.headers["Vary"] == "HX-Request"


def test_pages_hold_25_and_a_wrong_number_gives_the_nearest() -> None:
    assert list(paged(list(range(60)), RequestFactory().get("/?page=9"))) == list(range(50, 60))


def test_navigation_shows_a_role_its_pages_and_leaves_out_pages_that_do_not_exist(looks: None) -> None:
    sections = navigation(made_up_hat(), "/clients/7/")
    assert [(section.label, [item.label for item in section.items]) for section in sections] == [
        ("Home", ["Home"]),
        ("Work", ["Cases", "Leads"]),
        ("Clients", ["Clients"]),
    ]
    assert [section.label for section in sections if section.current] == ["Clients"]


LINKS = [entry for _, entries in MENU for entry in entries]


@pytest.mark.parametrize(("name", "role"), [(name, role) for _, name, roles in LINKS for role in sorted(roles)])
def test_every_link_of_the_menu_opens_for_whom_it_is_shown_to(name: str, role: str) -> None:
    may_open = resolve(reverse(name)).func.view_class.roles
    assert not may_open or role in may_open


def test_an_auditor_is_offered_no_cases(looks: None) -> None:
    sections = navigation(made_up_hat(roles=frozenset({"auditor"})), "/")
    assert [section.label for section in sections] == ["Home"]


def test_without_a_hat_there_is_no_navigation(looks: None) -> None:
    assert navigation(None, "/") == []


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (3, "in 3\xa0days"), (-14, "2\xa0weeks ago")],
)
def test_a_date_is_said_as_one_thinks_of_it(days: int, words: str) -> None:
    assert relative(timezone.localdate() + datetime.timedelta(days=days)) == words


def test_a_status_is_told_in_words_and_escaped() -> None:
    assert status_tag("<Open>") == '<span class="ecm-tag ecm-tag--neutral">&lt;Open&gt;</span>'
    assert "check_circle" in status_tag("Open", "good")


def test_the_side_banner_follows_the_hat() -> None:
    template = Template("{% load ui %}{% side_banner %}")
    law = template.render(Context({"hat": made_up_hat(side="law")}))
    services = template.render(Context({"hat": made_up_hat()}))
    assert "What you write here may be disclosed to the defense." in law
    assert "Do not paste police reports or criminal-history results." in services
    assert template.render(Context({"hat": made_up_hat(side="shared")})).strip() == ""
