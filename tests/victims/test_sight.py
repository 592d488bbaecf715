"""Who at a provider sees a client: everyone, the assigned, or named people; and nobody else, ever."""

import re
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from access.compiler import declared, history_of, table_of
from access.context import acting as acting_as
from access.errors import Refused
from access.hats import COORDINATOR, Hat
from agencies.models import Agency, Membership, Participation, Person
from tests.victims.rows import ROWS, a_client
from victims import services
from victims.models import Client, ClientPersonGrant, Note
from victims.policies import PROTECTIONS, bars
from victims.services.who import Finder

ABOUT_A_CLIENT = [
    *("client", "clienthistory", "clientidentity", "nametoken", "datakey", "determination", "determinationhistory"),
    *("enrollment", "enrollmenthistory", "serviceentry", "serviceentryhistory", "note", "notehistory"),
    "clientpersongrant",
]


@pytest.fixture
def assigned_only(cast):
    Agency.objects.using("owner").filter(pk=cast.harbor.pk).update(assigned_only=True)
    return cast


def person(hat):
    """Who wears it, also where the acting person may not know them."""
    return Person.objects.using("owner").get(pk=hat.person_id)


def with_everything(cast):
    client = a_client(cast)
    with acting_as(cast.advocate):
        services.write_note(by=cast.advocate, client=client, text="A note")
        row = {"client": client, "category": "food", "award": cast.services_award}
        services.enter_services(by=cast.advocate, rows=[row])
    return client


def rows_seen(acting, hat):
    """How many rows of each table this hat sees."""
    found = {}
    with acting(hat), connection.cursor() as cursor:
        for name in ABOUT_A_CLIENT:
            cursor.execute(f"SELECT count(*) FROM victims_{name}")
            if count := cursor.fetchone()[0]:
                found[name] = count
    return found


def test_everyone_at_a_provider_sees_its_clients(cast, acting):
    with_everything(cast)
    seen = rows_seen(acting, cast.advocate)
    assert sorted(seen) == sorted(ABOUT_A_CLIENT)
    assert rows_seen(acting, cast.second_advocate) == seen
    assert rows_seen(acting, cast.advocate_supervisor) == seen


@pytest.mark.rule("R1")
def test_where_only_the_assigned_see_a_client_a_colleague_sees_no_row_about_it(assigned_only, acting):
    cast = assigned_only
    with_everything(cast)
    assert rows_seen(acting, cast.second_advocate) == {}
    assert rows_seen(acting, cast.advocate) == rows_seen(acting, cast.advocate_supervisor) != {}


def test_an_advocate_who_is_assigned_sees_it_from_then_on_and_not_after(assigned_only, acting):
    cast = assigned_only
    client = with_everything(cast)
    with acting(cast.advocate_supervisor):
        services.assign(by=cast.advocate_supervisor, client=client, person=person(cast.second_advocate))
    assert rows_seen(acting, cast.second_advocate)["note"] == 1
    with acting(cast.advocate_supervisor):
        grant = ClientPersonGrant.objects.get(user=cast.second_advocate.person_id)
        services.unassign(by=cast.advocate_supervisor, grant=grant)
    assert rows_seen(acting, cast.second_advocate) == {}


@pytest.mark.rule("R15")
def test_an_advocate_can_not_assign_themselves_where_only_the_assigned_see(assigned_only, acting):
    cast = assigned_only
    client = with_everything(cast)
    with acting(cast.second_advocate), pytest.raises(Refused):
        services.assign(by=cast.second_advocate, client=client, person=person(cast.second_advocate))
    assert rows_seen(acting, cast.second_advocate) == {}


def close(cast, acting, client, *people):
    with acting(cast.advocate_supervisor):
        services.close_to_named(
            by=cast.advocate_supervisor, client=client, people=[person(hat) for hat in people], reason="Conflict"
        )


@pytest.mark.rule("R18")
def test_a_closed_client_is_closed_with_everything_about_it_and_its_history(cast, acting):
    client = with_everything(cast)
    before = rows_seen(acting, cast.advocate)
    close(cast, acting, client, cast.advocate)
    assert rows_seen(acting, cast.second_advocate) == {}
    assert rows_seen(acting, cast.advocate_supervisor) == {}
    after = rows_seen(acting, cast.advocate)
    assert {name for name in after if after[name] < before[name]} == set()


@pytest.mark.rule("R3")
def test_the_code_name_of_a_closed_client_tells_a_colleague_nothing(cast, acting):
    client = with_everything(cast)
    close(cast, acting, client, cast.advocate)
    with acting(cast.second_advocate):
        named_alike = services.open_client(by=cast.second_advocate, code_name=client.code_name)
    assert named_alike.code_name == client.code_name

    with acting(cast.advocate), pytest.raises(Refused, match=f"More than one client is called {client.code_name}"):
        Finder(cast.advocate, [client.code_name]).whom(client.code_name)


