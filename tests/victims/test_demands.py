"""Courts, grand juries and child protection: what they demanded, what was done about it, and who may know."""

import datetime as dt
import io

import pypdf
import pytest
from django.apps import apps
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from access.errors import Refused
from agencies.models import TaskForce
from tests.cast import OWNER
from tests.victims.rows import A_DEMAND, a_client, a_demand
from victims import services
from victims.bases import DEMANDS, WORDS
from victims.models import Demand

TODAY = timezone.localdate()
WRITTEN = {field: f"About {field}" for field in ("law", "grounds", "attempts", "protection")}
TYPED = WRITTEN | {
    "to_whom": "Judge Hale",
    "asked": "All records",
    "on": TODAY.isoformat(),
    "stage": "given",
    "stage_on": TODAY.isoformat(),
    "given": "Dates of the stays",
    "told": "tried",
}
REPORTED = ("mandated_report", "imminent_danger")


def let_supervisors_tell_in_danger():
    TaskForce.objects.using(OWNER).update(allows_imminent_danger=True)


def typed(basis, **more):
    """What is written on the form of `basis`."""
    asked = DEMANDS[basis].asks.keys()
    argued = ("asked", "stage", "stage_on") if DEMANDS[basis].argued else ()
    said = {name: TYPED[name] for name in ("to_whom", "on", "given", "told", *asked, *argued)}
    return said | ({"stage": "pending", "given": ""} if basis == "subpoena" else {}) | more


def new(client, basis):
    return reverse("victims:demand_new", args=[client.pk, basis])


def ledger(client):
    return reverse("victims:ledger", args=[client.pk])


@pytest.mark.rule("R12", "R13")
@pytest.mark.parametrize("basis", DEMANDS)
def test_what_is_demanded_or_told_outside_stands_in_the_ledger_with_all_that_was_written(cast, signed_in, basis):
    let_supervisors_tell_in_danger()
    client, supervisor = a_client(cast), signed_in(cast.advocate_supervisor)
    said = typed(basis)
    assert supervisor.post(new(client, basis), said)["Location"] == ledger(client)
    page = supervisor.get(ledger(client)).content.decode()
    assert [name for name in WORDS if said.get(name) and said[name] not in page] == []
    demand = Demand.objects.using(OWNER).get()
    assert (demand.basis, demand.on, demand.stage_on) == (basis, TODAY, TODAY)
    assert demand.stage == ("pending" if basis == "subpoena" else "given")


@pytest.mark.rule("R12", "R13")
@pytest.mark.parametrize("basis", DEMANDS)
def test_nothing_that_its_basis_asks_is_left_out_on_the_form_or_past_it(cast, acting, signed_in, basis):
    let_supervisors_tell_in_danger()
    client, by = a_client(cast), cast.advocate_supervisor
    needed = [*DEMANDS[basis].asks, "to_whom", "told", *(["given"] if basis in REPORTED else [])]
    straight = {"basis": basis, "on": TODAY, "stage_on": TODAY, "stage": "given", "given": "x", "told": "yes"}
    straight |= (
        WRITTEN | {"to_whom": "Judge Hale"} | ({"stage": "pending", "given": ""} if basis == "subpoena" else {})
    )
    for field in needed:
        answer = signed_in(by).post(new(client, basis), typed(basis, **{field: ""}))
        assert (field, answer.status_code) == (field, 422)
        with pytest.raises(DatabaseError, match="not written down"), acting(by):
            Demand.new(by, client=client, **(straight | {field: ""}))
    with acting(by):
        Demand.new(by, client=client, **straight)
    assert Demand.objects.using(OWNER).count() == 1


@pytest.mark.rule("R12")
def test_a_subpoena_alone_gives_nothing(cast, acting, signed_in):
    client, advocate = a_client(cast), signed_in(cast.advocate)
    page = advocate.get(new(client, "subpoena")).content.decode()
    assert 'value="contested"' in page
    assert 'value="given"' not in page
    answer = advocate.post(new(client, "subpoena"), typed("subpoena", stage="given", given="Dates of the stays"))
    assert answer.status_code == 422
    with pytest.raises(Refused, match="A subpoena alone is not a court order"):
        a_demand(cast, client=client, stage="given", given="Dates of the stays")
    demand = a_demand(cast, client=client)
    with pytest.raises(DatabaseError, match="not written down"), acting(cast.advocate):
        Demand.objects.change(demand, stage="given", given="x")


