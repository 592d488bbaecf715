"""A heads-up before an operation, and what the provider answers: beds and advocates, no person."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from access.context import acting as act
from investigations import panels
from investigations.models import NoticeAnswer
from tests.cast import OWNER
from tests.investigations import rows


def to(name: str, *args: object) -> str:
    return reverse(f"investigations:{name}", args=args)


READY = {"ready": "partly", "beds": 2, "advocates": 1, "note": "On-call line, from 6 p.m."}


def test_a_provider_answers_a_heads_up_and_police_read_what_will_be_ready(cast, signed_in):
    notice = rows.a_notice(cast, cast.harbor)
    advocate, detective = signed_in(cast.advocate), signed_in(cast.detective)
    with act(cast.advocate):
        (waiting,) = panels.todo(cast.advocate)
    assert (waiting.title, waiting.url) == ("Answer a heads-up from police", to("notice", notice.pk))
    assert "Not answered yet" in detective.get(to("notices")).content.decode()
    advocate.post(to("notice_answer", notice.pk), READY)

    read = detective.get(to("notice", notice.pk)).content.decode()
    for words in ("Partly", "beds kept free: 2", "advocates on call: 1", "On-call line, from 6 p.m."):
        assert words in read
    assert "Partly" in detective.get(to("notices")).content.decode()
    with act(cast.advocate):
        assert panels.todo(cast.advocate) == []


def test_a_later_answer_replaces_an_earlier_one_and_both_stay(cast, signed_in):
    notice, advocate = rows.a_notice(cast, cast.harbor), signed_in(cast.advocate)
    advocate.post(to("notice_answer", notice.pk), READY)
    advocate.post(to("notice_answer", notice.pk), {"ready": "yes"})

    assert "Yes, ready" in signed_in(cast.detective).get(to("notices")).content.decode()
    assert sorted(NoticeAnswer.objects.using(OWNER).values_list("ready", flat=True)) == ["partly", "yes"]


@pytest.mark.parametrize(("typed", "says"), [({}, "Choose an answer"), ({"ready": "partly"}, "Say what is")])
def test_an_answer_that_says_nothing_is_refused_in_words(cast, signed_in, typed, says):
    notice = rows.a_notice(cast, cast.harbor)
    answer = signed_in(cast.advocate).post(to("notice_answer", notice.pk), typed)

    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert NoticeAnswer.objects.using(OWNER).count() == 0


@pytest.mark.parametrize("who", ["other_advocate", "detective", "other_detective", "coordinator", "lake_advocate"])
def test_only_the_provider_that_was_told_answers(cast, signed_in, who):
    notice = rows.a_notice(cast, cast.harbor)

    assert signed_in(getattr(cast, who)).post(to("notice_answer", notice.pk), READY).status_code == 404
    assert NoticeAnswer.objects.using(OWNER).count() == 0


@pytest.mark.parametrize("who", ["other_advocate", "other_detective", "prosecutor", "coordinator", "lake_advocate"])
def test_nobody_but_the_two_reads_it(cast, signed_in, who):
    notice = rows.a_notice(cast, cast.harbor)
    assert signed_in(getattr(cast, who)).get(to("notice", notice.pk)).status_code == 404


def test_a_heads_up_that_is_over_is_gone_for_the_provider(cast, signed_in):
    notice = rows.a_notice(cast, cast.harbor)
    type(notice).objects.using(OWNER).update(ends_on=timezone.localdate() - timezone.timedelta(days=1))

    assert signed_in(cast.advocate).get(to("notice", notice.pk)).status_code == 404
    assert signed_in(cast.detective).get(to("notice", notice.pk)).status_code == 200
