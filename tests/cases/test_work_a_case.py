"""Working a case: status, what a side shows, who takes part, and texts that are struck out for good."""

import pytest
from django.db import connection, connections
from django.urls import reverse

from access.errors import Refused
from audit.models import Entry
from cases import services
from cases.models import Case, CaseAgency, CaseEntry, CaseStanding, Lead
from tests.cases.rows import a_case, a_lead


def test_closing_asks_how_it_ended(cast, signed_in, acting):
    case = a_case(cast)
    client = signed_in(cast.detective)
    refused = client.post(reverse("cases:status", args=[case.pk]), {"status": "closed", "version": 1})
    assert refused.context["form"].errors.keys() == {"outcome"}
    client.post(
        reverse("cases:status", args=[case.pk]),
        {"status": "closed", "outcome": "prosecuted", "on": "2026-06-01", "version": 1},
    )
    with acting(cast.coordinator):
        case.refresh_from_db()
        assert (case.status, case.outcome, str(case.closed_on)) == ("closed", "prosecuted", "2026-06-01")
        assert [(e.kind, e.was, e.now) for e in CaseEntry.objects.all()] == [("status", "open", "closed")]


def test_two_people_saving_at_once_is_noticed_and_what_was_typed_is_kept(cast, signed_in):
    case = a_case(cast)
    typed = {
        "source": "inspection",
        "received_on": "2026-03-01",
        "form": "labor",
        "labor_asked": "found",
        "state": "OH",
        "law_lead": cast.sheriff.pk,
        "summary": "Ten workers.",
        "version": 1,
    }
    url = reverse("cases:change", args=[case.pk])
    assert signed_in(cast.coordinator).post(url, typed).status_code == 302
    late = signed_in(cast.detective).post(url, {**typed, "summary": "Twelve workers."})
    assert late.status_code == 422
    assert b"Twelve workers." in late.content


@pytest.mark.parametrize(
    ("who", "standing", "side"), [("detective", "waiting", "law"), ("advocate", "available", "services")]
)
def test_a_sides_lead_chooses_what_the_others_see(cast, signed_in, acting, who, standing, side):
    case = a_case(cast)
    url = reverse("cases:standing", args=[case.pk])
    assert signed_in(getattr(cast, who)).post(url, {"standing": standing}).status_code == 302
    assert signed_in(getattr(cast, who)).get(url).context["form"]["standing"].value() == standing
    assert signed_in(getattr(cast, who)).post(url, {"standing": "talk"}).status_code == 302
    with acting(cast.coordinator):
        assert [(row.side, row.standing) for row in CaseStanding.objects.all()] == [(side, "talk")]


@pytest.mark.parametrize("who", ["coordinator", "other_advocate", "other_detective"])
def test_nobody_else_speaks_for_a_side(cast, acting, who):
    case = a_case(cast)
    with acting(getattr(cast, who)), pytest.raises(Refused):
        services.say_standing(by=getattr(cast, who), case=case, standing="talk")


def test_no_word_of_the_service_side_implies_a_client(cast, signed_in):
    case = a_case(cast)
    page = signed_in(cast.advocate).get(reverse("cases:standing", args=[case.pk]))
    assert [label for _, label in page.context["form"].fields["standing"].choices] == [
        "Available",
        "Asks to talk",
        "Nothing to add",
    ]


def test_an_agency_is_brought_in_and_its_part_ended_at_once(cast, signed_in, acting):
    case = a_case(cast)
    with acting(cast.other_detective):
        assert Case.objects.count() == 0
    signed_in(cast.detective).post(reverse("cases:bring_in", args=[case.pk]), {"agency": cast.police.pk})
    with acting(cast.other_detective):
        assert Case.objects.count() == 1
        part = CaseAgency.objects.get()
    signed_in(cast.detective).post(reverse("cases:end_part", args=[part.pk]))
    with acting(cast.other_detective):
        assert (Case.objects.count(), CaseAgency.objects.count(), CaseEntry.objects.count()) == (0, 0, 0)
    with acting(cast.detective):
        assert sorted(CaseEntry.objects.values_list("kind", flat=True)) == ["joined", "left"]


def test_no_agency_of_another_task_force_is_brought_in(cast, acting):
    case = a_case(cast)
    with pytest.raises(Exception, match="row-level security"), acting(cast.detective):
        CaseAgency.on(case, cast.detective, agency=cast.lake_police)


