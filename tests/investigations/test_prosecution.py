"""The whole chain by the prosecutor's door: decision, charge, hearing, disposition; police look on."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from access.context import acting as act
from investigations.models import Charge, ChargingDecision, Disposition, Hearing
from investigations.panels import dated
from tests.cast import OWNER
from tests.investigations import rows

TODAY = timezone.localdate


def to(name: str, *args: object) -> str:
    return reverse(f"investigations:{name}", args=args)


@pytest.fixture
def suspect(cast):
    """Of an investigation of the sheriff's whose charges were given to the prosecutor's office."""
    suspect = rows.a_suspect(cast)
    rows.an_agency_grant(cast, suspect.investigation, "see_charges", to=cast.prosecutor_office)
    return suspect


def page(client, one) -> str:
    return client.get(to("detail", one.pk)).content.decode()


def test_a_prosecutor_decides_charges_sets_a_date_and_writes_down_how_it_ended(cast, signed_in, suspect):
    petra, detective, one = signed_in(cast.prosecutor), signed_in(cast.detective), suspect.investigation
    statute = rows.a_statute(cast)
    decided = {"decision": "accepted", "on": TODAY(), "level": "state", "survivor_asked": "yes"}
    petra.post(to("decide", suspect.pk), decided)
    filed = {"suspect": suspect.pk, "statute": statute.pk, "counts": 2, "filed_on": TODAY(), "level": "state"}
    petra.post(to("charge_new", one.pk), filed)
    when = {"kind": "plea", "at": "2027-01-12T09:00", "court": "Riverbend County", "suspect": suspect.pk}
    petra.post(to("hearing_new", one.pk), when)
    charge, hearing = Charge.objects.using(OWNER).get(), Hearing.objects.using(OWNER).get()
    ended = {"outcome": "plea", "on": TODAY(), "conviction_statute": statute.pk, "custody_months": 18}
    petra.post(to("dispose", charge.pk), ended)

    kept = (ChargingDecision.objects.using(OWNER).get(), charge, hearing, Disposition.objects.using(OWNER).get())
    assert {row.owner_id for row in kept} == {cast.prosecutor_office.pk}
    assert {row.investigating_id for row in kept} == {cast.sheriff.pk}
    for seen in (page(petra, one), page(detective, one)):
        assert f"{statute} (2)" in seen
        assert "Guilty plea, " in seen
        assert "Jan 12, 2027" in seen
    assert "Riverbend District Attorney keeps the charges." in page(detective, one)
    with act(cast.prosecutor):
        assert [(line.title, line.about) for line in dated(cast.prosecutor)] == [("Plea", "S-26-0417")]


def test_each_side_changes_its_own_hearings_and_reads_the_others(cast, signed_in, suspect):
    ours = rows.a_hearing(cast, suspect)
    theirs = rows.write(
        Hearing,
        cast.prosecutor,
        investigation=suspect.investigation,
        suspect=suspect,
        investigating_id=cast.sheriff.pk,
        kind="motion",
        at=timezone.now(),
    )
    moved = {"kind": "trial", "at": "2027-02-01T10:00", "court": "Annex", "suspect": suspect.pk, "version": 1}
    for hat, own, other in ((cast.detective, ours, theirs), (cast.prosecutor, theirs, ours)):
        client = signed_in(hat)
        assert client.post(to("hearing_change", own.pk), moved).status_code == 302
        assert client.post(to("hearing_change", other.pk), moved).status_code == 404
        assert client.post(to("hearing_cancel", other.pk)).status_code == 404
    assert sorted(Hearing.objects.using(OWNER).values_list("court", "version")) == [("Annex", 2), ("Annex", 2)]
    assert sorted(theirs.history.using(OWNER).values_list("version", "kind")) == [(1, "motion"), (2, "trial")]


def test_a_cancelled_hearing_stays_in_the_list_and_leaves_the_calendar(cast, signed_in):
    hearing = rows.a_hearing(cast)
    detective = signed_in(cast.detective)
    assert detective.post(to("hearing_cancel", hearing.pk)).status_code == 302

    assert "Cancelled" in page(detective, hearing.investigation)
    with act(cast.detective):
        assert dated(cast.detective) == []
    assert detective.post(to("hearing_cancel", hearing.pk)).status_code == 404


@pytest.mark.parametrize("kind", ["see_summary", "see_suspects"])
def test_a_lesser_grant_shows_no_date_in_court_and_adds_none(cast, signed_in, kind):
    hearing = rows.a_hearing(cast)
    rows.an_agency_grant(cast, hearing.investigation, kind, to=cast.prosecutor_office)
    petra = signed_in(cast.prosecutor)
    refused = petra.post(to("hearing_new", hearing.investigation_id), {"kind": "trial", "at": "2027-01-12T09:00"})

    assert "Riverbend County<" not in page(petra, hearing.investigation)
    assert refused.status_code == 422
    assert "Only a prosecutor who was given the charges" in refused.content.decode()
    assert Hearing.objects.using(OWNER).count() == 1


def test_police_that_were_let_in_read_dates_in_court_and_add_none(cast, signed_in):
    hearing = rows.a_hearing(cast)
    rows.an_agency_grant(cast, hearing.investigation, "see_full", to=cast.police)
    pat = signed_in(cast.other_detective)

    assert "Riverbend County" in page(pat, hearing.investigation)
    assert (
        pat.post(to("hearing_new", hearing.investigation_id), {"kind": "trial", "at": "2027-01-12T09:00"}).status_code
        == 422
    )


def test_when_the_grant_ends_the_office_changes_nothing_more_and_police_still_read_it(cast, signed_in, suspect):
    petra, one = signed_in(cast.prosecutor), suspect.investigation
    petra.post(to("hearing_new", one.pk), {"kind": "trial", "at": "2027-01-12T09:00", "court": "Annex"})
    charged = {"suspect": suspect.pk, "statute": rows.a_statute(cast).pk, "counts": 1, "filed_on": TODAY()}
    petra.post(to("charge_new", one.pk), charged | {"level": "state"})
    charge, hearing = Charge.objects.using(OWNER).get(), Hearing.objects.using(OWNER).get()
    detective = signed_in(cast.detective)
    grant = one.agency_grants.using(OWNER).get()
    detective.post(to("end_agency", grant.pk))

    assert petra.get(to("detail", one.pk)).status_code == 404
    moved = {"kind": "trial", "at": "2027-03-01T09:00", "version": 1}
    petra.post(to("hearing_change", hearing.pk), moved)
    petra.post(to("dispose", charge.pk), {"outcome": "dismissed", "on": TODAY()})
    assert Hearing.objects.using(OWNER).get().version == 1
    assert Disposition.objects.using(OWNER).count() == 0
    assert "Annex" in page(detective, one)


@pytest.mark.parametrize(
    ("ended", "says"),
    [
        ({"outcome": "plea"}, "Say which statute the conviction is under."),
        ({"outcome": "dismissed", "restitution_collected": "5"}, "More restitution is collected than was ordered."),
        ({}, "Choose an answer"),
    ],
)
def test_a_disposition_that_does_not_add_up_is_refused_in_words_and_kept_on_the_page(
    cast, signed_in, suspect, ended, says
):
    charge = rows.a_charge(cast)
    detective = signed_in(cast.detective)
    answer = detective.post(to("dispose", charge.pk), ended | {"on": TODAY(), "custody_months": 7})

    assert answer.status_code == 422
    assert 'value="7"' in answer.content.decode()
    assert (says in answer.content.decode(), Disposition.objects.using(OWNER).count()) == (True, 0)


def test_a_charge_is_corrected_with_its_history_kept(cast, signed_in):
    charge = rows.a_charge(cast)
    changed = {"statute": charge.statute_id, "counts": 3, "filed_on": TODAY(), "level": "federal", "version": 1}
    assert signed_in(cast.detective).post(to("charge_change", charge.pk), changed).status_code == 302

    assert sorted(charge.history.using(OWNER).values_list("version", "counts")) == [(1, 1), (2, 3)]
