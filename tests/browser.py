"""Pages in a real browser: Chromium by Playwright, and what must hold of every page.

``page`` is a laptop (1280 by 800), ``narrow_page`` a small phone (320 by 640). ``faults`` asks axe, looks for
sideways scrolling, and for anything the browser complained of; ``check_page`` wants none. That every page of the
house is looked at is `tests/test_every_page.py`'s; here is what it and the rooms' stories look with.
"""

import os
import shutil
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {1280: 800, 320: 640}  # pixels: an old laptop, and a small phone or that laptop at 400 % zoom
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong: to send what is right takes longer than to find it. No rule of ours reads the style sheets.
HOW = {"runOnly": AXE_RULES, "resultTypes": ["violations"], "preload": {"assets": ["media"]}}
ASK_AXE = """how => axe.run(how).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`)))"""

_complaints: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium for the whole run; without it the tests marked ``browser`` are skipped."""
    chromium = os.environ.get("ECM_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    # Playwright's loop runs in this thread, where Django would refuse its ORM.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        chromium_browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield chromium_browser
        chromium_browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on an old laptop, signed in as nobody, with an ear to its console."""
    yield from _opened(browser, 1280)


@pytest.fixture
def narrow_page(browser: Browser) -> Iterator[Page]:
    """A page on a small phone, which is also a laptop at 400 % zoom."""
    yield from _opened(browser, 320)


def _opened(browser: Browser, width: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]})
    page = context.new_page()
    heard = _complaints[page] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield page
    context.close()


def complaints(page: Page) -> list[str]:
    """What the browser has complained of since the last look, a page's own 4xx status aside."""
    heard, _complaints[page][:] = list(_complaints[page]), []
    return [text for text in heard if "the server responded with a status of 4" not in text]


def axe_findings(page: Page) -> list[str]:
    """What axe finds, a line each: the rule and the element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(ASK_AXE, HOW)


def faults(page: Page) -> list[str]:
    """What axe finds, how far the page scrolls sideways, and what the browser complains of."""
    width = page.viewport_size["width"]
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    sideways = [f"scrolls sideways by {beyond} pixels"] if beyond > 0 else []
    return [f"{width}: {fault}" for fault in (*axe_findings(page), *sideways, *complaints(page))]


def check_page(page: Page) -> None:
    """Nothing is wrong with the page as it stands."""
    assert faults(page) == [], page.url


def carry(client: Client, page: Page, live: str) -> None:
    """The browser goes on with the client's session, or with none where it has none."""
    page.context.clear_cookies()
    if session := client.cookies.get(settings.SESSION_COOKIE_NAME):
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": live}])
