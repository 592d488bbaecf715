"""The pages, by the user's door: what a detective does, what is refused with a sentence, what answers 404."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from access.context import acting as act
from access.views import SAVED_UNSEEN
from investigations import panels
from investigations.models import (
    Arrest,
    Charge,
    ChargingDecision,
    Hearing,
    Investigation,
    InvestigationAgencyGrant,
    Note,
    Operation,
    OperationNotice,
    SurvivorArrest,
    Suspect,
    Task,
    Victim,
)
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.investigations import rows

TODAY = timezone.localdate


def to(name: str, *args: object) -> str:
    return reverse(f"investigations:{name}", args=args)


def all_of(model):
    return model.objects.using(OWNER)


@pytest.fixture
def detective(cast, signed_in):
    return signed_in(cast.detective)


def said(answer) -> str:
    """A page without what differs between any two: tokens and its own address."""
    text = re.sub(r"[A-Za-z0-9]{32,}", "", answer.content.decode())
    return text.replace(answer.request["PATH_INFO"], "")


def post(client, name, row, /, **typed):
    """What the form answers."""
    return client.post(to(name, *([row.pk] if row else [])), typed)


OPENED = {"number": "S-26-0500", "form": "labor", "source": "labor", "finding": "suspected"}


def test_a_detective_opens_an_investigation_and_leads_it(cast, detective):
    answer = post(detective, "new", None, **OPENED, opened_on=TODAY(), lead_id=cast.detective.person_id)

    made = all_of(Investigation).get()
    assert answer.headers["Location"] == to("detail", made.pk)
    assert (made.number, made.owner_id, made.lead_id) == ("S-26-0500", cast.sheriff.pk, cast.detective.person_id)
    assert [str(change) for change in made.statuschanges.using(OWNER)] == ["Open"]
    assert [held.form for held in made.formassessments.using(OWNER)] == ["labor"]


def test_an_investigation_begun_on_a_case_page_belongs_to_that_case(cast, detective):
    case = a_case(cast)
    with act(cast.detective):
        begun = panels.case_panel(case, cast.detective).context["new_url"]
    assert str(case) in detective.get(begun).content.decode()
    detective.post(begun, OPENED | {"opened_on": TODAY(), "lead_id": cast.detective.person_id})
    assert all_of(Investigation).get().case_id == case.pk


def test_a_case_that_is_not_there_is_not_taken_up(cast, detective):
    for address in (f"?case={uuid.uuid4()}", "?case=nothing"):
        assert b"It will belong" not in detective.get(to("new") + address).content


def test_what_may_be_several_is_ticked_not_typed(cast, detective):
    one = rows.an_investigation(cast)
    for address, name in (
        (to("suspect_new", one.pk), "roles"),
        (to("new"), "joint"),
        (to("operation_new"), "labor_partners"),
    ):
        assert f'type="checkbox" name="{name}"' in detective.get(address).content.decode()


def test_no_form_of_trafficking_is_preset(detective):
    page = detective.get(to("new")).content.decode()

    assert "checked" not in page.split("Form of trafficking")[1].split("On what basis")[0]


def test_a_number_that_the_agency_has_already_is_refused_and_what_was_typed_is_kept(cast, detective):
    rows.an_investigation(cast)
    answer = post(
        detective,
        "new",
        None,
        **(OPENED | {"number": "s-26-0417"}),
        opened_on=TODAY(),
        lead_id=cast.detective.person_id,
    )

    assert answer.status_code == 422
    assert "Open that one, or correct the number" in answer.content.decode()
    assert 'value="s-26-0417"' in answer.content.decode()


def test_the_number_of_a_sealed_one_is_not_told_to_a_colleague(cast, signed_in):
    rows.an_investigation(cast, sealed=True)
    hat = cast.second_detective
    answer = post(
        signed_in(hat), "new", None, **(OPENED | {"number": "S-26-0417"}), opened_on=TODAY(), lead_id=hat.person_id
    )

    assert answer.status_code == 302


def test_one_sent_again_after_it_was_sealed_to_its_maker_is_not_made_twice(cast, detective):
    said = OPENED | {"opened_on": TODAY(), "lead_id": cast.detective.person_id, "sending": "1" * 32}
    assert detective.post(to("new"), said).status_code == 302
    all_of(Investigation).update(sealed=True, lead_id=cast.second_detective.person_id)

    again = detective.post(to("new"), said)

    assert (again.status_code, again.context["form"].non_field_errors()) == (422, [SAVED_UNSEEN])
    assert all_of(Investigation).count() == 1


def test_people_and_work_are_added_by_short_forms(cast, detective):
    one = rows.an_investigation(cast)
    person = {"age_band": "adult", "sex": "female"}
    standing = {"standing": "potential", "standing_on": TODAY(), "standing_basis": "Papers kept", "form": "labor"}
    post(detective, "victim_new", one, identified_on=TODAY(), citizenship="foreign", **standing, **person)
    post(detective, "suspect_new", one, part="trafficker", roles=["employer"], identified_on=TODAY(), **person)
    post(detective, "note_new", one, text="Spoke to the bank.")
    post(detective, "task_new", one, title="Call the bank", due_on=TODAY())
    post(detective, "hearing_new", one, kind="trial", at="2027-01-12T09:00", court="County")

    assert [str(all_of(model).get()) for model in (Victim, Suspect, Task, Hearing)] == [
        "Victim 1",
        "Suspect 1",
        "Call the bank",
        "Trial",
    ]
    assert all_of(Note).get().text == "Spoke to the bank."


@pytest.mark.rule("R33")
def test_a_note_that_looks_like_a_criminal_history_result_is_asked_about(cast, detective):
    one = rows.an_investigation(cast)
    warned = post(detective, "note_new", one, text="NCIC hit on the plate")
    kept = post(detective, "note_new", one, text="NCIC hit on the plate", no_result="on")

    assert (warned.status_code, kept.status_code) == (422, 302)
    assert "looks like a criminal-history result" in warned.content.decode()


def test_an_arrest_is_not_recorded_until_somebody_says_whether_it_is_a_survivor(cast, detective):
    suspect = rows.a_suspect(cast)
    typed = {"suspect": suspect.pk, "on": TODAY(), "level": "state", "group": "trafficking"}
    silent = post(detective, "arrest_new", suspect.investigation, **typed)
    asked = post(detective, "arrest_new", suspect.investigation, **typed, is_survivor="no")

    assert (silent.status_code, asked.status_code) == (422, 302)
    assert all_of(Arrest).get().is_survivor == "no"


def test_a_survivors_arrest_goes_on_to_its_own_form_with_what_was_typed(cast, detective):
    one = rows.an_investigation(cast)
    answer = post(detective, "arrest_new", one, is_survivor="yes", on="2026-11-02", level="state")

    assert answer.headers["Location"] == f"{to('survivor_arrest_new', one.pk)}?event=arrest&on=2026-11-02&level=state"
    assert all_of(Arrest).count() == 0
    page = detective.get(answer.headers["Location"]).content.decode()
    assert 'value="2026-11-02"' in page


def test_a_survivors_arrest_needs_its_reason_and_stays_until_it_is_settled(cast, detective):
    one = rows.an_investigation(cast)
    typed = {"event": "arrest", "on": TODAY(), "level": "state", "offense": "Loitering", "advocate_called": "no"}
    typed |= {"outcome": "charged", "vacatur": "not_asked"}
    silent = post(detective, "survivor_arrest_new", one, **typed)
    post(detective, "survivor_arrest_new", one, **typed, reason="safety")
    arrest = all_of(SurvivorArrest).get()

    assert silent.status_code == 422
    assert (arrest.is_unsettled, str(all_of(Victim).get()), all_of(Victim).get().standing) == (
        True,
        "Victim 1",
        "potential",
    )
    post(detective, "survivor_arrest_change", arrest, **(typed | {"outcome": "dismissed", "reason": "safety"}))
    arrest = all_of(SurvivorArrest).get()
    assert (arrest.is_unsettled, arrest.outcome_on) == (False, TODAY())


def test_charges_against_a_defendant_that_are_none_of_trafficking_are_asked_about(cast, detective):
    suspect = rows.a_suspect(cast)
    promoting = rows.a_statute(cast, kind="other", group="promoting")
    typed = {"suspect": suspect.pk, "statute": promoting.pk, "counts": 1, "filed_on": TODAY(), "level": "state"}
    post(detective, "charge_new", suspect.investigation, **typed)

    assert all_of(Charge).count() == 1
    assert "is of trafficking." in detective.get(to("detail", suspect.investigation_id)).content.decode()
    post(
        detective,
        "decide",
        suspect,
        decision="accepted",
        on=TODAY(),
        level="state",
        survivor_asked="yes",
        why_no_trafficking="spare",
    )
    assert all_of(ChargingDecision).get().why_no_trafficking == "spare"
    assert "is of trafficking." not in detective.get(to("detail", suspect.investigation_id)).content.decode()


def test_an_agency_is_let_in_for_a_reason_and_shut_out_by_one_button(cast, detective, signed_in):
    one = rows.an_investigation(cast)
    colleague = signed_in(cast.other_detective)
    typed = {"agency": cast.police.pk, "kind": "see_summary", "from_on": TODAY()}
    silent = post(detective, "share_agency", one, **typed)
    post(detective, "share_agency", one, **typed, reason="Joint surveillance")

    assert silent.status_code == 422
    assert colleague.get(to("detail", one.pk)).status_code == 200
    post(detective, "end_agency", all_of(InvestigationAgencyGrant).get())
    assert colleague.get(to("detail", one.pk)).status_code == 404


def test_a_provider_is_told_of_an_operation_without_target_or_name(cast, detective, signed_in):
    plan = {"name": "Green thumb", "kind": "inspection", "focus": "labor", "planned_on": TODAY()}
    post(detective, "operation_new", None, **plan, provider_told="no", provider_standby="no")
    heads_up = {"recipient": cast.harbor.pk, "people": 6, "minors": "no", "languages": "Spanish", "ends_on": TODAY()}
    refused = post(detective, "notice_new", None, **heads_up, when="Friday at 12 Main Street, Karl Wermut")
    post(detective, "notice_new", None, **heads_up, when="Late this week, evening")

    assert refused.status_code == 422
    assert (all_of(Operation).get().focus, all_of(OperationNotice).get().people) == ("labor", 6)
    page = signed_in(cast.advocate).get(to("notices")).content.decode()
    assert "Late this week, evening" in page
    assert "Green thumb" not in page
    assert "Late this week" not in signed_in(cast.other_advocate).get(to("notices")).content.decode()
    assert signed_in(cast.advocate).get(to("operations")).status_code == 404


def test_a_victim_is_referred_by_name_with_her_yes_and_only_sent_is_seen(cast, detective):
    victim = rows.a_victim(cast)
    typed = {"recipient": cast.harbor.pk, "urgency": "day", "yes_from": "person", "asked_by": "Dan"}
    typed |= {"asked_on": TODAY(), "asked_how": "in_person", "name": "Rosa Vidal", "minor": "no"}
    typed |= {"safe_contact": "555-0101 after six", "languages": "spa", "services": "case_management"}
    refused = post(detective, "refer", victim, **typed)
    sent = post(detective, "refer", victim, **typed, said_yes="on")

    assert (refused.status_code, sent.status_code) == (422, 302)
    assert all_of(Victim).get().referred_on == TODAY()
    assert "Referral: sent" in detective.get(to("detail", victim.investigation_id)).content.decode()


@pytest.mark.parametrize(
    "who", ["other_detective", "prosecutor", "lake_detective", "advocate", "coordinator", "le_admin"]
)
def test_who_may_not_know_gets_the_same_answer_as_for_what_is_not_there(cast, signed_in, who):
    suspect = rows.a_suspect(cast)
    client = signed_in(getattr(cast, who))
    hidden = [
        client.get(to("detail", suspect.investigation_id)),
        client.get(to("change", suspect.investigation_id)),
        client.get(to("charge_new", suspect.investigation_id)),
        client.get(to("suspect_change", suspect.pk)),
        client.get(to("decide", suspect.pk)),
    ]
    absent = client.get(to("detail", uuid.uuid4()))

    assert {(answer.status_code, said(answer)) for answer in hidden} == {(404, said(absent))}


@pytest.mark.parametrize("who", ["other_detective", "prosecutor", "lake_detective"])
def test_lists_counts_filters_and_files_show_nothing_of_it(cast, signed_in, who):
    rows.an_investigation(cast)
    client = signed_in(getattr(cast, who))

    for asked in ("", "?text=S-26", "?mine=on", f"?agency={cast.sheriff.pk}"):
        page = client.get(to("list") + asked).content.decode()
        assert "S-26-0417" not in page
        assert cast.sheriff.name not in page
    assert client.get("/investigations/investigations.csv").content.decode("utf-8-sig").count("\n") == 1


def test_the_file_holds_what_the_list_shows(cast, detective):
    rows.an_investigation(cast)
    rows.an_investigation(cast, number="S-26-0418", form="sex")

    listed = detective.get("/investigations/investigations.csv?form=sex").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in listed] == ["Number", "S-26-0418"]
    assert detective.get("/investigations/investigations.xlsx").content[:2] == b"PK"


def test_the_page_of_a_shared_investigation_offers_nothing_to_change(cast, signed_in):
    suspect = rows.a_suspect(cast)
    rows.an_agency_grant(cast, suspect.investigation, "see_full", to=cast.police)

    page = signed_in(cast.other_detective).get(to("detail", suspect.investigation_id)).content.decode()

    assert "Another agency shares this with you" in page
    for word in ("change/", "/new/", "share/", "seal/", "Who can see this"):
        assert word not in page.split("<main")[1]


def test_a_prosecutor_who_was_given_charges_adds_one_and_police_no_longer_can(cast, signed_in, detective):
    suspect = rows.a_suspect(cast)
    rows.an_agency_grant(cast, suspect.investigation, "see_charges", to=cast.prosecutor_office)
    typed = {
        "suspect": suspect.pk,
        "statute": rows.a_statute(cast).pk,
        "counts": 2,
        "filed_on": TODAY(),
        "level": "state",
    }

    refused = post(detective, "charge_new", suspect.investigation, **typed)
    made = post(signed_in(cast.prosecutor), "charge_new", suspect.investigation, **typed)

    assert (refused.status_code, made.status_code) == (422, 302)
    assert "Riverbend District Attorney keeps the charges" in refused.content.decode()
    assert all_of(Charge).get().owner_id == cast.prosecutor_office.pk


@pytest.mark.parametrize("many", [1, 3])
def test_pages_ask_a_bounded_number_of_questions(cast, detective, django_assert_max_num_queries, many):
    one = rows.an_investigation(cast)
    for number in range(1, many + 1):
        suspect = rows.a_suspect(cast, one, number=number)
        rows.a_charge(cast, suspect)
        rows.a_survivor_arrest(cast, rows.a_victim(cast, one, number=number))
        rows.an_investigation(cast, number=f"S-26-9{number}")
        rows.an_agency_grant(cast, one)

    with django_assert_max_num_queries(55):
        assert detective.get(to("detail", one.pk)).status_code == 200
    with django_assert_max_num_queries(25):
        assert detective.get(to("list")).status_code == 200


@pytest.mark.rule("R32")
def test_the_defense_is_named_on_every_screen_of_the_room(cast, detective):
    one, statute = rows.an_investigation(cast), rows.a_statute(cast)
    names = ("detail", "change", "status", "victim_new", "suspect_new", "arrest_new", "survivor_arrest_new")
    pages = [to(name, one.pk) for name in (*names, "charge_new", "note_new", "task_new", "hearing_new", "seal")]
    pages += [to("list"), to("new"), to("operations"), to("operation_new"), to("notice_new")]

    silent = [page for page in pages if "disclosed to the defense" not in detective.get(page).content.decode()]
    assert (silent, statute.pk is not None) == ([], True)


def test_a_detective_has_what_waits_today(cast, acting):
    rows.a_survivor_arrest(cast, reason="safety", next_step="Ask the DA to dismiss")
    with act(cast.detective):
        found = panels.todo(cast.detective)
    with act(cast.other_detective):
        elsewhere = panels.todo(cast.other_detective)

    assert [(each.title, each.urgent) for each in found] == [("A survivor's arrest is open", True)]
    assert elsewhere == []


@pytest.mark.parametrize(
    ("on", "said_of_it"),
    [
        ("2131-02-03", "This day is still to come. Write the day on which it happened."),
        ("1026-02-03", "This is too long ago. Check the year."),
    ],
)
def test_a_day_that_nobody_can_have_seen_is_refused_and_kept(cast, detective, on, said_of_it):
    one = rows.a_suspect(cast).investigation
    pages = {"change": "opened_on", "status": "on", "arrest_new": "on", "assess": "on", "victim_new": "identified_on"}
    for name, field in pages.items():
        answer = post(detective, name, one, **{field: on})
        assert answer.status_code == 422
        assert answer.context["form"].errors[field] == [said_of_it]
        assert on in said(answer)


def test_a_seal_says_who_is_shut_out_and_a_second_one_forgets_whom_the_first_named(cast, signed_in, detective):
    one = rows.an_investigation(cast)
    rows.an_agency_grant(cast, one)
    colleague = signed_in(cast.second_detective)
    post(detective, "seal", one, people=[cast.second_detective.person_id])
    assert colleague.get(one.get_absolute_url()).status_code == 200
    assert said(detective.get(one.get_absolute_url())).count("Not while it is sealed") == 1

    post(detective, "unseal", one)
    assert "Not while it is sealed" not in said(detective.get(one.get_absolute_url()))
    post(detective, "seal", one)
    assert colleague.get(one.get_absolute_url()).status_code == 404


def test_an_open_one_is_not_shared_with_a_colleague_who_sees_it_anyway(cast, detective):
    one = rows.an_investigation(cast)
    assert "Dora Detective" not in said(detective.get(to("share_person", one.pk)))
    post(detective, "seal", one)
    assert f"Dora Detective, {cast.sheriff}" in said(detective.get(to("share_person", one.pk)))
