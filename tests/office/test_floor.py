"""Who is who, as raw SQL under the application's own login: what outsiders read and write of it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.context import acting, known
from access.hats import COORDINATOR, Hat
from agencies.models import Agency, Invitation, Membership, Memorandum, Recovery
from audit.models import Entry
from tests.cast import OWNER

# Read by whoever works in Riverbend's task force or at Harbor House, and by nobody of OUTSIDERS.
TABLES = [
    "agencies_invitation",
    "agencies_recovery",
    "agencies_memorandum",
    "agencies_award",
    "agencies_awardagency",
]
OUTSIDERS = ["nobody", "superuser", "site_admin", "ex_advocate", "lake_detective", "lake_coordinator", "made up"]


@pytest.fixture
def filled(cast):
    """One row of Harbor House's in each table."""
    ends = timezone.now() + timezone.timedelta(days=1)
    Invitation.objects.using(OWNER).create(
        agency=cast.harbor, email="a@b.c", name="A", roles=["advocate"], made_by_id=1, ends_at=ends, token_digest="x"
    )
    Recovery.objects.using(OWNER).create(person_id=cast.advocate.person_id, ends_at=ends, token_digest="x")
    Memorandum.objects.using(OWNER).create(
        task_force=cast.riverbend, agency=cast.harbor, title="M", signed_on=timezone.localdate()
    )
    Entry.objects.using(OWNER).create(owner_id=cast.harbor.pk, verb="read", kind="cases.case")
    return cast


def context(cast, who):
    if who == "nobody":
        return known(0)
    if who == "made up":
        return acting(Hat(cast.lake_detective.person_id, cast.coordination.pk, COORDINATOR))
    return acting(getattr(cast, who))


def count(cast, who, said):
    with context(cast, who), connections["default"].cursor() as cursor:
        cursor.execute(said)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_read_nothing(filled, who):
    seen = {table: count(filled, who, f"SELECT count(id) FROM {table}") for table in [*TABLES, "audit_entry"]}
    assert seen == dict.fromkeys([*TABLES, "audit_entry"], 0)


@pytest.mark.parametrize(
    "who", ["nobody", "superuser", "ex_advocate", "lake_detective", "lake_coordinator", "made up"]
)
def test_outsiders_read_no_member_of_harbor_house(filled, who):
    pk = filled.harbor.pk
    own = f" AND person_id <> {filled.ex_advocate.person_id}"
    assert count(filled, who, f"SELECT count(id) FROM agencies_membership WHERE agency_id = {pk}{own}") == 0
    assert count(filled, who, f"SELECT count(id) FROM agencies_participation WHERE agency_id = {pk}") == 0


def test_nobody_signed_in_reads_no_name(filled):
    for table in ("agencies_person", "agencies_agency", "agencies_taskforce"):
        assert count(filled, "nobody", f"SELECT count(id) FROM {table}") == 0


def test_the_agencys_own_administrator_reads_them(filled):
    """So that the tests above prove something."""
    assert [count(filled, "services_admin", f"SELECT count(id) FROM {table}") for table in TABLES] == [1, 1, 1, 2, 4]
    assert count(filled, "services_auditor", "SELECT count(id) FROM audit_entry") == 1


WRITES = {
    "invitation": "UPDATE agencies_invitation SET ends_at = now()",
    "memorandum": "UPDATE agencies_memorandum SET title = 'x'",
    "award": "UPDATE agencies_award SET program = 'x'",
    "partner": "UPDATE agencies_awardagency SET part = 'partner'",
    "membership": "UPDATE agencies_membership SET ended_at = now()",
    "task force": "UPDATE agencies_taskforce SET referral_days = 1 WHERE name LIKE 'Riverbend%'",
    "agency": "UPDATE agencies_agency SET on_call_phone = 'x'",
    "participation": "UPDATE agencies_participation SET accepted_at = now()",
    "audit": "UPDATE audit_entry SET verb = 'x'",
    "audit removed": "DELETE FROM audit_entry",
    "membership removed": "DELETE FROM agencies_membership",
}


@pytest.mark.parametrize("who", [*OUTSIDERS, "detective", "advocate", "prosecutor", "services_auditor"])
@pytest.mark.parametrize("what", WRITES)
def test_whoever_has_no_office_there_writes_nothing(filled, who, what):
    touched = 0
    try:
        with context(filled, who), connections["default"].cursor() as cursor:
            cursor.execute(WRITES[what])
            touched = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError:
        touched = 0
    assert touched == 0


def test_a_deployment_is_founded_once_by_the_owner(house, capsys):
    call_command("found", agency="Statewide", name="Sia Site", email="Sia@example.org")
    path = "/office/" + capsys.readouterr().out.split("/office/")[1].strip()
    client = Client()
    typed = {"name": "Sia Site", "password": "four quiet words apart", "again": "four quiet words apart"}
    assert client.post(path, typed).status_code == 302
    assert client.get(reverse("office:agencies")).status_code == 200
    assert Membership.objects.using(OWNER).get().roles == ["site_admin", "agency_admin"]
    assert Agency.objects.using(OWNER).get().is_operator
    with pytest.raises(CommandError, match="founded already"):
        call_command("found", agency="Another", name="X", email="x@example.org")
