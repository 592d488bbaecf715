"""An agency's people, for its administrator."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access.context import acting
from agencies.models import Membership, Person
from tests.cast import OWNER
from tests.office.conftest import shown


def seat_of(hat):
    return Membership.objects.using(OWNER).get(person_id=hat.person_id, agency_id=hat.agency_id)


def test_the_list_holds_the_agencys_own_people_and_nobody_elses(cast, signed_in):
    page = signed_in(cast.services_admin).get(reverse("office:people"))
    assert shown(page) == [
        "Abe Advocate",
        "Ana Advocate",
        "Greta Grants",
        "Otto Auditor",
        "Sal Services",
        "Sue Supervisor",
        "Xena Left",
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"name": "ana"}, ["Ana Advocate"]),
        ({"role": "advocate", "state": "open"}, ["Abe Advocate", "Ana Advocate"]),
        ({"state": "ended"}, ["Xena Left"]),
        ({"name": "nobody"}, []),
    ],
)
def test_the_list_is_filtered(cast, signed_in, asked, found):
    assert shown(signed_in(cast.services_admin).get(reverse("office:people"), asked)) == found


def test_the_coordinator_sees_who_works_where_without_a_way_to_change_it(cast, signed_in):
    page = signed_in(cast.coordinator).get(reverse("office:people"))
    assert "Luke Lake" not in shown(page)
    assert b"Invite somebody" not in page.content
    assert f"/office/people/{seat_of(cast.advocate).pk}/".encode() not in page.content


def test_the_list_asks_no_more_for_more_people(cast, signed_in):
    client = signed_in(cast.services_admin)
    client.get(reverse("office:people"))

    def asked():
        with CaptureQueriesContext(connections["default"]) as queries:
            client.get(reverse("office:people"))
        return len(queries)

    before = asked()
    for number in range(3):
        person = Person.objects.using(OWNER).create(pk=500 + number, name=f"Extra {number}")
        Membership.objects.using(OWNER).create(person=person, agency=cast.harbor, roles=["advocate"])
    assert asked() == before


def test_roles_are_changed_and_hold_at_once(cast, signed_in):
    client = signed_in(cast.services_admin)
    url = reverse("office:seat_change", args=[seat_of(cast.advocate).pk])
    assert client.get(url).status_code == 200
    client.post(url, {"roles": ["advocate_supervisor"], "task_forces": [cast.riverbend.pk]})
    with acting(cast.advocate):
        cast.advocate.__dict__.pop("_live", None)
        assert cast.advocate.roles == {"advocate_supervisor"}


@pytest.mark.rule("R17")
def test_an_ended_membership_ends_access_and_sessions_at_once(cast, signed_in):
    theirs = signed_in(cast.advocate)
    assert theirs.get(reverse("desk:home")).status_code == 200
    url = reverse("office:seat_end", args=[seat_of(cast.advocate).pk])
    client = signed_in(cast.services_admin)
    assert b"signed out everywhere" in client.get(url).content
    client.post(url)
    assert theirs.get(reverse("desk:home")).url.startswith("/account/login/")
    again = signed_in(cast.advocate)
    assert again.get(reverse("desk:home")).url.startswith(reverse("office:hats"))
    assert b"No agency lets you in" in again.get(reverse("office:hats")).content
    with acting(cast.advocate):
        assert Membership.objects.exclude(person_id=cast.advocate.person_id).count() == 0


def test_the_last_administrator_stays(cast, signed_in):
    client = signed_in(cast.services_admin)
    seat = seat_of(cast.services_admin)
    client.post(reverse("office:seat_end", args=[seat.pk]))
    page = client.post(reverse("office:seat_change", args=[seat.pk]), {"roles": ["advocate"]})
    assert page.status_code == 422
    assert b"only administrator" in page.content
    seat.refresh_from_db(using=OWNER)
    assert (seat.roles, seat.ended_at) == (["agency_admin"], None)


def test_another_agencys_people_do_not_exist_here(cast, signed_in):
    client = signed_in(cast.le_admin)
    pk = seat_of(cast.advocate).pk
    for name in ("seat", "seat_change", "seat_end"):
        assert client.get(reverse(f"office:{name}", args=[pk])).status_code == 404
    assert client.post(reverse("office:seat_end", args=[pk])).status_code == 404
    assert seat_of(cast.advocate).ended_at is None


def test_another_agencys_administrator_changes_no_seat_past_the_pages(cast):
    with acting(cast.le_admin):
        assert Membership.objects.filter(agency=cast.harbor).update(roles=["agency_admin"]) == 0


def test_no_role_of_another_sector_is_given_past_the_form(cast):
    with acting(cast.services_admin), pytest.raises(Exception, match="row-level security"):
        Membership.objects.filter(person_id=cast.advocate.person_id).update(roles=["detective"])


def test_everybody_mends_their_own_name_and_nobody_elses(cast, signed_in):
    signed_in(cast.advocate).post(reverse("office:me"), {"name": "Ana B. Advocate", "title": "Lead advocate"})
    person = Person.objects.using(OWNER).get(pk=cast.advocate.person_id)
    assert (person.name, person.title) == ("Ana B. Advocate", "Lead advocate")
    with acting(cast.detective):
        assert Person.objects.filter(pk=cast.advocate.person_id).update(name="x") == 0
