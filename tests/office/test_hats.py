"""One hat a session: changed in the header within a side, by a fresh sign-in between the two."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.hats import COORDINATOR, Hat
from access.middleware import SESSION_KEY
from agencies.models import Membership
from tests.cast import OWNER, PASSWORD


def sign_in(cast, key):
    client = Client()
    client.post("/account/login/", {"login": cast.email(key), "password": PASSWORD})
    return client


def wear(client, hat, **more):
    return client.post(reverse("office:hat"), {"hat": hat.value, **more})


def worn(client):
    answer = client.get(reverse("desk:home"))
    return answer.context["hat"].value if answer.status_code == 200 else None


def test_one_hat_is_worn_without_asking(cast):
    assert worn(sign_in(cast, "advocate")) == cast.advocate.value


def test_several_are_chosen_from_and_one_goes_on_to_the_page_that_was_asked_for(cast):
    client = sign_in(cast, "both_sides")
    wanted = reverse("office:me")
    answer = client.get(wanted)
    assert answer.url == f"{reverse('office:hats')}?next=%2Foffice%2Fme%2F"
    page = client.get(answer.url)
    assert [hat.label for hat in page.context["hats"]] == ["Riverbend City Police", "Riverbend Legal Aid"]
    assert wear(client, cast.both_sides["law"], next=wanted).url == wanted
    assert worn(client) == cast.both_sides["law"].value


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(cast, elsewhere):
    client = sign_in(cast, "both_sides")
    assert wear(client, cast.both_sides["law"], next=elsewhere).url == reverse("desk:home")


@pytest.mark.rule("R16")
@pytest.mark.parametrize(("first", "then"), [("law", "services"), ("services", "law")])
def test_from_one_side_to_the_other_one_signs_in_again(cast, first, then):
    client = sign_in(cast, "both_sides")
    wear(client, cast.both_sides[first])
    assert wear(client, cast.both_sides[then]).url == "/account/login/"
    assert "_auth_user_id" not in client.session
    assert SESSION_KEY not in client.session


@pytest.mark.rule("R16")
def test_there_is_no_way_round_by_a_shared_hat(cast):
    person = cast.both_sides["law"].person_id
    Membership.objects.using(OWNER).create(
        person_id=person, agency=cast.coordination, roles=["coordinator"], task_forces=[cast.riverbend.pk]
    )
    between = Hat(person, cast.coordination.pk, COORDINATOR)
    client = sign_in(cast, "both_sides")
    wear(client, cast.both_sides["law"])
    assert wear(client, between).url == reverse("desk:home")
    assert worn(client) == between.value
    assert wear(client, cast.both_sides["services"]).url == "/account/login/"


def test_there_is_no_way_round_by_a_hat_that_ended_meanwhile(cast):
    client = sign_in(cast, "both_sides")
    wear(client, cast.both_sides["law"])
    Membership.objects.using(OWNER).filter(person_id=cast.both_sides["law"].person_id, agency=cast.police).update(
        ended_at=timezone.now()
    )
    assert worn(client) is None
    assert wear(client, cast.both_sides["services"]).url == "/account/login/"


def test_within_a_side_the_header_is_enough(cast):
    client = sign_in(cast, "coordinator")
    member = Membership.objects.using(OWNER).get(person_id=cast.coordinator.person_id)
    Membership.objects.using(OWNER).filter(pk=member.pk).update(roles=["coordinator", "grant_manager"])
    wear(client, cast.coordinator)
    assert worn(client) == cast.coordinator.value
    plain = Hat(cast.coordinator.person_id, cast.coordination.pk)
    wear(client, plain)
    assert worn(client) == plain.value
    roles = client.get(reverse("desk:home")).context["hat"].roles
    assert roles == {"grant_manager"}


def test_a_hat_of_somebody_elses_does_not_exist(cast):
    client = sign_in(cast, "advocate")
    assert wear(client, cast.detective).status_code == 404
    assert client.post(reverse("office:hat"), {"hat": "nonsense"}).status_code == 404
    assert worn(client) == cast.advocate.value
