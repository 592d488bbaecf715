"""Every family of measures against a small world counted by hand."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from access.context import acting
from reports import contributions
from reports.models import Contribution
from tests.reports.world import Police, Provider, activity, half, quarter
from victims import services as victims

D = dt.date


def counted(by, period) -> Contribution:
    with acting(by):
        return contributions.count(by=by, period=period)


def given(cells: dict) -> dict:
    """The cells that are not zero."""
    return {key: count for key, count in cells.items() if count}


def clients(cast):
    """Five clients of Harbor House, one of Legal Aid's, in the first quarter of FY26."""
    ours = Provider(cast)
    new = ours.client(first=D(2025, 10, 5), age=17, gender="female", race=["hispanic", "white"], grown="minor")
    ours.held(new, D(2025, 10, 6), "sex")
    ours.held(new, D(2025, 12, 30), "both", "confirmed")
    ours.held(new, D(2026, 1, 5), "labor", "ruled_out")
    ours.service(new, D(2025, 10, 5), "intake")
    ours.service(new, D(2025, 10, 9))
    ours.service(new, D(2025, 10, 9))
    old = ours.client(first=D(2024, 11, 1), age=60, gender="declined", citizenship_group="foreign")
    ours.service(old, D(2025, 12, 31), "food", dollars="12.50")
    before = ours.client(first=D(2025, 8, 1), age=30)  # here before the software, and not served in the quarter
    ours.service(before, D(2025, 9, 30))
    ours.service(before, D(2026, 1, 1))
    housed = ours.client(first=D(2025, 9, 20), age=25)
    ours.service(housed, D(2025, 9, 20), "emergency_housing", nights=20)
    struck = ours.client(first=D(2025, 10, 5), age=12)
    ours.service(struck, D(2025, 10, 5), struck_at=dt.datetime(2025, 10, 6, tzinfo=dt.UTC))
    ours.service(ours.relative(new, "parent").client, D(2025, 10, 7), family_member=ours.relative(new, "sibling"))
    ours.service(new, D(2025, 11, 1), "rent", award=None, funding="other", dollars="99")
    theirs = Provider(cast, cast.other_advocate)
    theirs.service(theirs.client(first=D(2025, 10, 1), age=40), D(2025, 10, 2))
    return counted(cast.advocate_supervisor, quarter(cast.services_award)).numbers


def clients_are_counted_once_new_or_carried_over(clients):
    assert (clients["B-01"], clients["B-02"], clients["B-03"]) == ({"total": 3}, {"total": 1}, {"total": 2})


def form_and_determination_are_those_held_at_the_end_of_the_period(clients):
    assert given(clients["B-04"]) == {"confirmed": 1, "undetermined": 2}
    assert given(clients["B-05"]) == {"served.both": 1, "served.undetermined": 2, "new.both": 1}


def demographics_are_of_new_clients_and_tell_not_asked_from_not_given(clients):
    assert given(clients["B-08"]) == {"hispanic": 1}
    assert given(clients["B-09"]) == {"female": 1}
    assert given(clients["B-10"]) == {"13_17": 1}
    assert given(clients["B-11"]) == {"minor": 1, "adult": 2}
    assert given(clients["B-07"]) == {"both.unknown.minor": 1}
    assert given(clients["B-06"]) == {"served.foreign": 1, "served.unknown": 2, "new.unknown": 1}


def services_are_clients_once_and_times_each_with_family_apart(clients):
    assert given(clients["D-03"]) == {
        "clients": 1,
        "times": 2,
        "funding.federal": 2,
        "delivery.direct": 2,
        "family.people": 1,
        "family.times": 1,
    }
    assert given(clients["D-11"]) == {
        "clients": 1,
        "times": 1,
        "dollars": 12.5,
        "funding.federal": 1,
        "delivery.direct": 1,
    }
    assert clients["D-09"]["dollars"] == 0  # paid by other money, under no award
    assert given(clients["B-17"]) == {"total": 1, "minor.sibling": 1}
    assert given(clients["D-38"]) == {"B4": 3, "B.clients": 1, "C7": 1, "C.clients": 1}


def bed_nights_are_the_nights_within_the_period(clients):
    assert given(clients["D-07"]) == {"clients": 1, "nights": 9}


