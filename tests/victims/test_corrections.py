"""What was entered wrongly is corrected from a page: counts, relatives, arrests, first services."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import OWNER
from tests.victims.rows import a_client
from victims import services
from victims.models import Arrest, Client, Enrollment, FamilyMember, Need, Note, Task, TurnedAway

DAY = dt.date(2026, 3, 14)


@pytest.fixture
def one_turned_away(cast, acting):
    with acting(cast.advocate):
        return services.count_turned_away(by=cast.advocate, reason="no_bed", extent="none", people=3, on=DAY)


def typed(**more):
    return {"people": "2", "extent": "partly", "reason": "no_bed", "on": DAY.isoformat(), "award": "", **more}


def test_people_turned_away_are_counted_otherwise_and_the_earlier_count_stays_in_the_history(
    cast, signed_in, one_turned_away
):
    advocate = signed_in(cast.advocate)
    address = reverse("victims:turned_away_change", args=[one_turned_away.pk])
    assert 'value="3"' in advocate.get(address).content.decode()
    answer = advocate.post(address, typed(version=1))
    assert (answer.status_code, answer["Location"]) == (302, reverse("victims:turned_away"))
    now = TurnedAway.objects.using(OWNER).get()
    assert (now.people, now.extent, now.version) == (2, "partly", 2)
    assert sorted(now.history.using(OWNER).values_list("people", flat=True)) == [2, 3]


def test_two_who_correct_the_same_entry_at_once_do_not_overwrite_each_other(cast, signed_in, one_turned_away):
    address = reverse("victims:turned_away_change", args=[one_turned_away.pk])
    signed_in(cast.advocate).post(address, typed(people="5", version=1))
    answer = signed_in(cast.advocate).post(address, typed(people="7", version=1))
    assert answer.status_code == 422
    assert 'value="7"' in answer.content.decode()
    assert TurnedAway.objects.using(OWNER).get().people == 5


def test_an_entry_that_was_struck_out_is_shown_as_such_and_changes_no_more(cast, signed_in, one_turned_away):
    advocate = signed_in(cast.advocate)
    assert advocate.post(reverse("victims:strike_turned_away", args=[one_turned_away.pk])).status_code == 302
    assert "Struck out" in advocate.get(reverse("victims:turned_away")).content.decode()
    change = reverse("victims:turned_away_change", args=[one_turned_away.pk])
    assert [advocate.get(change).status_code, advocate.post(change, typed(version=2)).status_code] == [404, 404]
    assert TurnedAway.objects.using(OWNER).get().struck_at is not None


@pytest.mark.parametrize("who", ["other_advocate", "detective", "coordinator"])
def test_nobody_elsewhere_finds_what_a_provider_corrects(cast, signed_in, acting, one_turned_away, who):
    client = a_client(cast)
    with acting(cast.advocate):
        relative = services.add_family_member(by=cast.advocate, client=client, relation="child")
        arrest = services.add_arrest(by=cast.advocate, client=client, time="before", outcome="open")
        episode = Enrollment.objects.get(client=client)
    stranger = signed_in(getattr(cast, who))
    addresses = [
        reverse("victims:turned_away_change", args=[one_turned_away.pk]),
        reverse("victims:strike_turned_away", args=[one_turned_away.pk]),
        reverse("victims:change_family", args=[relative.pk]),
        reverse("victims:change_arrest", args=[arrest.pk]),
        reverse("victims:first_service", args=[episode.pk]),
    ]
    assert {stranger.get(address).status_code for address in addresses} == {404}
    assert {stranger.post(address, typed()).status_code for address in addresses} == {404}


def test_a_relative_is_corrected_and_is_no_longer_served(cast, signed_in, acting):
    client = a_client(cast)
    with acting(cast.advocate):
        relative = services.add_family_member(by=cast.advocate, client=client, relation="child", name="Nina")
    advocate, address = signed_in(cast.advocate), reverse("victims:change_family", args=[relative.pk])
    assert 'value="Nina"' in advocate.get(address).content.decode()
    said = {"relation": "parent", "name": "Nina B.", "grown": "adult", "left_on": DAY.isoformat(), "version": 1}
    assert advocate.post(address, said)["Location"] == client.get_absolute_url()
    with acting(cast.advocate):
        now = FamilyMember.objects.select_related("client__data_key__agency_key").get()
        assert (now.relation, now.name, now.grown, now.left_on) == ("parent", "Nina B.", "adult", DAY)
    assert "no longer served since Mar 14, 2026" in advocate.get(client.get_absolute_url()).content.decode()
    late = said | {"left_on": (timezone.localdate() + dt.timedelta(days=1)).isoformat(), "version": 2}
    assert "still to come" in advocate.post(address, late).content.decode()


def test_what_became_of_an_arrest_is_changed(cast, signed_in, acting):
    client = a_client(cast)
    with acting(cast.advocate):
        arrest = services.add_arrest(by=cast.advocate, client=client, time="before", outcome="open")
    address = reverse("victims:change_arrest", args=[arrest.pk])
    said = {"time": "before", "on": DAY.isoformat(), "outcome": "dismissed", "version": 1}
    assert signed_in(cast.advocate).post(address, said).status_code == 302
    now = Arrest.objects.using(OWNER).get()
    assert (now.outcome, now.on) == ("dismissed", DAY)


def test_the_first_service_is_corrected_for_every_episode_of_the_award(cast, signed_in):
    client = a_client(cast, first_served_on=DAY)
    episode = Enrollment.objects.using(OWNER).get(client=client)
    advocate, address = signed_in(cast.advocate), reverse("victims:first_service", args=[episode.pk])
    assert DAY.isoformat() in advocate.get(address).content.decode()
    earlier = {"first_served_on": "2019-06-01", "version": episode.version}
    assert advocate.post(address, earlier)["Location"] == client.get_absolute_url()
    assert Enrollment.objects.using(OWNER).get().first_served_on == dt.date(2019, 6, 1)
    again = advocate.post(address, earlier | {"first_served_on": "2020-06-01"})
    assert again.status_code == 422
    assert Enrollment.objects.using(OWNER).get().first_served_on == dt.date(2019, 6, 1)


def test_a_form_that_is_sent_twice_makes_one_record(cast, signed_in):
    client, advocate, today = a_client(cast), signed_in(cast.advocate), timezone.localdate().isoformat()
    of_client = [client.pk]
    sent = [
        (
            Client,
            reverse("victims:new"),
            {"referral_source": "local_police", "name": "Rosa", "first_served_on": today},
        ),
        (Note, reverse("victims:note", args=of_client), {"kind": "contact", "on": today, "text": "Called."}),
        (Need, reverse("victims:need", args=of_client), {"category": "transportation", "on": today}),
        (Task, reverse("victims:task", args=of_client), {"text": "Call the school"}),
        (Arrest, reverse("victims:arrest", args=of_client), {"time": "before", "outcome": "open"}),
        (FamilyMember, reverse("victims:family", args=of_client), {"relation": "child", "grown": "minor"}),
        (TurnedAway, reverse("victims:turned_away_new"), typed()),
    ]
    for model, address, said in sent:
        before = model.objects.using(OWNER).count()
        answers = [advocate.post(address, said | {"sending": "1" * 32}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302], address
        assert answers[0]["Location"] == answers[1]["Location"]
        assert model.objects.using(OWNER).count() - before == 1, address
