"""Three histories side by side: taken in, known already, turned away. Their sender can't tell them apart."""

import re

from django.db import connections
from django.urls import reverse
from django.utils import timezone

from access.context import acting as acting_as
from cases.panels import Panel
from referrals import panels as referral_panels
from referrals import services as referral_services
from referrals.models import ReferralPaper
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.victims.rows import a_client
from victims.models import Client, ReferralLink, ReferralStep

SENDERS = ("detective", "second_detective", "le_supervisor", "law_auditor", "le_admin", "le_grant_manager")
UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce[-=]"?)[A-Za-z0-9+/=]+')
TABLES = [
    "referrals_referral",
    "referrals_receipt",
    "referrals_referralpaper",
    "referrals_servicerequest",
    "referrals_answer",
    "referrals_message",
    "referrals_disclosure",
    "referrals_reading",
    "audit_entry",
    "cases_case",
    "cases_caseentry",
    "cases_casestanding",
    "cases_caseagency",
]


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


def taken_in(cast, signed_in, referral, paper):
    advocate = signed_in(cast.advocate)
    advocate.get(reverse("victims:referral_work", args=[referral.pk]))
    advocate.post(reverse("victims:paper_open", args=[paper.pk]))
    step(advocate, paper, "accepted")
    step(advocate, paper, "begun")


def known_already(cast, signed_in, referral, paper):
    client, advocate = a_client(cast, cast.second_advocate), signed_in(cast.second_advocate)
    advocate.get(reverse("victims:referral_work", args=[referral.pk]))
    advocate.post(reverse("victims:paper_match", args=[paper.pk]), {"client": client.pk})


def turned_away(cast, signed_in, referral, paper):
    step(signed_in(cast.advocate), paper, "declined")


def step(advocate, paper, what):
    said = {"step": what, "on": timezone.localdate().isoformat(), "note": ""}
    assert advocate.post(reverse("victims:paper_step", args=[paper.pk]), said).status_code == 302


HISTORIES = (taken_in, known_already, turned_away)


def everything_that_a_sender_can_get(cast, signed_in, referral, case):
    """Pages, panels and rows by SQL of everybody at the sender's, without random identifiers and moments."""
    found = {}
    pages = [
        referral.get_absolute_url(),
        reverse("referrals:outbox"),
        reverse("referrals:outbox") + "?state=done&kind=referral",
        reverse("referrals:outbox") + "?state=waiting",
        reverse("referrals:inbox"),
        reverse("referrals:received"),
    ]
    for name in SENDERS:
        hat = getattr(cast, name)
        client = signed_in(hat)
        for number, page in enumerate(pages):
            answer = client.get(page)
            found[name, "page", number] = (answer.status_code, bare(answer.content.decode()))
        with acting_as(hat):
            panel = referral_panels.case_panel(case, hat)
            found[name, "panel"] = shown(panel)
            found[name, "todo"] = [line.title for line in referral_panels.todo(hat)]
            found |= {(name, table): rows_by_sql(table) for table in TABLES}
    return found


def rows_by_sql(table):
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.column_privileges WHERE table_name = %s"
            " AND grantee = 'ecm_app' AND privilege_type = 'SELECT' ORDER BY 1",
            [table],
        )
        columns = [name for (name,) in cursor.fetchall()]
        where = " WHERE kind NOT LIKE 'cases%%'" if table == "audit_entry" else ""
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}{where}")
        return sorted(bare(repr([sealed(value) for value in row])) for row in cursor.fetchall())


def sealed(value):
    """How much is sealed where bytes are sealed: no two sealings are the same."""
    return f"{len(value)} bytes" if isinstance(value, memoryview) else value


def shown(panel: Panel | None):
    from django.template.loader import render_to_string

    return panel and bare(render_to_string(panel.template, {"panel": panel, **panel.context}))


MOMENT = re.compile(
    r"datetime\.datetime\([^()]*(\([^()]*\))?[^()]*\)|\d{1,2}(:\d\d)? [ap]\.m\.|\d{4}-\d\d-\d\dT[0-9:.+]+"
)


def bare(text):
    """A text without random identifiers, tokens and moments."""
    return MOMENT.sub("<moment>", TOKEN.sub("<token>", UUID.sub("<id>", text)))


def test_the_sender_gets_the_same_whether_the_person_was_taken_in_known_or_turned_away(cast, signed_in):
    got = []
    for history in HISTORIES:
        case = a_case(cast, number="2026-AAAAA")
        referral = refer(cast)
        paper = ReferralPaper.objects.using(OWNER).get(referral=referral)
        history(cast, signed_in, referral, paper)
        got.append(everything_that_a_sender_can_get(cast, signed_in, referral, case))
        wipe()
    first, second, third = got
    assert len(first["detective", "referrals_referral"]) == 1
    assert "Marisol Vega" in first["detective", "page", 0][1]
    for key in first:
        assert (key, first[key]) == (key, second[key])
        assert (key, first[key]) == (key, third[key])


def wipe():
    """Take what the last history left, so that the next begins where it began."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "TRUNCATE referrals_referral, victims_client, victims_referrallink, victims_referralstep,"
            " cases_case, audit_entry CASCADE"
        )


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
