"""What a sheet's rows can become; each room lists its own in its `imports.py`.

@target("clients", label="Clients", roles=(Role.ADVOCATE,), columns=[Column("gender", ...), ...])
def client(by: Hat, row: dict[str, Any]) -> str:
    '''Open one client from a row; the words that tell what was made.'''
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from access.errors import Refused
from access.hats import Hat
from agencies.vocabulary import Role
from imports.values import Parse, plain, text

Make = Callable[[Hat, dict[str, Any]], str]
Faults = Callable[[Hat, dict[str, Any]], Iterator[Refused]]


@dataclass(frozen=True)
class Column:
    """One column that a target knows.

    `parse` makes a value of what stands in a cell and raises ValueError with a sentence; `aliases`
    are headings under which people have it; an empty cell gives None.
    """

    name: str
    label: str
    parse: Parse = text
    aliases: tuple[str, ...] = ()
    required: bool = False
    hint: str = ""
    example: str = ""


@dataclass(frozen=True)
class Target:
    """What rows become, by whom, from which columns, the function that makes one, and the page that lists them.

    `faults` says what would be refused of the cells that could be read, so that a row tells all of it at once.
    """

    name: str
    label: str
    words: str
    roles: tuple[Role, ...]
    columns: tuple[Column, ...]
    found_at: str
    make: Make
    faults: Faults

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    @cached_property
    def example(self) -> dict[str, Any]:
        """The values of the example row of its template: a row that says the same is no record."""
        return {column.name: column.parse(column.example) for column in self.columns if column.example}

    def guess(self, header: str) -> str:
        """The column that a heading plainly means, or "" when it is not plain."""
        said = plain(header)
        for column in self.columns:
            if said in {plain(column.name), plain(column.label), *map(plain, column.aliases)}:
                return column.name
        return ""


TARGETS: dict[str, Target] = {}


def target(
    name: str,
    *,
    label: str,
    words: str,
    roles: tuple[Role, ...],
    columns: Iterable[Column],
    found_at: str,
    faults: Faults = lambda by, row: iter(()),
) -> Callable[[Make], Make]:
    """Register the function that makes one record of a row."""

    def register(make: Make) -> Make:
        TARGETS[name] = Target(name, label, words, roles, tuple(columns), found_at, make, faults)
        return make

    return register


def open_to(hat: Hat) -> list[Target]:
    """The targets that this hat may bring sheets in for."""
    return [each for each in TARGETS.values() if hat.has(*each.roles)]
