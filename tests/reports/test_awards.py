"""An agency under several awards, and what each of them counts."""

from __future__ import annotations

import datetime as dt

import pytest

from access.context import acting
from agencies.models import Award, AwardAgency
from reports import contributions
from tests.cast import OWNER
from tests.reports.world import Police, Provider, half, quarter
from victims.models import Enrollment, Need

D = dt.date
FIRST = {"starts_on": D(2023, 10, 1), "ends_on": D(2025, 10, 31)}
SECOND = {"starts_on": D(2025, 10, 1), "ends_on": D(2028, 9, 30)}


def award(like: Award, number: str, **facts) -> Award:
    return Award.objects.using(OWNER).create(
        number=number,
        program="Another",
        task_force_id=like.task_force_id,
        agency_id=like.agency_id,
        side=like.side,
        **facts,
    )


def dated(award: Award, **dates) -> Award:
    Award.objects.using(OWNER).filter(pk=award.pk).update(**dates)
    return Award.objects.using(OWNER).get(pk=award.pk)


def numbers(by, award: Award) -> dict:
    with acting(by):
        return contributions.count(by=by, period=quarter(award)).numbers


@pytest.fixture
def investigated(cast):
    """One investigation on Oct 10, two in November; a suspect charged in November."""
    ours = Police(cast)
    ours.investigation(D(2025, 10, 10))
    ours.investigation(D(2025, 11, 10))
    late = ours.investigation(D(2025, 11, 30))
    ours.charge(ours.suspect(late, D(2025, 11, 30)), ours.statute("RC 1", "sex"), D(2025, 11, 30))


def test_an_investigation_counts_under_the_earlier_award_until_that_ends(cast, investigated):
    earlier, later = dated(cast.law_award, **FIRST), award(cast.law_award, "LAW-2", **SECOND)
    first = numbers(cast.le_supervisor, earlier)
    assert (first["F-01"]["total"], first["G-03"]["total"]) == (3, 1)
    second = numbers(cast.le_supervisor, later)
    assert (second["F-01"]["total"], second["G-03"]["total"]) == (2, 1)


def test_no_investigation_counts_under_two_awards(cast, investigated):
    earlier = dated(cast.law_award, starts_on=D(2023, 10, 1), ends_on=D(2026, 9, 30))
    later = award(cast.law_award, "LAW-2", **SECOND)
    assert numbers(cast.le_supervisor, earlier)["F-01"]["total"] == 3
    second = numbers(cast.le_supervisor, later)
    assert (second["F-01"], second["F-02"], second["G-03"], second["L-02"]) == ({}, {}, {}, {})


def test_a_subrecipient_is_counted_by_the_award_that_it_works_under(cast, investigated):
    """The sheriff is a subrecipient of the police's award for October only; its own counts from November on."""
    lent = award(cast.law_award, "LAW-0", starts_on=D(2022, 10, 1), ends_on=D(2026, 9, 30))
    Award.objects.using(OWNER).filter(pk=lent.pk).update(agency=cast.agencies["police"])
    dates = {"from_on": D(2022, 10, 1), "until_on": D(2025, 10, 31)}
    AwardAgency.objects.using(OWNER).create(award=lent, agency=cast.sheriff, **dates)
    own = dated(cast.law_award, **SECOND)
    assert numbers(cast.le_supervisor, own)["F-01"]["total"] == 2


def test_the_page_says_which_award_counts_first(cast, investigated, signed_in):
    dated(cast.law_award, **FIRST)
    later = award(cast.law_award, "LAW-2", **SECOND)
    with acting(cast.le_supervisor):
        made = contributions.count(by=cast.le_supervisor, period=quarter(later))
    page = signed_in(cast.le_supervisor).get(made.get_absolute_url()).content.decode()
    assert "under LAW-1 until Oct 31, 2025, under this award after that day." in page


def test_a_client_of_the_award_before_is_new_unless_this_award_continues_its_counts(cast):
    earlier = cast.services_award
    later = award(earlier, "VS-2", **SECOND)
    before, now = Provider(cast, award=earlier), Provider(cast, award=later)
    old = before.client(first=D(2025, 3, 1))
    before.service(old, D(2025, 3, 1))
    now.service(old, D(2025, 10, 3))
    now.service(now.client(first=D(2025, 10, 4)), D(2025, 10, 4))
    by = cast.advocate_supervisor
    counted = numbers(by, later)
    assert [counted[code]["total"] for code in ("B-01", "B-02", "B-03")] == [2, 2, 0]
    continued = dated(later, follows=earlier)
    counted = numbers(by, continued)
    assert [counted[code]["total"] for code in ("B-01", "B-02", "B-03")] == [2, 1, 1]


def test_a_need_counts_under_every_award_that_its_client_is_enrolled_in_that_day(cast):
    earlier, later = cast.services_award, award(cast.services_award, "VS-2", **SECOND)
    house = Provider(cast, award=earlier)
    both, only, left = (house.client(first=D(2025, 10, 2)) for _ in range(3))
    enroll = Enrollment.objects.using(OWNER).create
    enroll(**facts_of(house), client=both, award=later, opened_on=D(2025, 11, 1))
    Enrollment.objects.using(OWNER).filter(client=left).update(exited_on=D(2025, 11, 30))
    for client in (both, only, left):
        need = {"category": "food", "state": "unmet", "barrier": "cost", "settled_on": D(2025, 12, 1)}
        Need.objects.using(OWNER).create(**facts_of(house), client=client, on=D(2025, 10, 5), **need)
    by = cast.advocate_supervisor
    with acting(by):
        found = [contributions.count(by=by, period=half(each)).numbers for each in (earlier, later)]
    assert [each["M-05"]["total"] for each in found] == [2, 1]
    assert [each["D-43"]["cost"] for each in found] == [2, 1]


def facts_of(house: Provider) -> dict:
    return {"owner_id": house.by.agency_id, "made_by_id": house.by.person_id}
