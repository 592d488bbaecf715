"""Totals that others may read: small counts left out so that no subtraction wins one back.

Counts of 1 to 10 are small (CMS cell size suppression policy; field.md 3.2, rule 21). A cell is left
out when it is small, or when what remains after subtracting any one agency's own column is small,
since that agency can subtract. Where an equation loses one cell it loses all of its parts: with two
or more unknown parts, no one of them can be worked out from the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.equations import Cell, equations, value
from reports.models import Measure, Numbers
from reports.vocabulary import IMPERSONAL, PERSONAL, SMALL, UNSHARED

Shown = dict[str, dict[str, float | None]]


def is_small(total: float, columns: Sequence[float | None]) -> bool:
    """Whether the total, or what any one agency finds by subtracting its own, is small."""
    rests = (total - (own or 0) for own in columns)
    return any(0 < count <= max(SMALL) for count in (total, *rests))


def shareable(measures: Iterable[Measure]) -> list[Measure]:
    """The measures whose totals are shared; see UNSHARED."""
    return [measure for measure in measures if not measure.code.startswith(UNSHARED)]


def hidden(measures: Iterable[Measure], totals: Numbers, columns: Sequence[Numbers]) -> set[Cell]:
    """The cells to leave out."""
    left_out = {
        (code, key)
        for code, cells in totals.items()
        for key, total in cells.items()
        if (code[0] not in IMPERSONAL or code in PERSONAL)
        and is_small(total, [value(column, (code, key)) for column in columns])
    }
    every = equations(measures, totals)
    grew = True
    while grew:
        grew = False
        for equation in every:
            parts = set(equation.parts)
            if not parts & left_out and equation.whole not in left_out:
                continue
            lost = parts | {equation.whole} if len(parts) == 1 else parts
            grew = grew or not lost <= left_out
            left_out |= lost
    return left_out


def shown(measures: Iterable[Measure], totals: Numbers, columns: Sequence[Numbers]) -> Shown:
    """The totals with None where a cell is left out; of a free list (countries) the cell itself goes."""
    shared = shareable(measures)
    left_out = hidden(shared, totals, columns)
    found: Shown = {}
    for measure in shared:
        listed = {cell["key"] for cell in measure.cells}
        found[measure.code] = {
            key: None if (measure.code, key) in left_out else count
            for key, count in totals.get(measure.code, {}).items()
            if key in listed or (measure.code, key) not in left_out
        }
    return {code: cells for code, cells in found.items() if cells}
