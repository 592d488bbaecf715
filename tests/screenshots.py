"""What `script/screenshots` does: walks the demonstration as each kind of user and takes a picture of every page.

Pages are found by following links from home. Each is shown once, by the first who comes to it; home and the case page
are shown to everybody. What no link leads to in the demonstration as it begins, such as what a letter links to, is
pictured in the tests' own house (`tests/test_every_page.py`).
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import django
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ecm import keys
from tests.browser import ARGUMENTS
from tests.every_page import NOT_LOOKED_AT, pages
from tests.run import services
from tests.running import free_port

ROOT = Path(__file__).resolve().parent.parent
FOLDER, ALBUM = ROOT / "docs" / "screenshots", ROOT / "docs" / "screenshots.md"
PASSWORD, DOMAIN = "open-door-demo", "demo.example"  # as the demonstration prints them
WIDTHS = (1280, 320)
LONGEST = 2600  # pixels; what is longer is cut there
QUALITY = 26
LOOKED_AT = 4  # records of a kind, since what can be done depends on how they stand
STARTED_WITHIN = 600  # seconds

# Whose pages, in what order; the account's name, and where the walk begins.
KINDS = {
    "Nobody signed in": ("", ["/account/login/", "/account/password/reset/", "/office/recover/", "/not-there/"]),
    "Detective": ("detective", ["/", "/cases/?mine=on&status=open"]),
    "Advocate": ("advocate", ["/", "/clients/?mine=yes&status=open", "/cases/"]),
    "Coordinator": ("coordinator", ["/"]),
    "Law-enforcement supervisor": ("sheriff.supervisor", ["/"]),
    "Prosecutor": ("prosecutor", ["/"]),
    "Victim specialist of the prosecution": ("specialist", ["/"]),
    "Advocate supervisor": ("advocate.supervisor", ["/"]),
    "Grant manager of the service award": ("grants", ["/"]),
    "Grant manager of the law-enforcement award": ("sheriff.grants", ["/"]),
    "Agency administrator": ("admin", ["/"]),
    "Auditor": ("auditor", ["/"]),
    "Site administrator": ("site", ["/"]),
}
FOR_EVERYBODY = ("/", "/cases/one/")
NOT_WALKED = ("/account/logout/", "/office/hat/", "/api/")
ELSEWHERE = "Where no link leads"
SHOWN, SHOTS_OF = "shown.jsonl", "ECM_SHOTS_OF"  # what the tests pictured, a line each; what they are asked to
AN_ID = re.compile(r"/(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+|[\w=-]{40,})(?=/)")  # or a letter's secret
ONE_OF_MANY = re.compile(r"/(missing)/[^/]+/")


@dataclass(frozen=True)
class Shot:
    """A page that was pictured: where it was, of which kind, what it is called, and its files by width."""

    address: str
    pattern: str
    title: str
    name: str

    def file(self, width: int) -> str:
        """The picture's name."""
        return f"{self.name}-{width}.webp"


def main(arguments: list[str]) -> int:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with a_server(arguments) as home, sync_playwright() as playwright:
        chromium = os.environ.get("ECM_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        album: dict[str, list[Shot]] = {}
        seen: set[str] = set()
        broken: list[str] = []
        for kind, (account, begin) in KINDS.items():
            album[kind] = list(walk(browser, home, account, begin, seen, broken))
            print(f"  {kind}: {len(album[kind])} pages", flush=True)
        browser.close()
    album[ELSEWHERE] = pictured_by_tests(without_picture(shot.address for shots in album.values() for shot in shots))
    print(f"  {ELSEWHERE}: {len(album[ELSEWHERE])} pages", flush=True)
    ALBUM.write_text(told(album))
    size = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"  {len(list(FOLDER.iterdir()))} pictures, {size / 1e6:.1f} MB")
    return bool(broken)


@contextmanager
def a_server(arguments: list[str]) -> Iterator[str]:
    """The address that was given, or that of a demonstration of our own, gone afterwards."""
    if arguments:
        yield arguments[0].rstrip("/")
        return
    port, data = free_port(), Path(tempfile.mkdtemp(prefix="ecm-screenshots-"))
    command = [sys.executable, "-m", "ecm.server", "--port", str(port), "--data", str(data / "server")]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        for line in server.stdout or ():
            if line.startswith("ready: "):
                break
        else:
            raise SystemExit("the server did not start; see above")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)
        shutil.rmtree(data, ignore_errors=True)


def walk(
    browser: Browser, home: str, account: str, begin: list[str], seen: set[str], broken: list[str]
) -> Iterator[Shot]:
    """Sign in, find every page, and picture the fullest of each kind that was not seen yet."""
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 800})
    page = context.new_page()
    if account:
        page.goto(f"{home}/account/login/")
        page.get_by_label("Email").fill(f"{account}@{DOMAIN}")
        page.get_by_label("Password").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="Sign in", exact=True).click()
    for pattern, address in (
        explored(context, home, begin, broken).items() if account else ((each, each) for each in begin)
    ):
        if pattern not in seen or pattern in FOR_EVERYBODY:
            seen.add(pattern)
            page.goto(home + address)
            yield picture(page, account or "nobody", address, pattern)
    context.close()


