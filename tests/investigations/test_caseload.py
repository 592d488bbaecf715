"""A detective leaves: a supervisor hands over all that they lead, and nothing is lost or told that was sealed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Membership
from investigations.models import Investigation, Task
from tests.cast import OWNER
from tests.investigations import rows
from ui.templatetags.ui import exact_date

PAGE = reverse("investigations:caseload")


@pytest.fixture
def supervisor(cast, signed_in):
    return signed_in(cast.le_supervisor)


def hand_over(client, leaver, successor):
    return client.post(PAGE, {"leaver": leaver.person_id, "successor": successor.person_id}, follow=True)


def leads() -> dict[str, int]:
    return dict(Investigation.objects.using(OWNER).values_list("number", "lead_id"))


def test_a_supervisor_hands_over_a_whole_caseload_with_its_open_tasks(cast, supervisor):
    one = rows.an_investigation(cast, number="S-1")
    rows.an_investigation(cast, number="S-2", status="closed", closed_on=timezone.localdate(), closure="unfounded")
    rows.an_investigation(cast, number="S-3", lead_id=cast.le_supervisor.person_id)
    rows.an_investigation(cast, cast.other_detective, number="P-1")
    for title, done in (("Call the bank", None), ("Call the motel", timezone.now())):
        task = {"title": title, "assignee_id": cast.detective.person_id, "done_at": done}
        rows.write(Task, cast.detective, investigation=one, **task)

    answer = hand_over(supervisor, cast.detective, cast.second_detective)

    assert "2 investigations were handed over." in answer.content.decode()
    dora, lou, pat = (hat.person_id for hat in (cast.second_detective, cast.le_supervisor, cast.other_detective))
    assert leads() == {"S-1": dora, "S-2": dora, "S-3": lou, "P-1": pat}
    tasks = dict(Task.objects.using(OWNER).values_list("title", "assignee_id"))
    assert tasks == {"Call the bank": dora, "Call the motel": cast.detective.person_id}


def test_what_somebody_who_left_leads_waits_for_the_supervisor_until_it_is_handed_over(cast, signed_in, supervisor):
    rows.an_investigation(cast, number="S-1", lead_id=cast.ex_detective.person_id)

    def waiting(client) -> list[tuple[str, str]]:
        found = client.get(reverse("desk:home")).context["waiting"]
        return [(thing.title, thing.url) for thing in found]

    left = cast.ex_detective.person_id
    there = f"{PAGE}?from={left}"
    assert waiting(supervisor) == [("Hand over a caseload", there)]
    assert waiting(signed_in(cast.second_detective)) == []
    assert f'<option value="{left}" selected>Xander Left' in supervisor.get(there).content.decode()

    hand_over(supervisor, cast.ex_detective, cast.second_detective)
    assert (leads(), waiting(supervisor)) == ({"S-1": cast.second_detective.person_id}, [])


def test_a_sealed_one_stays_with_its_lead_while_they_work_there_and_is_not_counted(cast, supervisor):
    rows.an_investigation(cast, number="S-1", sealed=True)

    answer = hand_over(supervisor, cast.detective, cast.second_detective)

    assert "0 investigations were handed over." in answer.content.decode()
    assert leads() == {"S-1": cast.detective.person_id}


def test_a_sealed_one_of_somebody_who_left_goes_along_and_is_not_counted(cast, signed_in, supervisor):
    one = rows.an_investigation(cast, number="S-1", sealed=True, lead_id=cast.ex_detective.person_id)

    answer = hand_over(supervisor, cast.ex_detective, cast.second_detective)

    assert "0 investigations were handed over." in answer.content.decode()
    assert leads() == {"S-1": cast.second_detective.person_id}
    assert supervisor.get(one.get_absolute_url()).status_code == 404
    assert signed_in(cast.second_detective).get(one.get_absolute_url()).status_code == 200


def test_a_supervisor_takes_no_sealed_one_of_somebody_who_left_while_a_colleague_may_lead_it(cast, supervisor):
    left = cast.ex_detective.person_id
    one = rows.an_investigation(cast, number="S-1", sealed=True, lead_id=left)
    rows.an_investigation(cast, number="S-2", lead_id=left)

    hand_over(supervisor, cast.ex_detective, cast.le_supervisor)

    assert leads() == {"S-1": left, "S-2": cast.le_supervisor.person_id}
    assert supervisor.get(one.get_absolute_url()).status_code == 404


def test_a_supervisor_who_is_alone_takes_the_sealed_ones_too(cast, supervisor):
    one = rows.an_investigation(cast, number="S-1", sealed=True)
    working = Membership.objects.using(OWNER).filter(agency=cast.sheriff, ended_at=None)
    working.exclude(person_id=cast.le_supervisor.person_id).update(ended_at=timezone.now())

    hand_over(supervisor, cast.detective, cast.le_supervisor)

    assert leads() == {"S-1": cast.le_supervisor.person_id}
    assert supervisor.get(one.get_absolute_url()).status_code == 200


def test_a_supervisor_who_is_named_in_a_sealed_one_may_take_it(cast, supervisor):
    one = rows.an_investigation(cast, number="S-1", sealed=True, lead_id=cast.ex_detective.person_id)
    rows.a_person_grant(cast, one, "see_full", to=cast.le_supervisor)

    hand_over(supervisor, cast.ex_detective, cast.le_supervisor)

    assert leads() == {"S-1": cast.le_supervisor.person_id}


def test_the_history_tells_who_gave_it_to_whom(cast, signed_in, supervisor):
    one = rows.an_investigation(cast, number="S-1", sealed=True, lead_id=cast.ex_detective.person_id)
    hand_over(supervisor, cast.ex_detective, cast.second_detective)

    shown = signed_in(cast.second_detective).get(one.get_absolute_url()).context["sections"]
    [history] = [section for section in shown if section.id == "history"]
    today = exact_date(timezone.localdate())
    assert [row.cells for row in history.rows] == [
        [today, "Lead: Dora Detective", "Given to another lead", "Lou Lieutenant"]
    ]


def test_nobody_hands_over_to_themselves_to_a_stranger_or_without_being_a_supervisor(cast, signed_in, supervisor):
    rows.an_investigation(cast, number="S-1")

    assert hand_over(supervisor, cast.detective, cast.detective).status_code == 422
    assert hand_over(supervisor, cast.detective, cast.other_detective).status_code == 422
    assert hand_over(supervisor, cast.detective, cast.ex_detective).status_code == 422
    for hat in (cast.second_detective, cast.prosecutor, cast.coordinator, cast.advocate_supervisor):
        assert signed_in(hat).get(PAGE).status_code == 404
    assert leads() == {"S-1": cast.detective.person_id}
