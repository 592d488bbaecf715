"""What a person finds on the reports page: own numbers, awards they file, totals that were shared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from access.hats import Hat
from agencies.models import Award
from agencies.vocabulary import Role
from reports.models import Contribution, Period, Report
from reports.runs import expected

SHOWN = 6


@dataclass
class Row:
    """One period: our own numbers for it, and how far the award is."""

    period: Period
    own: Contribution | None = None
    confirmed: int = 0
    report: Report | None = None

    @property
    def to_do(self) -> str:
        """What the agency's own numbers wait for: "count", "confirm" or nothing."""
        if self.own is None:
            return "count"
        return "confirm" if self.period.is_over and not self.own.is_confirmed else ""


@dataclass
class Overview:
    """One award as this person's agency has to do with it."""

    award: Award
    files: bool
    works: bool
    agencies: int = 0
    rows: list[Row] = field(default_factory=list)


def files(hat: Hat, award: Award) -> bool:
    """Whether `hat` is a grant manager of the agency that holds the award."""
    return award.agency_id == hat.agency_id and hat.has(Role.GRANT_MANAGER)


def awards(hat: Hat) -> list[Award]:
    """The awards that the acting agency holds or works under; a coordinator's hat has none of its own."""
    if hat.is_coordinator:
        return []
    mine = Q(agency_id=hat.agency_id) | Q(partners__agency_id=hat.agency_id)
    return list(Award.objects.filter(mine).select_related("agency").distinct())


def rows(award: Award, hat: Hat, *, most: int | None = None) -> list[Row]:
    """The periods of `award` that have begun, the newest first."""
    periods = list(Period.objects.filter(award=award).begun()[:most])
    contributions = Contribution.objects.filter(period__in=periods)
    own = {c.period_id: c for c in contributions.filter(agency_id=hat.agency_id).order_by("number")}
    confirmed = Counter(contributions.confirmed().newest().values_list("period_id", flat=True))
    reports = {r.period_id: r for r in Report.objects.filter(period__in=periods).order_by("number")}
    for period in periods:
        period.award = award
    return [Row(p, own.get(p.pk), confirmed[p.pk], reports.get(p.pk)) for p in periods]


def of_award(award: Award, hat: Hat, *, most: int | None = None) -> Overview:
    """Everything about one award."""
    listed = rows(award, hat, most=most)
    works = not hat.is_coordinator
    agencies = len(expected(listed[0].period)) if listed else 0
    return Overview(award, files(hat, award), works, agencies, listed)


def of(hat: Hat) -> list[Overview]:
    """The awards with their latest periods."""
    return [of_award(award, hat, most=SHOWN) for award in awards(hat)]
