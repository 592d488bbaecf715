"""Without a release: what lets something be given, what must be written down then, and who may never."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from agencies.models import TaskForce
from agencies.vocabulary import Sector
from referrals.models import Disclosure
from tests.cast import OWNER
from tests.referrals.rows import WRITTEN
from tests.victims.rows import a_client
from victims.bases import BASES, FACT
from victims.facts import FACTS, allowed
from victims.models import DisclosureLink, Release
from victims.services import release as services


def typed(basis, recipient, **more):
    """What is written on the form of `basis`."""
    asked = {field: WRITTEN[field] for field in BASES[basis].asks}
    ends_on = (timezone.localdate() + dt.timedelta(days=10)).isoformat()
    known = {"recipient": recipient.pk, "text": "Dates of the stays", "ends_on": ends_on, "told": "yes"}
    return known | asked | more


def let_supervisors_give_in_danger():
    TaskForce.objects.using(OWNER).update(allows_imminent_danger=True)


def address(client, basis):
    return reverse("victims:give_by_law", args=[client.pk, basis])


@pytest.mark.rule("R12", "R13")
@pytest.mark.parametrize("basis", BASES)
def test_what_is_given_without_a_release_is_in_the_ledger_with_all_that_was_written(cast, signed_in, basis):
    let_supervisors_give_in_danger()
    client, supervisor = a_client(cast), signed_in(cast.advocate_supervisor)
    ledger = reverse("victims:ledger", args=[client.pk])
    said = typed(basis, cast.prosecutor_office)
    assert supervisor.post(address(client, basis), said)["Location"] == ledger
    page = supervisor.get(ledger).content.decode()
    assert [text for field, text in WRITTEN.items() if field in BASES[basis].asks and text not in page] == []
    copy = Disclosure.objects.using(OWNER).get()
    assert copy.basis == basis
    assert "Dates of the stays" in signed_in(cast.prosecutor).get(copy.get_absolute_url()).content.decode()
    assert signed_in(cast.detective).get(copy.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("basis", BASES)
def test_nothing_is_given_before_everything_that_its_basis_asks_is_written(cast, signed_in, basis):
    let_supervisors_give_in_danger()
    client, supervisor = a_client(cast), signed_in(cast.advocate_supervisor)
    for field in (*BASES[basis].asks, "told", "text"):
        answer = supervisor.post(address(client, basis), typed(basis, cast.sheriff, **{field: ""}))
        assert (field, answer.status_code) == (field, 422)
        assert "Dates of the stays" in answer.content.decode() or field == "text"
    assert Disclosure.objects.using(OWNER).count() == 0


def test_imminent_danger_is_a_supervisors_alone_where_the_task_force_lets_them(cast, signed_in):
    client = a_client(cast)
    said = typed("imminent_danger", cast.sheriff)

    def answers():
        chooser = reverse("victims:by_law", args=[client.pk])
        return [
            (
                "Imminent danger" in each.get(chooser).content.decode(),
                each.get(address(client, said_basis)).status_code,
            )
            for each in (signed_in(cast.advocate), signed_in(cast.advocate_supervisor))
            for said_basis in ["imminent_danger"]
        ]

    assert answers() == [(False, 404), (False, 404)]
    assert signed_in(cast.advocate_supervisor).post(address(client, "imminent_danger"), said).status_code == 404
    let_supervisors_give_in_danger()
    assert answers() == [(False, 404), (True, 200)]
    assert signed_in(cast.advocate).post(address(client, "imminent_danger"), said).status_code == 404
    assert Disclosure.objects.using(OWNER).count() == 0
    assert signed_in(cast.advocate_supervisor).post(address(client, "imminent_danger"), said).status_code == 302
    assert Disclosure.objects.using(OWNER).get().basis == "imminent_danger"


def straight(cast, acting, by, basis, *, link=True, facts=None, **written):
    """The database's answer to a copy and its link written past every service."""
    client, pk = a_client(cast), uuid.uuid4()
    try:
        with acting(by):
            if link:
                DisclosureLink.new(by, client=client, disclosure_id=pk, **(WRITTEN | written))
            Disclosure.new(
                by,
                pk=pk,
                recipient=cast.sheriff,
                purpose="x",
                basis=basis,
                facts=facts or [FACT | {"text": "x"}],
                ends_at=timezone.now() + dt.timedelta(days=1),
            )
    except DatabaseError as error:
        return type(error.__cause__).__name__
    return "given"


