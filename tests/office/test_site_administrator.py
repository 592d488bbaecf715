"""A site administrator opens an agency and invites its first administrator, and then lets nobody in."""

import re

import pytest
from django.db import DatabaseError, connections, transaction
from django.test import Client
from django.urls import reverse

from access.context import acting
from access.hats import Hat
from accounts.models import User
from agencies.models import Agency, Membership, TaskForce
from office.services import people
from tests.cast import OWNER
from tests.office.conftest import shown

NEW = "four quiet words apart"
OPENED = {
    "name": "North Shelter",
    "sector": "victim_services",
    "level": "none",
    "city": "North",
    "state": "OH",
    "signs_in": "on",
}


@pytest.fixture
def opened(cast, signed_in):
    """(the new agency, the path of its first administrator's link)."""
    client = signed_in(cast.site_admin)
    client.post(reverse("office:agency_open"), OPENED)
    agency = Agency.objects.using(OWNER).get(name="North Shelter")
    page = client.post(
        reverse("office:invite_first", args=[agency.pk]), {"name": "Fay First", "email": "fay@example.org"}
    )
    return agency, re.search(r"/office/join/[\w-]+/", page.content.decode()).group()


def take(path):
    return Client().post(path, {"name": "Fay First", "password": NEW, "again": NEW})


def members(agency):
    return list(Membership.objects.using(OWNER).filter(agency=agency).values_list("person__name", "roles"))


def test_the_first_administrator_comes_in_and_the_door_closes_behind_them(cast, signed_in, opened):
    agency, path = opened
    assert take(path).status_code == 302
    assert members(agency) == [("Fay First", ["agency_admin"])]
    client = signed_in(cast.site_admin)
    assert client.get(reverse("office:invite_first", args=[agency.pk])).status_code == 404
    assert b"you can neither" in client.get(reverse("office:agency_detail", args=[agency.pk])).content.lower()


def test_a_second_founding_invitation_is_void_once_somebody_is_in(cast, signed_in, opened):
    agency, path = opened
    page = signed_in(cast.site_admin).post(
        reverse("office:invite_first", args=[agency.pk]), {"name": "Sham", "email": "sham@example.org"}
    )
    second = re.search(r"/office/join/[\w-]+/", page.content.decode()).group()
    take(path)
    assert take(second).status_code == 410
    assert members(agency) == [("Fay First", ["agency_admin"])]


def test_it_stays_void_after_the_only_member_has_left(cast, signed_in, opened):
    agency, path = opened
    take(path)
    Membership.objects.using(OWNER).filter(agency=agency).update(ended_at="2026-01-01T00:00Z", until_on="2099-01-01")
    assert signed_in(cast.site_admin).get(reverse("office:invite_first", args=[agency.pk])).status_code == 404


def test_no_site_administrator_becomes_the_first_administrator(cast, signed_in, opened):
    agency, _ = opened
    client = signed_in(cast.site_admin)
    page = client.post(
        reverse("office:invite_first", args=[agency.pk]), {"name": "Me", "email": cast.email("site_admin")}
    )
    client.post(re.search(r"/office/join/[\w-]+/", page.content.decode()).group())
    assert members(agency) == []


STATEMENTS = {
    "adds a member": "INSERT INTO agencies_membership (person_id, agency_id, roles, task_forces, from_on) "
    "VALUES ({person}, {harbor}, '{{advocate}}', '{{}}', '2020-01-01')",
    "becomes a member by changing a seat": "UPDATE agencies_membership SET roles = '{{advocate,site_admin}}'",
    "moves a seat": "UPDATE agencies_membership SET agency_id = {harbor}",
    "ends somebody": "UPDATE agencies_membership SET ended_at = now() WHERE agency_id = {harbor}",
    "invites to an agency with people": "INSERT INTO agencies_invitation (id, agency_id, email, name, roles, "
    "task_forces, token_digest, made_by_id, made_at, ends_at) VALUES (gen_random_uuid(), {harbor}, 'a@b.c', 'A', "
    "'{{agency_admin}}', '{{}}', 'x', {person}, now(), now() + interval '1 day')",
    "invites in somebody else's name": "INSERT INTO agencies_invitation (id, agency_id, email, name, roles, "
    "task_forces, token_digest, made_by_id, made_at, ends_at) VALUES (gen_random_uuid(), {harbor}, 'a@b.c', 'A', "
    "'{{agency_admin}}', '{{}}', 'x', {admin}, now(), now() + interval '1 day')",
    "changes an agency's sector": "UPDATE agencies_agency SET sector = 'law_enforcement' WHERE id = {harbor}",
    "makes an agency an operator": "UPDATE agencies_agency SET is_operator = true",
    "changes an agency's telephone": "UPDATE agencies_agency SET on_call_phone = '1' WHERE id = {harbor}",
    "reads an address": "SELECT email FROM accounts_user",
    "changes an address": "UPDATE accounts_user SET email = 'x@example.org'",
    "changes a password": "UPDATE accounts_user SET password = 'x'",
    "reads a second factor": "SELECT data FROM mfa_authenticator",
    "puts an agency into a task force": "INSERT INTO agencies_participation (from_on, task_force_id, agency_id, lead, "
    "coordinates, invited_by_id) VALUES ('2020-01-01', {force}, {operator}, '', false, {person})",
    "takes an invitation": "SELECT wall.take_invitation('x', {person}, 'x')",
    "approves a recovery": "UPDATE agencies_recovery SET approved_at = now()",
    "renames somebody": "UPDATE agencies_person SET name = 'x' WHERE id <> {person}",
    "wakes an account": "UPDATE agencies_person SET is_active = true",
}


