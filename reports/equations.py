"""Which cells add up to which: read from the catalogue, for cross-foot checks and for suppression.

A group of cells that names what it `adds_to` makes one equation: the sum of its parts is the whole
(field.md 3.2, rule 22: total = new + carried; each demographic block = new clients; ...).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reports.models import Measure, Numbers

Cell = tuple[str, str]  # (measure, cell)


@dataclass
class Equation:
    """The parts of a group add up to the whole."""

    whole: Cell
    group: str
    parts: list[Cell] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The measure that the parts belong to."""
        return self.parts[0][0]


@dataclass(frozen=True)
class Miss:
    """An equation that does not hold: its parts add up to `parts`, its whole is `whole`.

    `silent`: agencies that reported the whole and not all of its parts, where a total is made of theirs.
    """

    equation: Equation
    parts: float
    whole: float
    silent: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What is wrong, in words."""
        equation = self.equation
        said = (
            f"{equation.code}, “{equation.group}”, adds up to {self.parts:g}, "
            f"but {' '.join(equation.whole).replace(' total', '')} is {self.whole:g}."
        )
        return f"{said} Not broken down by {' and '.join(self.silent)}." if self.silent else said


def keys_of(cell: dict[str, str], numbers: dict[str, float]) -> list[str]:
    """The keys that a cell stands for: its own, or all that begin as "country.*" does."""
    start, star, _ = cell["key"].partition("*")
    return sorted(key for key in numbers if key.startswith(start)) if star else [cell["key"]]


def equations(measures: Iterable[Measure], numbers: Numbers) -> list[Equation]:
    """Every equation among `measures` whose whole is among them too."""
    found: dict[tuple[Cell, str], Equation] = {}
    there: set[Cell] = set()
    for measure in measures:
        for cell in measure.cells:
            there.add((measure.code, cell["key"]))
            if cell["adds_to"]:
                code, _, key = cell["adds_to"].rpartition(":")
                whole = (code or measure.code, key)
                # "total" of B-02 and of B-03 are two parts of one equation.
                name = (whole, cell["group"] if code and cell["key"] == "total" else measure.code + cell["group"])
                parts = [(measure.code, each) for each in keys_of(cell, numbers.get(measure.code, {}))]
                found.setdefault(name, Equation(whole, cell["group"])).parts.extend(parts)
    return [equation for equation in found.values() if equation.parts and equation.whole in there]


def value(numbers: Numbers, cell: Cell) -> float | None:
    """A cell's number, None where there is none."""
    return numbers.get(cell[0], {}).get(cell[1])


def silent(equation: Equation, columns: Mapping[str, Numbers]) -> tuple[str, ...]:
    """The names of the columns that hold the whole and lack a part."""
    return tuple(
        name
        for name, numbers in columns.items()
        if value(numbers, equation.whole) and None in [value(numbers, part) for part in equation.parts]
    )


def misses(measures: Iterable[Measure], numbers: Numbers, columns: Mapping[str, Numbers] | None = None) -> list[Miss]:
    """The equations that do not hold; one with a cell that was not reported says nothing.

    `columns` are those that `numbers` is the sum of, by the name of the agency.
    """
    found = []
    for equation in equations(measures, numbers):
        parts = [part for part in (value(numbers, cell) for cell in equation.parts) if part is not None]
        whole = value(numbers, equation.whole)
        if whole is not None and len(parts) == len(equation.parts) and sum(parts) != whole:
            found.append(Miss(equation, sum(parts), whole, silent(equation, columns or {})))
    return found
