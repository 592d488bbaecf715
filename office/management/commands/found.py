"""`manage.py found`: the agency that runs a new deployment, and the link of its first site administrator."""

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from agencies.models import Agency, Invitation, Person
from agencies.vocabulary import Level, Role, Sector
from office.links import digest, link, new_secret

OWNER = "owner"
RUNS = dt.timedelta(days=1)
FOUNDER = 0  # a person without an account, in whose name the first invitation stands


class Command(BaseCommand):
    help = "Open the agency that runs this deployment and print a one-time link for its site administrator."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--agency", required=True, help="the name of the agency that runs this deployment")
        parser.add_argument("--name", required=True, help="the name of its first site administrator")
        parser.add_argument("--email", required=True, help="the address that they will sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(using=OWNER):
            if Agency.objects.using(OWNER).filter(is_operator=True).exists():
                raise CommandError("This deployment is founded already. Its site administrators open agencies.")
            secret = found(agency=options["agency"], name=options["name"], email=options["email"])
        self.stdout.write(f"Works once, for one day: {link('office:join', secret)}")


def found(*, agency: str, name: str, email: str) -> str:
    """Write the operator and the invitation by the owner's login; gives the link's secret."""
    group = Group.objects.using(OWNER).create(name=f"agency {uuid.uuid4()}")
    operator = Agency.objects.using(OWNER).create(
        name=agency, sector=Sector.COORDINATION, level=Level.NONE, is_operator=True, group=group
    )
    Person.objects.using(OWNER).get_or_create(pk=FOUNDER, defaults={"name": "Founding", "is_active": False})
    secret = new_secret()
    Invitation.objects.using(OWNER).create(
        agency=operator,
        email=email.strip().lower(),
        name=name,
        roles=[Role.SITE_ADMIN, Role.AGENCY_ADMIN],
        token_digest=digest(secret),
        made_by_id=FOUNDER,
        ends_at=timezone.now() + RUNS,
    )
    return secret
