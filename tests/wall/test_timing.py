"""What is hidden answers as what is not there: in the same time, with the same bytes, by the same queries.

Each question is asked 500 times of a hidden record and 500 times of none, in pairs whose order is drawn at
random, by somebody who may open such records and not this one. The differences within the pairs are compared by their
signed ranks (Wilcoxon), which neither a slow outlier nor a machine that is busy for a while moves: since the order
was drawn, each difference is as likely to be negative as positive unless the answers themselves differ. |z| passes
5.5 by chance in 4 of 100 million comparisons, so that all of them together raise a false alarm less than once in a
million runs. Times are compared on a machine of its own (`script/test --long`); bytes and queries always.

The database itself can be told apart: it asks who may see a row once it has found one. So nothing is answered but at
the ticks of `access.middleware.Unhurried`, which are closer together here than where people work, for speed.
"""

from __future__ import annotations

import gc
import logging
import math
import random
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from time import perf_counter
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.investigations.rows import an_investigation
from tests.referrals.rows import a_disclosure, a_referral
from tests.victims.rows import a_client
from tests.wall.mutants import Mutant, weakened

TIMES = 500
TICK = 0.04  # seconds
TOO_FAR = 5.5
# What differs from request to request whatever was asked: tokens against forgery, nonces of scripts.
CHANGING = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce="|nonce-)[\w+/=-]+')

# kind: (how one is made, its page, its address in the API, who asks)
ASKED: dict[str, tuple[Callable[[Cast], Any], str, str, tuple[str, ...]]] = {
    "a client": (a_client, "/clients/{}/", "/api/v1/clients/{}/", ("detective", "other_advocate")),
    "an investigation": (
        an_investigation,
        "/investigations/{}/",
        "/api/v1/investigations/{}/",
        ("advocate", "other_detective"),
    ),
    "a referral": (a_referral, "/referrals/persons/{}/", "/api/v1/referrals/{}/", ("other_advocate",)),
    "a disclosure": (a_disclosure, "/referrals/received/{}/", "/api/v1/disclosures/{}/", ("other_detective",)),
}
QUESTIONS = [
    pytest.param(make, address, who, id=f"{kind} {'in the API' if 'api' in address else 'by its page'}, as {who}")
    for kind, (make, *addresses, people) in ASKED.items()
    for address in addresses
    for who in people
]


def pairs(browser: Client, hidden: str, absent: str) -> list[float]:
    """How much longer, in seconds, each answer about the hidden took than the one about the absent beside it."""
    browser.get(hidden)  # the first answer of a process imports and compiles
    longer: list[float] = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(TIMES):
            took = dict.fromkeys(random.sample((hidden, absent), 2), 0.0)
            for address in took:
                began = perf_counter()
                browser.get(address)
                took[address] = perf_counter() - began
            longer.append(took[hidden] - took[absent])
    finally:
        gc.enable()
    return longer


def apart(longer: list[float]) -> float:
    """How far the differences lie from none: the z of Wilcoxon's signed ranks."""
    n = len(longer)
    ranked = sorted(longer, key=abs)
    above = sum(rank for rank, difference in enumerate(ranked, 1) if difference > 0)
    return (above - n * (n + 1) / 4) / math.sqrt(n * (n + 1) * (2 * n + 1) / 24)


def answer(browser: Client, address: str, pk: uuid.UUID) -> tuple[Any, ...]:
    """Status, headers and body but for what changes with each request, and what was asked of each database."""
    with ExitStack() as stack:
        asked = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections]
        got = browser.get(address.format(pk))
    body = CHANGING.sub(r"\1", got.content.decode()).replace(str(pk), "")
    headers = {name: CHANGING.sub(r"\1", value) for name, value in got.headers.items()}
    return got.status_code, headers, body, {each.connection.alias: len(each) for each in asked}


@pytest.fixture
def quiet() -> Iterator[None]:
    """Without the log of each answer that there is nothing."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.rule("R3")
@pytest.mark.parametrize(("make", "address", "who"), QUESTIONS)
def test_a_hidden_record_answers_as_none_to_the_byte(cast, signed_in, quiet, make, address, who) -> None:
    hidden, absent = make(cast).pk, uuid.uuid4()
    browser = signed_in(cast.hats[who])
    browser.get(address.format(absent))  # the first request of a session writes down when it was

    first = answer(browser, address, hidden)

    assert first[0] == 404
    assert first == answer(browser, address, absent)


@pytest.mark.rule("R3")
@pytest.mark.long
@pytest.mark.parametrize(("make", "address", "who"), [each for each in QUESTIONS if "other_" in each.values[2]])
def test_a_hidden_record_answers_as_soon_as_none(cast, signed_in, quiet, monkeypatch, make, address, who) -> None:
    monkeypatch.setattr(settings, "ECM_NOTHING_HERE_EVERY", TICK)
    hidden, absent = make(cast).pk, uuid.uuid4()
    browser = signed_in(cast.hats[who])

    assert abs(apart(pairs(browser, address.format(hidden), address.format(absent)))) < TOO_FAR


@pytest.mark.long
def test_ten_milliseconds_more_for_a_hidden_record_are_found(cast, signed_in, quiet) -> None:
    """The comparison can fail: a policy that stops to think about a hidden row gives it away."""
    hidden, absent = a_client(cast).pk, uuid.uuid4()
    browser = signed_in(cast.other_advocate)
    slow = Mutant("ten milliseconds", "victims_client see_own", new="({}) OR pg_sleep(0.01) IS NULL")

    with weakened(slow):
        longer = pairs(browser, f"/clients/{hidden}/", f"/clients/{absent}/")

    assert apart(longer) > TOO_FAR
