"""Logging a case: by whom, what is there from the start, and what the form says about names."""

import datetime as dt

import pytest
from django.urls import reverse

from audit.models import Entry
from cases.models import Case, CaseAgency, CaseEntry, Lead
from cases.numbers import LETTERS

TODAY = "2026-03-02"


def typed(cast, **facts):
    return {
        "source": "inspection",
        "received_on": TODAY,
        "form": "labor",
        "labor_asked": "found",
        "city": "Riverbend",
        "county": "Riverbend County",
        "state": "oh",
        "law_lead": str(cast.sheriff.pk),
        "summary": "Workers at a nursery are paid nothing.",
        "next_step": "Meet the labor office",
        **facts,
    }


def test_a_coordinator_logs_a_labor_case(cast, signed_in, acting):
    answer = signed_in(cast.coordinator).post(reverse("cases:log"), typed(cast))
    with acting(cast.coordinator):
        case = Case.objects.get()
        assert answer.headers["Location"] == f"/cases/{case.pk}/"
        assert (case.form, case.state, case.law_lead_id) == ("labor", "OH", cast.sheriff.pk)
        assert case.services_lead_id == cast.harbor.pk
        assert [entry.kind for entry in CaseEntry.objects.all()] == ["opened"]
    assert Entry.objects.using("owner").filter(verb="opened", object_id=str(case.pk)).count() == 1


def test_the_type_is_never_chosen_beforehand(cast, signed_in):
    page = signed_in(cast.coordinator).get(reverse("cases:log"))
    form = page.context["form"]
    assert form["form"].value() is None
    assert form["labor_asked"].value() is None
    assert "checked" not in page.content.decode().split('name="form"', 1)[1].split("</fieldset>")[0]
    answer = signed_in(cast.coordinator).post(reverse("cases:log"), typed(cast, form=""))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"form"}


def test_nobody_looked_for_labor_unless_somebody_says_so(cast, signed_in, acting):
    signed_in(cast.coordinator).post(reverse("cases:log"), typed(cast, labor_asked=""))
    with acting(cast.coordinator):
        assert Case.objects.get().labor_asked == "not_asked"


@pytest.mark.rule("R5")
def test_a_number_follows_the_pattern_and_has_a_random_part(cast, signed_in, acting):
    for _ in range(3):
        signed_in(cast.coordinator).post(reverse("cases:log"), typed(cast))
    with acting(cast.coordinator):
        numbers = list(Case.objects.values_list("number", flat=True))
        year = str(Case.objects.first().opened_on.year)
    assert len(set(numbers)) == 3
    assert {number.split("-")[0] for number in numbers} == {year}
    assert set("".join(number.split("-")[1] for number in numbers)) <= set(LETTERS)


@pytest.mark.parametrize("who", ["detective", "prosecutor", "advocate", "coordinator"])
def test_an_agency_sees_the_case_that_it_logged(cast, signed_in, acting, who):
    hat = getattr(cast, who)
    signed_in(hat).post(reverse("cases:log"), typed(cast, yes="on"))
    with acting(hat):
        assert Case.objects.count() == 1


def test_a_detective_may_log_a_case_that_another_agency_leads_and_stays_in_it(cast, signed_in, acting):
    signed_in(cast.other_detective).post(reverse("cases:log"), typed(cast))
    with acting(cast.other_detective):
        assert Case.objects.get().law_lead_id == cast.sheriff.pk
        assert [part.agency_id for part in CaseAgency.objects.all()] == [cast.police.pk]
    with acting(cast.detective):
        assert Case.objects.count() == 1


def test_a_provider_says_that_the_survivor_agreed_and_nothing_of_it_is_kept(cast, signed_in, acting):
    refused = signed_in(cast.advocate).post(reverse("cases:log"), typed(cast, source="provider"))
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"yes"}
    signed_in(cast.advocate).post(reverse("cases:log"), typed(cast, source="provider", yes="on"))
    with acting(cast.detective):
        case = Case.objects.get()
        assert {field.attname for field in Case._meta.concrete_fields if "yes" in field.attname} == set()
        assert CaseAgency.objects.count() == 0
        assert case.services_lead_id == cast.harbor.pk


