"""The list of measures: loaded from two spreadsheets, versioned, and asked what an award needs.

`catalogue.csv` holds one row a measure, `cells.csv` the cells that a measure is broken down by,
set by set. A changed row makes a new version; a report keeps the version it was counted by.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from agencies.models import Agency, Award
from agencies.vocabulary import Side
from reports.models import Catalogue, Measure
from reports.vocabulary import IMPERSONAL, PERSONAL, Span

HERE = Path(__file__).parent
NAME = "Measures for human trafficking task forces"
FILED_BY = {"VSP": Side.SERVICES, "LE": Side.LAW}


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by its header."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def rows(measures: Path, cells: Path) -> Iterator[dict[str, Any]]:
    """The fields of each measure; raises KeyError where a measure names a set that is not there."""
    sets: dict[str, list[dict[str, str]]] = {"": []}
    for row in read(cells):
        sets.setdefault(row.pop("set"), []).append(row)
    for place, row in enumerate(read(measures), 1):
        yield {
            "place": place,
            "code": row["id"],
            "cells": sets[row["cells"]],
            **{name: row[name] for name in ("section", "wording", "unit", "breakdown", "filer", "cadence", "basis")},
            "function": row["function"],
            "in_report": row["in_report"] == "yes",
            "note": row["note"],
        }


def load(
    measures: Path = HERE / "catalogue.csv",
    cells: Path = HERE / "cells.csv",
    *,
    using: str = "owner",
    models: tuple[Any, Any] = (Catalogue, Measure),
) -> tuple[Any, bool]:
    """The catalogue that the files describe, and whether it is a new version."""
    catalogues, measured = (model.objects.using(using) for model in models)
    wanted = list(rows(measures, cells))
    newest = catalogues.order_by("-version").first()
    fields = list(wanted[0])
    if newest and list(measured.filter(catalogue=newest).order_by("place").values(*fields)) == wanted:
        return newest, False
    with transaction.atomic(using=using):
        made = catalogues.create(version=newest.version + 1 if newest else 1, name=NAME)
        measured.bulk_create(models[1](catalogue=made, **row) for row in wanted)
    return made, True


def current() -> Catalogue:
    """The newest version; raises Catalogue.DoesNotExist before the first was loaded."""
    return Catalogue.objects.latest("version")


def crosses(award: Award, agency: Agency) -> bool:
    """Whether the agency is not of the award's side, so that it contributes no measure about a person."""
    return agency.side != award.side


def in_cadence(measure: Measure, span: str) -> bool:
    """Whether the measure is due in a period of that span: yearly halves ask all that quarters do."""
    wanted = set(measure.cadence.split(","))
    if "final" in wanted:
        return span == Span.FINAL
    return span != Span.QUARTER or bool(wanted & {"Q", "daily"})


def filed_by(measure: Measure, side: str) -> bool:
    """Whether an award of that side reports the measure."""
    named = [whose for word, whose in FILED_BY.items() if word in measure.filer.replace("VSP (", "VSP ").split()]
    return not named or side in named


def measures_for(catalogue: Catalogue, award: Award, agency: Agency, span: str) -> list[Measure]:
    """What `agency` may contribute to a period of `award`, in the order of the catalogue."""
    crossing = crosses(award, agency)
    return [
        measure
        for measure in catalogue.measures.all()
        if in_cadence(measure, span)
        and filed_by(measure, award.side)
        and (not crossing or (measure.family in IMPERSONAL and measure.code not in PERSONAL))
    ]


def fillable(measures: Iterable[Measure]) -> list[Measure]:
    """Those with numbers of their own to type."""
    return [measure for measure in measures if measure.cells]


def families(measures: Iterable[Measure]) -> dict[str, list[Measure]]:
    """Measures by the letter of their section, in order."""
    found: dict[str, list[Measure]] = {}
    for measure in measures:
        found.setdefault(measure.family, []).append(measure)
    return found


def section_name(section: str) -> str:
    """ "B. Clients served (principal clients only; ...)" as "Clients served"."""
    return section.partition(". ")[2].partition(" (")[0]