def test_what_is_added_to_a_closed_client_is_closed_too(cast, acting):
    client = with_everything(cast)
    close(cast, acting, client, cast.advocate)
    with acting(cast.advocate):
        services.write_note(by=cast.advocate, client=Client.objects.get(pk=client.pk), text="Another")
        assert list(Note.objects.values_list("named_only", flat=True)) == [True, True]
    assert rows_seen(acting, cast.second_advocate) == {}


def test_only_somebody_named_opens_a_closed_client_again(cast, acting):
    client = with_everything(cast)
    close(cast, acting, client, cast.advocate)
    with acting(cast.advocate_supervisor), pytest.raises(Refused):
        services.open_to_all(by=cast.advocate_supervisor, client=client)
    with acting(cast.advocate):
        services.open_to_all(by=cast.advocate, client=client)
    assert rows_seen(acting, cast.second_advocate)["note"] == 1


def test_a_client_is_never_closed_to_nobody(cast, acting):
    client = with_everything(cast)
    with acting(cast.advocate_supervisor), pytest.raises(Refused, match="at least one person"):
        services.close_to_named(by=cast.advocate_supervisor, client=client, people=[], reason="")
    close(cast, acting, client, cast.advocate)
    with acting(cast.advocate):
        named = ClientPersonGrant.objects.named().get()
        with pytest.raises(Refused, match="nobody would be left"):
            services.unassign(by=cast.advocate, grant=named)


def test_a_supervisor_hands_a_whole_caseload_over_in_one_step(assigned_only, acting):
    cast = assigned_only
    for _ in range(3):
        a_client(cast)
    a_client(cast, by=cast.second_advocate)
    by = cast.advocate_supervisor
    with acting(by):
        moved = services.hand_over(
            by=by, leaver=person(cast.advocate), successor=person(cast.second_advocate), reason="Leave"
        )
    assert moved == 3
    with acting(cast.second_advocate):
        assert Client.objects.count() == 4
    with acting(cast.advocate):
        assert Client.objects.count() == 0


def test_a_closed_client_goes_to_the_successor_of_somebody_who_left_and_not_before(cast, acting):
    client, by = a_client(cast), cast.advocate_supervisor
    close(cast, acting, client, cast.advocate)
    facts = {"leaver": person(cast.advocate), "successor": person(cast.second_advocate), "reason": "Left"}
    with acting(by):
        assert services.hand_over(by=by, **facts) == 0
    Membership.objects.using("owner").filter(person=cast.advocate.person_id).update(ended_at=timezone.now())
    with acting(by):
        assert services.hand_over(by=by, **facts) == 1
    with acting(cast.second_advocate):
        assert Client.objects.count() == 1
    assert rows_seen(acting, by) == {}


def test_no_supervisor_takes_a_closed_client_of_somebody_who_left_while_a_colleague_could(cast, acting):
    by = cast.advocate_supervisor
    close(cast, acting, a_client(cast), cast.advocate)
    facts = {"leaver": person(cast.advocate), "successor": person(by), "reason": "Mine"}

    def leaves(hat):
        Membership.objects.using("owner").filter(person=hat.person_id).update(ended_at=timezone.now())

    leaves(cast.advocate)
    with acting(by):
        assert (services.hand_over(by=by, **facts), Client.objects.count()) == (0, 0)
    leaves(cast.second_advocate)
    with acting(by):
        assert (services.hand_over(by=by, **facts), Client.objects.count()) == (1, 1)


@pytest.mark.parametrize("who", ["advocate", "other_advocate", "detective", "coordinator", "grant_manager"])
def test_nobody_but_a_supervisor_hands_over(cast, acting, who):
    a_client(cast)
    by = getattr(cast, who)
    with acting(by), pytest.raises(Refused):
        services.hand_over(
            by=by, leaver=person(cast.advocate), successor=person(cast.second_advocate), reason="Mine now"
        )


def test_a_client_is_assigned_only_to_people_who_serve_there(cast, acting):
    client = a_client(cast)
    for hat in (cast.detective, cast.other_advocate, cast.grant_manager, cast.ex_advocate):
        with acting(cast.advocate_supervisor), pytest.raises(Refused):
            services.assign(by=cast.advocate_supervisor, client=client, person=person(hat))


def test_a_coordinator_employed_by_the_provider_sees_no_client_under_that_hat(cast, acting):
    with_everything(cast)
    Participation.objects.using("owner").filter(agency=cast.harbor).update(coordinates=True)
    Membership.objects.using("owner").filter(person=cast.second_advocate.person_id).update(
        roles=["advocate", "coordinator"], task_forces=[cast.riverbend.pk]
    )
    assert rows_seen(acting, Hat(cast.second_advocate.person_id, cast.harbor.pk, COORDINATOR)) == {}
    assert rows_seen(acting, cast.second_advocate) != {}


def test_for_everyone_outside_a_clients_pages_do_not_exist(cast, signed_in):
    client = a_client(cast)
    absent = [cast.detective, cast.le_supervisor, cast.prosecutor, cast.victim_specialist, cast.other_advocate]
    absent += [cast.coordinator, cast.grant_manager, cast.services_admin, cast.services_auditor, cast.site_admin]
    names = ["detail", "services", "note", "exit", "assign", "close", "bookmark"]
    addresses = [reverse(f"victims:{name}", args=[client.pk]) for name in names]
    for hat in absent:
        browser = signed_in(hat)
        assert {browser.get(address).status_code for address in addresses} == {404}
    for hat in (cast.other_advocate, cast.lake_advocate):
        assert client.code_name not in signed_in(hat).get(reverse("victims:list")).text


