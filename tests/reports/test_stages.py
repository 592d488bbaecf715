"""How long an episode and each stage of a prosecution took, by the form of trafficking."""

from __future__ import annotations

import datetime as dt

from access.context import acting, counting
from investigations.models import FormAssessment
from reports import contributions
from reports.equations import misses
from reports.measures import Scope, prosecution
from reports.models import Measure
from tests.cast import OWNER
from tests.reports.world import Police, Provider, half, write
from victims.models import Enrollment

D = dt.date


def counted(by, period) -> dict:
    with acting(by):
        numbers = contributions.count(by=by, period=period).numbers
        assert misses(Measure.objects.all(), numbers) == []
    return numbers


def given(cells: dict) -> dict:
    return {key: count for key, count in cells.items() if count}


def test_days_enrolled_by_the_form_that_is_held_at_the_end(cast):
    ours = Provider(cast)
    for forms, exited in ((("sex", "labor"), 20), (("sex",), 30), ((), 40)):
        client = ours.client(first=D(2025, 10, 2))
        for place, form in enumerate(forms):
            ours.held(client, D(2025, 10, 3 + place), form)
        ours.held(client, D(2026, 1, 5), "both")  # known only after the period
        gone = D(2025, 10, 2) + dt.timedelta(days=exited)
        Enrollment.objects.using(OWNER).filter(client=client).update(exited_on=gone, exit_reason="goals_met")
    found = counted(cast.advocate_supervisor, half(cast.services_award))["C-06"]
    assert given(found) == {"0_30": 2, "0_30.labor": 1, "0_30.sex": 1, "31_90": 1, "31_90.undetermined": 1}


def test_days_by_stage_by_the_form_of_the_agencys_own_investigation(cast):
    ours = Police(cast)
    first, second = ours.investigation(D(2025, 7, 1), "sex"), ours.investigation(D(2025, 7, 1), "sex")
    write(FormAssessment, ours.by, investigation=second, form="labor", on=D(2025, 9, 1))
    write(FormAssessment, ours.by, investigation=first, form="both", on=D(2026, 1, 5))
    statute = ours.statute("RC 1", "sex")
    for row, on in ((first, D(2025, 7, 20)), (second, D(2025, 9, 20))):
        suspect = ours.suspect(row, on)
        ours.arrest(suspect, on)
        ours.disposition(ours.charge(suspect, statute, on), D(2025, 12, 1))
    found = counted(cast.le_supervisor, half(cast.law_award))["G-13"]
    assert given(found) == {
        **{"arrest.0_30": 1, "arrest.0_30.sex": 1, "arrest.31_90": 1, "arrest.31_90.labor": 1},
        **{"charge.0_30": 2, "charge.0_30.sex": 1, "charge.0_30.labor": 1},
        **{"disposition.91_180": 1, "disposition.91_180.sex": 1},
        **{"disposition.31_90": 1, "disposition.31_90.labor": 1},
    }


def test_an_office_that_was_given_charges_has_no_form_of_its_own_for_them(cast):
    ours, office = Police(cast), Police(cast, cast.prosecutor)
    suspect = ours.suspect(ours.investigation(D(2025, 7, 1), "sex"), D(2025, 7, 1))
    office.disposition(office.charge(suspect, ours.statute("RC 1", "sex"), D(2025, 11, 1)), D(2025, 11, 11))
    by, period = cast.prosecutor, half(cast.law_award)
    with acting(by), counting(person_id=by.person_id, agency_id=by.agency_id):
        found = prosecution.stages(Scope(by.agency_id, cast.law_award.pk, period.starts_on, period.ends_on))
    assert found == {"disposition.0_30": 1, "disposition.0_30.undetermined": 1}