@pytest.mark.rule("R20", "R33")
@pytest.mark.parametrize(
    "summary",
    [
        "Maria Gomez works at a nursery.",
        "A 17-year-old works at a nursery.",
        "Call (555) 123-4567 about a nursery.",
        "Write to help@example.org.",
        "They sleep at 1200 Old Mill Road.",
        "Her number is 123-45-6789.",
        "NCIC hit on the driver.",
    ],
)
def test_what_may_tell_who_somebody_is_is_warned_about_and_can_be_confirmed(cast, signed_in, acting, summary):
    client = signed_in(cast.coordinator)
    warned = client.post(reverse("cases:log"), typed(cast, summary=summary))
    assert warned.status_code == 422
    assert warned.context["form"].errors.keys() == {"summary"}
    assert summary in warned.content.decode()
    with acting(cast.coordinator):
        assert Case.objects.count() == 0
    client.post(reverse("cases:log"), typed(cast, summary=summary, names_nobody="on"))
    with acting(cast.coordinator):
        assert Case.objects.get().summary == summary


def test_a_plain_summary_is_not_warned_about(cast, signed_in, acting):
    plain = (
        "Two Honduran men at a nursery in Riverbend County near Old Route 12 are paid nothing. "
        "The Riverbend County Sheriff and Wage and Hour will inspect on Monday, March 9, 2026."
    )
    assert signed_in(cast.coordinator).post(reverse("cases:log"), typed(cast, summary=plain)).status_code == 302


def test_a_lead_becomes_a_case_by_a_step_of_its_own(cast, signed_in, acting):
    from cases.models import Lead

    client = signed_in(cast.detective)
    client.post(
        reverse("cases:lead_log"),
        {"source": "tip", "received_on": TODAY, "form": "labor", "text": "Vans every night.", "state": "OH"},
    )
    with acting(cast.detective):
        lead = Lead.objects.get()
        assert Case.objects.count() == 0
    page = client.get(reverse("cases:lead_open_case", args=[lead.pk]))
    assert page.context["form"]["summary"].value() == "Vans every night."
    client.post(reverse("cases:lead_open_case", args=[lead.pk]), typed(cast))
    with acting(cast.detective):
        lead.refresh_from_db()
        assert (lead.disposition, lead.case_id) == ("case", Case.objects.get().pk)
        assert lead.disposed_on == dt.date.today() or lead.disposed_on is not None
    again = client.post(reverse("cases:lead_open_case", args=[lead.pk]), typed(cast))
    assert again.status_code == 422
    with acting(cast.detective):
        assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "model", "typed"),
    [
        ("cases:log", Case, {"source": "tip", "received_on": "2026-03-01", "form": "labor", "state": "OH"}),
        ("cases:lead_log", Lead, {"source": "tip", "received_on": "2026-03-01", "form": "labor", "text": "Vans."}),
    ],
)
def test_a_form_that_is_sent_twice_makes_one(cast, signed_in, page, model, typed):
    client = signed_in(cast.coordinator)
    typed |= {"sending": "a" * 32, "law_lead": cast.sheriff.pk}
    went = {client.post(reverse(page), typed).headers["Location"] for _ in range(2)}
    assert len(went) == 1
    assert model.objects.using("owner").count() == 1
    assert client.post(reverse(page), typed | {"sending": "b" * 32}).status_code == 302
    assert model.objects.using("owner").count() == 2


@pytest.mark.parametrize(("text", "said"), [("te", "Write the state as its two letters, such as OH."), ("tx", "")])
def test_a_state_that_the_browser_cut_short_is_refused(cast, signed_in, text, said):
    """“Texas” typed into two places arrives as “Te”."""
    typed = {"source": "tip", "received_on": TODAY, "form": "labor", "text": "Vans every night.", "state": text}
    answer = signed_in(cast.detective).post(reverse("cases:lead_log"), typed)
    errors = answer.context["form"].errors if answer.context else {}
    assert errors == ({"state": [said]} if said else {})