def test_a_part_can_not_be_hung_on_a_case_of_another_task_force(cast, acting):
    case = a_case(cast)
    with pytest.raises(Exception, match="row-level security"), acting(cast.detective):
        CaseEntry.new(cast.detective, case=case, task_force=cast.lakeside, kind="changed")


def test_a_lead_that_hands_on_stays_in_the_case(cast, acting):
    case = a_case(cast)
    with acting(cast.detective):
        services.change_case(by=cast.detective, case=Case.objects.get(pk=case.pk), law_lead=cast.police)
    for hat in (cast.detective, cast.other_detective):
        with acting(hat):
            assert Case.objects.get().law_lead_id == cast.police.pk


def everywhere(word: str) -> list[str]:
    """Every table of the database, read by the owner, in which a row holds `word`."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return sorted(found)


@pytest.mark.rule("R29")
def test_what_was_typed_by_mistake_is_destroyed_everywhere(cast, signed_in, acting):
    with acting(cast.detective):
        case = services.log_case(
            by=cast.detective,
            task_force=cast.riverbend,
            form="labor",
            source="tip",
            summary="Rosalinda Vex works there.",
        )
        services.change_case(by=cast.detective, case=case, summary="Rosalinda Vex and others work there.")
    assert everywhere("rosalinda") == ["cases_case", "cases_casehistory"]
    client = signed_in(cast.detective)
    page = client.get(reverse("cases:redact", args=[case.pk]))
    assert page.context["form"]["texts"].value() == ["summary", "next_step"]
    client.post(
        reverse("cases:redact", args=[case.pk]),
        {"texts": ["summary"], "why": "name", "version": page.context["record"].version},
    )
    assert everywhere("rosalinda") == []
    with acting(cast.coordinator):
        case = Case.objects.get()
        assert case.summary == "[Redacted by Riverbend County Sheriff]"
        assert Case.objects.holding("vex").count() == 0
        assert CaseEntry.objects.first().kind == "redacted"
    entry = Entry.objects.using("owner").get(verb="redacted")
    assert (entry.person_id, entry.agency_id, entry.detail) == (
        cast.detective.person_id,
        cast.sheriff.pk,
        {"why": "name", "texts": ["summary"]},
    )


def test_a_text_is_struck_out_only_by_an_agency_that_wrote_it(cast, signed_in, acting):
    case = a_case(cast, hat=cast.detective, summary="Rosalinda Vex works there.")
    for hat in (cast.coordinator, cast.advocate):
        answer = signed_in(hat).post(reverse("cases:redact", args=[case.pk]), {"texts": ["summary"], "why": "name"})
        assert answer.status_code == 422
    for hat in (cast.other_detective, cast.lake_coordinator):
        assert (
            signed_in(hat)
            .post(reverse("cases:redact", args=[case.pk]), {"texts": ["summary"], "why": "name"})
            .status_code
            == 404
        )
        with acting(hat), connection.cursor() as cursor:
            cursor.execute("SELECT wall.redact_case(%s, 'gone', '{summary}')", [case.pk])
            assert cursor.fetchone() == (False,)
    assert everywhere("rosalinda") == ["cases_case", "cases_casehistory"]


def test_a_leads_text_can_be_struck_out_as_well(cast, signed_in, acting):
    lead = a_lead(cast, text="Rosalinda Vex called.")
    signed_in(cast.detective).post(reverse("cases:lead_redact", args=[lead.pk]), {"texts": ["text"], "why": "name"})
    assert everywhere("rosalinda") == []
    with acting(cast.detective):
        assert Lead.objects.get().text == "[Redacted by Riverbend County Sheriff]"


def test_a_lead_is_seen_by_its_agency_and_the_coordinator_alone(cast, acting):
    a_lead(cast)
    seen = {}
    for who in ("detective", "coordinator", "other_detective", "advocate", "prosecutor", "le_admin"):
        with acting(getattr(cast, who)):
            seen[who] = Lead.objects.count()
    assert {who for who, count in seen.items() if count} == {"detective", "coordinator"}


def test_striking_out_a_case_leads_on_to_the_lead_that_says_the_same(cast, signed_in, acting):
    lead = a_lead(cast, text="Rosalinda Vex called.")
    with acting(cast.detective):
        facts = {"form": "labor", "source": "tip", "summary": lead.text}
        case = services.open_case_from(by=cast.detective, lead=lead, **facts)
    client = signed_in(cast.detective)
    answer = client.post(reverse("cases:redact", args=[case.pk]), {"texts": ["summary"], "why": "name"}, follow=True)
    assert answer.redirect_chain == [(lead.get_absolute_url(), 302)]
    assert "strike it out here too" in answer.content.decode()
    client.post(reverse("cases:lead_redact", args=[lead.pk]), {"texts": ["text"], "why": "name"})
    assert everywhere("rosalinda") == []


def test_each_free_text_is_struck_out_where_it_stands_and_no_other(cast, signed_in, acting):
    with acting(cast.detective):
        facts = {"form": "labor", "source": "tip", "summary": "Ten workers.", "county": "Mill", "state": "OH"}
        case = services.log_case(
            by=cast.detective, task_force=cast.riverbend, city="Rosalinda", next_step="Ask Rosalinda", **facts
        )
        lead = services.log_lead(
            by=cast.detective, task_force=cast.riverbend, form="labor", source="tip", text="Vans.", county="Rosalinda"
        )
    client = signed_in(cast.detective)
    typed = {"why": "name", "texts": ["next_step", "city"]}
    client.post(reverse("cases:redact", args=[case.pk]), typed)
    assert everywhere("rosalinda") == ["cases_lead", "cases_leadhistory"]
    client.post(reverse("cases:lead_redact", args=[lead.pk]), {"why": "name", "texts": ["county"]})
    assert everywhere("rosalinda") == []
    with acting(cast.coordinator):
        case = Case.objects.get()
        assert (case.summary, case.next_step) == ("Ten workers.", "[Redacted by Riverbend County Sheriff]")
        assert case.place == "[Redacted], Mill County, OH"
        assert Lead.objects.get().place == "[Redacted]"


def test_the_place_is_a_text_of_whoever_wrote_it_last(cast, signed_in, acting):
    case = a_case(cast, hat=cast.coordinator, summary="")
    with acting(cast.detective):
        services.change_case(by=cast.detective, case=Case.objects.get(pk=case.pk), city="Rosalinda")
    refused = signed_in(cast.advocate).post(
        reverse("cases:redact", args=[case.pk]), {"why": "name", "texts": ["city"]}
    )
    assert refused.status_code == 422
    signed_in(cast.detective).post(reverse("cases:redact", args=[case.pk]), {"why": "name", "texts": ["city"]})
    assert everywhere("rosalinda") == []


def test_nothing_ticked_strikes_out_nothing(cast, signed_in, acting):
    case = a_case(cast, hat=cast.detective)
    answer = signed_in(cast.detective).post(reverse("cases:redact", args=[case.pk]), {"why": "name"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["texts"] == ["Tick at least one text."]
    with acting(cast.coordinator):
        assert Case.objects.get().redacted_at is None


def test_only_the_coordinator_and_the_present_lead_are_offered_another_lead(cast, signed_in, acting):
    case = a_case(cast)
    with acting(cast.coordinator):
        CaseAgency.on(case, cast.coordinator, agency=cast.police)
    address = reverse("cases:change", args=[case.pk])
    for who in ("coordinator", "detective"):
        assert "law_lead" in signed_in(getattr(cast, who)).get(address).context["form"].fields
    for who in ("other_detective", "advocate"):
        client = signed_in(getattr(cast, who))
        form = client.get(address).context["form"]
        assert "law_lead" not in form.fields
        typed = {name: value for name, value in form.initial.items() if value is not None}
        client.post(address, typed | {"law_lead": cast.police.pk, "summary": f"By the {who}."})
    with acting(cast.coordinator):
        now = Case.objects.get()
        assert (now.law_lead_id, now.summary) == (cast.sheriff.pk, "By the advocate.")


def test_a_lead_is_not_taken_by_the_service_that_changes_a_case(cast, acting):
    case = a_case(cast)
    with pytest.raises(Refused, match="hand the lead on"), acting(cast.advocate):
        services.change_case(by=cast.advocate, case=Case.objects.get(pk=case.pk), law_lead=cast.police)
    with acting(cast.coordinator):
        assert (Case.objects.get().law_lead_id, CaseEntry.objects.count()) == (cast.sheriff.pk, 0)
