"""A disclosure received, hung on police's own victim record, closes there when it closes."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from investigations.models import VictimDisclosure
from referrals.models import Disclosure
from tests.cast import OWNER
from tests.investigations import rows
from tests.referrals.rows import a_disclosure


def to(name: str, *args: object) -> str:
    return reverse(f"investigations:{name}", args=args)


def test_a_disclosure_is_hung_once_and_opens_from_the_victims_line(cast, signed_in):
    victim, copy, detective = rows.a_victim(cast), a_disclosure(cast), signed_in(cast.detective)
    hung = detective.post(to("hang", victim.pk), {"disclosure": copy.pk})
    again = detective.post(to("hang", victim.pk), {"disclosure": copy.pk})

    assert (hung.status_code, again.status_code) == (302, 422)
    assert "It hangs on this victim already." in again.content.decode()
    assert VictimDisclosure.objects.using(OWNER).count() == 1
    assert copy.get_absolute_url() in detective.get(to("detail", victim.investigation_id)).content.decode()


def test_it_is_gone_from_the_victims_line_when_it_is_taken_back(cast, signed_in):
    victim, copy, detective = rows.a_victim(cast), a_disclosure(cast), signed_in(cast.detective)
    detective.post(to("hang", victim.pk), {"disclosure": copy.pk})
    Disclosure.objects.using(OWNER).update(revoked_at=timezone.now())

    page = detective.get(to("detail", victim.investigation_id)).content.decode()
    assert (copy.get_absolute_url() in page, "Disclosure 1" in page) == (False, False)


def test_where_there_is_none_the_page_says_where_they_come_from(cast, signed_in):
    victim = rows.a_victim(cast)
    page = signed_in(cast.detective).get(to("hang", victim.pk)).content.decode()

    assert "No disclosure to hang" in page
    assert "<select" not in page.split("<main")[1]


def test_one_that_was_given_to_somebody_else_can_not_be_hung(cast, signed_in):
    victim, copy = rows.a_victim(cast), a_disclosure(cast)
    Disclosure.objects.using(OWNER).update(recipient_person_id=cast.second_detective.person_id)
    answer = signed_in(cast.detective).post(to("hang", victim.pk), {"disclosure": copy.pk})

    assert answer.status_code == 422
    assert VictimDisclosure.objects.using(OWNER).count() == 0


def test_the_provider_that_gave_it_sees_nothing_of_where_it_hangs(cast, signed_in, acting):
    victim, copy = rows.a_victim(cast), a_disclosure(cast)
    signed_in(cast.detective).post(to("hang", victim.pk), {"disclosure": copy.pk})

    with acting(cast.advocate):
        assert VictimDisclosure.objects.count() == 0
    assert signed_in(cast.advocate).get(to("hang", victim.pk)).status_code == 404
