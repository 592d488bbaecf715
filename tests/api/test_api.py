"""The API answers as the pages do: same forms, same services, same wall, errors as problem details."""

import uuid

import pytest
from django.core.cache import cache

from cases.models import Case
from victims.models import Client


def sent(client, path, body, method="post"):
    return getattr(client, method)(f"/api/v1/{path}/", body, content_type="application/json")


CASE = {"form": "labor", "source": "tip", "city": "Riverbend", "state": "OH", "received_on": "2026-01-05"}


def case_of(client, cast):
    answer = sent(client, "cases", CASE | {"law_lead": cast.sheriff.pk, "labor_asked": "found"})
    assert answer.status_code == 201, answer.json()["errors"]
    return answer.json()


def test_a_case_is_logged_read_and_changed(cast, signed_in):
    client = signed_in(cast.coordinator)
    made = case_of(client, cast)
    again = client.get(f"/api/v1/cases/{made['id']}/").json()
    assert again == made
    changed = sent(client, f"cases/{made['id']}", made | {"city": "Elsewhere"}, "put")
    assert (changed.status_code, changed.json()["city"]) == (200, "Elsewhere")


def test_a_provider_brings_a_case_with_the_survivors_yes_alone(cast, signed_in):
    client, facts = signed_in(cast.advocate), CASE | {"law_lead": cast.sheriff.pk}
    refused = sent(client, "cases", facts)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["yes"])
    assert sent(client, "cases", facts | {"yes": True}).status_code == 201


def test_a_lead_that_is_not_ones_own_to_hand_on_is_refused_and_one_that_stays_is_not(cast, signed_in):
    made = case_of(signed_in(cast.coordinator), cast)
    client = signed_in(cast.advocate)
    refused = sent(client, f"cases/{made['id']}", made | {"law_lead": cast.police.pk}, "put")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["law_lead"])
    kept = sent(client, f"cases/{made['id']}", made | {"city": "Elsewhere"}, "put")
    assert (kept.status_code, kept.json()["law_lead"]) == (200, cast.sheriff.pk)


def test_somebody_elses_save_in_between_is_a_conflict(cast, signed_in):
    client = signed_in(cast.coordinator)
    made = case_of(client, cast)
    sent(client, f"cases/{made['id']}", made | {"city": "First"}, "put")
    answer = sent(client, f"cases/{made['id']}", made | {"city": "Second"}, "put")
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"


def test_what_the_form_refuses_names_its_field_and_changes_nothing(cast, signed_in, acting):
    answer = sent(signed_in(cast.coordinator), "cases", CASE | {"form": "?", "summary": "Maria Lopez called"})
    assert answer.status_code == 400
    assert {"form", "summary"} <= answer.json()["errors"].keys()
    with acting(cast.coordinator):
        assert Case.objects.count() == 0


def test_hidden_and_absent_answer_alike(cast, signed_in):
    made = case_of(signed_in(cast.coordinator), cast)
    outsider = signed_in(cast.lake_coordinator)
    hidden = outsider.get(f"/api/v1/cases/{made['id']}/")
    absent = outsider.get(f"/api/v1/cases/{uuid.uuid4()}/")
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404
    assert outsider.get("/api/v1/cases/").json()["results"] == []


def test_clients_are_the_providers_alone(cast, signed_in, acting):
    answer = sent(signed_in(cast.advocate), "clients", {"name": "Nadia Example", "referral_source": "self"})
    assert answer.status_code == 201, answer.json()
    assert "Nadia" not in answer.content.decode()
    others = {cast.detective: 404, cast.coordinator: 404, cast.grant_manager: 404, cast.superuser: 403, None: 401}
    assert {hat: signed_in(hat).get("/api/v1/clients/").status_code for hat in others} == others
    assert signed_in(cast.other_advocate).get("/api/v1/clients/").json()["results"] == []
    with acting(cast.advocate):
        assert Client.objects.count() == 1


def test_a_service_is_entered_by_the_pages_own_service(cast, signed_in):
    client = signed_in(cast.advocate)
    made = sent(client, "clients", {"referral_source": "self"}).json()
    facts = {"client": made["id"], "category": "transportation", "on": "2026-01-05", "award": cast.services_award.pk}
    good = sent(client, "services", facts | {"minutes": 30})
    assert (good.status_code, good.json()["minutes"]) == (201, 30)
    bad = sent(client, "services", facts | {"nights": 3})
    assert bad.status_code == 422
    assert "Nights belong to housing" in bad.json()["detail"]


@pytest.mark.parametrize("path", ["cases", "clients", "schema"])
def test_nobody_signed_in_gets_nothing(path, cast, signed_in):
    answer = signed_in(None).get(f"/api/v1/{path}/")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Session realm="ecm"')
    assert answer.json()["detail"] == "Sign in at /account/login/ first, and send the session's cookie along."


def test_too_many_requests_are_told_to_wait(cast, signed_in, settings, monkeypatch):
    from rest_framework.throttling import UserRateThrottle

    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    # Requests are counted in Redis, where another test of this minute may have asked as the same person.
    cache.delete(f"throttle_user_{cast.prosecutor.person_id}")
    client = signed_in(cast.prosecutor)
    codes = [client.get("/api/v1/agencies/").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_pages_are_by_cursor_and_tell_no_total(cast, signed_in):
    client = signed_in(cast.coordinator)
    for _ in range(3):
        case_of(client, cast)
    first = client.get("/api/v1/cases/?page_size=2").json()
    assert (len(first["results"]), first.keys()) == (2, {"next", "previous", "results"})
    second = client.get(first["next"]).json()
    assert len(second["results"]) == 1
