"""Values as people write them into spreadsheets: dates, yes and no, numbers, choices."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from agencies.vocabulary import Kind

Parse = Callable[[Any], Any]

YES = {"yes", "y", "true", "1", "x", "si", "sí", "checked", "ja", "t"}
NO = {"no", "n", "false", "0", "", "unchecked", "f"}
DATES = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%m-%d-%Y",
    "%m.%d.%Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d %Y",
    "%Y/%m/%d",
)


def text(said: Any) -> str:
    """What stands there, without spaces around it; a whole number without its ".0"."""
    if isinstance(said, float) and said.is_integer():
        return str(int(said))
    return str(said).strip()


def shown(said: Any) -> str:
    """What stands there, as a person would write it."""
    return f"{date(said):%m/%d/%Y}" if isinstance(said, dt.date) else text(said)


def date(said: Any) -> dt.date:
    """A day: a spreadsheet's own date, or one of the ways that people in the US write one."""
    if isinstance(said, dt.datetime):
        return said.date()
    if isinstance(said, dt.date):
        return said
    written = re.sub(r"\s+00:00(:00)?$", "", text(said)).replace(" ,", ",")
    for pattern in DATES:
        try:
            return dt.datetime.strptime(written, pattern).date()
        except ValueError:
            continue
    raise ValueError(f"“{written}” is not a date that can be read. Write it like 03/14/2026.")


def yes_no(said: Any) -> bool:
    """Yes or no, however it is written."""
    written = text(said).casefold()
    if written in YES:
        return True
    if written in NO:
        return False
    raise ValueError(f"“{text(said)}” is neither yes nor no.")


def whole(said: Any) -> int:
    """A whole number, with or without thousands separators."""
    written = text(said).replace(",", "")
    if not re.fullmatch(r"-?\d+(\.0+)?", written):
        raise ValueError(f"“{text(said)}” is not a whole number.")
    return int(float(written))


def money(said: Any) -> Decimal:
    """Dollars, with or without the sign."""
    written = text(said).replace(",", "").lstrip("$").strip()
    try:
        return Decimal(written).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError(f"“{text(said)}” is not an amount of dollars.") from None


def one_of(choices: Mapping[str, str], also: Mapping[str, str] | None = None) -> Parse:
    """A choice, by its code or its words; `also` maps other people's words to codes."""
    known = {plain(code): code for code in choices}
    known |= {plain(label): code for code, label in choices.items()}
    known |= {plain(word): code for word, code in (also or {}).items()}

    def parse(said: Any) -> str:
        found = known.get(plain(text(said)))
        if found is None:
            listed = ", ".join(list(choices.values())[:12])
            raise ValueError(f"“{text(said)}” is not one of the answers here. Known: {listed}.")
        return found

    return parse


def several(one: Parse) -> Parse:
    """Several values in one cell, parted by semicolons or bars; codes also by spaces, as surveys export them.

    A label may hold a semicolon itself, so the longest run of parts that is a value counts as one.
    """

    def parse(said: Any) -> list[Any]:
        parts = re.split(r"([;|])", text(said))
        found: list[Any] = []
        while parts:
            value, parts = _longest(one, parts)
            found += value
        return list(dict.fromkeys(found))

    return parse


def _longest(one: Parse, parts: list[str]) -> tuple[list[Any], list[str]]:
    """The value of the longest run at the beginning of `parts`, and what is left."""
    for end in range(len(parts), 0, -2):
        words = "".join(parts[:end]).strip()
        try:
            return [one(words)] if words else [], parts[end + 1 :]
        except ValueError:
            if end == 1:
                return [one(code) for code in words.split()] if _are_known(one, words) else [one(words)], parts[2:]
    return [], []


def _are_known(one: Parse, words: str) -> bool:
    try:
        return bool([one(code) for code in words.split()])
    except ValueError:
        return False


def plain(said: str) -> str:
    """Words without case, spaces and signs, for comparing."""
    return "".join(letter for letter in said.casefold() if letter.isalnum())


# Other people's words for a form of trafficking, beside our own codes and labels.
KINDS = {
    "sex trafficking": "sex",
    "labour": "labor",
    "forced labor": "labor",
    "sex and labor": "both",
    "unknown": "undetermined",
    "not yet known": "undetermined",
}
kind = one_of(dict(Kind.choices), KINDS)
