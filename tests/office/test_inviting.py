"""Only an agency's own administrator lets people in, by a link that works once."""

import datetime as dt
import re

import pytest
from django.db import ProgrammingError, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.context import acting
from accounts.models import User
from agencies.models import Invitation, Membership, Person
from audit.models import Entry
from office.services import door, people
from tests.cast import OWNER, PASSWORD

NEW = "four quiet words apart"


def typed(cast, **changes):
    seat = {"name": "Nora New", "email": "nora@example.org", "roles": ["advocate"], "task_forces": [cast.riverbend.pk]}
    return seat | changes


def invite(signed_in, cast, **changes):
    """The path of the link that the administrator is shown."""
    page = signed_in(cast.services_admin).post(reverse("office:invite"), typed(cast, **changes))
    return re.search(r"/office/join/[\w-]+/", page.content.decode()).group()


def take(path, client=None):
    return (client or Client()).post(path, {"name": "Nora New", "password": NEW, "again": NEW})


def seats(email):
    ids = User.objects.filter(email=email).values_list("pk", flat=True)
    rows = Membership.objects.using(OWNER).filter(person_id__in=list(ids))
    return list(rows.values_list("agency__name", "roles", "ended_at"))


def test_a_newcomer_takes_the_invitation_and_works_at_the_agency(cast, signed_in):
    client = Client()
    answer = take(invite(signed_in, cast), client)
    assert answer.url == reverse("desk:home")
    assert seats("nora@example.org") == [("Harbor House", ["advocate"], None)]
    hat = client.get(reverse("desk:home")).context["hat"]
    assert (hat.agency_id, hat.roles) == (cast.harbor.pk, {"advocate"})


def test_the_link_works_once(cast, signed_in):
    path = invite(signed_in, cast)
    take(path)
    assert Client().get(path).status_code == 410
    assert take(path).status_code == 410
    assert Person.objects.using(OWNER).filter(name="Nora New").count() == 1


@pytest.mark.parametrize("how", ["expired", "withdrawn", "invited again", "inviter has left"])
def test_the_link_ends(cast, signed_in, how):
    path = invite(signed_in, cast)
    rows = Invitation.objects.using(OWNER).filter(email="nora@example.org")
    if how == "expired":
        rows.update(ends_at=timezone.now() - dt.timedelta(seconds=1))
    elif how == "withdrawn":
        signed_in(cast.services_admin).post(reverse("office:withdraw", args=[rows.get().pk]))
    elif how == "invited again":
        invite(signed_in, cast)
    else:
        Membership.objects.using(OWNER).filter(person_id=cast.services_admin.person_id).update(ended_at=timezone.now())
    assert take(path).status_code == 410
    assert seats("nora@example.org") == []


@pytest.mark.rule("R21")
def test_the_letter_holds_the_link_and_no_name_and_no_fact(cast, signed_in, mailoutbox):
    path = invite(signed_in, cast)
    [letter] = mailoutbox
    assert letter.to == ["nora@example.org"]
    assert path in letter.body
    for word in ("Nora", "Harbor", "Riverbend", "dvocate", "rafficking", "Sal"):
        assert word not in letter.subject + letter.body


def test_the_digest_is_stored_and_the_application_cannot_read_it(cast, signed_in):
    secret = invite(signed_in, cast).split("/")[-2]
    stored = Invitation.objects.using(OWNER).values_list("token_digest", flat=True).get()
    assert secret not in stored
    with pytest.raises(ProgrammingError, match="permission denied"), acting(cast.services_admin):
        Invitation.objects.values_list("token_digest").first()


def test_somebody_with_an_account_signs_in_to_take_a_second_post(cast, signed_in):
    path = invite(signed_in, cast, email=cast.email("police_admin").upper())
    assert Client().get(path).url == f"/account/login/?next={path}"
    assert take(path).status_code == 422  # a password that was typed by a stranger makes no second account
    client = signed_in(cast.police_admin)
    assert b"Harbor House" in client.get(path).content
    assert client.post(path).url == reverse("office:hats")
    assert sorted(name for name, _, _ in seats(cast.email("police_admin"))) == [
        "Harbor House",
        "Riverbend City Police",
    ]


