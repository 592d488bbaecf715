"""The words in which a room declares its policies; data only, compiled by `access/compiler.py`.

A room's `policies.py` holds `PROTECTIONS`, one `Protection` a model, and, where a kind needs a
function of its own, `FUNCTIONS`: SQL that creates functions in the schema `wall`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Command = Literal["SELECT", "INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True)
class Arm:
    """One more way in beside the extents of the wall's table: a policy that is OR-ed.

    `using` is SQL over the row's columns; it may call functions of the schema `wall` only.
    """

    name: str
    command: Command
    using: str
    login: str = "ecm_app"


@dataclass(frozen=True)
class Bar:
    """A restrictive policy: whatever the arms allow, this must hold as well."""

    name: str
    using: str
    command: Command | Literal["ALL"] = "ALL"


@dataclass(frozen=True)
class Protection:
    """How one model is walled.

    model: "app.Model".
    kind: its row in `access/wall.py`.
    columns: columns that stand for the extents: `owner` for OWN and the sender's side of ADDRESSED,
      `recipient` for ADDRESSED, `case` for TAKING_PART, `task_force` for TASK_FORCE.
    part: SQL over the row's own columns that says what `case` says, where an index answers it quicker;
      `{roles}` stands for the roles. History keeps to `case`: an old version names an old lead.
    parents: {column: "app.Model"}: each must be visible to whoever writes the row, since a foreign
      key to a hidden row would be accepted.
    holds: an SQL condition that a written row must meet besides; columns are named with their table.
    addressed: an SQL condition that a row must meet to be read by its recipient (live, not revoked).
    arms, bars: further ways in, and what must hold besides.
    writes: whether the application may INSERT and which columns it may UPDATE ("*": all but id and
      owner; (): none).
    counter: columns that the counter's login may read; they identify nobody.
    history: whether a history table (`access.history.recorded`) follows it under the same policies.
    delete: whether the application may delete rows (only rows that are nobody's record).
    """

    model: str
    kind: str
    owner: str = "owner_id"
    recipient: str | None = None
    case: str | None = None
    task_force: str | None = None
    part: str = ""
    parents: tuple[tuple[str, str], ...] = ()
    holds: str = ""
    addressed: str = "true"
    arms: tuple[Arm, ...] = ()
    bars: tuple[Bar, ...] = ()
    inserts: bool = True
    updates: tuple[str, ...] | Literal["*"] = "*"
    counter: tuple[str, ...] = ()
    history: bool = False
    delete: bool = False


@dataclass(frozen=True)
class Open:
    """A table that identifies nobody and that every signed-in person may read: vocabularies.

    `writers`: roles that may change it, if any; `within`: an SQL condition that the rows they change
    must meet besides, such as "of the writer's own task force".
    """

    model: str
    writers: tuple[str, ...] = ()
    within: str = "true"
    counter: bool = True
