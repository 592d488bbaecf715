"""Referrals, the task force itself and what heads a report, counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import ProgrammingError

from access.context import acting, counting
from agencies.models import AwardAgency, Memorandum, Participation
from referrals.models import Receipt, Referral
from reports import contributions, runs
from reports.models import Contribution, SharedTotals
from tests.cast import OWNER
from tests.reports.world import Police, Provider, activity, half, quarter, write
from victims.models import Enrollment, ReferralStep

D = dt.date


def at(month: int, day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2025, month, day, hour, tzinfo=dt.UTC)


def counted(by, period) -> Contribution:
    with acting(by):
        return contributions.count(by=by, period=period)


def given(cells: dict) -> dict:
    """The cells that are not zero."""
    return {key: count for key, count in cells.items() if count}


def referral(cast, by, to, sent: dt.datetime, urgency: str = "now", hours: int = 2, received=None) -> Referral:
    made = write(
        Referral,
        by,
        recipient=to,
        task_force=cast.riverbend,
        urgency=urgency,
        made_at=sent,
        receive_by=sent + dt.timedelta(hours=hours),
        closes_at=sent + dt.timedelta(days=14),
    )
    if received:
        Receipt.objects.using(OWNER).create(owner=to, recipient_id=by.agency_id, referral=made, at=received)
    return made


def step(by, referral: Referral, step: str, on: dt.date) -> None:
    write(ReferralStep, by, referral_id=referral.pk, step=step, on=on)


def test_waits_are_the_senders_until_receipt_and_the_providers_after_it(cast):
    harbor = cast.harbor
    soon = referral(cast, cast.detective, harbor, at(10, 6), received=at(10, 6, 13))
    late = referral(cast, cast.detective, harbor, at(10, 7), received=at(10, 9))
    referral(cast, cast.detective, harbor, at(10, 8), urgency="days", hours=72)
    referral(cast, cast.detective, harbor, at(9, 30), received=at(9, 30, 13))  # the quarter before
    referral(cast, cast.other_detective, harbor, at(10, 8), received=at(10, 8, 13))
    step(cast.advocate, soon, "accepted", D(2025, 10, 6))
    step(cast.advocate, soon, "begun", D(2025, 10, 7))
    step(cast.advocate, soon, "begun", D(2025, 11, 7))  # a second person; the first counts
    step(cast.advocate, late, "declined", D(2025, 10, 10))
    theirs = referral(cast, cast.detective, cast.agencies["legal_aid"], at(10, 8))
    step(cast.other_advocate, theirs, "begun", D(2025, 10, 8))

    law = counted(cast.le_supervisor, quarter(cast.law_award)).numbers
    assert given(law["M-03"]) == {"0_1": 1, "24_72": 1, "none": 2}
    assert given(law["M-04"]) == {
        "in_time": 1,
        "all": 4,
        "in_time.now": 1,
        "all.now": 3,
        "all.days": 1,
    }
    assert "M-02" not in law
    services = counted(cast.advocate_supervisor, quarter(cast.services_award)).numbers
    assert given(services["M-03"]) == {"decided.0": 1, "decided.2_3": 1, "begun.1": 1}
    assert given(services["D-41"]) == {"urgent.1": 1}
    assert given(services["M-04"]) == {}


def test_referrals_to_partners_are_told_apart_by_the_sector_of_the_partner(cast):
    referral(cast, cast.advocate, cast.agencies["legal_aid"], at(10, 6))
    referral(cast, cast.advocate, cast.agencies["legal_aid"], at(10, 7))
    referral(cast, cast.advocate, cast.sheriff, at(10, 7))
    made = counted(cast.advocate_supervisor, quarter(cast.services_award)).numbers
    assert given(made["D-40"]) == {"total": 3, "to.victim_services": 2, "to.law_enforcement": 1}


def screened(cast) -> dict:
    """Four persons screened five times; one more served without a screening."""
    ours = Provider(cast)
    standings = ("confirmed", "potential", "ruled_out", "potential")
    people = [ours.client(first=D(2025, 10, 5), referral_source="outreach") for _ in standings]
    for person, standing in zip(people, standings, strict=True):
        ours.service(person, D(2025, 10, 5), "intake")
        ours.held(person, D(2025, 10, 6), "labor", standing)
    ours.service(people[0], D(2025, 10, 9), "intake")
    ours.service(people[0], D(2025, 10, 9), "compensation")
    ours.service(people[0], D(2025, 10, 12), "compensation")
    Enrollment.objects.using(OWNER).filter(client=people[3]).update(
        exited_on=D(2025, 12, 1), exit_reason="lost_contact"
    )
    ours.service(ours.client(first=D(2025, 10, 7), referral_source="self"), D(2025, 10, 7))
    return counted(cast.advocate_supervisor, quarter(cast.services_award)).numbers


def test_screenings_outreach_and_compensation(cast):
    numbers = screened(cast)
    assert numbers["B-19"] == {
        "events": 5,
        "people": 4,
        "eligible": 1,
        "potential": 1,
        "not_eligible": 1,
        "lost_contact": 1,
    }
    assert given(numbers["J-04"]) == {"total": 4, "labor": 4}
    assert numbers["D-39"] == {"total": 1}  # what became of the claims is nobody's guess


def test_a_determination_that_changed_since_the_period_before_is_a_restatement(cast):
    ours = Provider(cast)
    for standing, form in (("ruled_out", "sex"), ("potential", "labor"), ("potential", "sex")):
        person = ours.client(first=D(2025, 7, 5))
        ours.service(person, D(2025, 7, 5))
        ours.held(person, D(2025, 7, 6), "sex")
        ours.held(person, D(2025, 11, 1), form, standing)
    ours.service(ours.client(first=D(2025, 10, 5)), D(2025, 10, 5))
    made = counted(cast.advocate_supervisor, quarter(cast.services_award)).numbers
    assert made["L-07"] == {"served_before": 3, "restated": 2, "ruled_out": 1}


def test_each_agency_says_which_areas_were_active(cast):
    ours = Police(cast)
    ours.investigation(D(2025, 9, 1), closed_on=D(2025, 9, 30), closure="arrest", status="closed")
    activity(cast.detective, cast, "meeting", D(2025, 10, 3), cast.law_award, survivor_input="yes")
    period = quarter(cast.law_award)
    made = counted(cast.le_supervisor, period).numbers
    assert (made["A-02"], given(made["A-03"])) == ({"active": 1}, {"operations": 1, "survivors": 1})
    ours.investigation(D(2025, 12, 31))
    assert given(counted(cast.le_supervisor, period).numbers["A-03"])["investigations"] == 1
    idle = quarter(cast.services_award)
    assert counted(cast.advocate_supervisor, idle).numbers["A-02"] == {"active": 0}
    other = Provider(cast)
    other.service(other.client(), D(2025, 10, 3), "rent", funding="other")
    assert counted(cast.advocate_supervisor, idle).numbers["A-02"] == {"active": 0}
    other.service(other.client(), D(2025, 10, 3), "rent", funding="match")
    assert given(counted(cast.advocate_supervisor, idle).numbers["A-03"]) == {"services": 1, "housing": 1}


def agreed(cast, days: dict[str, tuple]) -> None:
    """The task force has exactly these agencies, from and until."""
    Participation.objects.using(OWNER).filter(task_force=cast.riverbend).update(from_on=D(2020, 1, 1))
    rows = Participation.objects.using(OWNER).filter(task_force=cast.riverbend)
    rows.exclude(agency__in=[cast.agencies[key] for key in days]).update(until_on=D(2024, 1, 1))
    for key, (begins, ends) in days.items():
        rows.filter(agency=cast.agencies[key]).update(from_on=begins, until_on=ends)


def under(award, agency) -> None:
    AwardAgency.objects.using(OWNER).create(award=award, agency=agency, part="partner", from_on=award.starts_on)


def memorandum(cast, key: str, signed: dt.date, until: dt.date | None) -> None:
    Memorandum.objects.using(OWNER).create(
        task_force=cast.riverbend,
        agency=cast.agencies[key],
        title="MOU",
        signed_on=signed,
        from_on=signed,
        until_on=until,
    )


def test_the_task_force_is_counted_once_by_the_office_that_coordinates_it(cast):
    agreed(
        cast,
        {
            "coordination": (D(2020, 1, 1), None),
            "sheriff": (D(2020, 1, 1), None),
            "harbor": (D(2025, 11, 1), None),
            "legal_aid": (D(2020, 1, 1), D(2025, 12, 1)),
        },
    )
    memorandum(cast, "sheriff", D(2023, 1, 1), D(2025, 10, 31))
    memorandum(cast, "sheriff", D(2025, 11, 1), D(2026, 2, 1))
    memorandum(cast, "harbor", D(2025, 11, 1), None)
    memorandum(cast, "legal_aid", D(2026, 1, 5), None)
    for award in (cast.law_award, cast.services_award):
        under(award, cast.agencies["coordination"])
    office = cast.hats["coordinating_member"]
    found = counted(office, quarter(cast.law_award)).numbers
    assert given(found["H-02"]) == {
        "total": 4,
        "new": 1,
        "continuing": 2,
        "left": 1,
        "agreement.yes": 2,
        "agreement.no": 2,
        "sector.coordination": 1,
        "sector.law_enforcement": 1,
        "sector.victim_services": 2,
    }
    assert found["H-03"] == {"new": 1, "renewed": 1, "live": 2, "expiring": 1, "expired": 1}
    assert counted(office, quarter(cast.services_award)).numbers["H-02"] == {}
    sheriff = counted(cast.le_supervisor, quarter(cast.law_award)).numbers
    assert (sheriff["H-02"], sheriff["H-03"]) == ({}, {})


def test_every_measure_is_counted_or_says_why_not(cast):
    from reports.models import Measure

    measures = Measure.objects.using(OWNER)
    assert (measures.count(), measures.exclude(function="").count(), measures.filter(in_report=True).count()) == (
        170,
        128,
        2,
    )
    assert [each.code for each in measures.filter(function="", note="")] == []


def test_an_agency_counts_only_envelopes_that_it_sent_or_that_came_to_it(cast):
    harbor, sheriff = cast.harbor, cast.sheriff
    for by, to in (
        (cast.detective, harbor),
        (cast.detective, cast.agencies["legal_aid"]),
        (cast.other_detective, harbor),
        (cast.advocate, sheriff),
    ):
        step(cast.advocate, referral(cast, by, to, at(10, 6), received=at(10, 6, 13)), "begun", D(2025, 10, 7))

    def read(by):
        with acting(by), counting(person_id=by.person_id, agency_id=by.agency_id):
            sent = Referral.objects.using("counter").values_list("owner_id", "recipient_id")
            received = Receipt.objects.using("counter").values_list("owner_id", "recipient_id")
            steps = ReferralStep.objects.using("counter").values_list("owner_id", flat=True)
            return sorted(sent), sorted(received), sorted(steps)

    ours, theirs, other = sheriff.pk, harbor.pk, cast.other_detective.agency_id
    aid = cast.agencies["legal_aid"].pk
    sent, received, steps = read(cast.le_supervisor)
    assert sent == sorted([(ours, theirs), (ours, aid), (theirs, ours)])
    assert received == sorted([(theirs, ours), (aid, ours), (ours, theirs)])
    assert steps == []  # what became of them is nothing that police count
    sent, received, steps = read(cast.advocate_supervisor)
    assert sent == sorted([(ours, theirs), (other, theirs), (theirs, ours)])
    assert received == sorted([(theirs, ours), (theirs, other), (ours, theirs)])
    assert steps == [theirs] * 4


@pytest.mark.parametrize("model", ["referrals_referralpaper", "referrals_message", "referrals_reading"])
def test_the_counter_reads_no_paper_and_no_message(cast, model):
    by = cast.le_supervisor
    with (
        acting(by),
        counting(person_id=by.person_id, agency_id=by.agency_id) as connection,
        connection.cursor() as sql,
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            sql.execute(f"SELECT count(*) FROM {model}")
        connection.set_rollback(True)


def test_what_only_a_provider_records_is_not_0_at_a_police_agency(cast):
    referral(cast, cast.detective, cast.harbor, at(10, 6), received=at(10, 6, 13))
    law = counted(cast.le_supervisor, half(cast.law_award)).numbers
    assert law["M-03"] == {"0_1": 1, "1_4": 0, "4_24": 0, "24_72": 0, "72_up": 0, "none": 0}
    assert (law["M-05"], law["L-07"]) == ({}, {})
    services = counted(cast.advocate_supervisor, half(cast.services_award)).numbers
    assert services["M-03"].keys() > law["M-03"].keys()
    assert (services["M-05"], services["L-07"]["restated"]) == ({"total": 0}, 0)


def test_totals_for_the_task_force_never_say_what_became_of_referrals(cast):
    """Twelve sent and twelve served would name each of them, so no count of it is large enough to share."""
    ours = Provider(cast)
    for _ in range(12):
        sent = referral(cast, cast.detective, cast.harbor, at(10, 6), received=at(10, 6, 13))
        step(cast.advocate, sent, "accepted", D(2025, 10, 6))
        step(cast.advocate, sent, "begun", D(2025, 10, 7))
        ours.service(ours.client(first=D(2025, 10, 7), referral_source="local_police"), D(2025, 10, 7))
    by, period = cast.advocate_supervisor, quarter(cast.services_award)
    with acting(by):
        own = contributions.confirm(by=by, contribution=contributions.count(by=by, period=period)).numbers
    telling = ("B-18", "D-41", "M-02", "M-03")
    assert [max(own[code].values()) for code in telling] == [12, 12, 12, 12]
    with acting(cast.grant_manager):
        shared = runs.share_totals(by=cast.grant_manager, report=runs.run(by=cast.grant_manager, period=period))
    with acting(cast.le_supervisor):
        totals = SharedTotals.objects.get(pk=shared.pk).totals
    assert totals["B-01"] == {"total": 12}
    assert [code for code in telling if code in totals] == []
