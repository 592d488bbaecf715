"""`manage.py wall`: who may see what, and whether the database agrees."""

import json
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from access import matrix
from access.drift import drift, undeclared_kinds, undeclared_models
from access.wall import WALL


class Command(BaseCommand):
    help = "Print who may see and change what; fail where the database differs from the declarations."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="only look for drift")
        for name in AS:
            parser.add_argument(f"--{name}", action="store_const", const=name, dest="shape", help=f"print as {name}")
        parser.set_defaults(shape="text")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self.stdout.write(AS[options["shape"]]())
        problems = undeclared_models() + undeclared_kinds()
        with transaction.atomic(using="owner"):
            problems += drift(connections["owner"])
            transaction.set_rollback(True, using="owner")
        if problems:
            raise CommandError("The wall has drifted:\n- " + "\n- ".join(problems))
        if options["shape"] == "text":
            self.stdout.write("The database agrees with the declarations.")


def text() -> str:
    """The matrix as plain text."""
    lines: list[str] = []
    for name, kind in WALL.items():
        lines += [f"{name} ({kind.side.label}): {kind.words}"]
        for reader, *cells in matrix.rows(kind):
            given = [f"{way}: {word}" for way, word in zip(SHORT, cells, strict=True) if word != matrix.ABSENT]
            lines += [f"    {reader}: {'; '.join(given)}"]
        lines += ["    everybody else: nothing", ""]
    return "\n".join(lines)


SHORT = ("reading", "edit", "report cell", "notification", "audit trail", "other")
AS: dict[str, Callable[[], str]] = {
    "text": text,
    "markdown": matrix.as_markdown,
    "html": matrix.as_html,
    "json": lambda: json.dumps(matrix.matrix(), indent=1),
}
