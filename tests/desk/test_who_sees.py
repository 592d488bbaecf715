"""Who can see a record and why is answered by the wall itself, for those at the agency that keeps it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from access.explaining import grants_on, hats_nearby, sees, sights, why
from audit.models import Entry
from investigations.sharing import seal, share_with_agency
from investigations.vocabulary import Sharing
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.investigations.rows import an_investigation
from tests.victims.rows import a_client
from tests.wall.declared import rows
from victims.services import close_to_named

TODAY = date_format(timezone.localdate(), "M j, Y")


def said(record, hat, acting):
    """{agency: (reasons, names)} as the asker is told."""
    with acting(hat):
        return {
            sight.agency.name: (sorted(sight.why), sorted(name for name, _ in sight.people))
            for sight in sights(record, hat)
        }


def test_a_client_is_the_providers_alone(cast, acting):
    assert said(a_client(cast), cast.advocate, acting) == {
        "Harbor House": (
            [
                f"Is assigned to a client: given by Ana Advocate, from {TODAY}, without an end. Opened the client",
                "Works at the agency that keeps it: advocate",
                "Works at the agency that keeps it: advocate supervisor",
            ],
            ["Abe Advocate", "Ana Advocate", "Sue Supervisor"],
        )
    }


def test_an_investigation_is_told_grant_by_grant_with_reason_and_end(cast, acting):
    investigation = an_investigation(cast)
    end = dt.date(2030, 1, 31)
    with acting(cast.detective):
        share_with_agency(
            by=cast.detective,
            investigation=investigation,
            agency=cast.prosecutor_office,
            kind=Sharing.CHARGES,
            reason="Charging decision",
            until_on=end,
        )
    told = said(investigation, cast.detective, acting)
    assert list(told) == ["Riverbend County Sheriff", "Riverbend District Attorney"]
    reasons, names = told["Riverbend District Attorney"]
    assert names == []
    assert len(reasons) == 1
    assert "given by Dan Detective" in reasons[0]
    assert "until Jan 31, 2030. Charging decision" in reasons[0]


def test_of_a_closed_client_those_are_told_who_are_named_and_by_whom(cast, acting):
    client = a_client(cast)
    with acting(cast.advocate):
        people = [cast.advocate.person, cast.advocate_supervisor.person]
        close_to_named(by=cast.advocate, client=client, people=people, reason="Known to a colleague")
        client.refresh_from_db()

    assert said(client, cast.advocate, acting) == {
        "Harbor House": (
            [f"Is named by Ana Advocate, from {TODAY}, without an end. Known to a colleague"],
            ["Ana Advocate", "Sue Supervisor"],
        )
    }


def test_of_a_sealed_investigation_its_lead_and_those_are_told_who_are_named(cast, acting):
    investigation = an_investigation(cast)
    with acting(cast.detective):
        seal(by=cast.detective, investigation=investigation, people=[cast.second_detective.person], reason="Informant")

    assert said(investigation, cast.detective, acting) == {
        "Riverbend County Sheriff": (
            [f"Is named by Dan Detective, from {TODAY}, without an end. Informant", "Leads it"],
            ["Dan Detective", cast.second_detective.person.name],
        )
    }


@pytest.mark.parametrize("model", sorted(rows()))
def test_whoever_sees_a_record_is_told_a_reason(model, cast, acting):
    record = rows()[model](cast)
    with acting(cast.advocate):
        seen = [(seat, hat) for seat, hat in hats_nearby() if sees(hat, record)]
        grants = grants_on(record)
        assert [seat.person.name for seat, hat in seen if not list(why(record, seat, hat, grants))] == []


def page(cast, record):
    return reverse("desk:who_sees", args=[record._meta.label_lower, record.pk])


def test_the_page_is_for_those_at_the_agency_that_keeps_it(cast, signed_in):
    record = a_client(cast)
    answers = {name: signed_in(hat).get(page(cast, record)).status_code for name, hat in cast.hats.items()}
    assert {name for name, status in answers.items() if status == 200} == {
        "advocate",
        "second_advocate",
        "advocate_supervisor",
    }
    assert {name for name, status in answers.items() if status == 302} == {  # who holds no hat is asked for one
        "ex_advocate",
        "ex_detective",
        "superuser",
    }


def test_a_copys_reader_is_not_told_who_else_reads_it(cast, signed_in):
    case = a_case(cast)  # seen by a detective who does not keep it
    assert signed_in(cast.detective).get(reverse("desk:case", args=[case.pk])).status_code == 200
    assert signed_in(cast.detective).get(page(cast, case)).status_code == 404
    assert signed_in(cast.coordinator).get(page(cast, case)).status_code == 200


@pytest.mark.parametrize("label", ["accounts.user", "access.agencykey", "nothing.there", "victims.clienthistory"])
def test_no_other_table_can_be_asked_about(cast, signed_in, label):
    address = reverse("desk:who_sees", args=[label, a_client(cast).pk])
    assert signed_in(cast.advocate_supervisor).get(address).status_code == 404


def test_people_of_other_agencies_are_not_named(cast, signed_in):
    told = signed_in(cast.coordinator).get(page(cast, a_case(cast))).content.decode()
    assert "Harbor House" in told
    assert "Ana Advocate" not in told


def test_a_supervisor_sees_it_as_a_colleague_and_is_recorded(cast, signed_in, acting):
    client = a_client(cast)
    with acting(cast.advocate):
        people = [cast.advocate.person, cast.advocate_supervisor.person]
        close_to_named(by=cast.advocate, client=client, people=people, reason="Known to a colleague")
    supervisor = signed_in(cast.advocate_supervisor)

    def seen_as(hat):
        return supervisor.get(page(cast, client), {"as": f"{hat.person_id}:{hat.value}"}).context["as_colleague"]

    assert seen_as(cast.second_advocate)["sees"] is False
    assert {part.theirs for part in seen_as(cast.second_advocate)["parts"]} == {0}
    names = {part.name for part in seen_as(cast.advocate)["parts"]}
    assert "Client identities" in names
    assert names.isdisjoint({"Data keys", "Name tokens"})
    assert [part for part in seen_as(cast.advocate)["parts"] if part.theirs != part.mine] == []
    noted = Entry.objects.using(OWNER).filter(verb="saw it as a colleague").values_list("detail", flat=True)
    assert {detail["person"] for detail in noted} == {cast.second_advocate.person_id, cast.advocate.person_id}


def test_nobody_sees_it_as_somebody_of_another_agency(cast, signed_in):
    record, other = a_client(cast), cast.detective
    supervisor = signed_in(cast.advocate_supervisor)
    assert supervisor.get(page(cast, record), {"as": f"{other.person_id}:{other.value}"}).status_code == 404
    made_up = f"{other.person_id}:{cast.harbor.pk}:member"
    assert supervisor.get(page(cast, record), {"as": made_up}).context["as_colleague"]["sees"] is False


def test_the_link_stands_on_the_record_for_those_who_may_ask(cast, signed_in):
    client = a_client(cast)
    shown = signed_in(cast.advocate).get(client.get_absolute_url()).content.decode()
    assert page(cast, client) in shown
