"""Trainings, outreach and meetings: one short form each, one crediting award."""

import pytest
from django.urls import reverse

from cases import activities
from cases.models import ActionItem, Activity, Attendance
from tests.cases.rows import an_activity
from tests.cases.test_work_a_case import everywhere


def test_a_training_is_logged_with_its_people_by_discipline(cast, signed_in, acting):
    typed = {
        "title": "Signs of forced labor",
        "held_on": "2026-03-02",
        "hours": "2.5",
        "mode": "in_person",
        "form": "labor",
        "labor_share": "half",
        "joint": "on",
        "award": cast.law_award.pk,
        "people_law_enforcement": "12",
        "people_healthcare": "3",
        "state": "OH",
    }
    answer = signed_in(cast.detective).post(reverse("cases:activity_log", args=["training"]), typed)
    assert answer.status_code == 302
    with acting(cast.coordinator):
        made = Activity.objects.get()
        assert made.attendees == {"law_enforcement": 12, "healthcare": 3}
        assert (made.people, made.award_id, made.joint, made.labor_share) == (15, cast.law_award.pk, True, "half")
    page = signed_in(cast.detective).get(made.get_absolute_url())
    assert page.status_code == 200
    assert b"Health care" in page.content
    assert ("Topic", "Labor trafficking") in page.context["facts"]  # by the name that the form gave it


def test_an_outreach_is_logged(cast, signed_in, acting):
    typed = {
        "title": "Farm visits",
        "held_on": "2026-03-02",
        "audience": "possible_victims",
        "form": "labor",
        "setting": "farm",
        "language": "Spanish",
        "reached": "40",
        "items_given": "100",
        "award": cast.services_award.pk,
    }
    assert signed_in(cast.advocate).post(reverse("cases:activity_log", args=["outreach"]), typed).status_code == 302
    with acting(cast.detective):
        assert Activity.objects.get().reached == 40


def test_a_meeting_knows_who_came_and_what_was_decided(cast, signed_in, acting):
    client = signed_in(cast.coordinator)
    typed = {
        "title": "Monthly meeting",
        "held_on": "2026-03-02",
        "meeting_kind": "case_review",
        "matters_reviewed": "4",
        "releases_checked": "yes",
        f"came_{cast.sheriff.pk}": "2",
        f"came_{cast.harbor.pk}": "1",
    }
    client.post(reverse("cases:activity_log", args=["meeting"]), typed)
    with acting(cast.coordinator):
        meeting = Activity.objects.get()
        came = dict(Attendance.objects.values_list("agency__name", "people"))
        assert came == {"Riverbend County Sheriff": 2, "Harbor House": 1}
    client.post(
        reverse("cases:action_add", args=[meeting.pk]), {"text": "Ask the labor office", "agency": cast.harbor.pk}
    )
    with acting(cast.coordinator):
        item = ActionItem.objects.get()
    assert b"Ask the labor office" in signed_in(cast.advocate).get(reverse("desk:home")).content
    client.post(reverse("cases:action_done", args=[item.pk]))
    with acting(cast.coordinator):
        item.refresh_from_db()
        assert item.done_on is not None


@pytest.mark.parametrize("kind", ["training", "outreach", "meeting"])
def test_a_form_opens_and_says_what_it_needs(cast, signed_in, kind):
    client = signed_in(cast.coordinator)
    url = reverse("cases:activity_log", args=[kind])
    assert client.get(url).status_code == 200
    assert client.post(url, {}).status_code == 422


def test_what_no_award_counts_is_listed(cast, signed_in):
    an_activity(cast, title="Credited")
    an_activity(cast, title="Uncredited", award=None)
    answer = signed_in(cast.coordinator).get(reverse("cases:activities"), {"uncredited": "true"})
    assert [row.record.title for row in answer.context["table"].page.object_list] == ["Uncredited"]
    assert answer.context["uncredited"] == 1
    assert b"Say which award counts it" in signed_in(cast.coordinator).get(reverse("desk:home")).content


def test_only_its_agency_a_coordinator_or_a_grant_manager_changes_it(cast, signed_in, acting):
    activity = an_activity(cast)
    url = reverse("cases:activity_strike", args=[activity.pk])
    signed_in(cast.advocate).post(url)
    with acting(cast.detective):
        assert Activity.objects.standing().count() == 1
    signed_in(cast.detective).post(url)
    with acting(cast.detective):
        assert Activity.objects.standing().count() == 0


def test_an_action_items_text_is_struck_out_by_its_writer_alone_and_is_gone_everywhere(cast, signed_in, acting):
    meeting = an_activity(cast, kind="meeting")
    with acting(cast.detective):
        item = activities.add_action(
            by=cast.detective, activity=meeting, text="Rosalinda Vex wants to talk", agency=cast.sheriff
        )
    address = reverse("cases:action_redact", args=[item.pk])
    assert signed_in(cast.coordinator).post(address, {"texts": ["text"], "why": "name"}).status_code == 422
    assert signed_in(cast.lake_coordinator).post(address, {"texts": ["text"], "why": "name"}).status_code == 404
    assert everywhere("rosalinda") == ["cases_actionitem"]
    signed_in(cast.detective).post(address, {"texts": ["text"], "why": "name"})
    assert everywhere("rosalinda") == []
    page = signed_in(cast.coordinator).get(meeting.get_absolute_url()).content.decode()
    assert "[Redacted by Riverbend County Sheriff]" in page


def test_an_outreachs_language_and_place_are_struck_out_with_their_history(cast, signed_in, acting):
    with acting(cast.detective):
        outreach = activities.log_activity(
            by=cast.detective, task_force=cast.riverbend, kind="outreach", title="At the clinic", language="Rosalinda"
        )
        activities.change_activity(by=cast.detective, activity=outreach, county="Rosalinda")
    address = reverse("cases:activity_redact", args=[outreach.pk])
    signed_in(cast.detective).post(address, {"texts": ["language", "county"], "why": "name"})
    assert everywhere("rosalinda") == []
    with acting(cast.coordinator):
        now = Activity.objects.get()
        assert (now.title, now.language, now.place) == ("At the clinic", "[Redacted]", "[Redacted]")


def test_a_training_that_is_still_to_come_is_not_logged(cast, signed_in):
    address = reverse("cases:activity_log", args=["training"])
    answer = signed_in(cast.coordinator).post(address, {"title": "Labor basics", "held_on": "2131-02-03"})
    assert answer.context["form"].errors["held_on"] == [
        "This day is still to come. Write the day on which it happened."
    ]
