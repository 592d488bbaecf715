"""Who is acting is signed: nothing that somebody with SQL can write opens a row."""

import threading

import pytest
from django.db import DatabaseError, connections, transaction

from access.context import SETTING, acting, counting, known
from access.hats import COORDINATOR, MEMBER, Hat, hats_of


def ask(statement, values=(), using="default"):
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def who():
    return ask("SELECT wall.person(), wall.agency(), wall.my_roles(), wall.my_task_forces()")


def set_context(value):
    ask("SELECT set_config(%s, %s, true)", [SETTING, value])


def current():
    return ask("SELECT current_setting(%s, true)", [SETTING])[0]


def test_a_member_acts_for_their_agency_with_their_roles(cast):
    with acting(cast.detective):
        assert who() == (
            cast.detective.person_id,
            cast.sheriff.pk,
            ["detective"],
            [cast.riverbend.pk],
        )


def test_without_a_context_nobody_is_there(cast):
    with transaction.atomic():
        assert who() == (None, None, None, None)


def test_the_context_ends_with_its_block_and_gives_back_the_one_before(cast):
    with acting(cast.detective):
        with acting(cast.advocate):
            assert who()[0] == cast.advocate.person_id
        assert who()[0] == cast.detective.person_id
    with transaction.atomic():
        assert who()[0] is None


def test_a_failed_inner_block_gives_back_the_context_before(cast):
    with acting(cast.detective):
        with pytest.raises(ZeroDivisionError), acting(cast.advocate):
            raise ZeroDivisionError
        assert who()[0] == cast.detective.person_id


def test_a_context_cannot_be_made_up_altered_or_kept(cast):
    with acting(cast.detective):
        mine = current()
        parts = mine.split("|")
        for forged in (
            "1|2|member",
            "|".join([str(cast.advocate.person_id), *parts[1:]]),
            "|".join([parts[0], str(cast.harbor.pk), *parts[2:]]),
            "|".join([*parts[:2], COORDINATOR, *parts[3:]]),
            "|".join([*parts[:6], "0" * 64]),
        ):
            set_context(forged)
            assert who() == (None, None, None, None)
        set_context(mine)
        assert who()[0] == cast.detective.person_id
    with transaction.atomic():
        set_context(mine)  # replayed in a later transaction of the same connection
        assert who() == (None, None, None, None)


def test_a_context_of_another_connection_opens_nothing(cast):
    seen = []

    def elsewhere(stolen):
        with transaction.atomic():
            set_context(stolen)
            seen.append(who())
        connections.close_all()

    with acting(cast.advocate):
        thread = threading.Thread(target=elsewhere, args=[current()])
        thread.start()
        thread.join()
    assert seen == [(None, None, None, None)]


def test_the_key_that_signs_cannot_be_read(cast):
    with acting(cast.detective), pytest.raises(DatabaseError), transaction.atomic():
        ask("SELECT inner_pad FROM wall.key")


@pytest.mark.rule("R17")
def test_an_ended_membership_ends_everything_at_once(cast):
    with acting(cast.ex_detective):
        assert who()[1:] == (None, None, None)
        assert hats_of(cast.ex_detective.person_id) == []


def test_a_hat_that_is_not_held_opens_nothing(cast):
    with acting(Hat(cast.detective.person_id, cast.harbor.pk, MEMBER)):
        assert who() == (cast.detective.person_id, None, None, None)
    with acting(Hat(cast.detective.person_id, cast.coordination.pk, COORDINATOR)):
        assert who() == (cast.detective.person_id, None, None, None)


def test_a_coordinators_hat_holds_no_other_role(cast):
    member = cast.coordinating_member
    with acting(member):
        assert who()[2] == ["grant_manager"]
    with acting(Hat(member.person_id, member.agency_id, COORDINATOR)):
        assert who()[2] == ["coordinator"]


@pytest.mark.rule("R16")
def test_posts_on_both_sides_are_two_hats(cast):
    with known(cast.both_sides["law"].person_id):
        assert set(hats_of(cast.both_sides["law"].person_id)) == set(cast.both_sides.values())


def test_a_role_that_the_sector_does_not_have_means_nothing(cast):
    from agencies.models import Membership

    Membership.objects.using("owner").filter(person_id=cast.detective.person_id).update(
        roles=["detective", "advocate", "site_admin", "coordinator", "prosecutor"]
    )
    with acting(cast.detective):
        assert who()[2] == ["detective"]


def test_a_deactivated_person_is_nobody(cast):
    from agencies.models import Person

    Person.objects.using("owner").filter(pk=cast.advocate.person_id).update(is_active=False)
    with acting(cast.advocate):
        assert who() == (None, None, None, None)


def test_a_participation_counts_only_when_all_three_agreed(cast):
    from agencies.models import Participation

    Participation.objects.using("owner").filter(agency=cast.harbor).update(law_agreed_at=None)
    with acting(cast.advocate):
        assert who()[3] is None


def test_the_counter_sees_through_its_own_login_only(cast):
    with counting(person_id=cast.detective.person_id, agency_id=cast.sheriff.pk):
        assert ask("SELECT wall.counting_agency()", using="counter") == (cast.sheriff.pk,)
        stolen = ask("SELECT current_setting(%s)", [SETTING], using="counter")[0]
        with transaction.atomic():
            set_context(stolen)
            assert who() == (None, None, None, None)


def test_the_roles_of_two_seats_at_one_employer_combine_each_with_its_own_task_forces(cast):
    """A seat with a last day and the one that follows it may overlap: neither hides the other."""
    from agencies.models import Membership

    person, agency = cast.coordinating_member.person_id, cast.coordination.pk
    first = Membership.objects.using("owner").get(person_id=person, agency_id=agency)
    first.roles, first.until_on = ["coordinator"], first.from_on.replace(year=2099)
    first.save(using="owner")
    Membership.objects.using("owner").create(
        person_id=person, agency_id=agency, roles=["grant_manager", "auditor"], task_forces=[]
    )
    with acting(Hat(person, agency, MEMBER)):
        assert who()[2:] == (["auditor", "grant_manager"], None)
    with acting(Hat(person, agency, COORDINATOR)):
        assert who()[2:] == (["coordinator"], [cast.riverbend.pk])
    with known(person):
        assert len(hats_of(person)) == 2
