"""Another agency, the other side, each kind of grant, its end, and a seal: equality, not containment."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from django.apps import apps
from django.db import ProgrammingError
from django.utils import timezone

from access.errors import Refused
from agencies.models import Person
from investigations import charging, services, sharing
from investigations.models import (
    Arrest,
    Charge,
    Investigation,
    InvestigationAgencyGrant,
    Note,
    SurvivorArrest,
    Suspect,
    Victim,
)
from investigations.vocabulary import Sharing
from tests.cast import OWNER
from tests.investigations import rows

PARTS = ("Investigation", "Suspect", "Arrest", "Charge", "Victim", "SurvivorArrest", "Note", "Task", "Hearing")


def counts(acting, hat) -> dict[str, int]:
    """How many rows of each part this hat sees, histories too."""
    with acting(hat):
        found = {name: apps.get_model("investigations", name).objects.count() for name in PARTS}
        for name in ("Investigation", "Suspect", "Charge", "Hearing", "Note"):
            found[f"{name}History"] = apps.get_model("investigations", f"{name}History").objects.count()
    return {name: number for name, number in found.items() if number}


EVERYTHING = dict.fromkeys(PARTS, 1) | {
    "InvestigationHistory": 1,
    "SuspectHistory": 1,
    "ChargeHistory": 1,
    "HearingHistory": 1,
    "NoteHistory": 1,
}
SUMMARY = {"Investigation": 1}
SUSPECTS = SUMMARY | {"Suspect": 1, "Arrest": 1}
CHARGES = SUSPECTS | {"Charge": 1, "Hearing": 1}
FULL = dict.fromkeys(PARTS, 1)


@pytest.fixture
def worked(cast, acting):
    """An investigation of the sheriff's with one of everything, written through the services."""
    statute = rows.a_statute(cast)
    by = cast.detective
    with acting(by):
        made = services.open_investigation(by=by, number="S-26-0417", form="labor", source="labor")
        suspect = services.add_suspect(
            by=by,
            investigation=made,
            name="Karl Wermut",
            part="trafficker",
            roles=["employer"],
            age_band="adult",
            sex="male",
        )
        services.record_arrest(by=by, suspect=suspect, is_survivor="no", level="state", group="trafficking")
        charging.file_charge(by=by, suspect=suspect, statute=statute, level="state")
        services.record_survivor_arrest(
            by=by,
            investigation=made,
            event="citation",
            reason="unaware",
            offense="Loitering",
            level="state",
            advocate_called="no",
            outcome="pending",
        )
        services.write_note(by=by, investigation=made, text="Wermut keeps the passports of Rosa Vidal.")
        services.add_task(by=by, investigation=made, title="Ask the bank")
        charging.add_hearing(by=by, investigation=made, kind="trial", at=timezone.now())
    return made


def share(cast, acting, investigation, to, kind, **dates):
    with acting(cast.detective):
        return sharing.share_with_agency(
            by=cast.detective, investigation=investigation, agency=to, kind=kind, reason="Joint work", **dates
        )


def test_its_own_agency_sees_all_of_it(cast, acting, worked):
    assert counts(acting, cast.detective) == EVERYTHING
    assert counts(acting, cast.second_detective) == EVERYTHING
    assert counts(acting, cast.le_supervisor) == EVERYTHING


@pytest.mark.parametrize(
    "who", ["other_detective", "prosecutor", "victim_specialist", "advocate", "advocate_supervisor", "coordinator"]
)
def test_nobody_else_sees_any_of_it(cast, acting, worked, who):
    assert counts(acting, getattr(cast, who)) == {}


@pytest.mark.parametrize(
    "who", ["lake_detective", "ex_detective", "superuser", "site_admin", "le_admin", "law_auditor"]
)
def test_nobody_from_elsewhere_and_nobody_without_a_role_sees_any_of_it(cast, acting, worked, who):
    assert counts(acting, getattr(cast, who)) == {}


@pytest.mark.parametrize(
    ("kind", "sees"),
    [(Sharing.SUMMARY, SUMMARY), (Sharing.SUSPECTS, SUSPECTS), (Sharing.CHARGES, CHARGES), (Sharing.FULL, FULL)],
)
def test_a_prosecutor_sees_as_far_as_the_grant_and_no_history(cast, acting, worked, kind, sees):
    share(cast, acting, worked, cast.prosecutor_office, kind)

    assert counts(acting, cast.prosecutor) == sees
    assert counts(acting, cast.other_detective) == {}
    assert counts(acting, cast.coordinator) == {}


def test_a_grant_opens_nothing_before_its_first_day_nor_after_its_last(cast, acting, worked):
    day = timezone.localdate()
    share(cast, acting, worked, cast.police, Sharing.FULL, from_on=day + dt.timedelta(days=1))
    rows.an_agency_grant(
        cast,
        worked,
        "see_full",
        to=cast.police,
        from_on=day - dt.timedelta(days=9),
        until_on=day - dt.timedelta(days=1),
    )

    assert counts(acting, cast.other_detective) == {}


