"""Every refusal is a problem that says how to mend it and names the field; nothing that was sent is lost unsaid."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from cases.models import Lead
from tests.cast import OWNER
from tests.reports import rows as filed
from tests.victims import rows as served

LEAD = {"form": "labor", "source": "tip", "received_on": "2026-01-05", "text": "A call about a farm."}


def sent(client, path, body, method="post", **options):
    return getattr(client, method)(f"/api/v1/{path}/", body, content_type="application/json", **options)


def told(answer):
    """(status, the fields that a problem names), once it is a problem."""
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (body["type"], body["status"]) == ("about:blank", answer.status_code)
    assert body["title"]
    assert body["detail"].endswith(".")
    return answer.status_code, sorted(body.get("errors", ()))


def test_what_is_sent_and_not_taken_is_refused_rather_than_lost(cast, signed_in):
    client = signed_in(cast.detective)
    assert told(sent(client, "leads", LEAD | {"sumary": "x", "disposition": "closed"})) == (
        400,
        ["disposition", "sumary"],
    )
    assert Lead.objects.using(OWNER).count() == 0


def test_a_change_needs_the_version_that_was_read_and_takes_the_rest_as_it_was_read(cast, signed_in):
    client = signed_in(cast.detective)
    made = sent(client, "leads", LEAD).json()
    unversioned = {name: value for name, value in made.items() if name != "version"}
    path = f"leads/{made['id']}"
    assert told(sent(client, path, unversioned, "put")) == (400, ["version"])
    assert told(sent(client, path, made | {"disposition": "closed"}, "put")) == (400, ["disposition"])
    assert sent(client, path, made | {"city": "Elsewhere"}, "put").json() == made | {"city": "Elsewhere", "version": 2}
    assert told(sent(client, path, made | {"city": "Nowhere"}, "put")) == (409, [])


@pytest.mark.parametrize("query", ["colour=red", "page_size=0", "page_size=abc", "page_size=201", "form=nope"])
def test_a_filter_that_is_none_is_refused_rather_than_left_out(query, cast, signed_in):
    client = signed_in(cast.detective)
    assert told(client.get(f"/api/v1/leads/?{query}")) == (400, [query.split("=")[0]])


def test_a_cursor_that_is_none_says_how_to_go_on(cast, signed_in):
    answer = signed_in(cast.detective).get("/api/v1/leads/?cursor=zzz")
    assert told(answer) == (404, [])
    assert "without it" in answer.json()["detail"]


def test_lists_are_narrowed_to_a_span_of_days(cast, signed_in):
    client = signed_in(cast.detective)
    for day in ("2026-01-05", "2026-02-05", "2026-03-05"):
        sent(client, "leads", LEAD | {"received_on": day})
    spans = ("received_on__gte=2026-02-05", "received_on__lte=2026-02-05", "received_on=2026-02-05")
    found = [
        [each["received_on"] for each in client.get(f"/api/v1/leads/?{span}").json()["results"]] for span in spans
    ]
    assert found == [["2026-03-05", "2026-02-05"], ["2026-02-05", "2026-01-05"], ["2026-02-05"]]


@pytest.mark.parametrize(
    "path", ["nothing/", "cases/17/", "cases/17", "nothing/0b5c3a52-8d2e-4f0a-9c43-6a2f5d1b7e90/", "cases/x/y/"]
)
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_address_that_is_none_answers_as_an_absent_record_does(path, method, cast, signed_in):
    client = signed_in(cast.detective)
    answer = getattr(client, method)(f"/api/v1/{path}")
    absent = client.get(f"/api/v1/cases/{uuid.uuid4()}/")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (
        404,
        absent["Content-Type"],
        absent.content,
    )
    assert signed_in(None).get(f"/api/v1/{path}").status_code == 401


def test_what_the_framework_refuses_is_a_problem_too(cast, signed_in):
    client, strict = signed_in(cast.detective), signed_in(cast.detective, enforce_csrf_checks=True)
    lead = f"/api/v1/leads/{sent(client, 'leads', LEAD).json()['id']}/"
    refused = [
        client.delete(lead),
        client.patch(lead, {}, content_type="application/json"),
        client.get("/api/v1/leads/", headers={"Accept": "text/csv"}),
        client.post("/api/v1/leads/", "<lead/>", content_type="application/xml"),
        client.post("/api/v1/leads/", "{", content_type="application/json"),
        client.post("/api/v1/leads/", "[1]", content_type="application/json"),
        strict.post("/api/v1/leads/", LEAD, content_type="application/json"),
    ]
    assert [told(each)[0] for each in refused[:-2]] == [405, 405, 406, 415, 400]
    assert [told(each)[0] for each in refused[-2:]] == [400, 403]


def test_somebody_without_a_hat_is_told_to_choose_one(cast, signed_in):
    client = signed_in(cast.both_sides["law"])
    session = client.session
    del session["hat"]
    session.save()
    answer = client.get("/api/v1/cases/")
    assert told(answer) == (403, [])
    assert "/office/hats/" in answer.json()["detail"]


def test_somebody_without_the_second_step_is_told_to_set_it_up(cast, signed_in, settings):
    client = signed_in(cast.detective)
    settings.ECM_SECOND_FACTOR_REQUIRED = True
    answer = client.get("/api/v1/cases/")
    assert told(answer) == (403, [])
    assert "second step" in answer.json()["detail"]


def test_a_session_that_ended_is_asked_to_sign_in(cast, signed_in):
    client = signed_in(cast.detective)
    assert client.get("/api/v1/cases/").status_code == 200
    client.logout()
    assert told(client.get("/api/v1/cases/")) == (401, [])


def future(cast, day):
    """(who, body, the field of the day) of everything that is made with a day on which it happened."""
    law = {
        "number": "26-1",
        "form": "sex",
        "source": "hotline",
        "finding": "suspected",
        "lead_id": cast.detective.person_id,
    }
    one = str(served.a_client(cast).pk)
    served_first = {"referral_source": "self", "award": cast.services_award.pk}
    case = {"form": "labor", "source": "tip", "labor_asked": "found", "law_lead": cast.sheriff.pk}
    person = {"said_yes": True, "yes_from": "person", "asked_by": "Dan", "asked_how": "in_person", "minor": "no"}
    person |= {"name": "Marisol Vega", "safe_contact": "555-0142", "urgency": "day", "recipient": cast.harbor.pk}
    return {
        "leads": (cast.detective, LEAD | {"received_on": day}, "received_on"),
        "cases": (cast.coordinator, case | {"received_on": day}, "received_on"),
        "investigations": (cast.detective, law | {"opened_on": day}, "opened_on"),
        "clients": (cast.advocate, served_first | {"first_served_on": day}, "first_served_on"),
        "services": (cast.advocate, {"client": one, "category": "crisis", "on": day}, "on"),
        "referrals": (cast.detective, person | {"asked_on": day}, "asked_on"),
    }


@pytest.mark.parametrize("path", ["leads", "cases", "investigations", "clients", "services", "referrals"])
def test_a_day_to_come_is_refused_where_it_should_have_happened(path, cast, signed_in):
    today = timezone.localdate()
    who, body, field = future(cast, (today + dt.timedelta(days=1)).isoformat())[path]
    status, fields = told(sent(signed_in(who), path, body))
    assert (status in (400, 422), fields) == (True, [field])
    who, body, _ = future(cast, today.isoformat())[path]
    assert sent(signed_in(who), path, body).status_code == 201


def test_a_report_of_a_period_to_come_is_refused(cast, signed_in):
    ends = timezone.localdate() + dt.timedelta(days=40)
    period = filed.a_period(cast, starts_on=ends - dt.timedelta(days=80), ends_on=ends)
    answer = sent(signed_in(cast.le_grant_manager), "reports", {"period": str(period.pk)})
    assert told(answer) == (422, [])