def test_somebody_else_who_is_signed_in_does_not_take_it(cast, signed_in):
    path = invite(signed_in, cast)
    client = signed_in(cast.detective)
    assert b"another address" in client.get(path).content
    client.post(path)
    assert seats(cast.email("detective")) == [("Riverbend County Sheriff", ["detective"], None)]


def test_a_member_is_not_invited_twice(cast, signed_in):
    page = signed_in(cast.services_admin).post(
        reverse("office:invite"), typed(cast, email=cast.email("advocate"), name="Kept as typed")
    )
    assert page.status_code == 422
    assert b"Change their roles instead" in page.content
    assert b"Kept as typed" in page.content


def test_a_role_of_another_sector_is_not_offered(cast, signed_in):
    page = signed_in(cast.services_admin).post(reverse("office:invite"), typed(cast, roles=["detective"]))
    assert page.status_code == 422
    assert not Invitation.objects.using(OWNER).exists()


def test_a_coordinator_is_offered_only_where_the_task_force_lets_one_work(cast, signed_in):
    shown = signed_in(cast.services_admin).get(reverse("office:invite")).context["form"].fields["roles"].choices

    assert [code for code, _ in shown] == [
        "advocate",
        "advocate_supervisor",
        "grant_manager",
        "agency_admin",
        "auditor",
    ]


@pytest.mark.parametrize("key", ["coordinator", "detective", "site_admin", "advocate_supervisor", "grant_manager"])
def test_nobody_else_has_the_page(cast, signed_in, key):
    assert signed_in(getattr(cast, key)).get(reverse("office:invite")).status_code == 404


@pytest.mark.parametrize("key", ["coordinator", "le_admin", "site_admin", "advocate_supervisor", "superuser"])
def test_nobody_else_invites_past_the_page(cast, key):
    hat = getattr(cast, key)
    seat = {"roles": ["advocate"], "task_forces": [], "agency_id": cast.harbor.pk}
    with acting(hat), pytest.raises(Exception, match="row-level security"):
        people.invite(by=hat, email="sham@example.org", name="Sham", **seat)


def test_two_invitations_of_one_secret_are_refused_while_one_is_taken(cast, signed_in):
    """The door's function says no by itself, whatever the page did."""
    secret = invite(signed_in, cast).split("/")[-2]
    door.join_anew(secret=secret, email="nora@example.org", name="Nora New", password=NEW)
    with pytest.raises(Exception, match="used or has ended"):
        door.join(user=User.objects.get(email=cast.email("detective")), secret=secret, name="Dan")


def test_a_refused_newcomer_leaves_no_account_behind(cast, signed_in):
    secret = invite(signed_in, cast).split("/")[-2]
    with pytest.raises(Exception, match="another address"):
        door.join_anew(secret=secret, email="other@example.org", name="Other", password=PASSWORD)
    assert not User.objects.filter(email="other@example.org").exists()


def test_joining_stands_in_the_agencys_audit(cast, signed_in):
    take(invite(signed_in, cast))
    rows = Entry.objects.using(OWNER).filter(owner_id=cast.harbor.pk).order_by("at")
    assert [verb for verb in rows.values_list("verb", flat=True) if verb in ("invited", "joined")] == [
        "invited",
        "joined",
    ]


def test_the_applications_login_takes_no_invitation(cast):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        acting(cast.services_admin),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute("SELECT wall.take_invitation('x', 1, 'x')")


def test_the_same_invitation_sent_twice_is_one_and_its_first_link_holds(cast, signed_in, mailoutbox):
    client = signed_in(cast.services_admin)
    seat = typed(cast, sending="a" * 32)
    first = client.post(reverse("office:invite"), seat)
    again = client.post(reverse("office:invite"), seat, follow=True)
    assert again.redirect_chain == [(reverse("office:people"), 302)]
    assert "was made already" in again.content.decode()
    assert (Invitation.objects.using(OWNER).count(), len(mailoutbox)) == (1, 1)
    path = re.search(r"/office/join/[\w-]+/", first.content.decode()).group()
    assert Client().get(path).status_code == 200