def test_ending_a_grant_closes_it_at_once_and_its_holder_sees_no_trace_of_it(cast, acting, worked):
    given = share(cast, acting, worked, cast.police, Sharing.FULL)
    assert counts(acting, cast.other_detective) == FULL

    with acting(cast.detective):
        sharing.end_share(by=cast.detective, share=given)

    assert counts(acting, cast.other_detective) == {}
    with acting(cast.other_detective):
        assert list(InvestigationAgencyGrant.objects.all()) == []


def test_a_grant_to_a_person_lets_in_that_person_in_that_hat_alone(cast, acting, worked):
    with acting(cast.detective):
        sharing.share_with_person(
            by=cast.detective,
            investigation=worked,
            person=Person(pk=cast.both_sides["law"].person_id),
            agency=cast.police,
            kind=Sharing.FULL,
            reason="Interviews",
        )

    assert counts(acting, cast.both_sides["law"]) == FULL
    assert counts(acting, cast.both_sides["services"]) == {}
    assert counts(acting, cast.other_detective) == {}


def test_a_grant_that_names_a_provider_is_refused_and_one_forged_opens_nothing(cast, acting, worked):
    with acting(cast.detective), pytest.raises(Refused):
        sharing.share_with_agency(
            by=cast.detective, investigation=worked, agency=cast.harbor, kind=Sharing.FULL, reason="Help"
        )
    rows.an_agency_grant(cast, worked, "see_full", to=cast.harbor)
    rows.a_person_grant(cast, worked, "see_full", to=cast.advocate)

    assert counts(acting, cast.advocate) == {}
    assert counts(acting, cast.advocate_supervisor) == {}


def test_a_seal_leaves_it_to_named_people_with_its_history_and_its_grants(cast, acting, worked):
    share(cast, acting, worked, cast.prosecutor_office, Sharing.FULL)
    with acting(cast.le_supervisor):
        sharing.seal(by=cast.le_supervisor, investigation=worked, people=[])

    sealed = EVERYTHING | {"InvestigationHistory": 2, "SuspectHistory": 2, "ChargeHistory": 2, "NoteHistory": 2}
    sealed["HearingHistory"] = 2
    assert counts(acting, cast.detective) == sealed  # the lead
    assert counts(acting, cast.le_supervisor) == sealed  # who sealed it
    assert counts(acting, cast.second_detective) == {}
    assert counts(acting, cast.prosecutor) == {}
    with acting(cast.second_detective):
        assert list(InvestigationAgencyGrant.objects.all()) == []


def test_a_person_of_another_agency_can_be_named_for_a_sealed_one(cast, acting, worked):
    with acting(cast.detective):
        sharing.seal(by=cast.detective, investigation=worked)
        sharing.share_with_person(
            by=cast.detective,
            investigation=worked,
            person=Person(pk=cast.prosecutor.person_id),
            agency=cast.prosecutor_office,
            kind=Sharing.CHARGES,
            reason="Charging",
        )
        with pytest.raises(Refused):
            sharing.share_with_agency(
                by=cast.detective, investigation=worked, agency=cast.police, kind=Sharing.FULL, reason="Joint"
            )

    assert counts(acting, cast.prosecutor) == CHARGES
    assert counts(acting, cast.victim_specialist) == {}


def test_a_name_opens_a_sealed_one_only_as_far_as_it_was_given(cast, acting, worked):
    """Found by tests/wall/test_whole.py: a name for less broke the seal, and working there opened the rest."""
    share(cast, acting, worked, cast.prosecutor_office, Sharing.FULL)
    with acting(cast.detective):
        sharing.seal(by=cast.detective, investigation=worked)
        for hat, kind in ((cast.prosecutor, Sharing.SUSPECTS), (cast.second_detective, Sharing.SUMMARY)):
            sharing.share_with_person(
                by=cast.detective,
                investigation=worked,
                person=Person(pk=hat.person_id),
                agency=hat.agency,
                kind=kind,
                reason="Interviews",
            )

    assert counts(acting, cast.prosecutor) == SUSPECTS
    assert counts(acting, cast.second_detective) == SUMMARY | {"InvestigationHistory": 2}
    with acting(cast.prosecutor):
        assert list(InvestigationAgencyGrant.objects.all()) == []


def test_parts_written_after_the_seal_are_sealed_too(cast, acting, worked):
    with acting(cast.detective):
        sharing.seal(by=cast.detective, investigation=worked)
        services.write_note(by=cast.detective, investigation=worked, text="Second note on Rosa Vidal.")

    assert counts(acting, cast.second_detective) == {}


def test_unsealing_opens_all_of_it_again(cast, acting, worked):
    with acting(cast.detective):
        sharing.seal(by=cast.detective, investigation=worked)
        sharing.unseal(by=cast.detective, investigation=worked)

    with acting(cast.second_detective):
        assert [Note.objects.count(), Suspect.objects.count(), Charge.objects.count()] == [1, 1, 1]


