"""The demonstration's contributions and reports: counted by the room's own measures, confirmed in time.

Earlier quarters are there as they were filed; of the last one some numbers still wait to be confirmed;
one report was made again after a provider entered six services late.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from access.context import acting, counting
from access.hats import Hat
from agencies.models import Agency
from demo.stage import OWNER, Stage
from reports import catalogue, contributions, credit, gaps, periods, runs, suppression
from reports.models import Catalogue, Contribution, Numbers, Period, Report, SharedTotals
from reports.vocabulary import Source, Span, State
from victims.models import Enrollment, ServiceEntry

FILERS = {"law": "sheriff.grants", "services": "grants"}
# Who confirms the numbers of each agency; the federal one never signs in.
VOUCHERS = {
    "sheriff": "sheriff.supervisor",
    "quillmere": "quillmere.supervisor",
    "brackenford": "brackenford",
    "otterby": "otterby",
    "attorney": "attorney.admin",
    "lantern": "advocate.supervisor",
    "legal_aid": "legal",
    "youth": "youth",
    "office": "office.admin",
}
COUNTED = 3  # quarters; earlier ones are there as they were filed
WAITING, NOT_COUNTED = ("sheriff", "lantern"), ("brackenford",)  # have not confirmed, or counted, the last quarter
LATE = 6  # services that were entered after the report
# What the federal agency's form said, each quarter.
FEDERAL: Numbers = {
    "F-01": {"total": 2, "sex": 0, "labor": 2, "both": 0, "undetermined": 0},
    "F-08": {"arrests": 1, "people": 1, "trafficking": 1, "related": 0, "court.federal": 1},
    "F-11": {"total": 3, "potential": 2, "confirmed": 1, "ruled_out": 0, "form.labor": 3},
}
VOUCHED = "Rowan Reedgrass, Federal Labor Inspectors"


def report(stage: Stage) -> None:
    """Lay out both awards' calendars and fill their periods in time."""
    stage.catalogue = Catalogue.objects.using(OWNER).order_by("-version").first()
    for key, filer in FILERS.items():
        award, by = stage.awards[key], stage.hats[filer]
        with acting(by):
            periods.lay_out(by=by, award=award)
        over = Period.objects.using(OWNER).over(stage.today).filter(award=award).select_related("award")
        quarters = list(over.filter(span=Span.QUARTER).order_by("ends_on"))
        before, counted = quarters[:-COUNTED], quarters[-COUNTED:]
        made = [_period(stage, by, period, last=period == counted[-1]) for period in counted]
        for place, period in enumerate(before):
            _filed(stage, by, period, made[0].totals, 0.5 + place * 0.4 / len(before))
        _period(stage, by, over.filter(span=Span.HALF).latest("ends_on"), last=False)
        _share(stage, by, made[0])
        if key == "services":
            _restate(stage, by, made[-2])


def _period(stage: Stage, by: Hat, period: Period, *, last: bool) -> Report | None:
    """Every agency's numbers of one period, and the report of them; the last is still in the making."""
    on = min(stage.today, period.ends_on + dt.timedelta(days=stage.rng.randint(6, 24)))
    with acting(by):
        agencies = runs.expected(period)
    made = []
    for agency in agencies:
        key = next(key for key, known in stage.agencies.items() if known.pk == agency.pk)
        if last and key in NOT_COUNTED:
            continue
        made.append(_contribution(stage, by, period, key, on, confirmed=not (last and key in WAITING)))
    return None if last else _report(stage, by, period, made, on)


def _contribution(
    stage: Stage, by: Hat, period: Period, key: str, on: dt.date, *, confirmed: bool = True, number: int = 1
) -> Contribution:
    """An agency's own count, confirmed by its own person; or the form of the one that never signs in."""
    if key in VOUCHERS:
        voucher = stage.hats[VOUCHERS[key]]
        facts = _counted(voucher, period, stage.agencies[key]) | {"source": Source.COUNTED}
    else:
        voucher = by
        facts = {"numbers": FEDERAL, "source": Source.ENTERED, "vouched_by": VOUCHED}
    return _kept(stage, voucher, by, period, stage.agencies[key], on, confirmed=confirmed, number=number, **facts)


