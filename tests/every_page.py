"""Every page of the house, and what is looked at: each room's `looked_at.py`, which `tests/test_every_page.py` opens.

A room's `looked_at.py` has two things. `made(cast)` puts into the house what its pages need, and names it.
`PAGES` says by the key of the cast who opens which page, a line each: the route's name, and what goes into its
address, in order: a name that `made` gives, or the word itself. `?in=es` ends the address, `!410` is the status
that is expected where it isn't 200. Somebody who is not of the cast is a client that `made` gives.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ROOMS = ("accounts", "office", "cases", "desk", "referrals", "investigations", "victims", "imports", "reports")

# Pages that can't be looked at, each with its reason.
NOT_LOOKED_AT = {
    "account_set_password": "every account has a password: leads to changing it",
    "imports:progress": "a piece of imports:detail while a job runs; else leads there",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "answers the script of the sign-in page",
    "victims:referral_behind": "leads to the release",
}


@dataclass(frozen=True)
class Look:
    """One line of a room's list: who opens which route, with which words in its address."""

    who: str
    route: str
    words: tuple[str, ...] = ()
    query: str = ""
    status: int = 200

    @classmethod
    def of(cls, who: str, line: str) -> Look:
        """As the line says."""
        route, *words = line.split()
        query = next((word for word in words if word.startswith("?")), "")
        status = next((int(word[1:]) for word in words if word.startswith("!")), 200)
        return cls(who, route, tuple(word for word in words if word[0] not in "?!"), query, status)

    def __str__(self) -> str:
        return " ".join((self.who, self.route, *self.words)) + self.query

    def address(self, made: dict[str, Any]) -> str:
        """Where the page is, in a house with what was `made`."""
        things = [made.get(word, word) for word in self.words]
        return reverse(self.route, args=[getattr(thing, "pk", thing) for thing in things]) + self.query


def room_of(name: str) -> Any:
    """The list of one room."""
    return importlib.import_module(f"tests.{name}.looked_at")


def looks(room: str) -> list[Look]:
    """What is looked at in a room, person by person."""
    return [Look.of(who, line) for who, lines in room_of(room).PAGES.items() for line in lines]


def pages() -> set[str]:
    """The names of the routes that show a page: not the API's, not files, not what only takes what is sent."""
    found = routes(get_resolver())
    return {name for name, address, view in found if name and is_page(f"/{address}", view)}


def is_page(address: str, view: Any) -> bool:
    """Pages end in a slash and answer GET; what ends in a file's ending is a file."""
    is_ours = not address.startswith(settings.ECM_API_PATH)
    return is_ours and address.removesuffix("$").endswith("/") and hasattr(getattr(view, "view_class", None), "get")


def routes(resolver: URLResolver, room: str = "", before: str = "") -> Iterator[tuple[str, str, Any]]:
    """Name, address and view of everything that has an address."""
    for each in resolver.url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, f"{each.namespace}:" if each.namespace else room, address)
        elif isinstance(each, URLPattern):
            yield f"{room}{each.name}" if each.name else "", address, each.callback
