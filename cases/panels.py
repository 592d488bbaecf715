"""What the rooms above hand up to the desk: panels of a case, dated things, things to do.

Each room has a `panels.py` with the functions that it can answer, and the desk puts them side by
side without knowing what is in them. The wall lies beneath each: a room with nothing for this
reader hands up nothing, and the page has no gap.

    case_panel(case: Case, hat: Hat) -> Panel | None
    dated(hat: Hat, case: Case | None = None) -> list[Dated]
    todo(hat: Hat) -> list[Todo]
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """One room's part of a case page: a fragment template and what it is shown with.

    The template gets `panel` besides what `context` names; its headings begin at level 3.
    """

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Dated:
    """A task, hearing or other thing on a day, as its reader may see it; times are local."""

    when: dt.date | dt.datetime
    title: str
    url: str = ""
    done: bool = False

    @property
    def day(self) -> dt.date:
        """The day that it falls on."""
        return self.when.date() if isinstance(self.when, dt.datetime) else self.when


@dataclass(frozen=True)
class Todo:
    """Something that waits for this person today; `urgent` stands out and comes first."""

    title: str
    detail: str = ""
    url: str = ""
    due: dt.date | None = None
    urgent: bool = False
