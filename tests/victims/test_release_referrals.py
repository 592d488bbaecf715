"""What a provider does with a referral and a message: its own record, which opens clients and tells nobody."""

import re

from django.urls import reverse
from django.utils import timezone

from access.context import acting as acting_as
from agencies.models import Person
from referrals import services as referral_services
from referrals.models import Disclosure, Reading, Referral, ReferralPaper
from tests.cast import OWNER
from tests.victims.rows import a_client, signed
from victims.models import Client, ReferralLink, ReferralStep
from victims.services import close_to_named
from victims.services import release as releasing

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


TEXTS = {"called": "Rosa", "safe_contact": "Text 555-0177", "needs": "A lawyer for the protection order"}


def refer_between_providers(cast, signed_in):
    """Harbor House refers its client to the other provider, by the release's own page."""
    client = a_client(cast)
    with acting_as(cast.advocate):
        release = signed(client, cast.advocate, cast.legal_aid, texts=TEXTS)
        digest = releasing.copy_of(release).digest
    said = {"digest": digest, "urgency": "day"}
    sent = signed_in(cast.advocate).post(reverse("victims:release_refer", args=[release.pk]), said)
    return client, release, sent["Location"]


def test_another_providers_client_is_opened_in_one_click_and_its_sender_sees_no_difference(cast, signed_in):
    sent = refer_between_providers(cast, signed_in)[2]
    advocate, other = signed_in(cast.advocate), signed_in(cast.other_advocate)
    before = bare(advocate.get(sent).content.decode())
    referral = Referral.objects.using(OWNER).get()
    work = reverse("victims:referral_work", args=[referral.pk])
    copy = Disclosure.objects.using(OWNER).get()
    assert other.post(reverse("victims:copy_open", args=[copy.pk]))["Location"] == work
    with acting_as(cast.other_advocate):
        opened = Client.objects.with_names().get()
        assert (opened.identity.other_names, opened.identity.safe_contact) == ("Rosa", "Text 555-0177")
        assert (opened.identity.name, opened.referral_source) == ("", "provider")
    said = {"step": "begun", "on": timezone.localdate().isoformat(), "note": ""}
    other.post(reverse("victims:referral_step", args=[referral.pk]), said)
    page = other.get(work).content.decode()
    assert f"Client {opened.code_name}" in page
    assert f"Service begun ({opened.code_name})" in page
    assert "A client already" not in page
    assert work in other.get(opened.get_absolute_url()).content.decode()
    other.post(reverse("victims:copy_open", args=[copy.pk]))
    with acting_as(cast.other_advocate):
        assert (Client.objects.count(), ReferralStep.objects.get().client_id) == (1, opened.pk)
    assert bare(advocate.get(sent).content.decode()) == before
    assert Reading.objects.using(OWNER).get(disclosure=copy).made_by_id == cast.other_advocate.person_id


def test_whom_a_provider_refers_may_be_a_client_already(cast, signed_in):
    refer_between_providers(cast, signed_in)
    known = a_client(cast, cast.other_advocate)
    copy, other = Disclosure.objects.using(OWNER).get(), signed_in(cast.other_advocate)
    match = reverse("victims:copy_match", args=[copy.pk])
    work = other.post(match, {"client": known.pk})["Location"]
    assert f"Client {known.code_name}" in other.get(work).content.decode()
    assert "This is noted already." in other.post(match, {"client": known.pk}).content.decode()
    with acting_as(cast.other_advocate):
        assert Client.objects.count() == 1
    for hat in (cast.advocate, cast.detective, cast.coordinator):
        assert signed_in(hat).get(match).status_code == 404


def test_a_copy_that_was_taken_back_opens_nobody(cast, signed_in):
    release = refer_between_providers(cast, signed_in)[1]
    copy, other = Disclosure.objects.using(OWNER).get(), signed_in(cast.other_advocate)
    with acting_as(cast.advocate):
        releasing.revoke(by=cast.advocate, release=release, how="spoken")
    assert other.post(reverse("victims:copy_open", args=[copy.pk])).status_code == 404
    work = other.get(reverse("victims:referral_work", args=[copy.referral_id])).content.decode()
    assert "You can't read the release" in work
    assert "Open a client" not in work


def test_a_sent_referral_leads_back_to_its_client_for_those_who_see_them(cast, signed_in):
    client, release, sent = refer_between_providers(cast, signed_in)
    behind = reverse("victims:referral_behind", args=[Referral.objects.using(OWNER).get().pk])
    advocate, colleague = signed_in(cast.advocate), signed_in(cast.second_advocate)
    assert behind in advocate.get(sent).content.decode()
    assert advocate.get(behind)["Location"] == release.get_absolute_url()
    assert sent in advocate.get(release.get_absolute_url()).content.decode()
    assert sent in advocate.get(client.get_absolute_url()).content.decode()
    with acting_as(cast.advocate):
        me = Person.objects.get(pk=cast.advocate.person_id)
        close_to_named(by=cast.advocate, client=client, people=[me], reason="Her cousin works here")
    assert colleague.get(behind)["Location"] == sent
    assert client.code_name not in colleague.get(behind, follow=True).content.decode()
    for hat in (cast.other_advocate, cast.detective, cast.coordinator):
        assert signed_in(hat).get(behind).status_code == 404
