"""A release is renewed only by signing again: a new draft begins with the old words, and nothing signed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Membership
from tests.cast import OWNER
from tests.victims.rows import a_client, a_release, signed
from tests.victims.test_release import step_three, step_two
from victims.models import Release
from victims.services import release as services

PURPOSE = "So that they can reach me safely."


def renew_url(release):
    return reverse("victims:release_renew", args=[release.pk])


def ending(cast, **facts):
    """A release of today that ends in ten days."""
    today = timezone.localdate()
    return a_release(cast, starts_on=today, ends_on=today + dt.timedelta(days=10), **facts)


def aged(release, **fields):
    """The release as time left it, whatever today's rules say."""
    Release.objects.using(OWNER).filter(pk=release.pk).update(**fields)
    return release


def step_one(release, **more):
    member = Membership.objects.using(OWNER).filter(agency=release.recipient_id, person=release.recipient_person_id)
    member_pk = member.first().pk if release.recipient_person_id else ""
    return {"recipient": release.recipient_id, "member": member_pk, "purpose": PURPOSE, **more}


def sign(advocate, draft):
    return advocate.post(reverse("victims:release_sign", args=[draft.pk]), step_three())


def draft_of(release):
    return Release.objects.using(OWNER).exclude(pk=release.pk).get()


def test_from_today_to_the_new_signature_and_the_old_one_asks_no_more(cast, acting, signed_in):
    old, advocate = ending(cast, covers="later"), signed_in(cast.advocate)
    home = advocate.get("/").content.decode()
    listed = f"{reverse('victims:releases')}?state=ending"
    assert f'href="{listed}"' in home
    assert f'href="{renew_url(old)}"' in advocate.get(listed).content.decode()
    first = advocate.get(renew_url(old))
    assert first.context["form"].initial == {"recipient": cast.sheriff, "purpose": PURPOSE, "member": None}
    assert Release.objects.using(OWNER).count() == 1  # looking makes nothing
    contents = advocate.post(renew_url(old), step_one(old))["Location"]
    draft, today = draft_of(old), timezone.localdate()
    assert contents == reverse("victims:release_contents", args=[draft.pk])
    form = advocate.get(contents).context["form"]
    words = {tick.name: (tick.value(), text.value()) for tick, text in form.pairs if tick.value()}
    assert words == {
        "tick_safe_contact": (True, "Text 555 010 0123, mornings"),
        "tick_interview_needs": (True, "In Spanish"),
    }
    assert (draft.starts_on, draft.ends_on, draft.covers) == (today, today + dt.timedelta(days=30), "later")
    assert (draft.signed_at, draft.signed_name, draft.told_services, draft.capacity) == (None, "", False, "")
    assert f'href="{draft.get_absolute_url()}"' in advocate.get(old.get_absolute_url()).content.decode()
    kept = {"text_interview_needs": "In Spanish", "tick_interview_needs": "on"}
    advocate.post(contents, step_two(text_safe_contact="Text 555 010 0123, mornings", **kept))
    with acting(cast.advocate):
        assert [each.pk for each in Release.objects.ending()] == [old.pk]  # a draft carries nothing on
    assert sign(advocate, draft).status_code == 302
    with acting(cast.advocate):
        assert list(Release.objects.ending()) == []
        assert {each.pk for each in Release.objects.live()} == {old.pk, draft.pk}
    assert listed not in advocate.get("/").content.decode()


def test_sent_twice_it_draws_up_one(cast, signed_in):
    old, advocate = ending(cast), signed_in(cast.advocate)
    sent = step_one(old, sending="1f" * 16)
    assert {advocate.post(renew_url(old), sent)["Location"] for _ in range(2)} == {
        reverse("victims:release_contents", args=[draft_of(old).pk])
    }


@pytest.mark.parametrize("state", ["expired", "revoked"])
def test_an_ended_one_is_renewed_from_its_own_page(cast, signed_in, state):
    now, old = timezone.now(), a_release(cast)
    if state == "revoked":
        aged(old, revoked_at=now, revoked_how="spoken", revoked_by_id=cast.advocate.person_id)
    else:
        earlier = now - dt.timedelta(days=60)
        aged(old, starts_on=earlier.date(), ends_on=earlier.date() + dt.timedelta(days=30), signed_at=earlier)
    advocate = signed_in(cast.advocate)
    assert f'href="{renew_url(old)}">Renew</a>' in advocate.get(old.get_absolute_url()).content.decode()
    assert advocate.post(renew_url(old), step_one(old)).status_code == 302
    draft = draft_of(old)
    assert (draft.state, sorted(draft.kinds), draft.revoked_at) == ("Draft", ["interview_needs", "safe_contact"], None)
    assert Release.objects.using(OWNER).get(pk=old.pk).revoked_at == (now if state == "revoked" else None)


def test_what_may_not_go_to_another_agency_is_left_out(cast, acting, signed_in):
    client = a_client(cast)
    with acting(cast.advocate):
        old = signed(
            client,
            cast.advocate,
            cast.legal_aid,
            texts={"safe_contact": "Text 555", "medical": "Insulin, twice a day"},
        )
    signed_in(cast.advocate).post(renew_url(old), step_one(old, recipient=cast.sheriff.pk))
    draft = draft_of(old)
    assert (draft.recipient_id, draft.kinds) == (cast.sheriff.pk, ["safe_contact"])
    with acting(cast.advocate):
        assert services.words_of(Release.objects.for_page().get(pk=draft.pk)) == {"safe_contact": "Text 555"}
        assert list(draft.facts.values_list("kind", flat=True)) == ["safe_contact"]


def test_a_person_who_left_is_said_and_not_filled_in(cast, acting, signed_in):
    client, advocate = a_client(cast), signed_in(cast.advocate)
    with acting(cast.advocate):
        old = signed(client, cast.advocate, cast.sheriff, person=cast.detective.person)
    page = advocate.get(renew_url(old))
    assert (page.context["form"].initial["member"].person, page.context["no_longer"]) == (cast.detective.person, "")
    Membership.objects.using(OWNER).filter(person=cast.detective.person).update(ended_at=timezone.now())
    page = advocate.get(renew_url(old))
    assert page.context["form"].initial["member"] is None
    assert f"It was for {cast.detective.person} only" in page.content.decode()


def test_a_draft_and_somebody_elses_are_not_renewed(cast, acting, signed_in):
    old, client = a_release(cast), a_client(cast)
    with acting(cast.advocate):
        draft = services.draw_up(
            by=cast.advocate, client=client, recipient=cast.sheriff, person=None, purpose="So that they reach me."
        )
    advocate, others = signed_in(cast.advocate), [cast.detective, cast.other_advocate, cast.coordinator]
    assert advocate.get(renew_url(draft)).status_code == 404
    assert [signed_in(hat).get(renew_url(old)).status_code for hat in others] == [404, 404, 404]


def test_one_that_has_not_begun_can_be_taken_back(cast, signed_in):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    old = a_release(cast, starts_on=tomorrow, ends_on=tomorrow + dt.timedelta(days=5))
    page = signed_in(cast.advocate).get(old.get_absolute_url()).content.decode()
    assert reverse("victims:release_revoke", args=[old.pk]) in page
    assert (old.state, renew_url(old) in page) == ("Not yet begun", False)