def test_imminent_danger_is_recorded_by_a_supervisor_alone_where_the_task_force_lets_them(cast, acting, signed_in):
    client, said = a_client(cast), typed("imminent_danger")
    address = new(client, "imminent_danger")
    straight = WRITTEN | {
        "to_whom": "911",
        "given": "x",
        "told": "later",
        "stage": "given",
        "basis": "imminent_danger",
    }

    def written_past_the_page(by):
        try:
            with acting(by):
                Demand.new(by, client=client, on=TODAY, stage_on=TODAY, **straight)
        except DatabaseError as error:
            return type(error.__cause__).__name__
        return "written"

    assert signed_in(cast.advocate_supervisor).post(address, said).status_code == 404
    assert written_past_the_page(cast.advocate_supervisor) == "CheckViolation"
    let_supervisors_tell_in_danger()
    assert signed_in(cast.advocate).post(address, said).status_code == 404
    assert written_past_the_page(cast.advocate) == "CheckViolation"
    assert signed_in(cast.advocate_supervisor).post(address, said).status_code == 302
    assert written_past_the_page(cast.advocate_supervisor) == "written"


@pytest.mark.rule("R12")
def test_what_was_done_about_it_is_added_until_it_is_decided_and_then_stays(cast, acting, signed_in):
    client = a_client(cast)
    demand, advocate = a_demand(cast, client=client, basis="court_order"), signed_in(cast.advocate)
    address = reverse("victims:demand", args=[demand.pk])
    page = advocate.get(address).content.decode()
    assert "Told her in the office." in page
    said = {"stage_on": TODAY.isoformat(), "told": "yes", "attempts": "Told her again.", "protection": "Sealed"}
    assert advocate.post(address, said | {"stage": "contested", "given": "x"}).status_code == 422
    before = (TODAY - dt.timedelta(days=2)).isoformat()
    assert advocate.post(address, said | {"stage": "contested", "stage_on": before}).status_code == 422
    assert advocate.post(address, said | {"stage": "contested"}).status_code == 302
    assert advocate.post(address, said | {"stage": "given"}).status_code == 422
    assert advocate.post(address, said | {"stage": "given", "given": "Two dates"}).status_code == 302
    assert "Say what was done about it" not in advocate.get(ledger(client)).content.decode()
    assert advocate.post(address, said | {"stage": "refused"}).status_code == 422
    with pytest.raises(DatabaseError, match="stays as it is"), acting(cast.advocate):
        Demand.objects.filter(pk=demand.pk).update(stage="refused", given=b"")
    stages = apps.get_model("victims", "DemandHistory").objects.using(OWNER).order_by("pgh_created_at")
    assert list(stages.values_list("stage", flat=True)) == ["pending", "contested", "given"]


def test_two_who_answer_at_once_do_not_overwrite_each_other(cast, signed_in):
    demand = a_demand(cast)
    address = reverse("victims:demand", args=[demand.pk])
    said = {"stage_on": TODAY.isoformat(), "told": "yes", "attempts": "x", "protection": "x", "version": 1}
    assert signed_in(cast.advocate).post(address, said | {"stage": "contested"}).status_code == 302
    answer = signed_in(cast.advocate_supervisor).post(address, said | {"stage": "refused"})
    assert answer.status_code == 422
    assert Demand.objects.using(OWNER).get().stage == "contested"


@pytest.mark.rule("R29")
def test_an_entry_made_by_mistake_loses_every_word_and_the_ledger_says_so(cast, acting, signed_in):
    client = a_client(cast)
    demand, advocate = a_demand(cast, client=client), signed_in(cast.advocate)
    assert advocate.post(reverse("victims:demand_strike", args=[demand.pk])).status_code == 302
    struck = Demand.objects.using(OWNER).values(*WORDS).get()
    assert {name: bytes(text) for name, text in struck.items()} == dict.fromkeys(WORDS, b"")
    page = advocate.get(ledger(client)).content.decode()
    assert "Written by mistake" in page
    assert [word for word in ("Grand jury", "Marisol Vega", "26-77", "quash") if word in page] == []
    told = advocate.get(reverse("victims:told", args=[client.pk])).content.decode()
    assert "Something was written here by mistake." in told
    with pytest.raises(DatabaseError, match="stays as it is"), acting(cast.advocate):
        Demand.objects.filter(pk=demand.pk).update(stage="refused")
    assert advocate.post(reverse("victims:demand_strike", args=[demand.pk])).status_code == 302
    assert Demand.objects.using(OWNER).get().version == 2


def test_the_same_entry_sent_twice_is_one(cast, signed_in):
    client, advocate = a_client(cast), signed_in(cast.advocate)
    for _ in range(2):
        assert advocate.post(new(client, "subpoena"), typed("subpoena", sending="one")).status_code == 302
    assert Demand.objects.using(OWNER).count() == 1


