"""Nothing is wrong with any page: axe finds nothing, and nothing scrolls sideways on a laptop or a small phone."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import WIDTHS, carry, faults
from tests.every_page import NOT_LOOKED_AT, ROOMS, Look, looks, pages, room_of
from tests.screenshots import FOLDER, SHOTS_OF, SHOWN, pattern_of, picture

PICTURED = os.environ.get(SHOTS_OF, "").split()  # routes, for script/screenshots


def test_every_page_of_the_house_is_looked_at_or_says_why_not():
    looked_at = {look.route for room in ROOMS for look in looks(room)}
    assert looked_at & NOT_LOOKED_AT.keys() == set()
    assert looked_at | NOT_LOOKED_AT.keys() == pages(), "name it in PAGES of tests/<room>/looked_at.py"


@pytest.mark.browser
@pytest.mark.parametrize("room", ROOMS)
def test_every_page_is_clean_wide_and_narrow(room, cast, signed_in, live, page):
    made = room_of(room).made(cast)
    clients: dict[str, Any] = {}
    wrong: list[str] = []
    for look in looks(room):
        if look.who not in clients:
            clients[look.who] = made.get(look.who) or signed_in(getattr(cast, look.who, None))
            carry(clients[look.who], page, live)
        wrong += [f"{look}: {fault}" for fault in seen(page, look, live + look.address(made))]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def keep(page: Page) -> None:
    """Picture the page, and tell what it is."""
    address = urlsplit(page.url).path
    shot = picture(page, "test", address, pattern_of(address))
    with (FOLDER / SHOWN).open("a") as shown:
        shown.write(json.dumps(asdict(shot)) + "\n")


def seen(page: Page, look: Look, address: str) -> Iterator[str]:
    """What is wrong with one page."""
    answer = page.goto(address)
    if (page.url, answer and answer.status) != (address, look.status):
        yield f"{address} leads to {page.url}, {answer and answer.status}"
        return
    if page.locator("h1").count() != 1:
        yield "has not one heading of the first level"
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        yield from faults(page)
    if look.route in PICTURED:
        keep(page)
    page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})
