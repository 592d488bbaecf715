"""Whoever lost password or second step is let back in by a second person, and by nobody alone."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.context import acting
from agencies.models import Membership, Recovery
from audit.models import Alert
from office.services import door, people
from tests.cast import OWNER
from tests.office.conftest import shown

NEW = "four quiet words apart"


def ask(cast, key, mailoutbox):
    """The path of the link in the person's mailbox."""
    Client().post(reverse("office:recover"), {"email": cast.email(key)})
    return re.search(r"/office/recover/[\w-]+/", mailoutbox[-1].body).group()


def request_of(hat):
    return Recovery.objects.using(OWNER).get(person_id=hat.person_id)


def sign_in(cast, key, password):
    client = Client()
    client.post("/account/login/", {"login": cast.email(key), "password": password})
    return "_auth_user_id" in client.session


def test_a_second_person_approves_and_then_the_link_works_once(cast, signed_in, mailoutbox):
    TOTP.activate(cast.user(cast.advocate), generate_totp_secret())
    path = ask(cast, "advocate", mailoutbox)
    assert b"has to approve" in Client().get(path).content
    Client().post(path, {"password": NEW, "again": NEW})
    assert not sign_in(cast, "advocate", NEW)
    admin = signed_in(cast.services_admin)
    assert b"Ana Advocate" in admin.get(reverse("office:people")).content
    admin.post(reverse("office:recovery_approve", args=[request_of(cast.advocate).pk]))
    assert Client().post(path, {"password": NEW, "again": NEW}).url == "/account/login/"
    assert not Authenticator.objects.filter(user_id=cast.advocate.person_id).exists()
    assert sign_in(cast, "advocate", NEW)
    assert Client().get(path).status_code == 410


def test_the_supervisor_is_told_at_once_and_nobody_else(cast, signed_in, mailoutbox):
    ask(cast, "advocate", mailoutbox)
    supervisor, told = signed_in(cast.advocate_supervisor), "Was let back in with a new password"
    assert told not in supervisor.get("/").content.decode()
    url = reverse("office:recovery_approve", args=[request_of(cast.advocate).pk])
    signed_in(cast.services_admin).post(url)
    home = supervisor.get("/").content.decode()
    assert (told in home, "Ana Advocate" in home) == (True, True)
    assert shown(supervisor.get(reverse("office:alerts")), 1) == ["Ana Advocate"]
    others = [cast.advocate, cast.le_supervisor, cast.other_advocate, cast.services_admin]
    assert [told in signed_in(hat).get("/").content.decode() for hat in others] == [False] * 4
    assert signed_in(cast.services_admin).post(url).status_code == 404  # a second yes tells nothing twice
    assert [(row.person_id, row.what, row.count) for row in Alert.objects.using(OWNER).all()] == [
        (cast.advocate.person_id, "recovered", 1)
    ]


def test_two_seats_at_one_agency_are_told_of_once(cast, signed_in, mailoutbox):
    here = Membership.objects.using(OWNER).get(person_id=cast.advocate.person_id, agency=cast.harbor)
    Membership.objects.using(OWNER).create(
        person_id=here.person_id, agency=cast.harbor, roles=here.roles, until_on=timezone.localdate()
    )
    ask(cast, "advocate", mailoutbox)
    signed_in(cast.services_admin).post(reverse("office:recovery_approve", args=[request_of(cast.advocate).pk]))
    assert request_of(cast.advocate).approved_at
    assert [row.owner_id for row in Alert.objects.using(OWNER).all()] == [cast.harbor.pk]


def test_nobody_approves_their_own(cast, signed_in, mailoutbox):
    ask(cast, "services_admin", mailoutbox)
    client = signed_in(cast.services_admin)
    url = reverse("office:recovery_approve", args=[request_of(cast.services_admin).pk])
    assert client.post(url).status_code == 404
    with acting(cast.services_admin), pytest.raises(Exception, match="somebody else has to approve"):
        people.approve_recovery(by=cast.services_admin, recovery=request_of(cast.services_admin))
    assert request_of(cast.services_admin).approved_at is None


@pytest.mark.parametrize("key", ["site_admin", "coordinator", "le_admin", "advocate_supervisor", "superuser"])
def test_nobody_from_elsewhere_approves(cast, signed_in, mailoutbox, key):
    ask(cast, "advocate", mailoutbox)
    assert signed_in(getattr(cast, key)).post(
        reverse("office:recovery_approve", args=[request_of(cast.advocate).pk])
    ).status_code in (302, 404)
    assert request_of(cast.advocate).approved_at is None


def test_in_an_agency_of_one_an_administrator_of_its_sides_lead_approves(cast, signed_in, mailoutbox):
    rows = Membership.objects.using(OWNER).filter(agency=cast.legal_aid)
    rows.exclude(person_id=cast.other_advocate.person_id).update(ended_at=timezone.now())
    rows.filter(person_id=cast.other_advocate.person_id).update(roles=["advocate", "agency_admin"])
    ask(cast, "other_advocate", mailoutbox)
    url = reverse("office:recovery_approve", args=[request_of(cast.other_advocate).pk])
    assert signed_in(cast.le_admin).post(url).status_code == 404
    assert signed_in(cast.services_admin).post(url).status_code == 302
    assert request_of(cast.other_advocate).approved_by_id == cast.services_admin.person_id


def test_asking_never_tells_whether_an_address_is_known(cast, mailoutbox):
    known, unknown = (
        Client().post(reverse("office:recover"), {"email": email}).content.decode()
        for email in (cast.email("advocate"), "nobody@example.org")
    )
    token = r"X-CSRFToken[^}]*"
    assert re.sub(token, "", known) == re.sub(token, "", unknown)
    assert len(mailoutbox) == 1


@pytest.mark.rule("R21")
def test_the_letter_holds_no_name_and_no_fact(cast, mailoutbox):
    ask(cast, "advocate", mailoutbox)
    for word in ("Ana", "dvocate", "Harbor", "rafficking"):
        assert word not in mailoutbox[-1].subject + mailoutbox[-1].body


def test_asking_twice_makes_one_request_and_one_letter(cast, mailoutbox):
    for _ in range(2):
        ask(cast, "advocate", mailoutbox)
    assert (Recovery.objects.using(OWNER).count(), len(mailoutbox)) == (1, 1)


def test_asking_again_later_voids_the_earlier_link_and_the_administrator_sees_one(cast, signed_in, mailoutbox):
    first = ask(cast, "advocate", mailoutbox)
    Recovery.objects.using(OWNER).update(asked_at=timezone.now() - door.RECOVERY_RESTS)
    second = ask(cast, "advocate", mailoutbox)
    assert first != second
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    page = signed_in(cast.services_admin).get(reverse("office:people"))
    assert [each.person_id for each in page.context["recoveries"]] == [cast.advocate.person_id]


def test_whoever_was_let_back_in_does_not_lose_it_by_asking_again(cast, signed_in, mailoutbox):
    path = ask(cast, "advocate", mailoutbox)
    Recovery.objects.using(OWNER).update(asked_at=timezone.now() - door.RECOVERY_RESTS)
    signed_in(cast.services_admin).post(reverse("office:recovery_approve", args=[request_of(cast.advocate).pk]))
    ask(cast, "advocate", mailoutbox)
    assert Client().post(path, {"password": NEW, "again": NEW}).url == "/account/login/"
