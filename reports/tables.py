"""How numbers are laid out, on a page and in every export alike: measures, groups, cells, columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.catalogue import section_name
from reports.equations import keys_of
from reports.models import Measure
from reports.suppression import Shown

Value = float | None


@dataclass(frozen=True)
class Column:
    """One agency's numbers, or the total; `note` says where they come from."""

    name: str
    numbers: Shown
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One cell of a measure across the columns."""

    key: str
    label: str
    values: list[Value]
    left_out: bool = False

    @property
    def is_zero(self) -> bool:
        """Whether nobody counted anything."""
        return not self.left_out and not any(self.values)


@dataclass
class Group:
    """Cells under one heading; the first of a measure mostly has none."""

    label: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Block:
    """One measure with its groups; none when nothing is collected for it yet."""

    measure: Measure
    groups: list[Group] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """Every line of every group."""
        return [line for group in self.groups for line in group.lines]


@dataclass
class Family:
    """The measures of one section."""

    letter: str
    name: str
    blocks: list[Block] = field(default_factory=list)


def line(code: str, key: str, label: str, columns: Sequence[Column]) -> Line:
    """The cell `key` of the measure `code` in every column."""
    cells = [column.numbers.get(code, {}) for column in columns]
    return Line(
        key, label, [each.get(key) for each in cells], any(key in each and each[key] is None for each in cells)
    )


def block(measure: Measure, columns: Sequence[Column]) -> Block:
    """A measure with a line for each of its cells that any column holds."""
    held = {key: 0.0 for column in columns for key in column.numbers.get(measure.code, {})}
    groups: dict[str, Group] = {}
    for cell in measure.cells:
        for key in keys_of(cell, held):
            if key in held:
                label = cell["label"] if key == cell["key"] else key.partition(".")[2]
                group = groups.setdefault(cell["group"], Group(cell["group"]))
                group.lines.append(line(measure.code, key, label, columns))
    return Block(measure, list(groups.values()))


def laid_out(measures: Iterable[Measure], columns: Sequence[Column]) -> list[Family]:
    """The measures that any column has numbers of, by family, in the order of the catalogue."""
    families: dict[str, Family] = {}
    for measure in measures:
        found = block(measure, columns)
        if found.groups:
            family = families.setdefault(measure.family, Family(measure.family, section_name(measure.section)))
            family.blocks.append(found)
    return list(families.values())


def not_collected(measures: Iterable[Measure]) -> list[Measure]:
    """What the records kept here can't answer yet: listed with the reason, never zero."""
    return [measure for measure in measures if not measure.is_collected]
