"""An agency joins a task force: the coordinator invites, it accepts, both leads agree, and only then it sees."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.urls import reverse

from access.context import acting
from accounts.models import User
from agencies.models import Agency, Membership, Memorandum, Participation, Person, TaskForce
from cases.models import Case, CaseEntry
from office.services import agencies
from tests.cases.rows import a_case
from tests.cast import OWNER, hashed


@pytest.fixture
def newcomer(cast):
    """A provider outside the task force with one person, who is administrator and advocate: her hat."""
    agency = Agency.objects.using(OWNER).create(
        name="New Harbor", sector="victim_services", level="none", group=Group.objects.using(OWNER).create(name="new")
    )
    User.objects.using("door").create(pk=900, email="new@example.org", password=hashed())
    Person.objects.using(OWNER).create(pk=900, name="Nan New")
    Membership.objects.using(OWNER).create(
        person_id=900, agency=agency, roles=["agency_admin", "advocate"], task_forces=[cast.riverbend.pk]
    )
    from access.hats import Hat

    return Hat(900, agency.pk)


def invite(cast, signed_in, hat):
    signed_in(cast.coordinator).post(
        reverse("office:invite_agency", args=[cast.riverbend.pk]), {"agency": hat.agency_id}
    )
    return Participation.objects.using(OWNER).get(agency_id=hat.agency_id)


def cases_seen(hat):
    with acting(hat):
        return list(Case.objects.values_list("number", flat=True))


def test_the_agency_that_runs_the_deployment_is_not_offered(cast, signed_in, newcomer):
    address = reverse("office:invite_agency", args=[cast.riverbend.pk])
    offered = signed_in(cast.coordinator).get(address).context["form"].fields["agency"].queryset

    assert Agency.objects.using(OWNER).filter(is_operator=True).exists()
    outside = {"Lakeside Police", "Lakeside Shelter", "Lakeside Task Force Office", "New Harbor"}
    assert set(offered.using(OWNER).values_list("name", flat=True)) == outside


def test_it_sees_cases_only_after_three_have_said_yes(cast, signed_in, newcomer):
    a_case(cast, "2026-SEEN1")
    part = invite(cast, signed_in, newcomer)
    assert cases_seen(newcomer) == []
    assert b"invites your agency" in signed_in(newcomer).get(reverse("office:task_force")).content
    signed_in(newcomer).post(reverse("office:accept", args=[part.pk]))
    assert cases_seen(newcomer) == []
    assert b"New Harbor has accepted" in signed_in(cast.le_admin).get(reverse("office:task_force")).content
    signed_in(cast.le_admin).post(reverse("office:agree", args=[part.pk]))
    assert cases_seen(newcomer) == []
    signed_in(cast.services_admin).post(reverse("office:agree", args=[part.pk]))
    assert cases_seen(newcomer) == ["2026-SEEN1"]
    signed_in(cast.coordinator).post(reverse("office:end", args=[part.pk]))
    assert cases_seen(newcomer) == []


@pytest.mark.parametrize("key", ["police_admin", "site_admin", "coordinator", "advocate_supervisor", "detective"])
def test_nobody_else_agrees_or_accepts(cast, signed_in, newcomer, key):
    hat, part = getattr(cast, key), invite(cast, signed_in, newcomer)
    for verb in (agencies.accept, agencies.agree):
        with acting(hat), pytest.raises(Exception, match="Only"):
            verb(by=hat, participation=part)
    part.refresh_from_db(using=OWNER)
    assert (part.accepted_at, part.law_agreed_at, part.services_agreed_at) == (None, None, None)


def test_a_lead_agrees_for_its_own_side_only(cast, signed_in, newcomer):
    part = invite(cast, signed_in, newcomer)
    signed_in(newcomer).post(reverse("office:accept", args=[part.pk]))
    for _ in range(2):
        signed_in(cast.le_admin).post(reverse("office:agree", args=[part.pk]))
    part.refresh_from_db(using=OWNER)
    assert part.law_agreed_by_id == cast.le_admin.person_id
    assert part.services_agreed_at is None


def test_no_agency_says_yes_in_a_row_of_its_own(cast, newcomer):
    for hat in (newcomer, cast.coordinator, cast.site_admin):
        with pytest.raises(DatabaseError, match="row-level security"), acting(hat), transaction.atomic():
            Participation.objects.create(
                task_force=cast.riverbend,
                agency_id=newcomer.agency_id,
                invited_by_id=hat.person_id,
                accepted_at="2026-01-01T00:00Z",
                law_agreed_at="2026-01-01T00:00Z",
                services_agreed_at="2026-01-01T00:00Z",
            )


def test_no_coordinator_gives_away_a_lead_or_the_coordination(cast, newcomer):
    for more in ({"lead": "services"}, {"coordinates": True}):
        with pytest.raises(DatabaseError, match="row-level security"), acting(cast.coordinator), transaction.atomic():
            Participation.objects.create(
                task_force=cast.riverbend,
                agency_id=newcomer.agency_id,
                invited_by_id=cast.coordinator.person_id,
                **more,
            )


def test_founding_agencies_accept_and_agree_among_themselves(cast, signed_in, newcomer):
    with acting(cast.site_admin):
        force = agencies.open_task_force(
            by=cast.site_admin,
            name="North",
            state="OH",
            law=cast.police,
            services=Agency.objects.get(pk=newcomer.agency_id),
            coordination=cast.police,
        )
    law, services = (
        Participation.objects.using(OWNER).get(task_force=force, lead=lead) for lead in ("law", "services")
    )
    signed_in(cast.police_admin).post(reverse("office:accept", args=[law.pk]))
    signed_in(newcomer).post(reverse("office:accept", args=[services.pk]))
    assert b"has accepted" in signed_in(newcomer).get(reverse("office:task_force")).content
    signed_in(newcomer).post(reverse("office:agree", args=[law.pk]))
    signed_in(cast.police_admin).post(reverse("office:agree", args=[services.pk]))
    for each in (law, services):
        each.refresh_from_db(using=OWNER)
    assert (law.is_agreed, services.is_agreed) == (True, True)
    with pytest.raises(DatabaseError, match="row-level security"), acting(cast.site_admin):
        Participation.objects.create(
            task_force=force, agency=cast.harbor, invited_by_id=cast.site_admin.person_id, lead=""
        )


def test_the_coordinator_keeps_memoranda_and_settings(cast, signed_in):
    client = signed_in(cast.coordinator)
    assert b"None on record" in client.get(reverse("office:task_force")).content
    client.post(
        reverse("office:memorandum_add", args=[cast.riverbend.pk]),
        {
            "agency": cast.harbor.pk,
            "title": "Working together",
            "signed_on": "2026-01-02",
            "from_on": "2026-01-02",
            "until_on": "2026-12-31",
        },
    )
    memorandum = Memorandum.objects.using(OWNER).get()
    assert memorandum.title == "Working together"
    assert b"Working together" in client.get(reverse("office:task_force")).content
    changed = {
        "title": "Working together",
        "signed_on": "2026-01-02",
        "from_on": "2026-01-02",
        "until_on": "2025-01-01",
    }
    page = client.post(reverse("office:memorandum_change", args=[memorandum.pk]), changed)
    assert page.status_code == 422
    settings = {
        "name": "Riverbend Task Force",
        "number_pattern": "{year}-{random}",
        "referral_days": 10,
        "release_days": 30,
        "release_days_at_most": 90,
        "time_zone": "America/New_York",
    }
    client.post(reverse("office:task_force_change", args=[cast.riverbend.pk]), settings)
    assert TaskForce.objects.using(OWNER).get(pk=cast.riverbend.pk).referral_days == 10
    assert client.post(reverse("office:task_force_change", args=[cast.lakeside.pk]), settings).status_code == 404


def test_a_memorandum_sent_twice_is_one_and_another_of_its_title_and_day_is_refused(cast, signed_in):
    client = signed_in(cast.coordinator)
    add = reverse("office:memorandum_add", args=[cast.riverbend.pk])
    day = "2026-01-02"
    typed = {"agency": cast.harbor.pk, "title": "Working together", "signed_on": day, "from_on": day}
    for _ in range(2):
        assert client.post(add, typed).status_code == 302
    assert Memorandum.objects.using(OWNER).count() == 1
    refused = client.post(add, typed | {"until_on": "2027-01-02"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["title"])
    client.post(add, typed | {"title": "Another"})
    other = Memorandum.objects.using(OWNER).get(title="Another")
    refused = client.post(reverse("office:memorandum_change", args=[other.pk]), typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["title"])


def test_another_task_forces_page_does_not_exist(cast, signed_in):
    assert (
        signed_in(cast.lake_coordinator).get(reverse("office:task_force_detail", args=[cast.riverbend.pk])).status_code
        == 404
    )
    with acting(cast.lake_coordinator):
        assert Participation.objects.filter(task_force=cast.riverbend).count() == 0


@pytest.mark.parametrize(
    ("pattern", "refused"),
    [
        ("{year}-1", "Put {random} into it, such as {year}-{random}."),
        ("{county}-{random}", "Only {year}, {state} and {random} may stand in braces."),
        ("{random}}", "Only {year}, {state} and {random} may stand in braces."),
    ],
)
def test_a_pattern_that_makes_no_case_number_is_refused_with_what_to_write(cast, signed_in, pattern, refused):
    address = reverse("office:task_force_change", args=[cast.riverbend.pk])
    answer = signed_in(cast.coordinator).post(address, {"number_pattern": pattern})
    assert answer.status_code == 422
    assert answer.context["form"].errors["number_pattern"] == [refused]


def a_second_provider(cast):
    return Participation.objects.using(OWNER).get(task_force=cast.riverbend, agency=cast.agencies["legal_aid"])


def lead_of(cast):
    rows = Participation.objects.using(OWNER).filter(task_force=cast.riverbend).exclude(lead="")
    return dict(rows.values_list("lead", "agency__name"))


def test_a_lead_hands_its_side_on_and_nobody_else_does(cast, signed_in):
    before, part = lead_of(cast), a_second_provider(cast)
    address = reverse("office:name_lead", args=[part.pk])
    for hat in (cast.coordinator, cast.le_admin):
        signed_in(hat).post(address)
        assert lead_of(cast) == before
    assert signed_in(cast.site_admin).post(address).status_code == 404
    page = signed_in(cast.services_admin).get(reverse("office:task_force")).content.decode()
    assert address in page
    signed_in(cast.services_admin).post(address)
    assert lead_of(cast) == before | {"services": cast.agencies["legal_aid"].name}


def test_every_case_follows_its_task_forces_service_lead(cast, signed_in):
    """Also those that were logged before: cases that stayed behind would set a provider apart."""
    a_case(cast, "2026-FOLLOW"), a_case(cast, "2026-CLOSED", status="closed", closed_on="2026-01-01")
    elsewhere = a_case(cast, "2026-LAKE", cast.lake_coordinator, task_force=cast.lakeside, services_lead=cast.harbor)
    signed_in(cast.services_admin).post(reverse("office:name_lead", args=[a_second_provider(cast).pk]))
    legal_aid = cast.agencies["legal_aid"].pk
    assert dict(Case.objects.using(OWNER).values_list("number", "services_lead_id")) == {
        "2026-FOLLOW": legal_aid,
        "2026-CLOSED": legal_aid,
        elsewhere.number: cast.harbor.pk,
    }
    lines = CaseEntry.objects.using(OWNER).values_list("case__number", "kind", "agency_id", "made_by_id", "owner_id")
    admin = cast.services_admin
    assert sorted(lines) == [
        (number, "services_lead", legal_aid, admin.person_id, admin.agency_id)
        for number in ("2026-CLOSED", "2026-FOLLOW")
    ]


def test_cases_keep_their_law_lead_when_that_side_is_handed_on(cast, signed_in):
    case = a_case(cast)
    part = Participation.objects.using(OWNER).get(task_force=cast.riverbend, agency=cast.police)
    signed_in(cast.le_admin).post(reverse("office:name_lead", args=[part.pk]))
    assert lead_of(cast)["law"] == cast.police.name
    assert Case.objects.using(OWNER).get(pk=case.pk).law_lead_id == cast.sheriff.pk


def test_a_side_without_a_lead_is_given_one_by_the_coordinator_and_only_of_its_own_agencies(cast, signed_in):
    Participation.objects.using(OWNER).filter(task_force=cast.riverbend, lead="services").update(lead="")
    part = a_second_provider(cast)
    signed_in(cast.le_admin).post(reverse("office:name_lead", args=[part.pk]))
    assert "services" not in lead_of(cast)
    signed_in(cast.coordinator).post(reverse("office:name_lead", args=[part.pk]))
    assert lead_of(cast)["services"] == cast.agencies["legal_aid"].name


def test_an_agency_that_one_side_has_not_agreed_to_can_be_chosen_nowhere(cast, acting):
    part = a_second_provider(cast)
    Participation.objects.using(OWNER).filter(pk=part.pk).update(services_agreed_at=None)
    with acting(cast.coordinator):
        assert cast.agencies["legal_aid"] not in Agency.objects.of([cast.riverbend.pk])
