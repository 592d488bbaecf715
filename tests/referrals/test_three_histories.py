"""Three histories side by side: taken in, known already, turned away. Their sender can't tell them apart.

All that the sender's agency can get: its pages, the API, lists in every order and state, and every table
that the application may read, byte for byte but for random identifiers. Moments stand as their order, so
that one more change, or a row that moved, would show.
"""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from access.context import acting as acting_as
from investigations import services as police
from referrals import services as referral_services
from referrals.models import ReferralPaper
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.investigations import rows as law
from tests.victims.rows import a_client

SENDERS = ("detective", "second_detective", "le_supervisor", "law_auditor", "le_admin", "le_grant_manager")
UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce[-=]"?|cursor=)[A-Za-z0-9+/=%]+')
CLOCK = re.compile(r"\d{1,2}(:\d\d)? [ap]\.m\.|noon|midnight")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:\d\d)")


def taken_in(advocate, cast, referral, paper):
    advocate.get(reverse("victims:referral_work", args=[referral.pk]))
    advocate.post(reverse("victims:paper_open", args=[paper.pk]))
    step(advocate, paper, "accepted")
    step(advocate, paper, "begun")


def known_already(advocate, cast, referral, paper):
    client = a_client(cast, cast.advocate)
    advocate.get(reverse("victims:referral_work", args=[referral.pk]))
    advocate.post(reverse("victims:paper_match", args=[paper.pk]), {"client": client.pk})


def turned_away(advocate, cast, referral, paper):
    step(advocate, paper, "declined")


def step(advocate, paper, what):
    said = {"step": what, "on": timezone.localdate().isoformat(), "note": ""}
    assert advocate.post(reverse("victims:paper_step", args=[paper.pk]), said).status_code == 302


def refer(cast):
    """The sheriff refers the victim of an investigation, then somebody else; the advocate receives the first."""
    person = {"said_yes": True, "safe_contact": "555-0142", "minor": "no", "yes_from": "person"}
    person |= {"asked_by": "Dan Detective", "asked_how": "in_person", "recipient": cast.harbor, "urgency": "day"}
    victim = law.a_victim(cast)
    with acting_as(cast.detective):
        link = police.refer_victim(by=cast.detective, victim=victim, name="Marisol Vega", **person)
        referral_services.refer_person(by=cast.detective, name="Ines Vega", **person)
    with acting_as(cast.advocate):
        referral_services.receive(by=cast.advocate, referral=link.referral)
    return victim.investigation, link.referral


def addresses(investigation, referral, case) -> list[str]:
    """Every page of the sender's that could show anything of a referral, and the API."""
    inbox, outbox, api = reverse("referrals:inbox"), reverse("referrals:outbox"), "/api/v1/referrals/"
    named = ("desk:home", "desk:inbox", "desk:calendar", "cases:list", "investigations:list", "referrals:received")
    return [
        referral.get_absolute_url(),
        investigation.get_absolute_url(),
        case.get_absolute_url(),
        inbox,
        outbox,
        *(f"{outbox}?kind=referral&state={state}" for state in ("waiting", "late", "done", "closed")),
        *(f"{outbox}?sort={name}" for name in ("made_at", "-made_at", "said", "due_at")),
        *(reverse(name) for name in named),
        api,
        f"{api}{referral.pk}/",
        *(
            f"/api/v1/{name}/"
            for name in ("requests", "disclosures", "cases", "clients", "services", "investigations")
        ),
    ]


def everything(cast, signed_in, investigation, referral, case) -> dict:
    """What everybody at the sender's can get, without random identifiers."""
    found = {}
    for name in SENDERS:
        hat = getattr(cast, name)
        client = signed_in(hat)
        for number, address in enumerate(addresses(investigation, referral, case)):
            answer = client.get(address)
            assert answer.status_code in (200, 404, 403), (name, address, answer.status_code)
            sent = sorted((head, bare(value)) for head, value in answer.headers.items() if head != "Set-Cookie")
            found[name, number] = (answer.status_code, sent, bare(in_order(answer.content.decode())))
        with acting_as(hat):
            found |= {(name, table): rows_by_sql(table, columns) for table, columns in readable().items()}
    return found


def bare(text: str) -> str:
    """A text without random identifiers, tokens and the time of day."""
    return CLOCK.sub("<time>", TOKEN.sub("<token>", UUID.sub("<id>", text)))


def in_order(text: str) -> str:
    """A text whose exact moments are replaced by which of them it is."""
    order = {moment: rank for rank, moment in enumerate(sorted(set(MOMENT.findall(text))))}
    return MOMENT.sub(lambda found: f"<moment {order[found.group()]}>", text)


def readable() -> dict[str, list[str]]:
    """The tables and columns that the application may read at all; what a sender did is no part of it."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(quote_ident(column_name) ORDER BY column_name)"
            " FROM information_schema.column_privileges"
            " WHERE table_schema = 'public' AND grantee = 'ecm_app' AND privilege_type = 'SELECT' GROUP BY 1"
        )
        return dict(cursor.fetchall())


def rows_by_sql(table: str, columns: list[str]) -> list[str]:
    """A table as the acting person reads it; reading pages is recorded, so that the audit is told apart by verb."""
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
        rows = cursor.fetchall()
    moments = sorted({value for row in rows for value in row if isinstance(value, dt.datetime)})
    ranks = {moment: f"moment {rank}" for rank, moment in enumerate(moments)}
    return sorted(bare(repr([told(value, ranks) for value in row])) for row in rows)


def told(value, ranks):
    """A moment as its order, sealed bytes as how many they are, since no two sealings are the same."""
    if isinstance(value, dt.datetime):
        return ranks[value]
    return f"{len(value)} bytes" if isinstance(value, memoryview) else value


def wipe():
    """Take what the last history left, so that the next begins where it began."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "TRUNCATE referrals_referral, victims_client, victims_referrallink, victims_referralstep, cases_case,"
            " investigations_investigation, investigations_victimhistory, investigations_investigationhistory,"
            " audit_entry CASCADE"
        )


@pytest.mark.rule("R4")
def test_the_sender_gets_the_same_whether_the_person_was_taken_in_known_or_turned_away(cast, signed_in):
    got = []
    for history in (taken_in, known_already, turned_away):
        case = a_case(cast, number="2026-AAAAA")
        investigation, referral = refer(cast)
        paper = ReferralPaper.objects.using(OWNER).get(referral=referral)
        history(signed_in(cast.advocate), cast, referral, paper)
        got.append(everything(cast, signed_in, investigation, referral, case))
        wipe()
    first, second, third = got
    assert len(first["detective", "referrals_referral"]) == 2
    assert "Marisol Vega" in first["detective", 0][2]
    assert "Referral: received" in first["detective", 1][2]
    api = json.loads(first["detective", len(addresses(investigation, referral, case)) - 8][2])
    assert len(api["results"]) == 2
    for key in first:
        assert (key, first[key]) == (key, second[key])
        assert (key, first[key]) == (key, third[key])
