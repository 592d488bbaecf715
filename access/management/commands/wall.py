"""`manage.py wall`: who may see what, and whether the database agrees."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from access.drift import drift, undeclared_kinds, undeclared_models
from access.wall import WALL, Extent, Kind
from agencies.vocabulary import Role


class Command(BaseCommand):
    help = "Print who may see and change what; fail where the database differs from the declarations."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="only look for drift")
        parser.add_argument("--markdown", action="store_true", help="print as the page docs/wall-table.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self.stdout.write(markdown() if options["markdown"] else text())
        problems = undeclared_models() + undeclared_kinds()
        with transaction.atomic(using="owner"):
            problems += drift(connections["owner"])
            transaction.set_rollback(True, using="owner")
        if problems:
            raise CommandError("The wall has drifted:\n- " + "\n- ".join(problems))
        if not options["markdown"]:
            self.stdout.write("The database agrees with the declarations.")


def rules(kind: Kind) -> list[tuple[str, str, str]]:
    """(role, sees, changes) of a kind, in words, for the roles that may anything."""
    return [
        (role.label, sees.value, changes.value)
        for role in Role
        for sees, changes in [kind.rules.get(role, (Extent.NOTHING, Extent.NOTHING))]
        if (sees, changes) != (Extent.NOTHING, Extent.NOTHING)
    ]


def text() -> str:
    """The table as plain text."""
    lines: list[str] = []
    for kind in WALL.values():
        lines += [f"{kind.name} ({kind.side.label}): {kind.words}"]
        lines += [f"    {role}: sees {sees}; changes {changes}" for role, sees, changes in rules(kind)]
        lines += ["    every other role: nothing", ""]
    return "\n".join(lines)


def markdown() -> str:
    """The table as a page of the documentation."""
    lines = ["# Who may see what", "", "Made by `manage.py wall --markdown` from `access/wall.py`.", ""]
    for kind in WALL.values():
        lines += [f"## {kind.name}", "", f"{kind.words}. Side: {kind.side.label.lower()}.", ""]
        lines += ["| role | sees | changes |", "| --- | --- | --- |"]
        lines += [f"| {role} | {sees} | {changes} |" for role, sees, changes in rules(kind)]
        lines += ["| every other role | nothing | nothing |", ""]
    return "\n".join(lines)