def _struck_out(ours, buyer, victim):
    """What was written down by mistake about somebody who is known otherwise."""
    mistake = {"struck_at": timezone.now(), "struck_why": "person"}
    ours.arrest(buyer, D(2025, 10, 3), level="tribal", **mistake)
    ours.survivor_arrest(victim, D(2025, 10, 4), **mistake)
    charge = ours.charge(buyer, ours.statute("RC 1", "sex"), D(2025, 10, 6), level="tribal", **mistake)
    ours.disposition(charge, D(2025, 12, 2), conviction_statute=charge.statute, restitution_ordered="70")
    ours.charge(buyer, ours.statute("RC 1", "sex"), D(2025, 10, 7), level="tribal", **mistake)


def law(cast):
    """Two investigations of the sheriff's opened in the half-year, one of the city police's."""
    ours = Police(cast)
    sting = ours.investigation(D(2025, 10, 1), "sex", source="sting", joint=["fbi", "local"])
    wages = ours.investigation(D(2025, 12, 31), "labor", source="labor", finding="confirmed")
    ours.investigation(D(2025, 6, 30), "sex", closed_on=D(2025, 10, 20), closure="arrest", status="closed")
    ours.investigation(D(2026, 1, 1), "sex")
    trafficker = ours.suspect(sting, D(2025, 10, 3), roles=["recruiter", "controller"])
    buyer = ours.suspect(sting, D(2025, 10, 3), part="buyer", roles=["buyer"], sex="not_asked")
    ours.arrest(trafficker, D(2025, 10, 4))
    ours.arrest(trafficker, D(2025, 11, 4), group="related", level="federal")
    ours.arrest(buyer, D(2025, 10, 4), group="related")
    offered = dt.datetime(2025, 10, 5, 12, tzinfo=dt.UTC)
    one = ours.victim(sting, D(2025, 10, 4), advocate_offered_at=offered, advocate_answer="accepted")
    not_arrested = ours.victim(
        wages, D(2025, 12, 31), form="labor", age_band="minor", sex="declined", citizenship="foreign"
    )
    ours.survivor_arrest(one, D(2025, 10, 4))
    ours.survivor_arrest(one, D(2025, 10, 9), reason="warrant", outcome="pending")
    ours.operation(D(2025, 10, 4))
    ours.operation(D(2025, 11, 4), focus="labor", labor_partners=["whd", "eeoc"], provider_told="not_asked")
    sex, other = ours.statute("RC 1", "sex"), ours.statute("RC 2", "other", "promoting")
    first = ours.charge(trafficker, sex, D(2025, 10, 20), counts=2)
    ours.charge(trafficker, other, D(2025, 10, 20))
    ours.charge(buyer, other, D(2025, 10, 21), level="federal")
    ours.disposition(first, D(2025, 12, 1), conviction_statute=sex, custody_months=120, restitution_ordered="1000.50")
    _struck_out(ours, buyer, not_arrested)
    theirs = Police(cast, cast.other_detective)
    theirs.investigation(D(2025, 10, 10), "labor")
    return counted(cast.le_supervisor, half(cast.law_award)).numbers


def investigations_are_counted_at_their_opening_by_the_agency_that_leads(law):
    assert given(law["F-01"]) == {"total": 2, "sex": 1, "labor": 1}
    assert given(law["F-02"]) == {"total": 2, "sex": 1, "labor": 1, "age.91_180": 1, "age.0_90": 1}
    assert given(law["F-03"]) == {"total": 1, "arrest": 1}
    assert given(law["F-04"]) == {"total": 2, "alone": 1, "joint": 1, "with.fbi": 1, "with.local": 1}
    assert given(law["F-05"]) == {"sting": 1, "labor": 1}
    assert given(law["F-06"]) == {"suspected": 1, "confirmed": 1}


def arrests_are_events_and_persons_apart(law):
    assert given(law["F-07"]) == {
        "total": 2,
        "recruiter": 1,
        "controller": 1,
        "buyer": 1,
        "sex.male": 1,
        "sex.unknown": 1,
        "age.adult": 2,
    }
    assert given(law["F-08"]) == {
        "arrests": 2,
        "people": 1,
        "trafficking": 1,
        "related": 1,
        "court.state": 1,
        "court.federal": 1,
    }
    assert given(law["F-09"]) == {"total": 1, "related": 1}
    assert given(law["F-10"]) == {
        "events": 2,
        "people": 1,
        "reason.testimony": 1,
        "reason.warrant": 1,
        "outcome.dismissed": 1,
        "outcome.pending": 1,
        "advocate.no": 2,
    }


