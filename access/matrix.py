"""The leak matrix: for each kind of record and each kind of reader, what each way out gives (wall.md).

Made from `access/wall.py` and the rooms' declarations, never typed: `manage.py wall` prints it as text,
Markdown, HTML or JSON, and `tests/wall/test_matrix.py` proves it cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Literal

from access.compiler import declared
from access.policies import Protection
from access.wall import WALL, Extent, Kind
from agencies.vocabulary import Role, Side

Stands = Literal["own", "near", "far", "gone"]
ABSENT = "absent"
SEES, CHANGES = "sees", "changes"
SEEN = {
    ("own", Extent.OWN): SEES,
    ("own", Extent.ADDRESSED): "sees what it sent or received",
    ("own", Extent.TAKING_PART): "sees where the agency takes part",
    ("own", Extent.TASK_FORCE): SEES,
    ("near", Extent.ADDRESSED): "sees what is addressed to the agency",
    ("near", Extent.TAKING_PART): "sees where the agency takes part",
    ("near", Extent.TASK_FORCE): SEES,
}


@dataclass(frozen=True)
class Reader:
    """A kind of person: the roles held, and how near to the record: at the agency that keeps it, at another of
    the task force, in another task force, or without any membership that counts."""

    key: str
    words: str
    roles: tuple[Role, ...]
    stands: Stands


READERS = (
    Reader("coordinator", "Coordinator", (Role.COORDINATOR,), "near"),
    Reader("detective", "Detective of the agency", (Role.DETECTIVE,), "own"),
    Reader("other_detective", "Detective of another agency", (Role.DETECTIVE,), "near"),
    Reader("le_supervisor", "Law-enforcement supervisor of the agency", (Role.LE_SUPERVISOR,), "own"),
    Reader("victim_specialist", "Victim specialist of the agency", (Role.SYSTEM_VICTIM_SPECIALIST,), "own"),
    Reader("prosecutor", "Prosecutor of another agency", (Role.PROSECUTOR,), "near"),
    Reader("advocate", "Advocate of the agency", (Role.ADVOCATE,), "own"),
    Reader("advocate_supervisor", "Advocate supervisor of the agency", (Role.ADVOCATE_SUPERVISOR,), "own"),
    Reader("other_advocate", "Advocate of another provider", (Role.ADVOCATE,), "near"),
    Reader("grant_manager", "Grant manager of the agency", (Role.GRANT_MANAGER,), "own"),
    Reader("agency_admin", "Administrator of the agency", (Role.AGENCY_ADMIN,), "own"),
    Reader("auditor", "Auditor of the agency", (Role.AUDITOR,), "own"),
    Reader("site_admin", "Site administrator", (Role.SITE_ADMIN,), "far"),
    Reader("far_detective", "Detective of another task force", (Role.DETECTIVE,), "far"),
    Reader("far_advocate", "Advocate of another task force", (Role.ADVOCATE,), "far"),
    Reader("former_member", "Former member of the agency", (), "gone"),
    Reader("nobody", "Nobody signed in", (), "gone"),
)
READING = ("list", "count", "facet", "search", "detail", "linked record", "timeline", "export", "API")
SAYING_NOTHING = ("error message", "page title", "admin site")
WAYS = (*READING, "edit", "report cell", "notification", "e-mail", "audit trail", *SAYING_NOTHING)
# The ways that always say the same stand in one column.
COLUMNS = (READING, ("edit",), ("report cell",), ("notification", "e-mail"), ("audit trail",), SAYING_NOTHING)


@cache
def counted() -> frozenset[str]:
    """The kinds of which the counter reads columns that identify nobody."""
    return frozenset(each.kind for each in declared() if isinstance(each, Protection) and each.counter)


def cell(kind: Kind, reader: Reader, way: str) -> str:
    """What `way` gives `reader` of a record of this kind."""
    sight = seen(kind, reader)
    if way in READING:
        return sight
    if way == "edit":
        return changed(kind, reader)
    if way == "report cell":
        return _counts(kind, reader)
    if way in ("notification", "e-mail"):
        return ABSENT if sight == ABSENT else "that something waits, no name and no fact"
    if way == "audit trail":
        own = reader.stands == "own" and Role.AUDITOR in reader.roles
        return "who did what and when, never the content" if own else ABSENT
    return ABSENT


def seen(kind: Kind, reader: Reader) -> str:
    """How far this reader sees the kind."""
    return _reaches(reader, {role: sees for role, (sees, _) in kind.rules.items()})


def changed(kind: Kind, reader: Reader) -> str:
    """How far this reader changes the kind."""
    return _reaches(reader, {role: changes for role, (_, changes) in kind.rules.items()}).replace(SEES, CHANGES)


def _reaches(reader: Reader, extents: dict[Role, Extent]) -> str:
    said = (SEEN.get((reader.stands, extents.get(role, Extent.NOTHING))) for role in reader.roles)
    return next((words for words in said if words), ABSENT)


def _counts(kind: Kind, reader: Reader) -> str:
    vouches = reader.stands == "own" and any(role in WALL["contribution"].rules for role in reader.roles)
    across = {Side.LAW: Role.ADVOCATE_SUPERVISOR, Side.SERVICES: Role.LE_SUPERVISOR}.get(kind.side)
    if kind.name not in counted() or not vouches or across in reader.roles:
        return ABSENT
    return "numbers of the own agency"


def matrix() -> dict[str, dict[str, dict[str, str]]]:
    """Kind by reader by way."""
    return {
        name: {reader.key: {way: cell(kind, reader, way) for way in WAYS} for reader in READERS}
        for name, kind in WALL.items()
    }


def heads() -> list[str]:
    """The columns in words."""
    return [", ".join(ways) for ways in COLUMNS]


def rows(kind: Kind) -> list[list[str]]:
    """Reader by reader, one column for the ways that say the same; readers of whom all is absent are left out."""
    lines = [[reader.words, *(cell(kind, reader, ways[0]) for ways in COLUMNS)] for reader in READERS]
    return [line for line in lines if set(line[1:]) != {ABSENT}]


def as_html() -> str:
    """The matrix as a page by itself."""
    parts = [f"<h1>Who may see what</h1><p>{escape(EXPLAINED)}</p>"]
    for name, kind in WALL.items():
        head = _line("th", ["", *heads()])
        body = "".join(_line("td", line) for line in rows(kind))
        parts.append(f"<h2>{escape(name)}</h2><p>{escape(kind.words)}. Side: {kind.side.label.lower()}.</p>")
        parts.append(f"<table><thead>{head}</thead><tbody>{body}</tbody></table>")
    return f"{PAGE_BEGINS}{''.join(parts)}</body></html>"


def _line(tag: str, cells: list[str]) -> str:
    first, *others = (escape(word) for word in cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<{tag}>{word}</{tag}>" for word in others)}</tr>'


def as_markdown() -> str:
    """The matrix as a page of the documentation."""
    lines = ["# Who may see what", "", "Made by `manage.py wall --markdown` from the declarations.", "", EXPLAINED, ""]
    for name, kind in WALL.items():
        lines += [f"## {name}", "", f"{kind.words}. Side: {kind.side.label.lower()}.", ""]
        lines += ["| | " + " | ".join(heads()) + " |", "| --- |" + " --- |" * len(COLUMNS)]
        lines += ["| " + " | ".join(line) + " |" for line in rows(kind)]
        lines += [""]
    return "\n".join(lines)


PAGE_BEGINS = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Who may see what</title><style>'
    "body{font-family:sans-serif;margin:2rem}table{border-collapse:collapse}td,th{border:1px solid;padding:.3rem}"
    "</style></head><body>"
)
EXPLAINED = (
    "A row is a kind of reader, a column the ways by which data comes out. What is absent leaves no trace: no "
    "count, no other error, no gap in a number. Whoever is not listed under a kind gets nothing of it by any way. "
    "What is given by a dated grant, to named people or under a release stands in the rooms' policies.py, and on "
    "each record's own page “Who can see this, and why”. A copy (disclosure) is read by its addressee until it ends."
)
