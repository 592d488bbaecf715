"""A sheet of services as it is typed: what a row leaves out is that of the row above, a group is many rows."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from access.errors import Refused
from access.hats import Hat
from victims.models import ServiceEntry
from victims.services.checks import awards_of
from victims.services.entries import RowsRefused, enter_services, faults_of
from victims.services.who import Finder

CARRIED = ("category", "on", "award")


def enter_sheet(
    *, by: Hat, rows: list[dict[str, Any]], funding: str, delivery: str, batch: uuid.UUID
) -> list[ServiceEntry]:
    """Enter the rows as typed: `client` is text, `award` an id as text or "none". Raises RowsRefused by row typed."""
    finder = Finder(by, [row["client"] for row in rows])
    awards = {str(award.pk): award for award in awards_of(by)}
    entries: list[dict[str, Any]] = []
    typed_in: list[int] = []
    wrong: list[tuple[int, str, str]] = []
    above: dict[str, Any] = {}
    for number, row in enumerate(rows, 1):
        above = {name: row.get(name) or above.get(name) for name in CARRIED}
        facts = {**row, **above, "award": awards.get(above["award"] or ""), "delivery": delivery}
        facts["funding"] = funding if facts["award"] else "other"
        try:
            whom = finder.whom(row["client"])
            if not whom:
                raise Refused("Write a code name or nickname.", "client")
        except Refused as refusal:
            others = [fault for fault in faults_of(by, facts | {"client": None}) if fault.field != "client"]
            wrong += [(number, fault.field or "", fault.message) for fault in (refusal, *others)]
            continue
        entries += [{**facts, "client": client, "family_member": relative} for client, relative in whom]
        typed_in += [number] * len(whom)
    return _entered(by, entries, typed_in, wrong, batch)


def _entered(
    by: Hat,
    entries: list[dict[str, Any]],
    typed_in: list[int],
    wrong: list[tuple[int, str, str]],
    batch: uuid.UUID,
) -> list[ServiceEntry]:
    try:
        with transaction.atomic():
            made = enter_services(by=by, rows=entries, batch=batch)
            if wrong:
                raise RowsRefused([])
            return made
    except RowsRefused as refusal:
        same = {(typed_in[row - 1], field, sentence): None for row, field, sentence in refusal.rows}
        raise RowsRefused(sorted([*wrong, *same])) from refusal
