"""The auditor reads who did what, and when; never the content; and reading is recorded."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from tests.cast import OWNER, PASSWORD
from tests.office.conftest import shown


def rows(page):
    return list(zip(shown(page, 2), shown(page, 1), strict=True))


@pytest.mark.rule("R30")
def test_the_auditor_reads_the_agencys_entries_and_nobody_elses(cast, signed_in):
    signed_in(cast.services_admin).post(
        reverse("office:invite"), {"name": "N", "email": "n@example.org", "roles": ["advocate"]}
    )
    signed_in(cast.le_admin).post(
        reverse("office:invite"), {"name": "M", "email": "m@example.org", "roles": ["detective"]}
    )
    page = signed_in(cast.services_auditor).get(reverse("office:audit"))
    assert rows(page) == [("read", "Otto Auditor"), ("invited", "Sal Services")]
    assert b"n@example.org" not in page.content


def test_reading_is_recorded_each_time(cast, signed_in):
    client = signed_in(cast.services_auditor)
    client.get(reverse("office:audit"))
    client.get(reverse("office:audit"), {"verb": "invited"})
    read = Entry.objects.using(OWNER).filter(kind="audit", person_id=cast.services_auditor.person_id)
    assert [entry.detail for entry in read.order_by("at")] == [{"filters": []}, {"filters": ["verb"]}]


def test_the_auditor_reads_sign_ins_of_the_agencys_people(cast, signed_in, client):
    for key in ("advocate", "detective"):
        client.post("/account/login/", {"login": cast.email(key), "password": PASSWORD})
        client.post("/account/logout/")
    page = signed_in(cast.services_auditor).get(reverse("office:audit"), {"kind": "sign-in"})
    assert rows(page) == [("signed out", "Ana Advocate"), ("signed in", "Ana Advocate")]


def test_filters_narrow_by_person_and_outcome(cast, signed_in, client):
    client.post("/account/login/", {"login": cast.email("advocate"), "password": "wrong"})
    page = signed_in(cast.services_auditor).get(
        reverse("office:audit"), {"person_id": cast.advocate.person_id, "outcome": "refused"}
    )
    assert rows(page) == [("tried to sign in", "Ana Advocate")]


def test_nobody_else_has_the_page(cast, signed_in):
    for hat in (cast.services_admin, cast.coordinator, cast.site_admin, cast.advocate):
        assert signed_in(hat).get(reverse("office:audit")).status_code == 404


def test_what_is_older_than_a_month_is_shown_when_its_dates_are_asked_for(cast, signed_in):
    old = timezone.now() - dt.timedelta(days=40)
    Entry.objects.using(OWNER).create(verb="old", kind="test", owner_id=cast.harbor.pk, at=old)
    client = signed_in(cast.services_auditor)
    assert "old" not in shown(client.get(reverse("office:audit")), 2)
    assert shown(client.get(reverse("office:audit"), {"at_before": old.date().isoformat()}), 2) == ["old"]


def test_an_address_that_is_nobodys_does_not_break_the_auditors_page(cast, signed_in):
    assert signed_in(cast.advocate).get("/api/v1/no/such/thing").status_code == 404
    page = signed_in(cast.services_auditor).get("/office/audit/")
    assert (page.status_code, "api:nothing" in page.content.decode()) == (200, True)