def test_nobody_but_the_provider_finds_it_and_a_closed_clients_is_closed_to_colleagues(cast, acting, signed_in):
    client = a_client(cast)
    demand = a_demand(cast, client=client)
    pages = [reverse(f"victims:{name}", args=[demand.pk]) for name in ("demand", "demand_strike")]
    pages += [new(client, "subpoena"), ledger(client), reverse("victims:told_pdf", args=[client.pk])]
    for hat in (cast.detective, cast.prosecutor, cast.other_advocate, cast.coordinator, cast.grant_manager):
        assert {signed_in(hat).get(page).status_code for page in pages} == {404}
    with acting(cast.advocate_supervisor):
        services.close_to_named(
            by=cast.advocate_supervisor, client=client, people=[cast.advocate.person], reason="Knows her"
        )
    assert {signed_in(cast.second_advocate).get(page).status_code for page in pages} == {404}
    assert {signed_in(cast.advocate).get(page).status_code for page in pages} == {200}


def test_no_table_holds_a_word_of_it_in_plain(cast):
    a_demand(cast)
    kept = Demand.objects.using(OWNER).values(*WORDS).get()
    assert [name for name, text in kept.items() if A_DEMAND.get(name, "").encode() in bytes(text) and text] == []
    history = {field.name for field in apps.get_model("victims", "DemandHistory")._meta.fields}
    assert history.isdisjoint(WORDS)


def printed(answer):
    """(the PDF, its text) of an answer."""
    pdf = pypdf.PdfReader(io.BytesIO(answer.content))
    return pdf, " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.mark.rule("R14")
def test_the_ledger_is_a_tagged_pdf_in_the_survivors_language(cast, signed_in):
    client = a_client(cast, answers={"language": "spa"})
    a_demand(cast, client=client, stage="contested")
    address, advocate = reverse("victims:told_pdf", args=[client.pk]), signed_in(cast.advocate)
    pdf, said = printed(advocate.get(address))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "es"
    assert "Tribunales y oficinas" in said
    assert "Grand jury of the county preguntó por usted: Every record about Marisol Vega." in said
    assert "pedimos al tribunal que lo anule" in said
    pdf, said = printed(advocate.get(address, {"in": "en"}))
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert "Who advised us: Ms. Ortiz, our counsel" in said
    assert "Nobody was told anything about you." in said


def test_what_is_not_answered_waits_for_the_supervisor_and_whoever_serves_the_client_until_it_is(cast, signed_in):
    client, by = a_client(cast), TODAY + dt.timedelta(days=2)
    demand = a_demand(cast, client=client, answer_by=by)
    a_demand(cast, client=client, stage="refused", answer_by=by)
    struck = a_demand(cast, client=client, answer_by=by)
    signed_in(cast.advocate).post(reverse("victims:demand_strike", args=[struck.pk]))
    page = reverse("victims:demand", args=[demand.pk])
    said = ("Answer a demand from outside", page, by, True)

    def waiting(hat):
        found = signed_in(hat).get(reverse("desk:home")).context["waiting"]
        return [(thing.title, thing.url, thing.due, thing.urgent) for thing in found if "demand" in thing.title]

    def days(hat):
        month = signed_in(hat).get(reverse("desk:calendar"), {"month": f"{by:%Y-%m}"}).content.decode()
        return month.count(page)

    serving = (cast.advocate_supervisor, cast.advocate)
    others = (cast.second_advocate, cast.other_advocate, cast.detective, cast.coordinator, cast.grant_manager)
    assert [waiting(hat) for hat in serving] == [[said], [said]]
    assert [waiting(hat) for hat in others] == [[]] * len(others)
    assert [days(hat) for hat in (*serving, *others)] == [1, 1, *[0] * len(others)]

    contested = {name: TYPED[name] for name in ("told", "attempts", "protection")} | {"stage_on": TODAY.isoformat()}
    later = TODAY + dt.timedelta(days=20)
    moved = contested | {"stage": "contested", "answer_by": later.isoformat()}
    assert signed_in(cast.advocate).post(page, moved).status_code == 302
    assert waiting(cast.advocate_supervisor) == [(*said[:2], later, False)]
    assert signed_in(cast.advocate).post(page, contested | {"stage": "refused"}).status_code == 302
    assert [waiting(hat) for hat in serving] == [[], []]


def test_it_can_t_be_due_before_it_came(cast, signed_in):
    before = (TODAY - dt.timedelta(days=1)).isoformat()
    answer = signed_in(cast.advocate).post(new(a_client(cast), "subpoena"), typed("subpoena", answer_by=before))
    assert answer.context["form"].errors == {"answer_by": ["This is before it came. Check both days."]}