@pytest.mark.rule("R12", "R13")
@pytest.mark.parametrize("basis", BASES)
def test_the_database_takes_no_copy_by_law_that_the_ledger_would_miss(cast, acting, basis):
    let_supervisors_give_in_danger()
    by = cast.advocate_supervisor
    assert straight(cast, acting, by, basis, link=False) in ("CheckViolation", "InsufficientPrivilege")
    for field in (*BASES[basis].asks, "told"):
        assert (field, straight(cast, acting, by, basis, **{field: ""})) == (field, "CheckViolation")
    helped = [{"kind": "helped", "label": FACTS["helped"].label, "text": "x"}]
    assert straight(cast, acting, by, basis, facts=helped) == "CheckViolation"
    assert straight(cast, acting, by, "because", facts=None) == "CheckViolation"
    assert straight(cast, acting, by, basis) == "given"


def test_the_database_gives_in_imminent_danger_only_for_a_supervisor_of_a_task_force_that_lets_them(cast, acting):
    assert straight(cast, acting, cast.advocate_supervisor, "imminent_danger") == "CheckViolation"
    let_supervisors_give_in_danger()
    assert straight(cast, acting, cast.advocate, "imminent_danger") == "CheckViolation"
    assert straight(cast, acting, cast.advocate_supervisor, "imminent_danger") == "given"


@pytest.fixture
def by_sector(cast):
    """One agency of each sector, moved there for the test, in the provider's task force."""

    def agency(sector):
        type(cast.police).objects.using(OWNER).filter(pk=cast.police.pk).update(sector=sector)
        cast.police.refresh_from_db(using=OWNER)
        return cast.police

    return agency


@pytest.mark.parametrize("sector", [sector.value for sector in Sector])
def test_every_kind_may_be_released_to_a_sector_or_the_form_the_service_and_the_database_refuse_it(
    cast, acting, signed_in, by_sector, sector
):
    recipient, client, by = by_sector(sector), a_client(cast), cast.advocate
    may = {fact.code for fact in allowed(sector)}
    with acting(by):
        draft = services.draw_up(by=by, client=client, recipient=cast.sheriff, person=None, purpose="x")
    Release.objects.using(OWNER).filter(pk=draft.pk).update(recipient=recipient)
    page = signed_in(by).get(reverse("victims:release_contents", args=[draft.pk])).content.decode()
    assert {kind for kind in FACTS if f'name="tick_{kind}"' in page} == may
    taken = set()
    for kind in FACTS:
        try:
            with acting(by):
                taken.update([kind] * Release.objects.filter(pk=draft.pk).update(kinds=[kind]))
        except DatabaseError:
            pass
    assert taken == may


@pytest.mark.parametrize("sector", [sector.value for sector in Sector])
def test_every_kind_that_may_not_go_to_a_sector_is_refused_in_a_copy_though_a_release_names_it(
    cast, acting, by_sector, sector
):
    """The agency has changed its sector since the release was signed."""
    from tests.victims.rows import signed

    recipient, client, by = by_sector("victim_services"), a_client(cast), cast.advocate
    today = timezone.localdate()
    with acting(by):
        release = signed(client, by, recipient, texts=dict.fromkeys(FACTS, "x"), ends_on=today)
    by_sector(sector)
    given = set()
    for kind, fact in FACTS.items():
        pk = uuid.uuid4()
        try:
            with acting(by):
                DisclosureLink.new(by, client=client, release=release, disclosure_id=pk)
                Disclosure.new(
                    by,
                    pk=pk,
                    recipient=recipient,
                    purpose="x",
                    basis="release",
                    facts=[{"kind": kind, "label": fact.label, "text": "x"}],
                    ends_at=release.ends_at,
                )
            given.add(kind)
        except DatabaseError:
            pass
    assert given == {fact.code for fact in allowed(sector)}
