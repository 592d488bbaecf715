"""Pages in a real browser: Chromium by Playwright, and what must hold of every page.

``page`` is a laptop (1280 by 800), ``narrow_page`` a small phone (320 by 640). ``check_page``
asks axe, looks for sideways scrolling, and for anything the browser complained of.
"""

import os
import shutil
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import pytest
from axe_playwright_python.sync_playwright import Axe
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
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

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
    yield from _opened(browser, 1280, 800)


@pytest.fixture
def narrow_page(browser: Browser) -> Iterator[Page]:
    """A page on a small phone, which is also a laptop at 400 % zoom."""
    yield from _opened(browser, 320, 640)


def _opened(browser: Browser, width: int, height: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height})
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
    found = Axe().run(page, options={"runOnly": AXE_RULES}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def check_page(page: Page) -> None:
    """Axe finds nothing, nothing scrolls sideways, and the browser has nothing to complain of."""
    assert axe_findings(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"the page scrolls sideways by {width} pixels at {page.url}"
    assert complaints(page) == []
