"""Opening a client, intake in any order, finding them again, and what their pages say."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from access.context import counting
from access.errors import Refused, Stale
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.victims.rows import a_client, a_service
from victims import services
from victims.models import (
    CaseBookmark,
    Client,
    ClientIdentity,
    Determination,
    Enrollment,
    Need,
    Note,
    ServiceEntry,
    TurnedAway,
)
from victims.panels import case_panel, dated, todo

TODAY = timezone.localdate()


@pytest.mark.rule("R14")
def test_a_client_opens_with_a_code_name_and_nothing_asked(cast, acting):
    with acting(cast.advocate):
        client = services.open_client(by=cast.advocate)
        assert len(client.code_name.split()) == 2
        assert (client.gender, client.race, client.labor_indicators) == ("not_asked", ["not_asked"], ["not_asked"])
        assert (client.standing, client.form) == ("", "undetermined")
        assert [grant.user_id for grant in client.grants.all()] == [cast.advocate.person_id]


@pytest.mark.rule("R5")
def test_code_names_are_unique_within_the_agency_only(cast, acting):
    with acting(cast.advocate):
        services.open_client(by=cast.advocate, code_name="Blue Heron")
        with pytest.raises(Refused, match="taken"):
            services.open_client(by=cast.advocate, code_name="Blue Heron")
    with acting(cast.other_advocate):
        services.open_client(by=cast.other_advocate, code_name="Blue Heron")


@pytest.mark.parametrize("who", ["detective", "coordinator", "grant_manager", "services_admin", "ex_advocate"])
def test_nobody_but_an_advocate_opens_a_client(cast, acting, who):
    hat = getattr(cast, who)
    with acting(hat), pytest.raises(Refused):
        services.open_client(by=hat)


@pytest.mark.rule("R34")
def test_not_asked_unknown_and_declined_are_three_answers(cast, acting):
    client = a_client(cast)
    with acting(cast.advocate):
        for said in ("not_asked", "unknown", "declined"):
            services.answer(by=cast.advocate, client=client, section="about", gender=said, race=[said])
            assert Client.objects.filter(gender=said, race=[said]).count() == 1
        with pytest.raises(Refused, match="either answers, or one of"):
            services.answer(by=cast.advocate, client=client, section="about", race=["asian", "declined"])
        with pytest.raises(Refused):
            services.answer(by=cast.advocate, client=client, section="about", gender="made up")


def test_sections_are_saved_in_any_order_and_progress_shows(cast, acting, signed_in):
    client = a_client(cast, identity=None, determination=None, award=None)
    browser = signed_in(cast.advocate)
    address = reverse("victims:intake", args=[client.pk, "indicators"])
    answer = browser.post(address, {"labor_indicators": ["pay_withheld", "hours"], "sex_indicators": [], "next": "1"})
    assert (answer.status_code, answer.url) == (302, reverse("victims:intake", args=[client.pk, "identity"]))
    with acting(cast.advocate):
        saved = Client.objects.get()
        assert (saved.labor_indicators, saved.sex_indicators) == (["pay_withheld", "hours"], ["not_asked"])
        assert saved.asked_sections == ["indicators"]


def test_an_answer_ticked_beside_not_asked_was_asked(cast, acting, signed_in):
    client = a_client(cast)
    address = reverse("victims:intake", args=[client.pk, "about"])
    answers = {"race": ["asian", "not_asked"], "citizenships_0": "MX", "citizenships_1": "GT", "language": "mam"}
    assert signed_in(cast.advocate).post(address, answers).status_code == 302
    with acting(cast.advocate):
        saved = Client.objects.get()
        assert (saved.race, saved.citizenships, saved.language) == (["asian"], ["MX", "GT"], "mam")
        assert (saved.gender, saved.special_groups) == ("not_asked", ["not_asked"])


def test_two_people_saving_the_same_section_are_told(cast, acting):
    client = a_client(cast)
    with acting(cast.advocate):
        version = client.version
        services.answer(by=cast.advocate, client=client, section="about", expected=version, gender="female")
        with pytest.raises(Stale):
            services.answer(by=cast.advocate, client=client, section="about", expected=version, gender="male")


def test_age_is_that_at_first_service_under_the_award(cast, acting):
    client = a_client(cast, first_served_on=dt.date(2024, 5, 3), identity={"birth_date": "2006-05-04"})
    with acting(cast.advocate):
        assert (Enrollment.objects.get().age, Client.objects.get().grown) == (17, "minor")
        services.set_identity(by=cast.advocate, client=client, birth_date="2006-05-03")
        assert (Enrollment.objects.get().age, Client.objects.get().grown) == (18, "adult")


@pytest.mark.rule("R19")
def test_a_minor_is_flagged(cast, signed_in):
    client = a_client(cast, identity={"birth_date": f"{TODAY.year - 12}-01-01"})
    assert "Minor" in signed_in(cast.advocate).get(reverse("victims:list")).text
    assert "A minor" in signed_in(cast.advocate).get(client.get_absolute_url()).text


def test_determinations_are_dated_and_the_latest_by_date_stands(cast, acting):
    client, by = a_client(cast), cast.advocate
    with acting(by):
        services.determine(by=by, client=client, standing="confirmed", form="both", basis="court")
        earlier = TODAY - dt.timedelta(days=60)
        services.determine(by=by, client=client, standing="ruled_out", form="sex", basis="screening", on=earlier)
        assert (Client.objects.get().standing, Client.objects.get().form) == ("confirmed", "both")
        assert Determination.objects.count() == 3


def found(cast, acting, hat, text):
    with acting(hat):
        return [client.code_name for client in services.found(hat, Client.objects.all(), text)]


@pytest.mark.parametrize("text", ["marisol", "MARI", "lun", "Vega Marisol", "lópez", "lopez", "mar lop"])
def test_clients_are_found_by_names_nicknames_and_their_beginnings(cast, acting, text):
    client = a_client(cast, identity={"name": "Marisol López Vega", "other_names": "Luna"})
    a_client(cast, identity={"name": "Somebody Else"})
    assert found(cast, acting, cast.second_advocate, text) == [client.code_name]


@pytest.mark.rule("R6")
def test_two_letters_and_wrong_words_find_nobody_and_nobody_else_finds_them(cast, acting):
    a_client(cast, code_name="Zzz Zzz")
    assert found(cast, acting, cast.advocate, "ma") == []
    assert found(cast, acting, cast.advocate, "marisol smith") == []
    assert found(cast, acting, cast.other_advocate, "marisol") == []


def test_a_name_that_was_corrected_is_not_found_any_more(cast, acting):
    client = a_client(cast, code_name="Zzz Zzz")
    with acting(cast.advocate):
        services.set_identity(by=cast.advocate, client=client, name="Ana", other_names="")
    assert found(cast, acting, cast.advocate, "marisol") == []
    assert found(cast, acting, cast.advocate, "ana") == ["Zzz Zzz"]


@pytest.mark.rule("R7")
def test_likely_doubles_are_shown_within_the_own_agency_only(cast, acting, signed_in):
    first = a_client(cast, identity={"name": "Marisol Vega", "birth_date": "1999-05-04"})
    second = a_client(cast, identity={"name": "M", "birth_date": "1999-05-04"})
    a_client(cast, identity={"name": "Other Person", "birth_date": "1980-01-01"})
    stranger = a_client(cast, by=cast.other_advocate, award=None, identity={"birth_date": "1999-05-04"})
    page = signed_in(cast.advocate).get(second.get_absolute_url()).text
    assert "Perhaps the same person" in page
    assert first.code_name in page
    assert "Perhaps the same person" not in signed_in(cast.other_advocate).get(stranger.get_absolute_url()).text


@pytest.mark.rule("R31")
def test_a_name_is_in_no_title_and_no_address(cast, acting, signed_in):
    client = a_client(cast)
    browser = signed_in(cast.advocate)
    for name in ("detail", "services", "note", "exit"):
        page = browser.get(reverse(f"victims:{name}", args=[client.pk])).text
        title = page[page.index("<title>") : page.index("</title>")]
        assert not {"Marisol", "Luna", *client.code_name.split()} & set(title.replace("<title>", "").split())
    assert str(client.pk) in client.get_absolute_url()


@pytest.mark.rule("R32")
def test_provider_pages_ask_not_to_paste_police_reports(cast, signed_in):
    client = a_client(cast)
    for name in ("detail", "note", "need"):
        page = signed_in(cast.advocate).get(reverse(f"victims:{name}", args=[client.pk])).text
        assert "Do not paste police reports or criminal-history results" in page


def test_the_case_of_a_client_is_known_to_the_provider_alone(cast, acting):
    case, client = a_case(cast), a_client(cast)
    with acting(cast.advocate):
        services.bookmark(by=cast.advocate, client=client, case=case)
        panel = case_panel(case, cast.advocate)
        assert list(panel.context["clients"]) == [client]
        with pytest.raises(Refused, match="already noted"):
            services.bookmark(by=cast.advocate, client=client, case=case)
    for hat in (cast.detective, cast.coordinator, cast.prosecutor, cast.grant_manager):
        with acting(hat):
            assert (case_panel(case, hat), dated(hat), todo(hat), CaseBookmark.objects.count()) == (None, [], [], 0)
    with acting(cast.other_advocate):
        assert list(case_panel(case, cast.other_advocate).context["clients"]) == []


def test_a_privileged_kind_of_note_is_privileged_whatever_is_ticked(cast, acting):
    client, by = a_client(cast), cast.advocate
    with acting(by):
        assert services.write_note(by=by, client=client, text="x", kind="safety").privileged
        assert not services.write_note(by=by, client=client, text="x", kind="contact").privileged


def test_a_struck_note_has_lost_its_text(cast, acting):
    client, by = a_client(cast), cast.advocate
    with acting(by):
        note = services.write_note(by=by, client=client, text="Wrong person")
        services.strike_note(by=by, note=note)
        assert (Note.objects.get().text, Note.objects.get().struck_at is None) == ("", False)


def test_a_need_that_could_not_be_met_says_why(cast, acting):
    client, by = a_client(cast), cast.advocate
    with acting(by):
        need = services.note_need(by=by, client=client, category="dental")
        with pytest.raises(Refused, match="stood in the way"):
            services.settle_need(by=by, need=need, state="unmet")
        services.settle_need(by=by, need=need, state="unmet", barrier="cost")
        assert Need.objects.get().barrier == "cost"


def test_people_turned_away_are_a_count_without_a_name(cast, acting, signed_in):
    data = {"people": 3, "extent": "none", "reason": "no_bed", "on": TODAY.isoformat(), "wanted": ["medical"]}
    assert signed_in(cast.advocate).post(reverse("victims:turned_away_new"), data).status_code == 302
    with acting(cast.advocate):
        assert TurnedAway.objects.values_list("people", "reason").get() == (3, "no_bed")


@pytest.mark.rule("R22")
def test_a_task_of_the_day_names_its_client_by_code_name_and_leads_there(cast, acting):
    client, by = a_client(cast), cast.advocate
    with acting(by):
        services.add_task(by=by, text="Call the clinic", due_on=TODAY, client=client)
        services.add_task(by=by, text="Order forms", due_on=TODAY)
        tasks = {(item.title, item.detail, item.url) for item in todo(by) if item.due}
    assert tasks == {
        ("Call the clinic", client.code_name, client.get_absolute_url()),
        ("Order forms", "", reverse("victims:tasks")),
    }


def test_the_day_shows_tasks_dates_and_intakes_to_finish(cast, acting):
    client, by = a_client(cast), cast.advocate
    with acting(by):
        services.add_task(by=by, text="Call the clinic", due_on=TODAY, client=client)
        services.add_task(by=by, text="Order forms", due_on=TODAY)
        services.add_hearing(by=by, kind="trial", on=TODAY + dt.timedelta(days=3), at=dt.time(9, 30), place="Room 4")
        assert [item.title for item in todo(by)] == [
            "Call the clinic",
            "Order forms",
            "1 client with an intake to finish",
        ]
        assert [item.title for item in dated(by)] == ["Call the clinic", "Order forms", "Trial"]


def test_pages_ask_the_same_number_of_questions_for_one_and_for_three(
    cast, acting, signed_in, django_assert_max_num_queries
):
    browser = signed_in(cast.advocate)

    def asked(address):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    client = a_client(cast)
    addresses = [reverse("victims:list"), reverse("victims:quick"), client.get_absolute_url()]

    def fill():
        with acting(cast.advocate):
            by = cast.advocate
            services.write_note(by=by, client=client, text="x")
            services.enter_services(by=by, rows=[{"client": client, "category": "food", "note": "x"}])
            services.add_task(by=by, client=client, text="x")
            services.add_hearing(by=by, client=client, kind="trial", on=TODAY, place="x")
            services.add_family_member(by=by, client=client, relation="child", name="x")

    fill()
    one = [asked(address) for address in addresses]
    for _ in range(2):
        a_client(cast, identity={"name": "Ana"})
        fill()
    assert [asked(address) for address in addresses] == one


def test_the_counter_reads_what_is_counted_and_nothing_that_names_anybody(cast, acting):
    from django.db import ProgrammingError, transaction

    a_service(cast)
    with counting(person_id=cast.grant_manager.person_id, agency_id=cast.harbor.pk):
        assert ServiceEntry.objects.using("counter").values_list("category", flat=True).get() == "food"
        assert Client.objects.using("counter").values_list("gender", "form").get() == ("not_asked", "labor")
        assert Enrollment.objects.using("counter").values_list("award", flat=True).get() == cast.services_award.pk
        for model, column in ((Client, "code_name"), (Client, "birth_year"), (ServiceEntry, "note"),
                              (ClientIdentity, "name"), (Note, "text")):  # fmt: skip
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(using="counter"):
                list(model.objects.using("counter").values_list(column))
    with counting(person_id=cast.grant_manager.person_id, agency_id=cast.legal_aid.pk):
        assert ServiceEntry.objects.using("counter").values_list("category").count() == 0


def test_a_determination_sent_twice_is_one(cast, signed_in):
    client, advocate = a_client(cast), signed_in(cast.advocate)
    address = reverse("victims:intake", args=[client.pk, "determination"])
    page = advocate.get(address).content.decode()
    sending = re.search(r'name="sending" value="(\w+)"', page)[1]
    said = {"on": "2026-03-14", "standing": "confirmed", "form": "both", "basis": "court", "decider": "ngo"}
    answers = [advocate.post(address, said | {"sending": sending}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Determination.objects.using(OWNER).filter(standing="confirmed").count() == 1


def test_a_client_is_opened_with_nothing_filled_in(cast, signed_in, acting):
    advocate = signed_in(cast.advocate)
    form = advocate.get(reverse("victims:new")).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert advocate.post(reverse("victims:new"), sent).status_code == 302
    with acting(cast.advocate):
        opened = Client.objects.get()
        assert (opened.referral_source, opened.asked_sections) == ("not_asked", [])


@pytest.mark.parametrize(
    ("page", "asks"),
    [
        ("exit", ["reason"]),
        ("family", ["relation", "grown"]),
        ("arrest", ["outcome"]),
        ("need", ["category"]),
    ],
)
def test_nothing_is_answered_that_nobody_chose(cast, signed_in, page, asks):
    advocate, address = signed_in(cast.advocate), reverse(f"victims:{page}", args=[a_client(cast).pk])
    form = advocate.get(address).context["form"]
    assert [next(iter(form[name].field.choices)) for name in asks] == [("", "- Choose -")] * len(asks)
    refused = advocate.post(address, {"on": TODAY.isoformat()})
    assert refused.status_code == 422
    assert set(asks) <= set(refused.context["form"].errors)


def test_who_saved_second_is_told_and_may_save_once_more(cast, signed_in):
    client, advocate = a_client(cast), signed_in(cast.advocate)
    address = reverse("victims:intake", args=[client.pk, "identity"])
    opened = advocate.get(address).context["form"]
    typed = {name: opened[name].value() or "" for name in opened.fields}
    colleague = signed_in(cast.second_advocate)
    assert colleague.post(address, typed | {"safe_contact": "Hers"}).status_code == 302
    told = advocate.post(address, typed | {"safe_contact": "Mine"})
    assert told.status_code == 422
    assert "Somebody else changed this" in told.content.decode()
    shown = told.context["form"]
    again = {name: shown[name].value() or "" for name in shown.fields}
    assert again["safe_contact"] == "Mine"
    assert advocate.post(address, again).status_code == 302