def _counted(by: Hat, period: Period, agency: Agency) -> dict[str, Any]:
    """What the counter finds in the agency's own rows, and how many of them lack an answer."""
    with acting(by):
        scope = credit.scope_of(agency, period)
        asked = catalogue.measures_for(catalogue.current(), period.award, agency, period.span)
    with acting(by), counting(person_id=by.person_id, agency_id=agency.pk):
        numbers = contributions.counted([each for each in asked if each.function], scope, lambda *_: None)
        return {"numbers": numbers, "gaps": gaps.counts(scope, period.award, agency)}


def _kept(
    stage: Stage, voucher: Hat, by: Hat, period: Period, agency: Agency, on: dt.date, *, confirmed: bool, **facts: Any
) -> Contribution:
    at = stage.moment(on)
    frozen = {"state": State.CONFIRMED, "confirmed_by": stage.people[voucher.person_id], "confirmed_at": at}
    return stage.make(
        Contribution,
        voucher,
        at,
        award_id=period.award_id,
        period=period,
        agency=agency,
        recipient_id=by.agency_id,
        catalogue=stage.catalogue,
        **({"number": 1} | facts),
        **(frozen if confirmed else {}),
    )


def _report(stage: Stage, by: Hat, period: Period, made: list[Contribution], on: dt.date, number: int = 1) -> Report:
    return stage.make(
        Report,
        by,
        min(stage.today, on + dt.timedelta(days=2)),
        award_id=period.award_id,
        period=period,
        catalogue=stage.catalogue,
        number=number,
        columns=[runs.column(each) for each in made],
        totals=runs.added(each.numbers for each in made),
    )


def _share(stage: Stage, by: Hat, report: Report) -> None:
    """The totals that the whole task force may read, without small counts."""
    shown = suppression.shown(
        stage.catalogue.measures.using(OWNER), report.totals, [each["numbers"] for each in report.columns]
    )
    stage.make(
        SharedTotals,
        by,
        report.made_at,
        task_force=stage.riverbend,
        award_id=report.award_id,
        period=report.period,
        catalogue=stage.catalogue,
        totals=shown,
    )


def _filed(stage: Stage, by: Hat, period: Period, totals: Numbers, share: float) -> None:
    """An earlier quarter, entered as it was filed: totals only, and fewer of them."""
    numbers = {code: {"total": int(cells["total"] * share)} for code, cells in totals.items() if "total" in cells}
    facts = {"numbers": numbers, "source": Source.FILED, "vouched_by": "As filed by the grant manager"}
    agency = next(each for each in stage.agencies.values() if each.pk == by.agency_id)
    on = period.ends_on + dt.timedelta(days=20)
    _report(stage, by, period, [_kept(stage, by, by, period, agency, on, confirmed=True, **facts)], on)


def _restate(stage: Stage, by: Hat, first: Report) -> None:
    """A provider found services that it had not entered: it counted again, and there is a second version."""
    period, provider = first.period, stage.hats["paralegal"]
    _enter_late(stage, provider, period)
    made = [each for each in stage.rows[Contribution] if each.period_id == period.pk]
    again = _contribution(stage, by, period, "legal_aid", stage.ago(11), number=2)
    columns = [again if each.agency_id == again.agency_id else each for each in made]
    _report(stage, by, period, columns, stage.ago(11), number=2)


def _enter_late(stage: Stage, provider: Hat, period: Period) -> None:
    """Services of the period, written now: the counter reads only what is there for good."""
    episodes = Enrollment.objects.using(OWNER).filter(owner_id=provider.agency_id, exited_on=None)
    episode = episodes.filter(opened_on__lt=period.starts_on).select_related("client").first()
    for row in range(LATE):
        stage.make(
            ServiceEntry,
            provider,
            stage.ago(12),
            client=episode.client,
            category="legal_rights",
            on=period.ends_on,
            minutes=60,
            award_id=period.award_id,
            batch=stage.uuid(),
            row=row,
        )
    ServiceEntry.objects.using(OWNER).bulk_create(stage.rows.pop(ServiceEntry))
