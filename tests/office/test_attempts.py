"""What somebody tried in vain, looked for, or looked at through the API stands in the audit; never what was typed."""

import json
import uuid

from django.urls import reverse

from audit.models import Entry
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.victims.rows import a_client


def told(hat):
    """(verb, kind, record, outcome, detail) of what this person did, oldest first."""
    entries = Entry.objects.using(OWNER).filter(person_id=hat.person_id).order_by("at")
    return [(each.verb, each.kind, each.object_id, each.outcome, each.detail) for each in entries]


def test_what_is_hidden_and_what_does_not_exist_leave_the_same_entry(cast, signed_in):
    hidden, absent = a_client(cast).pk, uuid.uuid4()
    detective = signed_in(cast.detective)
    for record in (hidden, absent):
        assert detective.get(reverse("victims:detail", args=[record])).status_code == 404
    assert told(cast.detective) == [
        ("did not find", "victims:detail", str(record), "refused", {}) for record in (hidden, absent)
    ]
    owners = Entry.objects.using(OWNER).filter(person_id=cast.detective.person_id).values_list("owner_id", flat=True)
    assert set(owners) == {cast.sheriff.pk}


def test_the_same_through_the_api(cast, signed_in):
    hidden = a_client(cast).pk
    assert signed_in(cast.detective).get(f"/api/v1/clients/{hidden}/").status_code == 404
    assert [(verb, record) for verb, _, record, _, _ in told(cast.detective)] == [("did not find", str(hidden))]


def test_a_search_is_noted_by_what_it_looked_through_and_never_by_what_for(cast, signed_in):
    signed_in(cast.coordinator).get(reverse("cases:list"), {"text": "Marisol", "form": "labor"})
    noted = [entry for entry in told(cast.coordinator) if entry[0] == "searched"]
    assert [(kind, sorted(detail["by"])) for _, kind, _, _, detail in noted] == [("cases.case", ["form", "text"])]
    assert "Marisol" not in json.dumps(noted)


def test_a_list_without_a_search_is_not_one(cast, signed_in):
    signed_in(cast.coordinator).get(reverse("cases:list"))
    assert told(cast.coordinator) == []


def test_a_refused_step_is_noted_without_its_sentence(cast, signed_in):
    case = a_case(cast)
    signed_in(cast.detective).post(reverse("cases:redact", args=[case.pk]), {"texts": ["summary"], "why": "name"})
    assert [entry for entry in told(cast.detective) if entry[3] == "refused"] == [
        ("was refused", "cases:redact", "", "refused", {"field": None})
    ]


def test_a_page_that_breaks_is_noted_though_its_work_is_undone(cast, signed_in, monkeypatch):
    case = a_case(cast)

    def breaks(*args, **kwargs):
        raise RuntimeError("something with a name in it")

    monkeypatch.setattr("cases.services.record", breaks)
    client = signed_in(cast.coordinator, raise_request_exception=False)
    client.post(reverse("cases:redact", args=[case.pk]), {"texts": ["summary"], "why": "name"})
    assert told(cast.coordinator) == [("failed at", "cases:redact", str(case.pk), "failed", {})]
