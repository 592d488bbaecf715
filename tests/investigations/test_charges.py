"""Who keeps charges, what a defendant's charges must explain, and what a disposition must name."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.urls import reverse

from access.errors import Refused
from investigations import charging, sharing
from investigations.models import Charge, ChargingDecision, Disposition, Statute, Suspect
from investigations.vocabulary import Sharing
from tests.cast import OWNER
from tests.investigations import rows


@pytest.fixture
def suspect(cast):
    return rows.a_suspect(cast)


def let_in(cast, acting, suspect, kind, to="prosecutor_office"):
    with acting(cast.detective):
        return sharing.share_with_agency(
            by=cast.detective,
            investigation=suspect.investigation,
            agency=getattr(cast, to),
            kind=kind,
            reason="Charging",
        )


def file(hat, suspect, statute, **facts):
    return charging.file_charge(by=hat, suspect=suspect, statute=statute, level="state", **facts)


def test_police_write_charges_down_while_no_prosecutor_was_let_in(cast, acting, suspect):
    with acting(cast.detective):
        file(cast.detective, suspect, rows.a_statute(cast))

    assert Charge.objects.using(OWNER).get().owner_id == cast.sheriff.pk


@pytest.mark.parametrize("kind", [Sharing.CHARGES, Sharing.FULL])
def test_a_prosecutors_office_that_was_let_in_keeps_charges_and_police_only_see_them(cast, acting, suspect, kind):
    let_in(cast, acting, suspect, kind)
    statute = rows.a_statute(cast)
    with acting(cast.prosecutor):
        charge = file(cast.prosecutor, Suspect.objects.select_related("investigation").get(), statute)
        charging.dispose(
            by=cast.prosecutor, charge=charge, outcome="plea", conviction_statute=statute, custody_months=60
        )

    with acting(cast.detective):
        assert [Charge.objects.get().pk, Disposition.objects.get().custody_months] == [charge.pk, 60]
        assert Charge.objects.update(counts=9) == 0
        assert Disposition.objects.update(custody_months=1) == 0
        with pytest.raises(Refused):
            file(cast.detective, suspect, statute)
        with pytest.raises(Refused):
            charging.dispose(by=cast.detective, charge=charge, outcome="acquitted")


@pytest.mark.parametrize("kind", [Sharing.SUMMARY, Sharing.SUSPECTS])
def test_a_lesser_grant_keeps_no_charges(cast, acting, suspect, kind):
    let_in(cast, acting, suspect, kind)

    with acting(cast.prosecutor), pytest.raises(Refused):
        file(cast.prosecutor, suspect, rows.a_statute(cast))
    with acting(cast.detective):
        file(cast.detective, suspect, rows.a_statute(cast))


@pytest.mark.parametrize("who", ["victim_specialist", "other_detective"])
def test_the_database_refuses_charges_of_whoever_is_no_prosecutor(cast, acting, suspect, who):
    let_in(cast, acting, suspect, Sharing.FULL)
    let_in(cast, acting, suspect, Sharing.FULL, to="police")
    hat, statute = getattr(cast, who), rows.a_statute(cast)

    with pytest.raises(DatabaseError), acting(hat):
        Charge.part_of(suspect.investigation, hat, suspect=suspect, statute=statute, level="state")

    assert Charge.objects.using(OWNER).count() == 0


def test_a_prosecutors_charge_can_not_be_changed_after_the_grant_ended(cast, acting, suspect):
    given = let_in(cast, acting, suspect, Sharing.CHARGES)
    with acting(cast.prosecutor):
        charge = file(cast.prosecutor, suspect, rows.a_statute(cast))
    with acting(cast.detective):
        sharing.end_share(by=cast.detective, share=given)

    with pytest.raises(DatabaseError), acting(cast.prosecutor):
        charging.change_charge(by=cast.prosecutor, charge=charge, counts=3)


def test_a_defendant_with_other_charges_only_stays_unexplained_until_somebody_says_why(cast, acting, suspect):
    promoting = rows.a_statute(cast, citation="ORC 2907.22", kind="other", group="promoting")
    with acting(cast.detective):
        file(cast.detective, suspect, promoting)
        assert list(Suspect.objects.unexplained()) == [suspect]
        file(cast.detective, suspect, promoting, why_no_trafficking="spare")
        assert list(Suspect.objects.unexplained()) == []
        assert ChargingDecision.objects.get().why_no_trafficking == "spare"


def test_a_trafficking_charge_needs_no_explanation(cast, acting, suspect):
    with acting(cast.detective):
        file(cast.detective, suspect, rows.a_statute(cast))
        assert list(Suspect.objects.unexplained()) == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"outcome": "plea"}, "conviction_statute"),
        ({"outcome": "dismissed", "restitution_ordered": 10, "restitution_collected": 20}, "restitution_collected"),
    ],
)
def test_a_disposition_whose_parts_do_not_go_together_is_refused(cast, acting, facts, field):
    charge = rows.a_charge(cast)
    with acting(cast.detective), pytest.raises(Refused) as refusal:
        charging.dispose(by=cast.detective, charge=charge, **facts)

    assert refusal.value.field == field


def test_the_federal_statutes_are_there_with_their_class(cast, acting):
    with acting(cast.detective):
        classes = dict(Statute.objects.filter(task_force=None).values_list("citation", "kind"))

    assert (classes["18 U.S.C. 1591"], classes["18 U.S.C. 1589"], classes["18 U.S.C. 2421"]) == (
        "sex",
        "labor",
        "other",
    )


FACTS = {"citation": "ORC 1", "title": "Trafficking", "level": "state", "kind": "sex", "group": "trafficking"}


@pytest.mark.parametrize("who", ["coordinator", "le_supervisor"])
def test_the_coordinator_and_a_supervisor_keep_the_task_forces_own_table(cast, acting, who):
    hat = getattr(cast, who)
    with acting(hat):
        made = charging.add_statute(by=hat, **FACTS)
        charging.change_statute(by=hat, statute=made, **(FACTS | {"title": "Human trafficking"}))

    assert Statute.objects.using(OWNER).get(pk=made.pk).title == "Human trafficking"


@pytest.mark.parametrize("who", ["detective", "prosecutor", "advocate", "lake_detective", "lake_coordinator"])
def test_nobody_else_changes_it_nor_the_federal_ones(cast, acting, who):
    ours = rows.a_statute(cast, citation="ORC 2")
    hat = getattr(cast, who)
    with acting(hat):
        for statute in (ours, Statute.objects.get(citation="18 U.S.C. 1591")):
            with pytest.raises(Refused):
                charging.change_statute(by=hat, statute=statute, **(FACTS | {"citation": statute.citation}))


def test_a_charge_of_no_count_is_refused_at_its_field(cast, signed_in):
    suspect = rows.a_suspect(cast)
    address = reverse("investigations:charge_new", args=[suspect.investigation_id])
    said = signed_in(cast.detective).post(address, {"suspect": suspect.pk, "counts": "0"}).context["form"].errors

    assert said["counts"] == ["Enter 1 or more."]