def test_a_colleague_who_is_not_assigned_finds_nothing_by_list_search_or_address(assigned_only, signed_in):
    cast = assigned_only
    client = a_client(cast)
    browser = signed_in(cast.second_advocate)
    listed = browser.get(reverse("victims:list"), {"q": "Marisol"})
    assert "0 clients" in listed.text or "Nothing" in listed.text or client.code_name not in listed.text
    assert client.code_name not in browser.get(reverse("victims:quick")).text
    assert browser.get(client.get_absolute_url()).status_code == 404


def test_nothing_can_be_hung_on_a_client_that_one_does_not_see(cast, acting):
    client = a_client(cast)
    row = {"client": client, "category": "food", "funding": "other"}
    with acting(cast.other_advocate), pytest.raises(Exception, match="row-level security"):
        services.enter_services(by=cast.other_advocate, rows=[row])


def test_every_model_about_a_client_carries_both_bars():
    names = {bar.name for bar in bars()}
    for protection in declared():
        if protection.model.startswith("victims.") and "client_id" in dict(getattr(protection, "parents", ())):
            assert {bar.name for bar in protection.bars} >= names, protection.model


# A step on a referral is about no client until one is opened from it: tests/victims/test_release_referrals.py.
BARRED = [each for each in PROTECTIONS if each.bars and each.model != "victims.ReferralStep"]


def tables_of(protection):
    """The table of a protected model, and that of its history."""
    model = apps.get_model(protection.model)
    return [table_of(model)] + ([table_of(history_of(model))] if protection.history else [])


def count(acting, hat, table):
    with acting(hat), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@contextmanager
def opened(table, bar):
    """The restrictive policy `bar` lets everything through for a while."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = %s AND polrelid = %s::regclass",
            [bar, table],
        )
        (using,) = cursor.fetchone()
        cursor.execute(f"ALTER POLICY {bar} ON {table} USING (true)")
        yield
        cursor.execute(f"ALTER POLICY {bar} ON {table} USING ({using})")


@pytest.mark.parametrize("protection", BARRED, ids=lambda each: each.model)
def test_a_colleague_is_kept_out_by_each_bar_and_by_nothing_else(cast, acting, protection):
    """Both restrictions hold on every table and history about a client; opened, each shows what it kept in."""
    ROWS[protection.model](cast)
    with acting(cast.advocate):
        clients = list(Client.objects.all())
    Agency.objects.using("owner").filter(pk=cast.harbor.pk).update(assigned_only=True)
    for table in tables_of(protection):
        assert count(acting, cast.second_advocate, table) == 0
        with opened(table, "bar_assigned"):
            assert count(acting, cast.second_advocate, table) > 0
    Agency.objects.using("owner").filter(pk=cast.harbor.pk).update(assigned_only=False)
    for client in clients:
        close(cast, acting, client, cast.advocate)
    for table in tables_of(protection):
        assert count(acting, cast.second_advocate, table) == 0
        with opened(table, "bar_named"):
            assert count(acting, cast.second_advocate, table) > 0


def test_what_somebody_who_left_is_assigned_to_waits_for_the_supervisor_until_it_is_handed_over(cast, signed_in):
    client, supervisor = a_client(cast), signed_in(cast.advocate_supervisor)
    page = reverse("victims:caseload")
    left, successor, name = cast.advocate.person_id, cast.second_advocate.person_id, "Ana Advocate"
    Membership.objects.using("owner").filter(person=left).update(ended_at=timezone.now())

    def waiting(browser):
        found = browser.get(reverse("desk:home")).context["waiting"]
        return [thing.url for thing in found if "caseload" in thing.title]

    there = f"{page}?from={left}"
    assert waiting(supervisor) == [there]
    assert waiting(signed_in(cast.second_advocate)) == []
    shown = supervisor.get(there).content.decode()
    assert f'<option value="{left}" selected>{name}' in shown
    assert f"<li>{name}: 1</li>" in shown

    supervisor.post(page, {"leaver": left, "successor": successor, "reason": "Left us"})
    assert waiting(supervisor) == []
    assert f"<li>{name}:" not in supervisor.get(page).content.decode()
    assert list(client.grants.using("owner").live().values_list("user", flat=True)) == [successor]


def test_nobody_of_another_agency_or_role_is_offered_as_a_colleague_who_left(cast, signed_in):
    form = signed_in(cast.advocate_supervisor).get(reverse("victims:caseload")).content.decode()

    def offered(field):
        return set(re.findall(r'<option value="\d+">([^<]+)', form.split(f'name="{field}"')[1].split("</select>")[0]))

    here = {"Ana Advocate", "Abe Advocate", "Sue Supervisor"}
    assert (offered("successor"), offered("leaver")) == (here, here | {"Xena Left"})