def victims_and_the_offer_of_an_advocate(law):
    assert given(law["F-11"]) == {
        "total": 2,
        "potential": 2,
        "form.sex": 1,
        "form.labor": 1,
        "age.adult": 1,
        "age.minor": 1,
        "sex.female": 1,
        "sex.unknown": 1,
        "citizenship.us": 1,
        "citizenship.foreign": 1,
    }
    assert given(law["F-12"]) == {"accepted": 1, "not_offered": 1, "within_day": 1}


def operations_and_joint_labor_actions(law):
    assert given(law["F-14"]) == {
        "total": 2,
        "sex": 1,
        "labor": 1,
        "told.yes": 1,
        "told.unknown": 1,
        "standby.no": 2,
    }
    assert given(law["F-15"]) == {"total": 1, "whd": 1, "eeoc": 1}


def defendants_are_counted_and_charges_apart(law):
    assert given(law["G-03"]) == {
        "total": 2,
        "trafficking": 1,
        "other": 1,
        "court.state": 1,
        "court.federal": 1,
        "form.sex": 1,
    }
    assert given(law["G-04"]) == {
        "total": 4,
        "class.sex": 2,
        "class.other": 2,
        "group.trafficking": 2,
        "group.promoting": 2,
    }
    assert given(law["G-06"]) == {"plea": 1, "pending": 2}
    assert given(law["G-07"]) == {"total": 1, "trafficking": 1, "court.state": 1, "form.sex": 1}
    assert given(law["G-08"]) == {"defendants": 1, "months.61_120": 1}
    assert given(law["G-09"]) == {"ordered": 1000.5}
    assert given(law["L-02"]) == {"trafficking": 1, "all": 2, "sex": 1}
    assert given(law["L-03"]) == {"arrested": 1, "all": 2}


def test_an_event_counts_for_its_one_crediting_award(cast):
    held = D(2025, 10, 10)
    activity(cast.detective, cast, "training", held, cast.law_award, form="labor", hours=2, attendees={"judge": 3})
    activity(cast.detective, cast, "training", held, cast.services_award, form="sex", attendees={"judge": 9})
    activity(cast.detective, cast, "training", held, None, attendees={"judge": 50})
    activity(cast.advocate, cast, "training", held, cast.law_award, attendees={"judge": 70})
    activity(cast.detective, cast, "meeting", held, cast.law_award, meeting_kind="case_review", matters_reviewed=4)
    activity(cast.detective, cast, "outreach", held, cast.law_award, setting="farm", reached=12, items_given=30)
    made = counted(cast.le_supervisor, quarter(cast.law_award))
    assert given(made.numbers["I-01"]) == {
        "total": 1,
        "hours": 2,
        "labor": 1,
        "level.unknown": 1,
        "mode.unknown": 1,
    }
    assert given(made.numbers["I-02"]) == {"total": 3, "judge": 3}
    assert given(made.numbers["H-01"]) == {"total": 1, "case_review": 1}
    assert given(made.numbers["H-05"]) == {"meetings": 1, "matters": 4, "checked.not_asked": 1}
    assert given(made.numbers["J-02"]) == {"total": 12, "farm": 12}
    assert made.gaps["activities.award"] == 1


def test_people_turned_away_are_counted_without_what_was_struck_out(cast):
    by, award = cast.advocate, cast.services_award
    asked = {"on": D(2025, 10, 5), "award": award, "reason": "no_bed", "extent": "none"}
    with acting(by):
        victims.count_turned_away(by=by, people=2, **asked)
        struck = victims.count_turned_away(by=by, people=5, **asked)
        victims.strike_turned_away(by=by, entry=struck)
    numbers = counted(cast.advocate_supervisor, quarter(award)).numbers
    assert given(numbers["B-21"]) == {"total": 2, "reason.no_bed": 2, "extent.none": 2}


def test_a_provider_counted_by_hand(cast):
    numbers = clients(cast)
    for holds in (
        clients_are_counted_once_new_or_carried_over,
        form_and_determination_are_those_held_at_the_end_of_the_period,
        demographics_are_of_new_clients_and_tell_not_asked_from_not_given,
        services_are_clients_once_and_times_each_with_family_apart,
        bed_nights_are_the_nights_within_the_period,
    ):
        holds(numbers)


def test_a_police_agency_counted_by_hand(cast):
    numbers = law(cast)
    for holds in (
        investigations_are_counted_at_their_opening_by_the_agency_that_leads,
        arrests_are_events_and_persons_apart,
        victims_and_the_offer_of_an_advocate,
        operations_and_joint_labor_actions,
        defendants_are_counted_and_charges_apart,
    ):
        holds(numbers)
