"""Every way out, compared with the naive model: SQL as the application's login, and the front door.

`look` reads every protected model of the game in one statement, and asks one at random by count, by one hidden
and one visible identifier and by its history. `knock` makes one request as that person: a list, a page, a
search, a sheet, the API, home.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client as Browser
from django.urls import reverse

from access.compiler import declared, history_of, table_of
from access.context import acting
from access.middleware import SESSION_KEY
from access.policies import Protection
from accounts.models import User
from tests.wall.naive import Hat, may_see, who
from tests.wall.playing import MODELS, Play, model_of

UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def look(play: Play, hat: Hat | None) -> None:
    """Compare what SQL gives this hat with what the naive model says."""
    expected = play.expected(hat)
    label = play.random.choice(MODELS)
    model, found = model_of(label), {each: set() for each in MODELS}
    with acting(play.hat_of(hat)):
        with connections["default"].cursor() as cursor:
            cursor.execute(_everything())
            for each, row in cursor.fetchall():
                found[each].add(row)
        counted = model.objects.count()
        there = {thing.id for thing in play.world.of(label)}
        hidden, visible = sorted(there - expected[label])[:1], sorted(expected[label])[:1]
        one_hidden = [model.objects.filter(pk=pk).exists() for pk in hidden]
        one_visible = [model.objects.filter(pk=pk).exists() for pk in visible]
        past = _past(label)
    differs = {
        each: {"leaks": found[each] - expected[each], "lacks": expected[each] - found[each]}
        for each in MODELS
        if found[each] != expected[each]
    }
    assert not differs, _told(play, hat, differs)
    assert counted == len(expected[label]), f"{hat} counts {counted} of {label}, not {len(expected[label])}"
    assert not any(one_hidden), f"{hat} finds {hidden} of {label}"
    assert all(one_visible), f"{hat} does not find {visible} of {label}"
    if past is not None:  # a grant opens the present and not the past: only one's own is owed
        own = {thing.id for thing in play.world.of(label) if hat and thing.owner.id == hat.agency}
        ways = {"leaks": past - expected[label], "lacks": (expected[label] & own) - past}
        assert not any(ways.values()), _told(play, hat, {f"the history of {label}": ways})


def _everything() -> str:
    return " UNION ALL ".join(f"SELECT '{label}', id FROM {table_of(model_of(label))}" for label in MODELS)


def _past(label: str) -> set[Any] | None:
    """The records of which this person sees a past version, where the model keeps a history."""
    kept = {each.model for each in declared() if isinstance(each, Protection) and each.history}
    if label not in kept:
        return None
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT id FROM {table_of(history_of(model_of(label)))}")
        return {row for (row,) in cursor.fetchall()}


def _told(play: Play, hat: Hat | None, differs: dict[str, Any]) -> str:
    by_id = {thing.id: thing for thing in play.world.things}
    lines = [f"as {hat} ({hat and who(play.world, hat, play.world.today)}), {play.world.today}:"]
    for label, ways in differs.items():
        for way, ids in ways.items():
            lines += [f"  {way} {label}: {by_id.get(each, each)}" for each in ids]
    return "\n".join(lines)


# ---- the front door ----------------------------------------------------------------------------------

LISTS = {
    "victims.Client": ("victims:list", "clients", "victims:detail"),
    "cases.Case": ("cases:list", "cases", "desk:case"),
    "cases.Lead": ("cases:leads", "leads", "cases:lead"),
    "cases.Activity": ("cases:activities", "activities", "cases:activity"),
    "investigations.Investigation": ("investigations:list", "investigations", "investigations:detail"),
    "referrals.ServiceRequest": ("referrals:outbox", "requests", "referrals:request"),
    "referrals.Referral": ("referrals:inbox", "referrals", "referrals:referral"),
    "referrals.Message": ("referrals:inbox", "", "referrals:message"),
    "referrals.Disclosure": ("referrals:received", "disclosures", "referrals:disclosure"),
}
SHEETS = {"cases.Case": "/cases/cases.csv", "cases.Activity": "/cases/activities/activities.csv"}
SHEETS["investigations.Investigation"] = "/investigations/investigations.csv"
WAYS = ("list", "page", "search", "sheet", "api", "api page", "desk")


def knock(play: Play, hat: Hat | None, way: str) -> None:
    """One request as this hat, by one way; whatever comes back names nothing that is hidden."""
    label = play.random.choice(list(LISTS))
    listed, api, detail = LISTS[label]
    thing = play.random.choice(play.world.of(label) or [None])
    address, query = reverse(listed), {}
    match way:
        case "page" if thing:
            address = reverse(detail, args=[thing.id])
        case "search":
            query = {"q": play.words.get(thing.id, "") if thing else ""}
        case "sheet" if label in SHEETS:
            address = SHEETS[label]
        case "api" if api:
            address = f"/api/v1/{api}/"
        case "api page" if api and thing:
            address = f"/api/v1/{api}/{thing.id}/"
        case "desk":
            address = play.random.choice(("/", "/inbox/", "/calendar/"))
    answer = browser(play, hat).get(address, query)
    text = answer.content.decode() if not answer.streaming else b"".join(answer).decode()
    _names_nothing_hidden(play, hat, f"{way} {answer.request['PATH_INFO']}", text, set(query.values()))
    if thing is not None and way in ("page", "api page") and str(thing.id) in address:
        seen = hat is not None and may_see(who(play.world, hat, play.world.today), thing, play.world.today)
        if way == "page" and label == "referrals.Disclosure":
            seen = seen and hat.agency == thing.recipient.id  # this page is its reader's; the giver has the ledger
        said = f"{way} {address} as {hat}: {answer.status_code}"
        assert (answer.status_code == 200) <= seen, f"a hidden record answers: {said}"
        if seen:
            assert answer.status_code == 200, f"a visible record does not answer: {said}"


def _names_nothing_hidden(play: Play, hat: Hat | None, where: str, text: str, asked: set[str]) -> None:
    expected = play.expected(hat)
    visible = set().union(*expected.values())
    hidden = {str(thing.id): thing for thing in play.world.things if thing.id not in visible}
    named = [hidden[found] for found in UUIDS.findall(text) if found in hidden and found not in where]
    assert not named, f"{where} as {hat} names {named}"
    for row, word in play.words.items():
        if row not in visible and word not in asked and word in text:
            raise AssertionError(f"{where} as {hat} tells a word of {row}")


def browser(play: Play, hat: Hat | None) -> Browser:
    """A test client signed in as this person, wearing this hat."""
    client = Browser()
    if hat is not None:
        client.force_login(User.objects.using("door").get(pk=hat.person), settings.AUTHENTICATION_BACKENDS[0])
        session = client.session
        session[SESSION_KEY] = f"{hat.agency}:{hat.part}"
        session.save()
    return client
