"""The pages of what is brought in that are looked at (tests/every_page.py)."""

from __future__ import annotations

from typing import Any

from access.context import acting
from access.hats import Hat
from imports import services
from imports.models import Import
from tests.cast import Cast
from tests.imports.test_bringing_in import sheet


def made(cast: Cast) -> dict[str, Any]:
    """A sheet that has mistakes, one that is good, and one that is brought in."""
    by = cast.advocate
    done = tried(by, "clients", sheet(["Code"], ["HH-9"]))
    with acting(by):
        services.run(by=by, brought=done, for_good=True)
    return {
        "bad": tried(by, "clients", sheet(["Code", "Sex"], ["HH-1", "F"], ["HH-2", "zebra"])),
        "good": tried(by, "clients", sheet(["Code", "Sex"], ["HH-1", "F"])),
        "done": done,
    }


def tried(by: Hat, target: str, content: bytes) -> Import:
    """A sheet as it stands after it was tried."""
    with acting(by):
        brought = services.receive(by=by, target=target, content=content)
        services.match(by=by, brought=brought, columns=brought.columns)
        return services.run(by=by, brought=brought, for_good=False)


PAGES = {
    "advocate": [
        "imports:list",
        "imports:receive",
        "imports:match bad",
        "imports:detail bad",
        "imports:try bad",
        "imports:drop bad",
        "imports:detail good",
        "imports:bring_in good",
        "imports:detail done",
    ],
    "lake_advocate": ["imports:list"],
}
