"""`manage.py demo small` (or large) loads the demonstration; `manage.py demo --accounts` prints who can sign in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from demo import large, loading, people


class Command(BaseCommand):
    help = "Load the demonstration task force (once), or print its accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("size", nargs="?", choices=("small", "large"), help="what to load")
        parser.add_argument("--accounts", action="store_true", help="print one account for each role")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["size"] and not options["accounts"]:
            raise CommandError("Say what to do: manage.py demo small, or manage.py demo --accounts")
        if settings.ECM_DEMO == "none":
            raise CommandError(
                "The demonstration's accounts have a known password, and this deployment is not a demonstration.\n"
                "Set ECM_DEMO=small, on an empty database, to make it one."
            )
        if options["size"]:
            loaded = large.load() if options["size"] == "large" else loading.load()
            self.stdout.write("Loaded the demonstration." if loaded else "The demonstration is there already.")
        if options["accounts"]:
            self.stdout.write(large.accounts() if settings.ECM_DEMO == "large" else people.table())
