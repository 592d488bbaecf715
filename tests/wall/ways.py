"""Every way out, found in the code: each address that there is, and which table it asks for the id in its path.

An address says nothing of what it shows, so it is asked: with an id that nothing has, by people of every role, and
the statements that follow name the table. `Browsers` asks; what comes back is compared without what is random.
"""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from access.compiler import table_of
from access.hats import Hat
from agencies.models import Membership
from tests.cast import OWNER, Cast
from tests.wall.planting import LABELS
from tests.wall.test_timing import CHANGING

PART = re.compile(r"<(\w+):(\w+)>")
KEY = "<pk>"
# What stands in the place of a part of an address that is no record's id.
FILLED = {
    "<sheet:kind>": "csv",
    "<slug:kind>": "training",
    "<slug:name>": "cases",
    "<slug:ending>": "csv",
    "<slug:section>": "identity",
    "<slug:basis>": "court_order",
    "<str:key>": "age_known",
    "<str:secret>": "made-up",
    "<path:rest>": "nothing",
    "<uuid:job>": str(uuid.uuid4()),
    "<int:agency>": "1",
    "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-made-up/",
}
NO_NUMBER = 2_000_000_001
WHO_SEES = "who-sees/"
# Addresses that look for the id among rows which they have found before.
FOUND_BEFORE = {
    "office/task-force/<pk>/": "agencies_taskforce",
    "account/2fa/webauthn/keys/<pk>/remove/": "mfa_authenticator",
    "account/2fa/webauthn/keys/<pk>/edit/": "mfa_authenticator",
}
# Who is asked, in this order, until somebody is let as far as the question to the database.
INSIDERS = (
    *("detective", "le_supervisor", "advocate_supervisor", "advocate", "coordinator", "le_grant_manager"),
    *("grant_manager", "services_admin", "le_admin", "services_auditor", "prosecutor", "site_admin"),
)


@dataclass(frozen=True)
class Way:
    """One address, with `<pk>` where the id of a record stands, how it can be asked besides GET, and by whom."""

    pattern: str
    key: str  # "uuid", "int", or "" where there is no id
    changes: tuple[str, ...]  # "post", "put"
    roles: frozenset[str]  # whoever has none of them is told that there is nothing, whatever the id; none: everybody

    def path(self, pk: Any = "") -> str:
        """The address with this id in it."""
        return "/" + self.pattern.replace(KEY, str(pk))

    @property
    def absent(self) -> str:
        """An id that no record has."""
        return str(uuid.uuid4()) if self.key == "uuid" else str(NO_NUMBER)

    @property
    def room(self) -> str:
        """The first part of the address: pages of one room answer that there is nothing in the same words."""
        return "/".join(self.pattern.split("/")[: 3 if self.pattern.startswith("api") else 1])


def ways() -> list[Way]:
    """Every address of the house; a part that nobody filled in fails."""
    found = {way.pattern: way for pattern, at in _walk(get_resolver()) for way in _ways(pattern, at)}
    return list(found.values())


def _walk(resolver: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        said = FILLED.get(str(each.pattern), str(each.pattern))
        if isinstance(each, URLPattern):
            yield before + said, each
        else:
            yield from _walk(each, before + said)


def _ways(pattern: str, at: URLPattern) -> Iterator[Way]:
    keys = dict.fromkeys(kind for kind, name in PART.findall(pattern) if name == "pk")
    filled = PART.sub(lambda part: KEY if part[2] == "pk" else FILLED.get(part[0], part[0]), pattern)
    actions = getattr(at.callback, "actions", None)
    view = getattr(at.callback, "view_class", None) or at.callback
    changes = tuple(verb for verb in ("post", "put") if (verb in actions if actions else hasattr(view, verb)))
    roles = frozenset(getattr(getattr(at.callback, "cls", view), "roles", ()))
    for label in LABELS if "<str:label>" in filled else [""]:
        yield Way(filled.replace("<str:label>", label.lower()), next(iter(keys), ""), changes, roles)


@dataclass(frozen=True)
class Answer:
    """What came back, without what is random and without the id that was asked for."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str

    @cached_property
    def title(self) -> str:
        """The title of the page."""
        found = re.search(r"<title>(.*?)</title>", self.text, re.S)
        return found[1] if found else ""


class Browsers:
    """One signed-in browser for each hat."""

    def __init__(self, cast: Cast, sign_in: Callable[[Hat | None], Client]) -> None:
        self.cast, self.sign_in = cast, sign_in
        self.open: dict[str, Client] = {}
        self.roles = {who: roles_of(cast, who) for who in (*cast.hats, "both law", "both services", "nobody")}

    def fits(self, who: str, way: Way) -> bool:
        """Whether the person of this key holds one of the roles that the address is for."""
        return not way.roles or not way.roles.isdisjoint(self.roles[who])

    def ask(self, who: str, path: str, *, pk: str = "", verb: str = "get") -> Answer:
        """One question by the person of this key."""
        if who not in self.open:
            self.open[who] = self.sign_in(hat_of(self.cast, who))
        options = {"content_type": "application/json", "data": {}} if path.startswith("/api/") else {}
        if verb == "get":
            options = {}
        got = getattr(self.open[who], verb)(path, **options)
        body = b"".join(got) if got.streaming else got.content
        headers = {name: _still(value, pk) for name, value in got.headers.items()}
        return Answer(got.status_code, tuple(sorted(headers.items())), _still(_read(body), pk))


def hat_of(cast: Cast, who: str) -> Hat | None:
    """The hat of this key: of the cast, of the person with posts on both sides, or none."""
    if who == "nobody":
        return None
    return cast.both_sides[who.removeprefix("both ")] if who.startswith("both ") else cast.hats[who]


def roles_of(cast: Cast, who: str) -> set[str]:
    """The roles that the hat of this key holds, or held."""
    hat = hat_of(cast, who)
    seats = Membership.objects.using(OWNER).filter(person_id=hat.person_id, agency_id=hat.agency_id) if hat else ()
    return {role for seat in seats for role in seat.roles}


def _still(text: str, pk: str) -> str:
    return CHANGING.sub(r"\1", text.replace(pk, "") if pk else text)


def _read(body: bytes) -> str:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return body.decode("utf-8", "replace")


def placed(browsers: Browsers, found: list[Way]) -> dict[Way, str]:
    """Which table each address with an id asks for it; one that nobody finds out is left out."""
    tables: dict[Way, str] = {}
    for way in found:
        if way.pattern.startswith(WHO_SEES):
            tables[way] = table_of(apps.get_model(way.pattern.split("/")[1]))
        elif way.key and (table := FOUND_BEFORE.get(way.pattern)):
            tables[way] = table
        elif way.key:
            asked = (_asks(browsers, who, way) for who in INSIDERS if browsers.fits(who, way))
            if table := next(filter(None, asked), ""):
                tables[way] = table
    return tables


def _asks(browsers: Browsers, who: str, way: Way) -> str:
    """The table that this address asks for the id, as this person; empty where it asks none."""
    pk = way.absent
    with CaptureQueriesContext(connections["default"]) as asked:
        browsers.ask(who, way.path(pk))
    said = "\n".join(each["sql"] for each in asked)
    connections["default"].queries_log.clear()
    literal = f"'{pk}'" if way.key == "uuid" else pk
    match = re.search(rf'"(\w+)"\."id" = {literal}', said)
    return match[1] if match else ""


def model_at(table: str) -> Any:
    """The model of a table."""
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def a_row_of(table: str) -> str:
    """The id of a row of a table that is open to everybody."""
    return str(model_at(table)._default_manager.using(OWNER).values_list("pk", flat=True).first())
