"""By every way out, through the real pages: what the database hides from somebody leaves no trace in any answer.

`test_matrix.py` proves what the database gives to whom; this, that nothing else comes out of any address that there
is. Addresses, and what they ask for the id in them, are found in the code (`ways.py`): a new one that nobody can
place fails, and so does a new model without a row (`planting.py`).
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches

from tests import database
from tests.cast import assemble
from tests.conftest import a_browser
from tests.wall.planting import LABELS, WORD, Planted, plant, texts_of, unknown
from tests.wall.ways import WHO_SEES, Answer, Browsers, Way, a_row_of, hat_of, model_at, placed, ways

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted({app.name for app in apps.get_app_configs() if (ROOT / app.name).is_dir()} | {"ecm"})
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# Everybody stands for a row of the matrix: another agency, the other side, another task force, an ended membership,
# the other hat of one person, no membership, nobody.
PEOPLE = (
    *("detective", "advocate_supervisor", "coordinator", "le_supervisor", "le_grant_manager", "advocate"),
    *("other_detective", "other_advocate", "prosecutor", "lake_detective", "lake_advocate", "both law"),
    *("both services", "services_auditor", "site_admin", "superuser", "ex_advocate", "nobody"),
)
# These are let through to the question whether the row is there on nearly every page, and it is not theirs.
THOROUGH = {"other_detective", "other_advocate"}
# And these read a planted row on the page of what it hangs on.
NEAR = ("detective", "advocate_supervisor", "coordinator", "other_advocate", "le_supervisor")
# With --long everybody asks by every way.
EVERYTHING = bool(os.environ.get("ECM_TESTS_LONG"))
# An auditor reads which record was opened, never what stands in it.
NAMES_RECORDS = {"office/audit/"}
# Texts that no page shows: of a block, that it ended; of a demand, what was given before it is decided; of a sheet,
# what its columns were called; why a prosecutor declined, of a defendant whose case was taken.
ON_NO_PAGE = {
    "cases.CaseBlock.end_reason",
    "imports.Import.content",
    "imports.Matching.header",
    "investigations.ChargingDecision.why_declined",
    "victims.Demand.given",
}
# Addresses that need more than a record of theirs: one that is sealed, a provider that was disclosed to, a gap.
SHUT = {
    "investigations/<pk>/unseal/",
    "clients/referrals/<pk>/behind/",
    "clients/referred/<pk>/open/",
    "clients/referred/<pk>/match/",
    "reports/numbers/<pk>/missing/age_known/",
}


@dataclass
class Walked:
    """What came of asking everybody by every way."""

    planted: Planted
    found: list[Way]
    tables: dict[Way, str]
    logged: list[str]
    told: list[str] = field(default_factory=list)  # a hidden row's word or id that stood in an answer
    apart: list[str] = field(default_factory=list)  # a hidden row that was answered otherwise than none
    titles: list[str] = field(default_factory=list)  # a word in the title of a page
    failed: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # words that somebody found who may
    opened: set[Way] = field(default_factory=set)  # addresses that somebody opened with a row that they may see

    def look(self, who: str, way: Way, answer: Answer, visible: set[str]) -> None:
        """Note what an answer tells."""
        where = f"{who}: {way.pattern} {answer.status}"
        if answer.status >= 500:
            self.failed.append(where)
        for word in set(WORD.findall(answer.text)):
            row, name = self.planted.words[word]
            if row in visible:
                self.seen.add(word)
            else:
                self.told.append(f"{where}: {name} of {self.planted.models[row]}")
        for pk in set(UUID.findall(answer.text)) & self.planted.models.keys():
            if pk not in visible and way.pattern not in NAMES_RECORDS:
                self.told.append(f"{where}: the id of {self.planted.models[pk]}")
        if WORD.search(answer.title):
            self.titles.append(where)


class _Kept(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def walked(shipped, django_db_blocker) -> Iterator[Walked]:
    """One world, planted, and everybody's walk through it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(settings, "ECM_SECOND_FACTOR_REQUIRED", False)
        logged: list[str] = []
        logging.getLogger().addHandler(handler := _Kept(logged))
        try:
            cast = assemble()
            browsers = Browsers(cast, lambda hat: a_browser(cast, hat, raise_request_exception=False))
            planted, found = plant(cast), ways()
            made = Walked(planted, found, placed(browsers, found), logged)
            for who in PEOPLE:
                _walk(made, browsers, who)
            yield made
        finally:
            logging.getLogger().removeHandler(handler)
            database.empty(shipped)


