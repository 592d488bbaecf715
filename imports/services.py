"""Receive a sheet, match its columns, try it, bring it in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from textwrap import shorten
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from access.errors import Refused
from access.hats import Hat
from access.jobs import ask
from access.models import Job
from audit.entries import record
from imports import sheets
from imports.models import Import, Matching
from imports.targets import TARGETS, Target
from imports.values import plain, shown

MOST_PROBLEMS = 200
SHOWN = 5
LOOKED_AT = 10  # rows of a file, for what stands under its headings
LONGEST_SAMPLE = 60  # characters
BEFORE = "This sheet was brought in already. Nothing was changed."
State = Import.State


@dataclass(frozen=True)
class Problem:
    """What is wrong with one row; `row` is the number that the spreadsheet shows."""

    row: int
    field: str
    says: str


@transaction.atomic
def receive(*, by: Hat, target: str, content: bytes) -> Import:
    """Take in a file for `target`; sent twice, it waits once. Raises Refused when unreadable or brought in before."""
    ending = sheets.ending_of(content)
    headers, _ = sheets.headed(content, ending, TARGETS[target].guess)
    digest = hashlib.sha256(content).hexdigest()
    if Import.objects.filter(target=target, digest=digest, state=State.DONE).exists():
        raise Refused("This very file was brought in already. Nothing was changed.", "file")
    waiting = Import.objects.filter(target=target, digest=digest, state=State.RECEIVED, made_by=by.person_id)
    if sent_before := waiting.first():
        return sent_before
    brought = Import(
        owner_id=by.agency_id,
        made_by_id=by.person_id,
        target=target,
        digest=digest,
        ending=ending,
        headers=headers,
        columns=remembered(TARGETS[target], headers),
    )
    brought.keep(content)
    brought.save(force_insert=True)
    record(by=by, verb="received", of=brought, detail={"target": target})
    return brought


def remembered(target: Target, headers: list[str]) -> dict[str, str]:
    """What each heading meant here before, or plainly means; headings that mean nothing are left out."""
    before = dict(Matching.objects.filter(target=target.name).values_list("header", "column"))
    guessed = {header: before.get(plain(header)) or target.guess(header) for header in headers if header}
    return {header: column for header, column in guessed.items() if column}


def samples(brought: Import) -> dict[str, str]:
    """What stands first under each heading, for whoever says what the heading means."""
    headers, rows = sheets.headed(brought.file(), brought.ending, TARGETS[brought.target].guess)
    found: dict[str, str] = {}
    for _, cells in islice(rows, LOOKED_AT):
        for header, cell in zip(headers, cells, strict=False):
            if cell not in (None, "") and header not in found:
                found[header] = shorten(shown(cell), LONGEST_SAMPLE, placeholder="…")
    return found


@transaction.atomic
def match(*, by: Hat, brought: Import, columns: dict[str, str], expected: int | None = None) -> Import:
    """Say which column each heading means. Raises Refused when one is missing or meant twice."""
    target = TARGETS[brought.target]
    meant = [column for column in columns.values() if column]
    for column in target.columns:
        if column.required and column.name not in meant:
            raise Refused(f"No column of your file is matched to “{column.label}”, which is needed.")
        if meant.count(column.name) > 1:
            raise Refused(f"Two columns of your file are matched to “{column.label}”. Choose one of them.")
    kept = {header: column for header, column in columns.items() if column}
    Import.objects.change(brought, expected=expected, columns=kept, state=State.MATCHED, tried="")
    for header, name in kept.items():
        _remember(by, target.name, plain(header), name)
    return brought


def _remember(by: Hat, target: str, header: str, column: str) -> None:
    known = Matching.objects.filter(target=target, header=header).first()
    if known is None:
        Matching.new(by, target=target, header=header, column=column)
    elif known.column != column:
        Matching.objects.change(known, column=column)


def start(*, by: Hat, brought: Import, for_good: bool) -> Job:
    """Ask a worker to try the sheet, or to bring it in for good."""
    if brought.is_over:
        raise Refused("This sheet is done with. Bring in another one.")
    if not brought.columns:
        raise Refused("Match the columns first.")
    return ask(by=by, task="imports.run", brought=str(brought.pk), for_good=for_good)


@transaction.atomic
def drop(*, by: Hat, brought: Import) -> Import:
    """Give a sheet up: its file is destroyed, nothing is made."""
    if brought.is_over:
        raise Refused("This sheet is done with already.")
    Import.objects.change(brought, state=State.DROPPED, content=b"", wrapped=b"", tried="", headers=[])
    record(by=by, verb="dropped", of=brought)
    return brought


class _TriedOnly(Exception):
    """Rolls back what was made while trying."""


def run(*, by: Hat, brought: Import, for_good: bool, say: Callable[[int, str], None] = lambda *_: None) -> Import:
    """Make every row, in one transaction; give it all back when only trying or when a row is bad.

    Trying makes the very records and rolls them back, so that what is tried is what is done.
    """
    problems: list[Problem] = []
    words: list[str] = []
    try:
        with transaction.atomic():
            if for_good:
                _only_once(brought)
            made = _make(by, brought, problems, words, say)
            if problems or not for_good:
                raise _TriedOnly
            _done(by, brought, made)
    except _TriedOnly:
        _tried(by, brought, problems, words)
    return brought


def _only_once(brought: Import) -> None:
    """Hold the row, so that a second worker with the same job waits and then finds it done."""
    held = Import.objects.select_for_update().filter(pk=brought.pk).exclude(state__in=(State.DONE, State.DROPPED))
    same = Import.objects.filter(target=brought.target, digest=brought.digest, state=State.DONE)
    if not held or same.exists():
        raise Refused(BEFORE)


def _make(by: Hat, brought: Import, problems: list[Problem], words: list[str], say: Callable[[int, str], None]) -> int:
    target, made, done = TARGETS[brought.target], 0, 0
    for done, (number, facts, wrong) in enumerate(parsed(brought), 1):
        wrong += _refused(target, number, wrong, target.faults(by, facts))
        problems += wrong
        if not wrong:
            try:
                with transaction.atomic():
                    told = target.make(by, facts)
                made += 1
                if len(words) < SHOWN:
                    words.append(told)
            except Refused as refusal:
                problems.append(Problem(number, _label(target, refusal.field), refusal.message))
            except ValidationError as invalid:
                problems += [Problem(number, "", message) for message in invalid.messages]
        if len(problems) >= MOST_PROBLEMS:
            break
        if done % 50 == 0:
            say(min(95, done // 50), f"{done:,} rows looked at")
    brought.rows = done
    if not made and not problems:
        problems.append(Problem(2, "", "There is no row under the headings."))
    return made


def _refused(target: Target, row: int, known: list[Problem], found: Iterable[Refused]) -> list[Problem]:
    """What was found about a row, one sentence a field, without fields that are known to be wrong."""
    said = {problem.field for problem in known}
    fresh: dict[str, Problem] = {}
    for refusal in found:
        field = _label(target, refusal.field)
        if field not in said:
            fresh.setdefault(field, Problem(row, field, refusal.message))
    return list(fresh.values())


def parsed(brought: Import) -> Iterator[tuple[int, dict[str, Any], list[Problem]]]:
    """(row number, values by column, what is wrong) of each row of the file."""
    target = TARGETS[brought.target]
    headers, rows = sheets.headed(brought.file(), brought.ending, target.guess)
    places = [(at, target.column(brought.columns[h])) for at, h in enumerate(headers) if h in brought.columns]
    for number, cells in rows:
        said = {column: cells[at] for at, column in places if at < len(cells) and str(cells[at] or "").strip()}
        if not said:  # nothing under a heading that means something: row numbers, colours, spaces
            continue
        facts: dict[str, Any] = {}
        wrong: list[Problem] = []
        for column, cell in said.items():
            try:
                facts[column.name] = column.parse(cell)
            except ValueError as mistake:
                wrong.append(Problem(number, column.label, str(mistake)))
        if facts == target.example:
            continue
        unread = {problem.field for problem in wrong}
        for column in target.columns:
            if column.required and column.name not in facts and column.label not in unread:
                wrong.append(Problem(number, column.label, "This is needed and the cell is empty."))
        yield number, facts, wrong


def _label(target: Target, field: str | None) -> str:
    return next((column.label for column in target.columns if column.name == field), field or "")


def _done(by: Hat, brought: Import, made: int) -> None:
    destroyed: dict[str, Any] = {"content": b"", "wrapped": b"", "tried": "", "headers": []}
    try:
        with transaction.atomic():
            Import.objects.change(brought, state=State.DONE, made=made, rows=brought.rows, **destroyed)
    except IntegrityError as again:  # brought in by a colleague whose sheets this person doesn't see
        raise Refused(BEFORE) from again
    record(by=by, verb="imported", of=brought, detail={"target": brought.target, "made": made})


def _tried(by: Hat, brought: Import, problems: list[Problem], words: list[str]) -> None:
    showed = {"problems": [asdict(problem) for problem in problems[:MOST_PROBLEMS]], "would_make": words}
    with transaction.atomic():
        Import.objects.change(
            brought,
            state=State.REFUSED if problems else State.TRIED,
            rows=brought.rows,
            tried=json.dumps(showed),
        )
