"""One agency's numbers: counted, entered or as filed earlier; confirmed by a person; then frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from access import jobs
from access.context import counting
from access.errors import Refused
from access.hats import Hat
from access.models import Job
from agencies.models import Agency, Award
from audit.entries import record
from reports import catalogue, gaps
from reports.credit import scope_of
from reports.measures import Cells, Scope, function
from reports.models import Contribution, Measure, Numbers, Period, next_number
from reports.vocabulary import Source, State

COUNT = "reports.count"
# What these count names no award (`reports/credit.py`).
UNAWARDED = (
    *("investigations.", "prosecution.", "referrals."),
    *("balance.charging_rate", "balance.survivor_arrest_rate", "balance.linked_rate"),
)
Tell = Callable[[int, str], None]


def works_under(agency_id: int, award: Award) -> bool:
    """Whether the agency holds the award or works under it."""
    return award.agency_id == agency_id or award.partners.filter(agency_id=agency_id).exists()


def ask_for_count(*, by: Hat, period: Period) -> Job:
    """A job that counts `by`'s own agency for `period`: the one under way, where there is one.

    Raises Refused where there is nothing to count.
    """
    if not works_under(by.agency_id, period.award):
        raise Refused("Your agency does not work under this award.")
    if not Period.objects.begun().filter(pk=period.pk).exists():
        raise Refused("This period has not begun yet.")
    one_at_a_time(f"ask {by.agency_id}:{period.pk}")
    under_way = Job.objects.filter(
        task=COUNT, arguments__period=str(period.pk), state__in=(Job.State.WAITING, Job.State.RUNNING)
    )
    return under_way.first() or jobs.ask(by=by, task=COUNT, period=str(period.pk))


def count(*, by: Hat, period: Period, job: UUID | None = None, tell: Tell = lambda *_: None) -> Contribution:
    """Count the acting agency's rows for `period` and keep the numbers, not yet confirmed.

    Run again under the same `job` it gives back what it made the first time; killed half-way it
    leaves nothing. `tell` is told the progress (0 to 100) and what is being counted.
    """
    with transaction.atomic():
        one_at_a_time(f"{by.agency_id}:{period.pk}")
        made = job and Contribution.objects.filter(owner_id=by.agency_id, job=job).first()
        if made:
            return made
        listed = catalogue.current()
        asked = [
            measure
            for measure in catalogue.measures_for(listed, period.award, by.agency, period.span)
            if measure.function
        ]
        scope = scope_of(by.agency, period)
        with counting(person_id=by.person_id, agency_id=by.agency_id):
            numbers = counted(asked, scope, tell)
            missing = gaps.counts(scope, period.award, by.agency)
        return _keep(by, period, by.agency, numbers, source=Source.COUNTED, catalogue=listed, gaps=missing, job=job)


def counted(measures: list[Measure], scope: Scope, tell: Tell) -> Numbers:
    """The numbers of each measure; a cell that its list names is 0 where nothing was found."""
    numbers: Numbers = {}
    for place, measure in enumerate(measures):
        tell(place * 100 // len(measures), f"Counting {measure.code}")
        listed = {cell["key"]: 0 for cell in measure.cells if "*" not in cell["key"]}
        cells = {**listed, **_ask(measure, scope)}
        numbers[measure.code] = {key: plain(n) for key, n in cells.items() if n is not None}
    return numbers


def _ask(measure: Measure, scope: Scope) -> Cells:
    own = scope.unawarded if measure.function.startswith(UNAWARDED) else scope
    if own.is_empty:
        return dict.fromkeys(cell["key"] for cell in measure.cells)  # another award counts it: not 0
    return function(measure.function)(replace(own, code=measure.code))


def plain(number: float) -> float:
    """A number as JSON keeps it: whole where it is whole, else to the cent."""
    rounded = round(float(number), 2)
    return int(rounded) if rounded.is_integer() else rounded


def one_at_a_time(what: str) -> None:
    """Wait while another transaction does the same; a job that was sent twice is counted once."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def _keep(by: Hat, period: Period, agency: Agency, numbers: Numbers, **facts: object) -> Contribution:
    number = next_number(Contribution.objects, agency=agency, period=period)
    made = Contribution.new(
        by,
        award_id=period.award_id,
        period=period,
        agency=agency,
        recipient_id=period.award.agency_id,
        number=number,
        numbers=numbers,
        **facts,
    )
    record(by=by, verb=made.source, of=made, detail={"period": str(period.pk), "number": number})
    return made


def confirm(*, by: Hat, contribution: Contribution, expected: int | None = None) -> Contribution:
    """Freeze an agency's own numbers; raises Refused when they are frozen, superseded or too early."""
    if contribution.is_confirmed:
        raise Refused("These numbers are confirmed already. Count again to replace them.")
    if not contribution.period.is_over:
        raise Refused(f"The period ends on {contribution.period.ends_on:%b %-d, %Y}. Confirm after that day.")
    newer = Contribution.objects.filter(
        agency=contribution.agency, period=contribution.period, number__gt=contribution.number
    )
    if newer.exists():
        raise Refused("There is a newer count of this period. Confirm that one.")
    Contribution.objects.change(
        contribution,
        expected=expected,
        state=State.CONFIRMED,
        confirmed_by_id=by.person_id,
        confirmed_at=timezone.now(),
    )
    record(by=by, verb="confirmed", of=contribution)
    return contribution


def may_enter(*, by: Hat, period: Period, agency: Agency, source: str) -> None:
    """Raise Refused unless `by` files the award and `agency` is one whose numbers are entered."""
    if by.agency_id != period.award.agency_id:
        raise Refused("Only the grant manager of the award's own agency enters numbers.")
    if source == Source.FILED and agency.pk != by.agency_id:
        raise Refused("What was filed earlier is entered once, for the whole award.")
    if source == Source.ENTERED and agency.signs_in:
        raise Refused(f"{agency} signs in here and counts for itself.")
    if not works_under(agency.pk, period.award):
        raise Refused(f"{agency} does not work under this award.")
    if not period.is_over:
        raise Refused(f"The period ends on {period.ends_on:%b %-d, %Y}. Enter its numbers after that day.")


@transaction.atomic
def enter(*, by: Hat, period: Period, agency: Agency, source: str, numbers: Numbers, vouched_by: str) -> Contribution:
    """Keep the numbers that came by form or spreadsheet, with the name of who vouches for them.

    They are confirmed by being vouched for. Raises Refused (see `may_enter`), and when there are none.
    """
    may_enter(by=by, period=period, agency=agency, source=source)
    if not numbers:
        raise Refused("Enter at least one number. Leave empty what the agency did not report.")
    return _keep(
        by,
        period,
        agency,
        numbers,
        source=source,
        catalogue=catalogue.current(),
        state=State.CONFIRMED,
        vouched_by=vouched_by,
        confirmed_by_id=by.person_id,
        confirmed_at=timezone.now(),
    )
