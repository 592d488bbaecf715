"""`manage.py audit_verify`: whether anything in the audit or in a history was changed since it was sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from office import sealing


class Command(BaseCommand):
    help = "Look at every link of the audit's chain; name the first that is broken, and fail."

    def handle(self, *args: Any, **options: Any) -> None:
        sealing.seal()
        found = sealing.verify()
        if found.says:
            where = f"link {found.number}" if found.number else "not sealed"
            raise CommandError(f"Broken ({where}): {found.source} {found.record} {found.says}.")
        self.stdout.write(f"{found.links} links, none broken.")
