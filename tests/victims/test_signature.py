"""A release is signed on the screen by drawing or by typing a name; what is drawn is sealed and printed."""

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from referrals.models import Disclosure
from tests.cast import OWNER
from tests.victims.rows import SIGNATURE, a_client, a_release
from victims.models import Release
from victims.services import release as releasing

DRAWN = "M10 20L10 20L40 60L90 30M120 20L120 90"


def typed(**more):
    ticked = {name: "on" if value is True else value for name, value in SIGNATURE.items()}
    return ticked | {"signed_on": timezone.localdate().isoformat(), "manner": "screen", **more}


@pytest.fixture
def draft(cast, acting):
    today = timezone.localdate()
    client = a_client(cast)
    with acting(cast.advocate):
        by = cast.advocate
        made = releasing.draw_up(by=by, client=client, recipient=cast.sheriff, person=None, purpose="To reach me.")
        said = {"texts": {"safe_contact": "Text, mornings"}, "starts_on": today, "ends_on": today, "covers": "signing"}
        return releasing.fill(by=by, release=made, **said)


def test_a_drawn_signature_is_sealed_and_stands_on_the_release_and_on_its_print(cast, signed_in, draft):
    advocate = signed_in(cast.advocate)
    page = advocate.get(reverse("victims:release_sign", args=[draft.pk])).content.decode()
    assert "ecm/signature.js" in page
    assert advocate.post(reverse("victims:release_sign", args=[draft.pk]), typed(drawn=DRAWN)).status_code == 302
    for name in ("victims:release", "victims:release_print"):
        shown = advocate.get(reverse(name, args=[draft.pk])).content.decode()
        assert shown.count(f'<path d="{DRAWN}"/>') == 1
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT r::text FROM victims_release r UNION ALL SELECT h::text FROM victims_releasehistory h")
        kept = " ".join(row for (row,) in cursor.fetchall())
    assert DRAWN not in kept
    assert DRAWN.encode().hex() not in kept


def test_a_typed_name_is_enough(cast, signed_in, draft):
    advocate = signed_in(cast.advocate)
    advocate.post(reverse("victims:release_sign", args=[draft.pk]), typed())
    assert Release.objects.using(OWNER).get().signed_at is not None
    assert 'ecm-signature"' not in advocate.get(reverse("victims:release", args=[draft.pk])).content.decode()


@pytest.mark.parametrize("junk", ['M1 1"/><script>', "M1 1L2", "hello", "M1 1L2 2 url(x)", "M1 1" + "L2 2" * 6000])
def test_nothing_but_strokes_is_taken_for_a_signature(cast, signed_in, draft, junk):
    answer = signed_in(cast.advocate).post(reverse("victims:release_sign", args=[draft.pk]), typed(drawn=junk))
    assert answer.status_code == 422
    assert Release.objects.using(OWNER).get().signed_at is None


def test_on_paper_nothing_that_was_drawn_is_kept(cast, signed_in, draft):
    said = typed(drawn=DRAWN, manner="paper", kept_at="Binder 4")
    signed_in(cast.advocate).post(reverse("victims:release_sign", args=[draft.pk]), said)
    release = Release.objects.using(OWNER).get()
    assert (release.signed_at is not None, bytes(release.__dict__["drawn"])) == (True, b"")


def test_a_release_says_in_which_language_it_was_explained(cast, signed_in, draft):
    advocate, address = signed_in(cast.advocate), reverse("victims:release_sign", args=[draft.pk])
    assert [advocate.post(address, typed(language=said)).status_code for said in ("", "not_asked")] == [422, 422]
    assert Release.objects.using(OWNER).get().signed_at is None


def test_each_point_that_was_not_explained_is_named(cast, signed_in, draft):
    address = reverse("victims:release_sign", args=[draft.pk])
    answer = signed_in(cast.advocate).post(address, typed(told_risks="", told_defense=""))
    assert sorted(answer.context["form"].errors) == ["told_defense", "told_risks"]


def test_the_same_copy_is_not_given_again_while_it_can_be_read(cast, signed_in):
    release = a_release(cast)
    advocate, address = signed_in(cast.advocate), reverse("victims:release_give", args=[release.pk])
    answers = [
        advocate.post(address, {"digest": advocate.get(address).context["copy"].digest, "sending": str(number)})
        for number in range(2)
    ]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "exactly this copy already" in answers[1].content.decode()
    assert Disclosure.objects.using(OWNER).count() == 1
