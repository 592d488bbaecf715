"""A referral shows its sender sent, received and closed; a request is answered openly."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from access.errors import Refused
from audit.models import Entry
from referrals import services
from referrals.models import Disclosure, Message, Reading, Receipt, Referral, ReferralPaper, ServiceRequest
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.referrals.rows import a_disclosure, a_message, a_paper, a_receipt, a_referral, a_request, an_answer

PERSON = {
    "said_yes": "on",
    "yes_from": "person",
    "asked_by": "Dan Detective",
    "asked_on": "2026-01-05",
    "asked_how": "in_person",
    "name": "Marisol Vega",
    "safe_contact": "555-0142",
    "minor": "no",
    "languages": ["spa"],
    "services": ["emergency_housing"],
    "needs": "",
}


def ids(rows):
    return set(rows.values_list("pk", flat=True))


def test_a_detective_refers_a_woman_by_name_with_her_yes_and_the_provider_receives_it(cast, signed_in):
    detective, advocate = signed_in(cast.detective), signed_in(cast.advocate)
    answer = detective.post(reverse("referrals:refer"), {"recipient": cast.harbor.pk, "urgency": "day", **PERSON})
    assert answer.status_code == 302
    address = answer["Location"]
    assert "Marisol Vega" in advocate.get(address).content.decode()
    advocate.post(f"{address}receive/")
    page = detective.get(address).content.decode()
    assert "Received" in page
    assert "Not received" not in page


def test_without_their_yes_no_name_goes_out_and_what_was_typed_is_kept(cast, signed_in):
    detective = signed_in(cast.detective)
    said = {"recipient": cast.harbor.pk, "urgency": "day", **PERSON}
    del said["said_yes"]
    answer = detective.post(reverse("referrals:refer"), said)
    assert answer.status_code == 422
    assert "Without their yes no name goes out" in answer.content.decode()
    assert "Marisol Vega" in answer.content.decode()
    assert Referral.objects.using(OWNER).count() == 0


def test_a_provider_names_nobody_by_a_paper_or_a_message(cast, acting, signed_in):
    advocate = signed_in(cast.advocate)
    assert advocate.get(reverse("referrals:refer")).status_code == 404
    assert advocate.get(reverse("referrals:send_message")).status_code == 404
    referral = a_referral(cast, cast.advocate, cast.sheriff)
    with pytest.raises(Exception, match="row-level security"), acting(cast.advocate):
        ReferralPaper.new(cast.advocate, recipient=cast.sheriff, referral=referral, name="x", safe_contact="y")
    with pytest.raises(Exception, match="row-level security"), acting(cast.advocate):
        Message.new(cast.advocate, recipient=cast.sheriff, for_whom="x", text="y")


def test_a_request_is_answered_openly_with_a_reason(cast, signed_in):
    detective, advocate = signed_in(cast.detective), signed_in(cast.advocate)
    said = {
        "recipients": [cast.harbor.pk, cast.legal_aid.pk],
        "urgency": "now",
        "services": ["emergency_housing"],
        "people": 2,
        "languages": ["spa"],
        "minors": "no",
        "needed_from": "2026-11-24",
        "note": "",
    }
    assert detective.post(reverse("referrals:ask"), said)["Location"] == reverse("referrals:outbox")
    request = ServiceRequest.objects.using(OWNER).get(recipient=cast.harbor)
    address = request.get_absolute_url()
    refused = advocate.post(f"{address}answer/", {"said": "partly", "reason": ""})
    assert refused.status_code == 422
    advocate.post(f"{address}answer/", {"said": "partly", "reason": "One bed tonight, two tomorrow."})
    assert "One bed tonight, two tomorrow." in detective.get(address).content.decode()


def test_a_request_goes_to_each_agency_by_itself(cast, acting):
    with acting(cast.detective):
        first, second = services.send_requests(
            by=cast.detective,
            recipients=[cast.harbor, cast.legal_aid],
            urgency="now",
            services=["food"],
            minors="no",
        )
    with acting(cast.advocate):
        assert ids(ServiceRequest.objects) == {first.pk}
    with acting(cast.other_advocate):
        assert ids(ServiceRequest.objects) == {second.pk}


def test_a_coordinator_asks_and_sees_the_answer_but_never_a_referral_of_a_person(cast, acting, signed_in):
    with acting(cast.coordinator):
        (request,) = services.send_requests(
            by=cast.coordinator, recipients=[cast.harbor], urgency="now", services=["food"], minors="no"
        )
    referral = a_referral(cast)
    with acting(cast.coordinator):
        assert ids(ServiceRequest.objects) == {request.pk}
        assert ids(Referral.objects) == set()
    client = signed_in(cast.coordinator)
    assert client.get(referral.get_absolute_url()).status_code == 404
    assert client.get(reverse("referrals:inbox")).status_code == 200


@pytest.mark.rule("R9")
def test_a_referral_closes_by_the_clock_received_or_not(cast, acting):
    now = timezone.now()
    past = {"made_at": now - dt.timedelta(days=15), "closes_at": now - dt.timedelta(days=1)}
    closed = a_referral(cast, **past)
    with acting(cast.detective):
        assert Referral.objects.with_receipt().get(pk=closed.pk).state == "closed"
        assert list(Referral.objects.waiting()) == []
    with acting(cast.advocate), pytest.raises(Refused):
        services.receive(by=cast.advocate, referral=closed)


def test_only_the_agency_it_was_sent_to_can_receive_it(cast, acting):
    referral = a_referral(cast)
    for hat in (cast.detective, cast.other_advocate):
        with pytest.raises(Exception, match="row-level security"), acting(hat):
            Receipt(owner_id=hat.agency_id, recipient=cast.sheriff, referral=referral).save(force_insert=True)
    assert Receipt.objects.using(OWNER).count() == 0


def test_the_envelope_cannot_be_changed_by_anybody(cast, acting):
    referral = a_referral(cast)
    for hat in (cast.detective, cast.advocate):
        with pytest.raises(Exception, match="permission denied"), acting(hat):
            Referral.objects.filter(pk=referral.pk).update(urgency="now")


def test_a_paper_is_read_by_both_ends_alone_and_taken_back_at_once(cast, acting, signed_in):
    paper = a_paper(cast)
    for hat in (cast.detective, cast.second_detective, cast.advocate):
        with acting(hat):
            assert ids(ReferralPaper.objects) == {paper.pk}
    for hat in (cast.other_detective, cast.prosecutor, cast.other_advocate, cast.coordinator):
        with acting(hat):
            assert ids(ReferralPaper.objects) == set()
    signed_in(cast.detective).post(reverse("referrals:withdraw", args=[paper.pk]))
    with acting(cast.advocate):
        assert ids(ReferralPaper.objects) == set()
    with acting(cast.detective):
        assert ids(ReferralPaper.objects) == {paper.pk}


def test_a_copy_for_one_person_is_that_persons_alone(cast, acting, signed_in):
    copy = a_disclosure(cast, recipient_person_id=cast.detective.person_id)
    with acting(cast.detective):
        assert ids(Disclosure.objects) == {copy.pk}
    for hat in (cast.second_detective, cast.le_supervisor, cast.other_detective, cast.other_advocate):
        with acting(hat):
            assert ids(Disclosure.objects) == set()
        assert signed_in(hat).get(copy.get_absolute_url()).status_code == 404


@pytest.mark.rule("R8", "R9")
def test_a_copy_closes_by_the_clock_and_when_it_is_taken_back(cast, acting):
    a_disclosure(cast, ends_at=timezone.now() - dt.timedelta(seconds=1))
    a_disclosure(cast, revoked_at=timezone.now())
    live = a_disclosure(cast)
    with acting(cast.detective):
        assert ids(Disclosure.objects) == {live.pk}


def test_reading_a_copy_is_written_in_the_givers_ledger_and_nobody_elses(cast, acting, signed_in):
    copy = a_disclosure(cast)
    assert "Through Harbor House" in signed_in(cast.detective).get(copy.get_absolute_url()).content.decode()
    (reading,) = Reading.objects.using(OWNER).all()
    assert (reading.disclosure_id, reading.made_by_id) == (copy.pk, cast.detective.person_id)
    for hat in (cast.detective, cast.second_detective, cast.other_advocate):
        with acting(hat):
            assert ids(Reading.objects) == set()


def test_every_way_of_reading_a_copy_is_told_to_its_giver_and_none_of_the_givers_own(cast, signed_in):
    copy = a_disclosure(cast)
    reader, api = signed_in(cast.detective), f"/api/v1/disclosures/{copy.pk}/"
    printed = reverse("referrals:disclosure_print", args=[copy.pk])
    assert "Through Harbor House" in reader.get(printed).content.decode()
    assert [fact["text"] for fact in reader.get(api).json()["facts"]] == ["Through Harbor House"]
    listed = reader.get("/api/v1/disclosures/").content.decode()
    assert str(copy.pk) in listed
    assert "Through Harbor House" not in listed
    assert signed_in(cast.advocate).get(api).json()["purpose"] == copy.purpose
    assert list(Reading.objects.using(OWNER).order_by("made_at").values_list("way", "made_by_id")) == [
        ("print", cast.detective.person_id),
        ("api", cast.detective.person_id),
    ]
    for hat in (cast.other_detective, cast.other_advocate):
        assert {signed_in(hat).get(address).status_code for address in (printed, api)} == {404}


def test_nobody_writes_a_reading_for_somebody_else_or_of_what_they_cannot_read(cast, acting):
    copy = a_disclosure(cast, recipient_person_id=cast.detective.person_id)
    for hat in (cast.second_detective, cast.other_detective):
        with pytest.raises(Exception, match="row-level security"), acting(hat):
            Reading(owner=cast.harbor, made_by_id=hat.person_id, disclosure=copy).save(force_insert=True)


def test_a_message_shows_delivered_to_its_sender_and_no_more(cast, signed_in):
    message = a_message(cast)
    page = signed_in(cast.detective).get(message.get_absolute_url()).content.decode()
    assert "Delivered" in page
    assert "What we do with it" not in page
    assert signed_in(cast.other_detective).get(message.get_absolute_url()).status_code == 404


def test_what_was_not_received_in_time_stands_out_in_both_boxes(cast, signed_in):
    past = timezone.now() - dt.timedelta(hours=1)
    a_referral(cast, receive_by=past)
    a_request(cast, answer_by=past)
    for hat, box in ((cast.detective, "outbox"), (cast.advocate, "inbox")):
        page = signed_in(hat).get(reverse(f"referrals:{box}"), {"state": "late"}).content.decode()
        assert page.count(", late") == 2


@pytest.mark.parametrize("state", ["", "waiting", "late", "done", "closed"])
@pytest.mark.parametrize("kind", ["", "request", "referral", "message"])
def test_the_boxes_can_be_narrowed(cast, signed_in, state, kind):
    a_referral(cast)
    a_request(cast)
    a_message(cast)
    page = signed_in(cast.advocate).get(
        reverse("referrals:inbox"), {"state": state, "kind": kind, "agency": cast.sheriff.pk}
    )
    assert page.status_code == 200
    shown = {"": 3, "waiting": 2}.get(state, 0)
    if kind and shown:
        shown = 1 if not (state == "waiting" and kind == "message") else 0
    assert len(page.context["table"].rows) == shown


def test_the_inbox_asks_the_database_as_often_for_three_as_for_one(cast, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        a_referral(cast)
        a_request(cast)
        a_message(cast)
        with CaptureQueriesContext(connection) as asked:
            signed_in(cast.advocate).get(reverse("referrals:inbox"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_nothing_of_another_task_force_can_be_asked_or_referred(cast, signed_in):
    detective = signed_in(cast.lake_detective)
    answer = detective.post(reverse("referrals:refer"), {"recipient": cast.harbor.pk, "urgency": "day", **PERSON})
    assert answer.status_code == 422
    assert Referral.objects.using(OWNER).count() == 0


def test_how_often_a_provider_opens_a_case_or_a_referral_is_told_to_its_own_auditor_alone(cast, acting, signed_in):
    case, referral = a_case(cast, hat=cast.detective), a_paper(cast).referral
    advocate = signed_in(cast.advocate)
    for page in (case.get_absolute_url(), referral.get_absolute_url(), f"/api/v1/referrals/{referral.pk}/"):
        assert advocate.get(page).status_code == 200
    with acting(cast.law_auditor):
        assert list(Entry.objects.exclude(person_id=cast.law_auditor.person_id)) == []
    with acting(cast.services_auditor):
        read = Entry.objects.filter(verb="read").values_list("kind", flat=True)
        assert sorted(read) == ["cases.case", "referrals.referral", "referrals.referral"]


@pytest.mark.rule("R32")
def test_the_defense_is_named_to_police_and_prosecutors_on_what_they_sent(cast, signed_in):
    sent = (a_paper(cast).referral, a_request(cast), a_message(cast))
    pages = [signed_in(cast.detective).get(row.get_absolute_url()).content.decode() for row in sent]
    assert ["disclosed to the defense" in page for page in pages] == [True, True, True]


def test_the_api_tells_a_referrals_sender_sent_received_and_closed_and_a_requests_answer(cast, acting, signed_in):
    detective, answer = signed_in(cast.detective), an_answer(cast)
    referral = a_receipt(cast).referral
    told = detective.get(f"/api/v1/referrals/{referral.pk}/").json()
    asked = detective.get(f"/api/v1/requests/{answer.request_id}/").json()

    assert sorted(told) == sorted(
        ["id", "owner", "recipient", "urgency", "made_at", "receive_by", "received_at", "closes_at", "state"]
    )
    assert told["state"] == "received"
    assert (asked["services"], asked["languages"], asked["said"]) == (["emergency_housing"], ["spa"], "yes")
