"""What a provider does with a referral and a message: its own record, which opens clients and tells nobody."""

import re

from django.urls import reverse
from django.utils import timezone

from access.context import acting as acting_as
from referrals import services as referral_services
from referrals.models import ReferralPaper
from tests.cast import OWNER
from victims.models import Client, ReferralLink, ReferralStep

UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce[-=]"?)[A-Za-z0-9+/=]+')


def refer(cast):
    """The sheriff refers a woman; Harbor House receives it."""
    with acting_as(cast.detective):
        referral = referral_services.refer_person(
            by=cast.detective,
            recipient=cast.harbor,
            urgency="day",
            said_yes=True,
            name="Marisol Vega",
            safe_contact="555-0142",
            minor="no",
            yes_from="person",
            asked_by="Dan Detective",
            asked_how="in_person",
        )
    with acting_as(cast.advocate):
        referral_services.receive(by=cast.advocate, referral=referral)
    return referral


def step(advocate, paper, what):
    said = {"step": what, "on": timezone.localdate().isoformat(), "note": ""}
    assert advocate.post(reverse("victims:paper_step", args=[paper.pk]), said).status_code == 302


MOMENT = re.compile(
    r"datetime\.datetime\([^()]*(\([^()]*\))?[^()]*\)|\d{1,2}(:\d\d)? [ap]\.m\.|\d{4}-\d\d-\d\dT[0-9:.+]+"
)


def bare(text):
    """A text without random identifiers, tokens and moments."""
    return MOMENT.sub("<moment>", TOKEN.sub("<token>", UUID.sub("<id>", text)))


def test_one_referral_of_several_persons_becomes_one_client_some_or_none(cast, signed_in):
    referral = refer(cast)
    with acting_as(cast.detective):
        referral_services.add_person(
            by=cast.detective,
            referral=referral,
            said_yes=True,
            name="Ines Vega",
            safe_contact="the same",
            minor="yes",
            yes_from="minor_and_parent",
            asked_by="Dan Detective",
            asked_how="phone",
            languages=["spa"],
        )
    paper = ReferralPaper.objects.using(OWNER).get(referral=referral, minor="yes")
    advocate = signed_in(cast.advocate)
    work = advocate.post(reverse("victims:paper_open", args=[paper.pk]))["Location"]
    page = advocate.get(work).content.decode()
    with acting_as(cast.advocate):
        client = Client.objects.with_names().get()
        assert (client.identity.name, client.identity.safe_contact) == ("Ines Vega", "the same")
        assert (client.grown, client.language, client.referral_source) == ("minor", "spa", "local_police")
        assert ReferralLink.objects.get().client_id == client.pk
    assert client.code_name in page
    assert page.count("Open a client") == 1
    advocate.post(reverse("victims:paper_open", args=[paper.pk]))
    with acting_as(cast.advocate):
        assert Client.objects.count() == 1


def test_steps_are_the_providers_alone(cast, signed_in):
    referral = refer(cast)
    advocate = signed_in(cast.advocate)
    said = {"step": "waitlisted", "on": timezone.localdate().isoformat(), "note": "Until Friday"}
    work = advocate.post(reverse("victims:referral_step", args=[referral.pk]), said)["Location"]
    assert "On the waiting list" in advocate.get(work).content.decode()
    assert "Until Friday" in advocate.get(work).content.decode()
    for hat in (cast.detective, cast.other_advocate, cast.coordinator, cast.services_auditor):
        assert signed_in(hat).get(work).status_code == 404
        with acting_as(hat):
            assert ReferralStep.objects.count() == 0


def test_a_message_is_passed_on_and_its_sender_sees_only_delivered(cast, signed_in):
    from tests.referrals.rows import a_message

    message = a_message(cast)
    before = signed_in(cast.detective).get(message.get_absolute_url()).content.decode()
    advocate = signed_in(cast.advocate)
    said = {"step": "passed_on", "on": timezone.localdate().isoformat(), "note": ""}
    work = advocate.post(reverse("victims:message_step", args=[message.pk]), said)["Location"]
    assert "Message passed on" in advocate.get(work).content.decode()
    after = signed_in(cast.detective).get(message.get_absolute_url()).content.decode()
    assert bare(before) == bare(after)
