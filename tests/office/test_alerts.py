"""A supervisor is told of what is unusual: how many, by whom, on which day; never which, and nobody is stopped."""

import datetime as dt
import uuid

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from access import clerk
from audit.models import Alert, Entry, Watch
from tests.cast import OWNER
from tests.investigations.rows import an_investigation
from tests.office.conftest import shown
from tests.victims.rows import a_client


def opened(hat, records, *, at=None, verb="read"):
    """Somebody opened these records (or exported)."""
    Entry.objects.using(OWNER).bulk_create(
        Entry(
            person_id=hat.person_id,
            agency_id=hat.agency_id,
            owner_id=hat.agency_id,
            verb=verb,
            kind=record._meta.label_lower if hasattr(record, "_meta") else "victims.client",
            object_id=str(getattr(record, "pk", record)),
            at=at or timezone.now(),
        )
        for record in records
    )


def told():
    """(agency, person, what, count) of every alert, after the clerk has looked."""
    clerk.call("wall.find_alerts")
    rows = Alert.objects.using(OWNER).order_by("person_id", "what")
    return [(row.owner_id, row.person_id, row.what, row.count) for row in rows]


def this_hour(hour):
    """A moment of today, or of yesterday where today has not come so far."""
    at = timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at <= timezone.now() else at - dt.timedelta(days=1)


def few(cast, **facts):
    """An agency that wants to be told early."""
    Watch.objects.using(OWNER).create(owner_id=cast.harbor.pk, **facts)


def test_many_records_in_a_day_are_told_and_the_usual_number_is_not(cast):
    few(cast, opened_a_day=3)
    opened(cast.advocate, [uuid.uuid4() for _ in range(4)])
    opened(cast.second_advocate, [uuid.uuid4() for _ in range(3)])
    assert told() == [(cast.harbor.pk, cast.advocate.person_id, "many", 4)]


def test_the_same_record_opened_often_is_one(cast):
    few(cast, opened_a_day=3)
    opened(cast.advocate, [uuid.uuid4()] * 20)
    assert told() == []


def test_an_agency_that_never_said_has_usual_limits(cast):
    opened(cast.detective, [uuid.uuid4() for _ in range(Watch().opened_a_day)])
    assert told() == []
    opened(cast.detective, [uuid.uuid4()])
    assert told() == [(cast.sheriff.pk, cast.detective.person_id, "many", Watch().opened_a_day + 1)]


@pytest.mark.rule("R27")
def test_an_export_at_night_is_told_and_one_by_day_is_not(cast):
    opened(cast.advocate, ["a"], at=this_hour(23), verb="exported")
    opened(cast.advocate, ["a"], at=this_hour(4), verb="exported")
    opened(cast.second_advocate, ["a"], at=this_hour(12), verb="exported")
    assert {(person, what) for _, person, what, _ in told()} == {(cast.advocate.person_id, "night")}


@pytest.mark.rule("R15")
def test_clients_of_others_are_told_and_ones_own_and_a_supervisors_are_not(cast):
    few(cast, outside_a_day=1)
    clients = [a_client(cast), a_client(cast)]  # the advocate's own
    for hat in (cast.advocate, cast.second_advocate, cast.advocate_supervisor):
        opened(hat, clients)
    assert told() == [(cast.harbor.pk, cast.second_advocate.person_id, "outside", 2)]


def test_investigations_that_somebody_else_leads_are_told(cast):
    Watch.objects.using(OWNER).create(owner_id=cast.sheriff.pk, outside_a_day=0)
    investigation = an_investigation(cast)
    for hat in (cast.detective, cast.second_detective, cast.le_supervisor):
        opened(hat, [investigation])
    assert told() == [(cast.sheriff.pk, cast.second_detective.person_id, "outside", 1)]


def test_an_alert_that_grows_waits_again(cast, signed_in):
    few(cast, opened_a_day=1)
    opened(cast.advocate, [uuid.uuid4() for _ in range(2)])
    told()
    supervisor = signed_in(cast.advocate_supervisor)
    supervisor.post(reverse("office:alert_settle", args=[Alert.objects.using(OWNER).get().pk]))
    assert Alert.objects.using(OWNER).get().seen_by_id == cast.advocate_supervisor.person_id
    told()
    assert Alert.objects.using(OWNER).get().seen_at is not None
    opened(cast.advocate, [uuid.uuid4()])
    told()
    assert (Alert.objects.using(OWNER).get().count, Alert.objects.using(OWNER).get().seen_at) == (3, None)


def test_supervisors_and_the_auditor_see_their_own_agencys_alone(cast, signed_in):
    few(cast, opened_a_day=1)
    opened(cast.advocate, [uuid.uuid4() for _ in range(2)])
    told()
    answers = {}
    for name, hat in cast.hats.items():
        page = signed_in(hat).get(reverse("office:alerts"))
        answers[name] = shown(page, 1) if page.status_code == 200 else None
    assert {name: rows for name, rows in answers.items() if rows is not None} == {
        "advocate_supervisor": ["Ana Advocate"],
        "services_auditor": ["Ana Advocate"],
        "law_auditor": [],
        "le_supervisor": [],
        "other_detective": [],
        "other_advocate": [],
        "lake_detective": [],
        "lake_advocate": [],
    }


def test_the_home_page_of_a_supervisor_says_it(cast, signed_in):
    few(cast, opened_a_day=1)
    opened(cast.advocate, [uuid.uuid4() for _ in range(2)])
    told()
    assert "Opened more records than usual" in signed_in(cast.advocate_supervisor).get("/").content.decode()
    assert "Opened more records than usual" not in signed_in(cast.advocate).get("/").content.decode()


def test_a_supervisor_sets_when_to_be_told(cast, signed_in):
    typed = {"opened_a_day": 5, "outside_a_day": 2, "night_from": "20:00", "night_until": "07:00"}
    assert signed_in(cast.advocate_supervisor).post(reverse("office:alerts_when"), typed).status_code == 302
    assert signed_in(cast.advocate).post(reverse("office:alerts_when"), typed).status_code == 404
    (watch,) = Watch.objects.using(OWNER).all()
    assert (watch.owner_id, watch.opened_a_day, watch.night_from) == (cast.harbor.pk, 5, dt.time(20))


@pytest.mark.parametrize("who", ["advocate", "le_supervisor", "services_auditor", "services_admin"])
def test_nobody_else_sets_or_settles_even_with_sql(who, cast, acting):
    few(cast, opened_a_day=1)
    opened(cast.advocate, [uuid.uuid4() for _ in range(2)])
    told()
    hat = getattr(cast, who)
    with acting(hat):
        assert Watch.objects.filter(owner_id=cast.harbor.pk).update(opened_a_day=9999) == 0
        assert Alert.objects.update(seen_at=timezone.now(), seen_by_id=hat.person_id) == 0
    with pytest.raises(DatabaseError), acting(hat), transaction.atomic():
        Alert.objects.bulk_create([Alert(owner_id=hat.agency_id, person_id=1, what="many", on="2026-01-01", count=1)])


def test_the_clock_that_looks_is_set(cast):
    assert settings.CELERY_BEAT_SCHEDULE["find-alerts"]["task"] == "office.find_alerts"
