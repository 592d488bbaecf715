"""`manage.py bring_in clients FILE --as ana@example.org`: a sheet by command, tried unless --for-good."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from access.context import acting, known
from access.errors import Refused
from access.hats import Hat, hats_of
from accounts.models import User
from imports import services
from imports.models import Import
from imports.targets import TARGETS, open_to


class Command(BaseCommand):
    help = "Try a spreadsheet, or bring it in, with the rights of the person named."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("target", choices=sorted(TARGETS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", required=True, help="the address of who brings it in")
        parser.add_argument("--agency", default="", help="the agency to act for, where there are several")
        parser.add_argument("--map", action="append", default=[], metavar="HEADING=COLUMN", help="match a heading")
        parser.add_argument("--for-good", action="store_true", help="bring it in; without this it is only tried")

    def handle(self, *args: Any, **options: Any) -> None:
        hat = self._hat(options["email"], options["agency"], options["target"])
        try:
            with acting(hat):
                brought = self._run(hat, options)
        except (Refused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if brought.problems:
            lines = [f"row {p['row']}: {p['field']}: {p['says']}" for p in brought.problems]
            raise CommandError("Nothing was changed. To mend:\n" + "\n".join(lines))
        done = brought.state == Import.State.DONE
        self.stdout.write(
            f"{brought.made} rows brought in." if done else f"{brought.rows} rows can be brought in: add --for-good."
        )

    def _hat(self, email: str, agency: str, target: str) -> Hat:
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}.")
        with known(user.pk):
            fitting = [hat for hat in hats_of(user.pk) if agency in ("", hat.agency.name)]
        for hat in fitting:
            with acting(hat):
                if TARGETS[target] in open_to(hat):
                    return hat
        raise CommandError(f"{email} may not bring in {TARGETS[target].label.lower()}.")

    def _run(self, hat: Hat, options: dict[str, Any]) -> Import:
        brought = services.receive(by=hat, target=options["target"], content=options["file"].read_bytes())
        said = dict(pair.split("=", 1) for pair in options["map"] if "=" in pair)
        services.match(by=hat, brought=brought, columns=brought.columns | said)
        return services.run(by=hat, brought=brought, for_good=options["for_good"])
