"""`manage.py migrate`: as the owner, and with the wall raised at its end."""

from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections, transaction

from access.compiler import apply
from access.rendering import sparing
from access.schema import functions


class Command(Migrate):
    """Migrate on the owner's alias, then make rights and policies what is declared."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        lay_ground()
        with sparing():
            super().handle(*args, **options)
        if options["app_label"] or options.get("plan") or options.get("check_unapplied"):
            return
        with transaction.atomic(using="owner"):
            apply(connections["owner"])
        if options["verbosity"]:
            self.stdout.write("The wall stands.")


def lay_ground() -> None:
    """Make the floor's functions before the tables: history tables name one as a column's default."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute("CREATE SCHEMA IF NOT EXISTS wall")
        for statement in functions(settings.TIME_ZONE):
            cursor.execute(statement)
