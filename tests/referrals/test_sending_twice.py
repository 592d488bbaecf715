"""The same form sent twice sends one thing: a double click, Back and again, a connection that broke."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from investigations.models import InvestigationAgencyGrant, Note, Victim, VictimReferral
from referrals.models import Answer, Message, Referral, ReferralPaper, ServiceRequest
from tests.cast import OWNER
from tests.investigations import rows as law
from tests.referrals import rows

YES = {"said_yes": "on", "yes_from": "person", "asked_by": "Dan", "asked_how": "in_person", "minor": "no"}
WHO = YES | {"name": "Marisol Vega", "safe_contact": "555-0142"}


def opened(client, address: str) -> str:
    """What the form at this address is sent under, once it has been opened."""
    return re.search(r'name="sending" value="(\w+)"', client.get(address).content.decode()).group(1)


def today() -> str:
    return timezone.localdate().isoformat()


def forms(cast) -> dict:
    """(address, what is typed, what it makes) of every form that sends something to another agency."""
    to = {"recipient": cast.harbor.pk, "urgency": "day"}
    referral, request = rows.a_referral(cast), rows.a_request(cast, cast.coordinator, cast.sheriff)
    asked = {"recipients": [cast.harbor.pk, cast.legal_aid.pk], "urgency": "now", "services": "crisis"}
    victim = law.a_victim(cast)
    return {
        "refer": (reverse("referrals:refer"), to | WHO | {"asked_on": today()}, Referral),
        "victim": (
            reverse("investigations:refer", args=[victim.pk]),
            to | WHO | {"asked_on": today()},
            VictimReferral,
        ),
        "person": (reverse("referrals:add_person", args=[referral.pk]), WHO | {"asked_on": today()}, ReferralPaper),
        "ask": (
            reverse("referrals:ask"),
            asked | {"people": 2, "minors": "no", "needed_from": today()},
            ServiceRequest,
        ),
        "answer": (reverse("referrals:answer", args=[request.pk]), {"said": "yes"}, Answer),
        "message": (
            reverse("referrals:send_message"),
            {"recipient": cast.harbor.pk, "for_whom": "Marisol", "text": "Court is on Tuesday."},
            Message,
        ),
    }


@pytest.mark.parametrize("name", ["refer", "victim", "person", "ask", "answer", "message"])
def test_the_same_thing_sent_twice_goes_out_once(cast, signed_in, name):
    address, typed, model = forms(cast)[name]
    client = signed_in(cast.detective)
    typed |= {"sending": opened(client, address)}
    before = model.objects.using(OWNER).count()
    first = client.post(address, typed)
    once = model.objects.using(OWNER).count()
    second = client.post(address, typed)

    assert (first.status_code, second.status_code) == (302, 302)
    assert once > before
    assert model.objects.using(OWNER).count() == once


def test_the_second_sending_leads_where_the_first_did(cast, signed_in):
    address, typed, _ = forms(cast)["refer"]
    client = signed_in(cast.detective)
    typed |= {"sending": opened(client, address)}

    assert client.post(address, typed).headers["Location"] == client.post(address, typed).headers["Location"]


def test_other_words_after_going_back_are_another_message(cast, signed_in):
    address, typed, _ = forms(cast)["message"]
    client = signed_in(cast.detective)
    typed |= {"sending": opened(client, address)}
    client.post(address, typed)
    client.post(address, typed | {"text": "No: on Wednesday."})
    client.post(address, typed | {"sending": opened(client, address)})

    assert Message.objects.using(OWNER).count() == 3


def test_a_form_opened_by_one_makes_nothing_in_the_name_of_another(cast, signed_in):
    address, typed, _ = forms(cast)["message"]
    typed |= {"sending": opened(signed_in(cast.detective), address)}
    for hat in (cast.detective, cast.second_detective, cast.other_detective):
        assert signed_in(hat).post(address, typed).status_code == 302

    assert Message.objects.using(OWNER).values("owner_id", "made_by_id").distinct().count() == 3


def test_what_hangs_on_an_investigation_is_written_once_too(cast, signed_in):
    one, client = law.an_investigation(cast), signed_in(cast.detective)
    shared = {"agency": cast.police.pk, "kind": "see_summary", "from_on": today(), "reason": "Joint work"}
    person = {"standing": "potential", "standing_on": today(), "standing_basis": "Papers kept", "form": "labor"}
    person |= {"identified_on": today(), "age_band": "adult", "sex": "female", "citizenship": "foreign"}
    for name, typed in (("note_new", {"text": "Spoke."}), ("share_agency", shared), ("victim_new", person)):
        address = reverse(f"investigations:{name}", args=[one.pk])
        typed |= {"sending": opened(client, address)}
        assert [client.post(address, typed).status_code for _ in range(2)] == [302, 302]

    counted = [model.objects.using(OWNER).count() for model in (Note, InvestigationAgencyGrant, Victim)]
    assert counted == [1, 1, 1]
