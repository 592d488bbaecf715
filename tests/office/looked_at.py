"""The office's pages that are looked at (tests/every_page.py)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from access.context import acting
from accounts.sealing import seal
from agencies.models import Agency, AwardAgency, Membership, Memorandum, Participation, Recovery
from audit.models import Alert
from office.links import digest
from office.services import address, people
from tests.cast import OWNER, Cast

PROVIDER = {"sector": "victim_services", "level": "none"}
SEAT = {"name": "Nora New", "roles": ["advocate"]}
NEW = "ana.moved@example.org"


def made(cast: Cast) -> dict[str, Any]:
    """Somebody at each door: invited, recovering, with a new address; an agency that wants to join."""
    today, advocate = timezone.localdate(), cast.advocate.person_id
    by = cast.services_admin
    with acting(by):
        invitation, secret = people.invite(by=by, email="nora@example.org", task_forces=[cast.riverbend.pk], **SEAT)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    recovery = Recovery.objects.using(OWNER).create(
        person_id=advocate, token_digest=digest("let-me-in"), ends_at=tomorrow
    )
    joining = {"task_force": cast.riverbend, "from_on": today}
    parts = Participation.objects.using(OWNER)
    own = {"user": advocate, "was": cast.email("advocate"), "wanted": NEW, "until": tomorrow.timestamp()}
    group = Group.objects.using(OWNER).create(name="new")
    several = Client()
    several.force_login(cast.user(cast.both_sides["law"]), backend=settings.AUTHENTICATION_BACKENDS[0])
    return {
        "several": several,
        "task_force": cast.riverbend,
        "award": cast.services_award,
        "seat": Membership.objects.using(OWNER).get(person_id=advocate),
        "invitation": invitation,
        "secret": secret,
        "recovery": recovery,
        "sealed": seal(json.dumps(own), purpose=address.PURPOSE),
        "harbor": cast.harbor,
        "empty": Agency.objects.using(OWNER).create(name="New Harbor", group=group, **PROVIDER),
        "other": parts.get(task_force=cast.riverbend, agency=cast.legal_aid),
        "invited": parts.create(agency=cast.lake_shelter, **joining),
        "invited_us": parts.create(agency=cast.harbor, task_force=cast.lakeside, from_on=today),
        "accepted": parts.create(agency=cast.lake_office, accepted_at=timezone.now(), **joining),
        "partner": AwardAgency.objects.using(OWNER).get(award=cast.services_award),
        "memorandum": Memorandum.objects.using(OWNER).create(
            agency=cast.harbor, title="Memorandum of understanding", signed_on=today, **joining
        ),
        "alert": Alert.objects.using(OWNER).create(
            owner_id=cast.harbor.pk, person_id=advocate, what=Alert.What.MANY, on=today, count=310
        ),
    }


PAGES = {
    "nobody": [
        "office:recover",
        "office:recover_take let-me-in",
        "office:recover_take nothing !410",
        "office:join secret",
        "office:join nothing !410",
    ],
    "several": ["office:hats"],
    "advocate": ["office:me", "office:address", "office:address_take sealed", "office:address_take nothing !410"],
    "services_admin": [
        "office:people",
        "office:invite",
        "office:seat seat",
        "office:seat_change seat",
        "office:seat_end seat",
        "office:withdraw invitation",
        "office:recovery_approve recovery",
        "office:agency",
        "office:agency_change",
        "office:task_force",
        "office:accept invited_us",
        "office:agree accepted",
        "office:name_lead other",
        "office:awards",
        "office:award_add",
        "office:award award",
        "office:award_change award",
        "office:partner_add award",
        "office:partner_change partner",
    ],
    "coordinator": [
        "office:people",
        "office:task_force",
        "office:task_force_detail task_force",
        "office:task_force_change task_force",
        "office:invite_agency task_force",
        "office:memorandum_add task_force",
        "office:memorandum_change memorandum",
        "office:end invited",
    ],
    "site_admin": [
        "office:agencies",
        "office:agency_open",
        "office:agency_detail harbor",
        "office:invite_first empty",
        "office:task_force_open",
    ],
    "advocate_supervisor": ["office:alerts", "office:alerts_when", "office:alert_settle alert"],
    "services_auditor": ["office:audit", "office:alerts"],
}