def _walk(walked: Walked, browsers: Browsers, who: str) -> None:
    visible = walked.planted.visible(hat_of(walked.planted.cast, who))
    nothing: dict[str, Answer] = {}  # by room: what is answered about what is not there
    asked: set[tuple[str, str]] = set()
    if who in NEAR:
        for path, pk in walked.planted.near.items():
            if pk in visible:
                walked.look(who, Way(path, "", (), frozenset()), browsers.ask(who, path), visible)
    for number, way in enumerate(walked.found):
        if not (browsers.fits(who, way) or EVERYTHING):
            continue
        label = model_at(walked.tables[way])._meta.label if way in walked.tables else ""
        pk = walked.planted.own.get(label) or (a_row_of(walked.tables[way]) if label else way.absent)
        if pk in visible and way in walked.opened and not EVERYTHING:
            continue
        if label in LABELS and pk not in visible:
            for verb in _verbs(who, number, way, label, asked):
                _hidden(walked, browsers, who, way, pk, visible, nothing, verb)
        elif label or who in ("detective", "nobody") or not way.pattern.startswith("account/"):
            answer = browsers.ask(who, way.path(pk))
            walked.look(who, way, answer, visible)
            if answer.status < 400:
                walked.opened.add(way)


def _verbs(who: str, number: int, way: Way, label: str, asked: set[tuple[str, str]]) -> tuple[str, ...]:
    """How somebody asks for a hidden row: two by everything, the others by one page and the API for each model."""
    if way.pattern.startswith(WHO_SEES) and not EVERYTHING:
        return ("get",) if PEOPLE[number % len(PEOPLE)] == who else ()
    if who in THOROUGH or EVERYTHING:
        return ("get", *way.changes)
    if (label, way.room) in asked:
        return ()
    asked.add((label, way.room))
    return ("get",)


def _hidden(
    walked: Walked, browsers: Browsers, who: str, way: Way, pk: str, visible: set[str], nothing: dict, verb: str
) -> None:
    """A hidden row is answered as none, to the byte; where all of a room says the same of none, that is asked once."""
    answer = browsers.ask(who, way.path(pk), pk=pk, verb=verb)
    walked.look(who, way, answer, visible)
    if nothing.get(way.room) == answer:
        return
    none = way.absent
    absent = browsers.ask(who, way.path(none), pk=none, verb=verb)
    if absent != answer:
        walked.apart.append(f"{who}: {verb} {way.pattern}: {answer.status}, not {absent.status}")
    elif answer.status == 404:
        nothing[way.room] = answer


def test_every_field_of_every_protected_model_is_known() -> None:
    assert list(unknown()) == []


def test_every_address_is_placed(walked) -> None:
    assert [way.pattern for way in walked.found if "<" in way.path()] == []
    assert [way.pattern for way in walked.found if way.key and way not in walked.tables] == []


@pytest.mark.rule("R2")
def test_no_answer_tells_a_trace_of_what_is_hidden(walked) -> None:
    assert walked.told == []


@pytest.mark.rule("R3")
def test_what_is_hidden_is_answered_as_what_is_not_there(walked) -> None:
    assert walked.apart == []


def test_nothing_fails(walked) -> None:
    assert walked.failed == []


def test_no_title_says_what_stands_in_a_record(walked) -> None:
    assert walked.titles == []


def test_no_line_of_the_log_says_what_stands_in_a_record(walked) -> None:
    assert walked.logged
    assert [line for line in walked.logged if WORD.search(line)] == []


def test_nothing_is_cached_of_what_stands_in_a_record(walked) -> None:
    redis = caches["default"]._cache.get_client()
    kept = [redis.get(key) for key in redis.scan_iter(match=caches["default"].make_key("*"))]
    assert kept
    assert [value for value in kept if WORD.search(value.decode("utf-8", "replace"))] == []


def test_a_word_in_an_answer_and_in_its_title_would_be_found(walked) -> None:
    seen = Walked(walked.planted, [], {}, [])
    word, (row, _) = next(iter(walked.planted.words.items()))
    seen.look("nobody", walked.found[0], Answer(200, (), f"<title>{word}</title> {row}"), set())
    assert (len(seen.told), len(seen.titles)) == (2, 1)


def test_letters_are_written_in_one_place_and_are_given_a_link_and_nothing_else() -> None:
    sending = re.compile(r"send_mail|send_mass_mail|EmailMessage|EmailMultiAlternatives|mail_admins|mail_managers")
    code = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert [path.relative_to(ROOT).as_posix() for path in code if sending.search(path.read_text())] == [
        "office/letters.py"
    ]
    letters = [path.read_text() for path in (ROOT / "templates/office/letters").iterdir()]
    assert {name for letter in letters for name in re.findall(r"{{ *([^}|]+?) *[|}]", letter)} == {"address"}


def test_each_text_is_found_by_somebody_who_may(walked) -> None:
    """Else a house that shows nothing to anybody would pass."""
    planted = walked.planted
    found = {planted.words[word] for word in walked.seen}
    said = {f"{planted.models[row]}.{name}" for row, name in found}
    every = {f"{label}.{each.name}" for label in LABELS for each in texts_of(apps.get_model(label))}
    assert sorted(every - said) == sorted(ON_NO_PAGE)


def test_each_address_opens_for_somebody_who_may(walked) -> None:
    about_records = [way for way, table in walked.tables.items() if model_at(table)._meta.label in LABELS]
    assert sorted(way.pattern for way in about_records if way not in walked.opened) == sorted(SHUT)
