"""`manage.py rotate_keys`: agencies' keys under a new master key, and new agency keys when asked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.keys import Unreadable
from victims.rotation import rotate


class Command(BaseCommand):
    """Set ECM_MASTER_KEY to the new key and ECM_MASTER_KEY_OLD to the old one, restart, run this, drop the old."""

    help = (
        "Wrap every agency's keys, and those of what crosses, under ECM_MASTER_KEY. "
        "Cut short, run it again: it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--new-agency-keys",
            action="store_true",
            help="Give each agency a new key too, and move clients' keys to it.",
        )

    def handle(self, *args: Any, new_agency_keys: bool, **options: Any) -> None:
        count = 0
        try:
            for done in rotate(new_agency_keys=new_agency_keys):
                count += 1
                self.stdout.write(
                    f"agency {done.agency}: {done.rewrapped} under the new master key, {done.added} new, "
                    f"{done.moved} clients' keys moved, {done.rows} keys of rows moved"
                )
        except Unreadable as wrong:
            raise CommandError(f"{wrong} Set ECM_MASTER_KEY_OLD to it and run this again.") from wrong
        self.stdout.write(f"{count} agencies done")
