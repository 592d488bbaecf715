"""Somebody at a browser of their own: signs in with a password, clicks what stands there, fills in what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse, Browser, Frame, Locator

from tests.cast import PASSWORD

PATIENCE = 60_000  # milliseconds; a crowded machine is slow, not broken
TYPED_IN = "input:not([type=checkbox]):not([type=radio]), select, textarea"


Words = str | re.Pattern[str]


def beginning(words: Words) -> re.Pattern[str]:
    """What begins so; words for screen readers may follow."""
    return words if isinstance(words, re.Pattern) else re.compile(rf"^\s*{re.escape(words)}")


def labeled(words: Words) -> re.Pattern[str]:
    """A label, with or without the mark of what must be filled in."""
    return words if isinstance(words, re.Pattern) else re.compile(rf"^\s*{re.escape(words)}\s*(\*|required)?\s*$")


class Somebody:
    """One person at one browser. `visited` holds every path that they were at, in order."""

    def __init__(self, browser: Browser, home: str) -> None:
        self.home = home
        self.visited: list[str] = []
        self.context = browser.new_context(viewport={"width": 1280, "height": 800})
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("framenavigated", self._note)

    def _note(self, frame: Frame) -> None:
        if frame == self.page.main_frame and frame.url.startswith(self.home):
            self.visited.append(urlsplit(frame.url).path)

    def sign_in(self, email: str) -> Somebody:
        """By the sign-in page, with the cast's password."""
        self.open("/")
        self.write("Email", email)
        self.write("Password", PASSWORD)
        self.press("Sign in")
        self.page.get_by_role("heading", name="Today").wait_for()
        return self

    # Going about

    def open(self, path: str) -> int:
        """Type an address by hand; the status of the answer."""
        answer = self.page.goto(self.home + path)
        assert answer is not None
        return answer.status

    def go_to(self, *menu: str) -> None:
        """By the main navigation: a section and a link of it, or a link that stands by itself."""
        self.open("/")
        navigation = self.page.get_by_role("navigation", name="Main")
        for section in menu[:-1]:
            navigation.get_by_role("button", name=section, exact=True).click()
        with self.page.expect_navigation():
            navigation.get_by_role("link", name=menu[-1], exact=True).click()

    def click(self, words: Words) -> None:
        """Follow the link that begins with `words`."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=beginning(words)).first.click()

    def press(self, words: Words) -> None:
        """Press the button that begins with `words`, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=beginning(words)).first.click()

    @property
    def path(self) -> str:
        """Where they are."""
        return urlsplit(self.page.url).path

    # Filling in

    def field(self, label: str) -> Locator:
        """What one types in or chooses from, by its label."""
        return self.page.locator("main").get_by_label(labeled(label)).and_(self.page.locator(TYPED_IN))

    def write(self, label: str, text: Any) -> None:
        """Type into a field; a day is typed as its date."""
        self.field(label).fill(str(text))

    def choose(self, label: str, choice: str) -> None:
        """Choose from a list what begins with `choice`."""
        field = self.field(label)
        field.select_option(field.locator("option", has_text=beginning(choice)).first.get_attribute("value"))

    def look_up(self, label: str, typed: str) -> None:
        """Choose from a list by a part of the words; a long one is searched by typing."""
        box = self.page.locator(".usa-combo-box", has=self.page.get_by_label(labeled(label)))
        if not box.count():
            field = self.field(label)
            field.select_option(field.locator("option", has_text=typed).first.get_attribute("value"))
            return
        box.get_by_role("combobox").fill(typed)
        box.get_by_role("option").first.click()

    def tick(self, *boxes: Words) -> None:
        """Tick checkboxes by their words."""
        for words in boxes:
            self._on_its_label(self.page.locator("main").get_by_role("checkbox", name=labeled(words)))

    def answer(self, question: str, answer: str) -> None:
        """Answer a question that has its answers below it."""
        asked = self.page.locator("main fieldset", has=self.page.locator("legend", has_text=labeled(question))).last
        self._on_its_label(asked.get_by_role("radio", name=labeled(answer)))

    def _on_its_label(self, box: Locator) -> None:
        """USWDS draws the box on its label, and the input lies off the screen."""
        self.page.locator(f'label[for="{box.get_attribute("id")}"]').click()

    # Reading

    def reads(self, words: Words) -> None:
        """Wait until `words` can be read on the page."""
        self.page.locator("main").get_by_text(words).first.wait_for()

    @property
    def heading(self) -> str:
        """What the page is called, with its state."""
        return " ".join(self.page.get_by_role("heading", level=1).inner_text().split())

    @property
    def text(self) -> str:
        """What can be read on the page, without the frame around it."""
        return self.page.locator("main").inner_text()

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Label and value of every row of every summary on the page."""
        rows = self.page.locator("main .ecm-summary__row")
        return [(row.locator("dt").inner_text(), row.locator("dd").inner_text()) for row in rows.all()]

    def asks(self, path: str) -> APIResponse:
        """What the address answers when it is asked for beside the pages: the API, a file."""
        return self.context.request.get(self.home + path)

    def downloads(self, words: Words) -> bytes:
        """The file behind a link."""
        with self.page.expect_download() as waiting:
            self.page.locator("main").get_by_role("link", name=beginning(words)).first.click()
        return Path(waiting.value.path()).read_bytes()


@contextmanager
def people(browser: Browser, home: str) -> Iterator[Any]:
    """Give a function that seats somebody at a browser and signs them in; every browser is closed at the end."""
    seated: list[Somebody] = []

    def sit_down(email: str) -> Somebody:
        seated.append(Somebody(browser, home))
        return seated[-1].sign_in(email)

    try:
        yield sit_down
    finally:
        for each in seated:
            each.context.close()
