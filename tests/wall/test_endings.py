"""What ends closes everything at once, whatever session is open: posts, agencies' parts, memoranda, accounts."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from agencies.models import Membership, Memorandum, Participation, Person, TaskForce
from cases.models import Case
from investigations.models import Investigation, InvestigationAgencyGrant
from investigations.sharing import share_with_agency
from referrals.models import Disclosure, Referral
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.investigations.rows import an_investigation
from tests.referrals.rows import a_disclosure, a_referral
from tests.victims.rows import a_client
from victims.models import Client

TODAY = timezone.localdate()
YESTERDAY = TODAY - dt.timedelta(days=1)


def require(cast, *agencies, until=None):
    """The task force requires a memorandum in force; these agencies have one."""
    TaskForce.objects.using(OWNER).filter(pk=cast.riverbend.pk).update(requires_memorandum=True)
    for agency in agencies:
        Memorandum.objects.using(OWNER).create(
            task_force=cast.riverbend,
            agency=agency,
            title="MOU",
            signed_on=YESTERDAY,
            from_on=YESTERDAY,
            until_on=until,
        )


def sees(acting, hat, model):
    """Whether the hat sees any row of the model."""
    with acting(hat):
        return model.objects.exists()


def test_an_agency_without_a_memorandum_sees_no_case_where_one_is_required(cast, acting):
    a_case(cast)
    assert sees(acting, cast.advocate, Case)
    require(cast, cast.sheriff)
    assert [sees(acting, hat, Case) for hat in (cast.advocate, cast.detective)] == [False, True]


def test_a_memorandum_lapses_with_its_last_day(cast, acting):
    a_case(cast)
    require(cast, cast.harbor, until=TODAY)
    assert sees(acting, cast.advocate, Case)
    Memorandum.objects.using(OWNER).update(until_on=YESTERDAY)
    assert not sees(acting, cast.advocate, Case)


def test_its_own_clients_stay_a_providers_own(cast, acting):
    a_client(cast)
    require(cast)
    assert sees(acting, cast.advocate, Client)


def test_a_memorandum_of_another_task_force_does_not_count(cast, acting):
    a_case(cast)
    require(cast)
    Memorandum.objects.using(OWNER).create(
        task_force=cast.lakeside, agency=cast.harbor, title="MOU", signed_on=YESTERDAY, from_on=YESTERDAY
    )
    assert not sees(acting, cast.advocate, Case)


def test_the_coordinating_agency_is_let_off_since_it_keeps_the_memoranda(cast, acting):
    a_case(cast)
    require(cast)
    assert sees(acting, cast.coordinator, Case)


def test_a_lapsed_agency_is_nobodys_neighbor(cast, acting):
    from access.explaining import hats_nearby

    require(cast, cast.harbor)
    with acting(cast.advocate):
        agencies = {seat.agency_id for seat, _ in hats_nearby()}
    assert agencies == {cast.harbor.pk, cast.coordination.pk}


def end_post(cast):
    Membership.objects.using(OWNER).filter(person_id=cast.advocate.person_id).update(ended_at=timezone.now())


def end_part(cast):
    Participation.objects.using(OWNER).filter(agency=cast.harbor).update(until_on=YESTERDAY)


def close_account(cast):
    Person.objects.using(OWNER).filter(pk=cast.advocate.person_id).update(is_active=False)


def disable_login(cast):
    User.objects.using("door").filter(pk=cast.advocate.person_id).update(is_active=False)


@pytest.mark.parametrize("ends", [end_post, end_part, close_account])
def test_an_open_session_sees_no_shared_case_from_then_on(ends, cast, signed_in):
    case = a_case(cast)
    client = signed_in(cast.advocate)
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    ends(cast)
    assert client.get(f"/cases/{case.pk}/").status_code in (302, 404)
    assert client.get(f"/api/v1/cases/{case.pk}/").status_code in (401, 403, 404)


@pytest.mark.rule("R17")
@pytest.mark.parametrize("ends", [end_post, close_account])
def test_an_open_session_sees_no_client_from_then_on(ends, cast, signed_in):
    record = a_client(cast)
    client = signed_in(cast.advocate)
    assert client.get(record.get_absolute_url()).status_code == 200
    ends(cast)
    assert client.get(record.get_absolute_url()).status_code in (302, 404)
    assert client.get("/clients/").status_code in (302, 404)
    assert record.code_name not in client.get("/").content.decode()


def test_an_account_that_was_closed_is_signed_out_at_once(cast, signed_in):
    client = signed_in(cast.advocate)
    assert client.get("/").status_code == 200
    disable_login(cast)
    assert client.get("/").headers["Location"].startswith("/account/login/")


def leave(agency):
    Participation.objects.using(OWNER).filter(agency=agency).update(until_on=YESTERDAY)


def test_what_was_disclosed_to_an_agency_closes_when_it_leaves_the_task_force(cast, acting):
    a_disclosure(cast)
    assert sees(acting, cast.detective, Disclosure)
    leave(cast.sheriff)
    assert not sees(acting, cast.detective, Disclosure)


def test_what_an_agency_was_sent_stays_when_its_sender_leaves(cast, acting):
    a_referral(cast)
    leave(cast.sheriff)
    assert sees(acting, cast.advocate, Referral)
    leave(cast.harbor)
    assert not sees(acting, cast.advocate, Referral)


def test_a_shared_investigation_closes_for_an_agency_that_leaves(cast, acting):
    investigation = an_investigation(cast)
    with acting(cast.detective):
        share_with_agency(
            by=cast.detective, investigation=investigation, agency=cast.police, kind="see_full", reason="Joint case"
        )
    assert sees(acting, cast.other_detective, Investigation)
    leave(cast.police)
    assert not sees(acting, cast.other_detective, Investigation)
    assert not sees(acting, cast.other_detective, InvestigationAgencyGrant)
    assert sees(acting, cast.detective, Investigation)
