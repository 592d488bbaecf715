"""A request that is sent again under its Idempotency-Key makes nothing twice, and tells nobody else anything."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from cases.models import Case, Lead
from investigations.models import Investigation
from investigations.sharing import reassign, seal
from referrals.models import Referral
from reports.models import Report
from tests.cast import OWNER
from tests.reports import rows as filed
from tests.victims import rows as served
from victims.models import Client, ServiceEntry

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
LEAD = {"form": "labor", "source": "tip", "received_on": "2026-01-05", "text": "A call about a farm."}
CASE = {"form": "labor", "source": "tip", "city": "Riverbend", "state": "OH", "received_on": "2026-01-05"}
YES = {"said_yes": True, "yes_from": "person", "asked_by": "Dan", "asked_how": "in_person", "minor": "no"}
WHO = YES | {"name": "Marisol Vega", "safe_contact": "555-0142", "asked_on": "2026-01-05", "urgency": "day"}


def sent(client, path, body, key=KEY):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/api/v1/{path}/", body, content_type="application/json", headers=headers)


def a_sending(cast, path):
    """(who sends, what, the model that it makes)."""
    if path == "cases":
        return cast.coordinator, CASE | {"law_lead": cast.sheriff.pk, "labor_asked": "found"}, Case
    if path == "leads":
        return cast.detective, LEAD, Lead
    if path == "investigations":
        body = {"number": "26-0001", "form": "sex", "source": "hotline", "finding": "suspected"}
        body |= {"opened_on": "2026-01-05", "lead_id": cast.detective.person_id}
        return cast.detective, body, Investigation
    if path == "clients":
        return cast.advocate, {"name": "Nadia Example", "referral_source": "self"}, Client
    if path == "services":
        client = served.a_client(cast)
        return cast.advocate, {"client": str(client.pk), "category": "crisis", "on": "2026-01-05"}, ServiceEntry
    if path == "referrals":
        return cast.detective, WHO | {"recipient": cast.harbor.pk}, Referral
    return cast.le_grant_manager, {"period": str(filed.confirmed(cast).period_id)}, Report


@pytest.mark.parametrize("path", ["cases", "leads", "investigations", "clients", "services", "referrals", "reports"])
def test_the_same_request_sent_twice_makes_one_and_answers_the_same(path, cast, signed_in):
    who, body, model = a_sending(cast, path)
    client, before = signed_in(who), model.objects.using(OWNER).count()
    first, second = (sent(client, path, body) for _ in range(2))
    assert first.status_code == 201, first.json()
    assert (second.status_code, second.json(), second["Location"]) == (201, first.json(), first["Location"])
    assert model.objects.using(OWNER).count() == before + 1


@pytest.mark.parametrize("path", ["leads", "clients", "services"])
def test_the_same_key_with_another_body_is_refused_and_names_the_header(path, cast, signed_in):
    who, body, model = a_sending(cast, path)
    client, before = signed_in(who), model.objects.using(OWNER).count()
    sent(client, path, body)
    other = sent(client, path, body | {"note": "Other words."})
    assert (other.status_code, list(other.json()["errors"])) == (422, ["Idempotency-Key"])
    assert other["Content-Type"] == "application/problem+json"
    assert model.objects.using(OWNER).count() == before + 1


def test_another_key_or_none_makes_another(cast, signed_in):
    client = signed_in(cast.detective)
    made = {sent(client, "leads", LEAD, key).json()["id"] for key in (KEY, "another", None, None)}
    assert len(made) == 4


def test_a_key_in_quotes_is_the_same_key(cast, signed_in):
    client = signed_in(cast.detective)
    assert sent(client, "leads", LEAD, f'"{KEY}"').json() == sent(client, "leads", LEAD, KEY).json()


@pytest.mark.parametrize("key", ["a b", "é", "x" * 256, '"'])
def test_a_key_that_is_none_is_refused_and_makes_nothing(key, cast, signed_in):
    answer = sent(signed_in(cast.detective), "leads", LEAD, key)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["Idempotency-Key"])
    assert Lead.objects.using(OWNER).count() == 0


def test_a_refused_sending_is_mended_under_the_same_key(cast, signed_in):
    client = signed_in(cast.detective)
    assert sent(client, "leads", LEAD | {"form": "?"}).status_code == 400
    assert sent(client, "leads", LEAD).status_code == 201


def test_what_was_made_is_answered_as_its_maker_sees_it_now(cast, signed_in):
    client = signed_in(cast.detective)
    made = sent(client, "leads", LEAD).json()
    changed = client.put(
        f"/api/v1/leads/{made['id']}/", made | {"city": "Elsewhere"}, content_type="application/json"
    ).json()
    again = sent(client, "leads", LEAD)
    assert (again.status_code, again.json()) == (201, changed)
    assert changed["city"] == "Elsewhere"


def test_what_was_made_and_is_hidden_since_answers_as_nothing(cast, signed_in, acting):
    who, body, model = a_sending(cast, "investigations")
    made = sent(signed_in(who), "investigations", body).json()
    with acting(cast.le_supervisor):
        one = model.objects.get(pk=made["id"])
        reassign(by=cast.le_supervisor, investigation=one, person=cast.le_supervisor.person)
        seal(by=cast.le_supervisor, investigation=one)
    client = signed_in(who)
    again = sent(client, "investigations", body)
    absent = client.get(f"/api/v1/investigations/{made['id']}/")
    assert (again.status_code, again.content) == (404, absent.content)


def test_nobody_learns_of_anothers_key(cast, signed_in):
    """The same key of another person, or of the same person under another hat, is another key."""
    made = {sent(signed_in(who), "leads", LEAD).json()["id"] for who in (cast.detective, cast.second_detective)}
    assert len(made) == 2
    other = sent(signed_in(cast.coordinator), "leads", LEAD | {"text": "Other words."})
    assert other.status_code == 201


def test_one_key_at_two_addresses_makes_one_at_each(cast, signed_in):
    client = signed_in(cast.advocate)
    assert sent(client, "clients", {"referral_source": "self"}).status_code == 201
    assert sent(client, "leads", LEAD).status_code == 201


@pytest.mark.parametrize("path", ["cases", "referrals", "services", "reports"])
def test_sent_by_many_at_the_same_moment_it_makes_one(path, cast, signed_in):
    who, body, model = a_sending(cast, path)
    clients, before = [signed_in(who) for _ in range(4)], model.objects.using(OWNER).count()

    def send(client):
        try:
            answer = sent(client, path, body)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(clients)) as threads:
        answers = set(threads.map(send, clients))
    assert [status for status, _ in answers] == [201]
    assert model.objects.using(OWNER).count() == before + 1


def test_the_description_tells_of_the_key(cast, signed_in):
    described = signed_in(cast.detective).get("/api/v1/schema/?format=json").json()
    told = {
        path
        for path, methods in described["paths"].items()
        for each in methods.get("post", {}).get("parameters", [])
        if (each["in"], each["name"]) == ("header", "Idempotency-Key")
    }
    assert told == {path for path, methods in described["paths"].items() if "post" in methods}
    assert len(told) == 7