def explored(context: BrowserContext, home: str, begin: list[str], broken: list[str]) -> dict[str, str]:
    """Each kind of page that links lead to, with the address of the fullest of those that were looked at.

    An address that is linked and doesn't open is told, and makes the whole command fail.
    """
    ahead, met = list(begin), {}
    for address in ahead:  # which grows on the way
        pattern = pattern_of(address)
        looked_at = met.setdefault(pattern, [])
        if len(looked_at) == LOOKED_AT:
            continue
        answer = context.request.get(home + address)
        if answer.status != 200:
            broken.append(address)
            print(f"  {address} is linked and answers {answer.status}", file=sys.stderr)
            continue
        if "html" not in answer.headers["content-type"]:
            continue
        looked_at.append((len(answer.body()), address))
        ahead += [link for link in links(answer.text(), address) if link not in ahead]
    return {pattern: max(looked_at)[1] for pattern, looked_at in met.items() if looked_at}


def links(text: str, address: str) -> list[str]:
    """Addresses of pages that this one links to."""
    found = [urlsplit(urljoin(address, unescape(link))) for link in re.findall(r'<a\b[^>]*? href="([^"]+)"', text)]
    paths = [each.path for each in found if not each.netloc and each.path.endswith("/")]
    return list(dict.fromkeys(path for path in paths if not path.startswith(NOT_WALKED)))


def pattern_of(address: str) -> str:
    """What an address is of: “/cases/one/” for every case."""
    return ONE_OF_MANY.sub(r"/\1/one/", AN_ID.sub("/one", urlsplit(address).path))


def picture(page: Page, who: str, address: str, pattern: str) -> Shot:
    """The page, wide and narrow."""
    name = f"{who}-{pattern.strip('/').replace('/', '-') or 'home'}"
    shot = Shot(address, pattern, page.title().removesuffix(" \N{EN DASH} ecm"), name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 600})
        height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST)
        page.set_viewport_size({"width": width, "height": height})  # what is fixed to the bottom stays there
        (FOLDER / shot.file(width)).write_bytes(webp(page, width, height))
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    return shot


def webp(page: Page, width: int, height: int) -> bytes:
    """What is seen as a small file, by Chromium's own encoder."""
    browser = page.context.new_cdp_session(page)
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    said = {"format": "webp", "quality": QUALITY, "clip": clip}
    taken = browser.send("Page.captureScreenshot", said)
    browser.detach()
    return base64.b64decode(taken["data"])


def without_picture(addresses: Iterable[str]) -> list[str]:
    """The names of the pages of the house that are at none of `addresses`."""
    with tempfile.TemporaryDirectory() as data:
        os.environ |= keys.load_or_make(Path(data))  # without them the settings refuse to load
    os.environ["DJANGO_SETTINGS_MODULE"] = "ecm.settings"
    django.setup()
    found = set()
    for address in addresses:
        with suppress(Resolver404):
            found.add(resolve(urlsplit(address).path).view_name)
    return sorted(pages() - NOT_LOOKED_AT.keys() - found)


def pictured_by_tests(routes: list[str]) -> list[Shot]:
    """These pages as the tests open them, each once."""
    with services() as environment:
        environment[SHOTS_OF] = " ".join(routes)
        command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "tests/test_every_page.py"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    lines = (FOLDER / SHOWN).read_text().splitlines()
    (FOLDER / SHOWN).unlink()
    shots = {shot.name: shot for shot in (Shot(**json.loads(line)) for line in lines)}
    return sorted(shots.values(), key=lambda shot: shot.pattern)


def told(album: dict[str, list[Shot]]) -> str:
    """The page that shows them, by kind of user."""
    lines = [
        "# Every page in pictures",
        "",
        "Made by `script/screenshots` from the demonstration: 1280 pixels, an old laptop, and 320, a small phone or",
        "a laptop at 400 % zoom. Each page stands once, under the first who comes to it; home and the case page",
        "stand under everybody. What no link leads to as the demonstration begins was opened by the tests, in",
        "their own small house. No person here is real.",
        "",
        *(f"- [{kind}](#{kind.lower().replace(' ', '-')}): {len(shots)} pages" for kind, shots in album.items()),
    ]
    for kind, shots in album.items():
        lines += ["", f"## {kind}"]
        for shot in shots:
            wide, narrow = (f'<img src="screenshots/{shot.file(width)}"' for width in WIDTHS)
            lines += [
                "",
                f"### {shot.title}",
                f"`{shot.pattern}`",
                "",
                f'{wide} width="640" alt="{shot.title}, 1280 pixels wide"> '
                f'{narrow} width="160" alt="{shot.title}, 320 pixels wide">',
            ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