@pytest.mark.parametrize("who", ["second_detective", "other_detective", "prosecutor", "advocate"])
def test_only_the_lead_or_a_supervisor_seals_or_reassigns(cast, acting, worked, who):
    hat = getattr(cast, who)
    share(cast, acting, worked, cast.prosecutor_office, Sharing.FULL)
    share(cast, acting, worked, cast.police, Sharing.FULL)

    # Whom it is hidden from can't even write in its keeper's trail that they tried.
    with acting(hat), pytest.raises((Refused, ProgrammingError)):
        sharing.reassign(by=hat, investigation=worked, person=Person(pk=hat.person_id))
    with acting(hat):
        assert sharing._ask("SELECT wall.seal_investigation(%s, true)", [worked.pk]) is False

    worked = Investigation.objects.using(OWNER).get()
    assert (worked.lead_id, worked.sealed) == (cast.detective.person_id, False)


def test_a_supervisor_reassigns_to_somebody_who_works_there_and_to_nobody_else(cast, acting, worked):
    by = cast.le_supervisor
    with acting(by):
        for stranger in (cast.other_detective, cast.le_admin, cast.ex_detective):
            with pytest.raises(Refused):
                sharing.reassign(by=by, investigation=worked, person=Person(pk=stranger.person_id))
        sharing.reassign(by=by, investigation=worked, person=Person(pk=cast.second_detective.person_id))

    assert Investigation.objects.using(OWNER).get().lead_id == cast.second_detective.person_id


def test_handing_over_takes_everything_along_and_lets_the_old_agency_look_back(cast, acting, worked):
    by = cast.detective
    with acting(by), pytest.raises(Refused):  # that agency has not read it
        sharing.hand_over(
            by=by, investigation=worked, agency=cast.police, person=Person(pk=cast.other_detective.person_id)
        )
    share(cast, acting, worked, cast.police, Sharing.FULL)
    with acting(by):
        sharing.hand_over(
            by=by, investigation=worked, agency=cast.police, person=Person(pk=cast.other_detective.person_id)
        )

    followed = {"InvestigationHistory": 2, "SuspectHistory": 2, "NoteHistory": 2}
    moved = EVERYTHING | followed | {"ChargeHistory": 3, "HearingHistory": 3}
    assert counts(acting, cast.other_detective) == moved
    assert counts(acting, cast.detective) == FULL
    assert counts(acting, cast.prosecutor) == {}
    assert Charge.objects.using(OWNER).get().owner_id == cast.police.pk


def test_nobody_hangs_a_part_on_an_investigation_that_is_only_shared(cast, acting, worked):
    share(cast, acting, worked, cast.police, Sharing.FULL)
    hat = cast.other_detective

    with acting(hat), pytest.raises(Refused):
        services.write_note(by=hat, investigation=Investigation.objects.get(), text="Ours")
    with acting(hat), pytest.raises(Refused):
        charging.file_charge(
            by=hat,
            suspect=Suspect.objects.select_related("investigation").get(),
            statute=rows.a_statute(cast),
            level="state",
        )

    assert [Note.objects.using(OWNER).count(), Charge.objects.using(OWNER).count()] == [1, 1]


@pytest.mark.parametrize("who", ["second_detective", "victim_specialist", "other_detective", "prosecutor"])
def test_only_the_lead_or_a_supervisor_lets_others_in_or_shuts_them_out(cast, acting, worked, who):
    given = share(cast, acting, worked, cast.prosecutor_office, Sharing.FULL)
    hat = getattr(cast, who)
    with acting(hat):
        seen = Investigation.objects.filter(pk=worked.pk).first() or worked
        with pytest.raises(Refused):
            sharing.share_with_agency(
                by=hat, investigation=seen, agency=cast.federal, kind=Sharing.SUMMARY, reason="A favor"
            )
    with acting(hat), suppress(ProgrammingError):  # refused where it is seen, no row where it is not
        InvestigationAgencyGrant.objects.filter(pk=given.pk).update(ended_at=timezone.now())
    forged = InvestigationAgencyGrant(
        owner_id=cast.sheriff.pk,
        made_by_id=hat.person_id,
        content_object_id=worked.pk,
        permission_id=given.permission_id,
        group_id=cast.federal.group_id,
        reason="By SQL",
    )
    with acting(hat), pytest.raises(ProgrammingError, match="row-level security"):
        InvestigationAgencyGrant.objects.bulk_create([forged])

    assert [grant.ended_at for grant in InvestigationAgencyGrant.objects.using(OWNER)] == [None]


def test_a_supervisor_shares_what_a_detective_leads(cast, acting, worked):
    with acting(cast.le_supervisor):
        given = sharing.share_with_agency(
            by=cast.le_supervisor, investigation=worked, agency=cast.police, kind=Sharing.SUMMARY, reason="Two scenes"
        )
    assert counts(acting, cast.other_detective) == SUMMARY
    with acting(cast.le_supervisor):
        sharing.end_share(by=cast.le_supervisor, share=given)
    assert counts(acting, cast.other_detective) == {}


@pytest.mark.parametrize("model", [Victim, Suspect, Arrest, SurvivorArrest, Note])
def test_who_is_let_in_changes_nothing(cast, acting, worked, model):
    share(cast, acting, worked, cast.police, Sharing.FULL)

    with acting(cast.other_detective):
        assert model.objects.count() == 1
        assert model.objects.update(version=9) == 0
