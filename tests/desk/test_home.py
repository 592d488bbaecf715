"""Home, inbox and calendar: what needs doing, for whom, and how much it asks of the database."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency, Participation, Recovery
from investigations.models import Hearing, Task
from tests.cases.rows import a_case, a_lead, an_activity
from tests.cast import OWNER
from tests.investigations.rows import an_investigation, write

EVERYBODY = [
    "coordinator",
    "detective",
    "le_supervisor",
    "prosecutor",
    "victim_specialist",
    "advocate",
    "advocate_supervisor",
    "grant_manager",
    "services_admin",
    "services_auditor",
    "site_admin",
]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("page", ["desk:home", "desk:inbox", "desk:calendar"])
def test_every_role_has_a_home_that_opens_and_teaches(cast, signed_in, who, page):
    answer = signed_in(getattr(cast, who)).get(reverse(page))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_due_waits_for_the_lead_and_for_nobody_else(cast, signed_in):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    a_case(cast, next_step="Meet the labor office", next_step_on=yesterday)
    a_lead(cast, received_on=yesterday)
    waiting = {
        who: [
            (thing.title, thing.urgent)
            for thing in signed_in(getattr(cast, who)).get(reverse("desk:home")).context["waiting"]
        ]
        for who in ("detective", "coordinator", "advocate", "other_detective", "lake_coordinator")
    }
    step, lead = ("Meet the labor office", True), ("Decide about a lead", False)
    assert waiting == {
        "detective": [step, lead],
        "coordinator": [step, lead],
        "advocate": [step],
        "other_detective": [],
        "lake_coordinator": [],
    }


def test_the_coordinator_has_the_share_of_labor_in_sight(cast, signed_in):
    today = timezone.localdate()
    a_case(cast, "2026-AAAAA", opened_on=today)
    a_case(cast, "2026-AAAAB", form="sex", source="operation", opened_on=today)
    a_case(cast, "2026-AAAAC", form="both", source="operation", opened_on=today)
    a_case(cast, "2026-AAAAD", form="labor", opened_on=today - dt.timedelta(days=500))
    an_activity(cast, labor_share="half", held_on=today)
    an_activity(cast, labor_share="none", held_on=today)
    shares = signed_in(cast.coordinator).get(reverse("desk:home")).context["shares"]
    assert [(share.labor, share.every) for share in shares] == [(2, 3), (1, 2), (1, 2)]
    assert signed_in(cast.detective).get(reverse("desk:home")).context["shares"] == []


def test_the_calendar_holds_a_month_and_what_is_overdue(cast, signed_in):
    a_case(cast, "2026-AAAAA", next_step="Old step", next_step_on=dt.date(2020, 1, 5))
    a_case(cast, "2026-AAAAB", next_step="Later step", next_step_on=dt.date(2031, 5, 7))
    answer = signed_in(cast.coordinator).get(reverse("desk:calendar"), {"month": "2031-05"})
    assert [(day, [thing.title for thing in things]) for day, things in answer.context["days"]] == [
        (dt.date(2031, 5, 7), ["Later step"])
    ]
    assert [thing.title for thing in answer.context["overdue"]] == ["Old step"]
    assert "Case 2026-AAAAA. " in answer.content.decode()
    assert signed_in(cast.coordinator).get(reverse("desk:calendar"), {"month": "nonsense"}).status_code == 200


def test_what_is_overdue_stands_once_and_a_past_day_in_court_is_not_overdue(cast, signed_in):
    one = an_investigation(cast)
    long_ago = dt.datetime(2020, 1, 6, 15, tzinfo=dt.UTC)
    write(Hearing, cast.detective, investigation=one, investigating=cast.sheriff, kind="trial", at=long_ago)
    task = {"title": "Call the bank", "due_on": dt.date(2020, 1, 5)}
    write(Task, cast.detective, investigation=one, **task)
    shown = signed_in(cast.detective).get(reverse("desk:calendar"), {"month": "2020-01"}).context
    assert [(thing.title, thing.about) for thing in shown["overdue"]] == [("Call the bank", "Task, S-26-0417")]
    assert [(day.day, [thing.about for thing in things]) for day, things in shown["days"]] == [(6, ["S-26-0417"])]


@pytest.mark.parametrize("page", ["desk:home", "desk:inbox", "desk:calendar"])
def test_a_page_asks_no_more_for_three_things_than_for_one(cast, signed_in, page):
    today = timezone.localdate()
    client = signed_in(cast.coordinator)
    asked = []
    for numbers in (["2026-AAAAA"], ["2026-AAAAB", "2026-AAAAC"]):
        for number in numbers:
            a_case(cast, number, next_step="Meet", next_step_on=today)
            a_lead(cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(page))
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1] <= 45


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("services_auditor", ""),
        ("site_admin", ""),
        ("grant_manager", "an activity that no award counts, numbers to confirm"),
        ("detective", "a next step that is due, a referral or request not yet received"),
    ],
)
def test_an_empty_home_promises_only_what_will_ever_stand_there(cast, signed_in, who, says):
    answer = signed_in(getattr(cast, who)).get(reverse("desk:home"))
    assert answer.context["waits_for"] == says


def test_what_waits_for_an_administrators_yes_stands_at_their_home(cast, signed_in):
    newcomer = Agency.objects.using(OWNER).create(
        name="New Harbor",
        sector="victim_services",
        level="none",
        group=Group.objects.using(OWNER).create(name="new"),
    )
    Participation.objects.using(OWNER).create(task_force=cast.riverbend, agency=newcomer, accepted_at=timezone.now())
    Recovery.objects.using(OWNER).create(
        person_id=cast.detective.person_id, ends_at=timezone.now() + dt.timedelta(days=1), token_digest="x"
    )
    waiting = {
        who: [(each.title, each.detail) for each in signed_in(getattr(cast, who)).get("/").context["waiting"]]
        for who in ("le_admin", "services_admin", "detective")
    }
    assert waiting == {
        "le_admin": [("Let somebody back in", "Dan Detective"), ("Agree to an agency", "New Harbor")],
        "services_admin": [("Agree to an agency", "New Harbor")],
        "detective": [],
    }
