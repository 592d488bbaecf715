"""One row of each protected model of this room, for the leak tests."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from reports.models import Catalogue, Contribution, Period, Report, SharedTotals
from reports.vocabulary import Source, Span, State
from tests.cast import OWNER, Cast


def a_period(cast: Cast, award=None, **dates) -> Period:
    """The quarter that ended last, of the law-enforcement award unless another is given."""
    last = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    dates = {"starts_on": (last - dt.timedelta(days=80)).replace(day=1), "ends_on": last, **dates}
    period, _ = Period.objects.using(OWNER).get_or_create(
        award=award or cast.law_award,
        span=Span.QUARTER,
        starts_on=dates["starts_on"],
        defaults={"ends_on": dates["ends_on"], "due_on": dates["ends_on"] + dt.timedelta(days=30)},
    )
    return period


def facts(cast: Cast) -> dict:
    """What every row of the sheriff's has."""
    return {
        "owner": cast.sheriff,
        "made_by_id": cast.le_supervisor.person_id,
        "award": cast.law_award,
        "period": a_period(cast),
        "catalogue": Catalogue.objects.using(OWNER).first(),
    }


def a_contribution(cast: Cast, **given) -> Contribution:
    """The sheriff's numbers, not confirmed yet."""
    given = {
        "agency": cast.sheriff,
        "recipient": cast.sheriff,
        "number": 1,
        "source": Source.COUNTED,
        "numbers": {"F-01": {"total": 3}},
        **facts(cast),
        **given,
    }
    return Contribution.objects.using(OWNER).create(**given)


def confirmed(cast: Cast, **given) -> Contribution:
    """Numbers that the sheriff's supervisor confirmed."""
    return a_contribution(
        cast,
        state=State.CONFIRMED,
        confirmed_by_id=cast.le_supervisor.person_id,
        confirmed_at=timezone.now(),
        **given,
    )


def a_report(cast: Cast) -> Report:
    """The sheriff's report."""
    return Report.objects.using(OWNER).create(number=1, totals={"F-01": {"total": 3}}, **facts(cast))


def shared_totals(cast: Cast) -> SharedTotals:
    """Totals that the sheriff shared."""
    return SharedTotals.objects.using(OWNER).create(
        task_force=cast.riverbend, totals={"F-01": {"total": None}}, **facts(cast)
    )


ROWS = {
    "reports.Contribution": a_contribution,
    "reports.Report": a_report,
    "reports.SharedTotals": shared_totals,
}