@pytest.mark.rule("R25")
@pytest.mark.parametrize("what", STATEMENTS)
def test_no_statement_of_a_site_administrators_does_it(cast, what):
    names = {
        "person": cast.site_admin.person_id,
        "admin": cast.services_admin.person_id,
        "harbor": cast.harbor.pk,
        "operator": cast.operator.pk,
        "force": cast.riverbend.pk,
    }
    touched, refusal = 0, ""
    try:
        with acting(cast.site_admin), connections["default"].cursor() as cursor:
            cursor.execute(STATEMENTS[what].format(**names))
            touched = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as said:
        refusal = str(said)
    assert touched == 0
    assert refusal == "" or re.search("row-level security|permission denied", refusal)


def test_a_made_up_hat_at_an_agency_holds_nothing(cast):
    hat = Hat(cast.site_admin.person_id, cast.harbor.pk)
    with acting(hat):
        assert hat.roles == frozenset()
        assert Membership.objects.exclude(person_id=hat.person_id).count() == 0
    with acting(hat), pytest.raises(Exception, match="row-level security"):
        people.invite(by=hat, email="a@b.c", name="A", roles=["advocate"], task_forces=[], agency_id=cast.harbor.pk)


def test_the_role_means_nothing_at_an_agency_that_runs_nothing(cast, signed_in):
    Membership.objects.using(OWNER).filter(person_id=cast.services_admin.person_id).update(
        roles=["agency_admin", "site_admin"]
    )
    assert signed_in(cast.services_admin).get(reverse("office:agencies")).status_code == 404


def test_a_task_force_is_opened_with_its_founding_agencies(cast, signed_in, opened):
    agency, _ = opened
    client = signed_in(cast.site_admin)
    page = client.post(
        reverse("office:task_force_open"),
        {
            "name": "North Task Force",
            "state": "oh",
            "law": cast.police.pk,
            "services": agency.pk,
            "coordination": cast.police.pk,
        },
    )
    assert page.status_code == 302
    force = TaskForce.objects.using(OWNER).get(name="North Task Force")
    founders = force.participations.using(OWNER).values_list("agency__name", "lead", "coordinates", "accepted_at")
    assert sorted(founders) == [
        ("North Shelter", "services", False, None),
        ("Riverbend City Police", "law", True, None),
    ]


def test_the_list_says_who_has_an_administrator(cast, signed_in, opened):
    page = signed_in(cast.site_admin).get(reverse("office:agencies"))
    rows = dict(zip(shown(page), shown(page, 4), strict=True))
    assert rows["North Shelter"] == "Not yet"
    assert rows["Harbor House"] == "Has one of its own"
    assert rows["Federal Wage Office"] == "Never signs in"


def test_only_a_site_administrator_opens_agencies(cast, signed_in):
    for hat in (cast.services_admin, cast.coordinator, cast.detective, cast.superuser):
        with (
            pytest.raises(DatabaseError, match="Only a site administrator"),
            acting(hat),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute("SELECT wall.open_agency('Sham', 'victim_services', 'none', '', '', '', '', true)")
    assert not Agency.objects.using(OWNER).filter(name="Sham").exists()
    assert signed_in(cast.services_admin).get(reverse("office:agency_open")).status_code == 404


def test_an_account_that_nobody_invited_sees_nothing(cast):
    assert User.objects.filter(is_superuser=True).count() == 1
    with acting(cast.superuser):
        assert Membership.objects.count() == 0
