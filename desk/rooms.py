"""What the rooms below hand up, gathered without knowing what is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.utils import timezone

from access.hats import Hat
from cases.models import Case
from cases.panels import Dated, Panel, Todo
from desk import doors

ROOMS = ("cases", "referrals", "investigations", "victims", "reports")


@cache
def offered(function: str) -> dict[str, Callable[..., Any]]:
    """Each room's `function` of its `panels.py`, where it has one."""
    found = {}
    for room in ROOMS:
        module = import_module(f"{room}.panels") if find_spec(f"{room}.panels") else None
        if hasattr(module, function):
            found[room] = getattr(module, function)
    return found


def panels(case: Case, hat: Hat) -> dict[str, Panel]:
    """The panel of each room that has something to show this reader."""
    handed = {room: panel(case, hat) for room, panel in offered("case_panel").items()}
    return {room: panel for room, panel in handed.items() if panel is not None}


def _moment(thing: Dated) -> tuple[dt.date, dt.time, str]:
    is_timed = isinstance(thing.when, dt.datetime)
    when = timezone.localtime(thing.when) if is_timed and timezone.is_aware(thing.when) else thing.when
    return thing.day, when.time() if is_timed else dt.time.min, thing.title


def dated(hat: Hat, case: Case | None = None) -> list[Dated]:
    """Tasks, hearings and next steps of all rooms that the reader may see, in the order of time."""
    found = [thing for hand_up in offered("dated").values() for thing in hand_up(hat, case)]
    return sorted(found, key=_moment)


def todo(hat: Hat) -> list[Todo]:
    """What waits for this reader: what is urgent first, then by day."""
    found = [*doors.todo(hat), *(thing for hand_up in offered("todo").values() for thing in hand_up(hat))]
    return sorted(found, key=lambda thing: (not thing.urgent, thing.due or dt.date.max, thing.title))
