"""Answers that are missing: how many, for the grant manager; which records, for the supervisor who can mend them.

Only what was not asked or not filled in is a gap. "Unknown" and "prefers not to say" are answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from agencies.models import Agency, Award
from agencies.vocabulary import Kind, Side
from cases.models import Activity
from investigations.models import Investigation, Operation, SurvivorArrest
from reports.catalogue import crosses
from reports.measures import Scope, exits
from reports.measures import clients as served
from reports.measures import investigations as law

Rows = Callable[[Scope], QuerySet]


@dataclass(frozen=True)
class Gap:
    """One kind of missing answer: a sentence, where it arises, and the records without it.

    `section`: the part of a client's intake in which it is asked, where it is one of those questions.
    """

    key: str
    label: str
    side: Side
    rows: Rows
    section: str = ""

    def found(self, scope: Scope) -> QuerySet:
        """The records without the answer: of the law's side, those that name no award and count under this one."""
        return self.rows(scope.unawarded if self.side is Side.LAW else scope)

    def records(self, scope: Scope, *, most: int) -> list[tuple[str, str]]:
        """(label, address where it is mended) of the first records, as the acting person may see them."""
        rows = self.found(replace(scope, using="default"))[:most]
        mended = [getattr(each, "client", each) for each in rows]
        return [(str(each), self.address(each)) for each in mended]

    def address(self, record: Any) -> str:
        """The form that asks for the answer, else the page that leads to it."""
        if self.section:
            return reverse("victims:intake", args=[record.pk, self.section])
        return record.get_absolute_url()


def new_without(label: str, section: str, **missing: object) -> Gap:
    """New clients without an answer to one question of that section of intake."""
    key, value = next(iter(missing.items()))
    asked = Q(**{key: value})
    return Gap(
        f"clients.{key.partition('__')[0]}",
        label,
        Side.SERVICES,
        lambda scope: served.new_clients(scope).filter(asked),
        section,
    )


def undetermined(scope: Scope) -> QuerySet:
    """Clients served whose determination is not recorded at the period's end."""
    rows = served.served_clients(scope).annotate(held=served.latest(scope, "standing"))
    return rows.filter(held="undetermined")


def uncredited(scope: Scope) -> QuerySet:
    """Activities that no award counts (field.md 3.2, rule 16)."""
    return scope.rows(Activity).filter(award=None, struck_at=None, held_on__range=scope.days)


def formless(scope: Scope) -> QuerySet:
    """Investigations opened in the period whose form is not determined."""
    return law.new(scope).annotate(held=law.form_held(scope)).filter(held=Kind.UNDETERMINED)


def untold(scope: Scope) -> QuerySet:
    """Operations that do not say whether a provider knew."""
    return scope.rows(Operation).filter(
        Q(provider_told="not_asked") | Q(provider_standby="not_asked"), held_on__range=scope.days
    )


def uncalled(scope: Scope) -> QuerySet:
    """Arrests of survivors that do not say whether an advocate was called."""
    return scope.rows(SurvivorArrest).filter(struck_at=None, advocate_called="not_asked", on__range=scope.days)


GAPS = (
    new_without("New clients without an age", "about", age_known="not_asked"),
    new_without("New clients without a gender", "about", gender="not_asked"),
    new_without("New clients without a race or ethnicity", "about", race__contains=["not_asked"]),
    new_without("New clients without a citizenship group", "about", citizenship_group="not_asked"),
    new_without("New clients without a first referral source", "arrival", referral_source="not_asked"),
    Gap("clients.determination", "Clients served without a determination", Side.SERVICES, undetermined),
    Gap(
        "exits.reason",
        "Episodes closed without a reason",
        Side.SERVICES,
        lambda scope: exits.closed(scope).filter(exit_reason="").select_related("client"),
    ),
    Gap("investigations.form", "New investigations whose form is not determined", Side.LAW, formless),
    Gap(
        "investigations.closure",
        "Investigations closed without a reason",
        Side.LAW,
        lambda scope: scope.rows(Investigation).filter(closure="", closed_on__range=scope.days),
    ),
    Gap("operations.provider", "Operations that do not say whether a provider knew", Side.LAW, untold),
    Gap("arrests.advocate", "Arrests of survivors that do not say whether an advocate was called", Side.LAW, uncalled),
    Gap("activities.award", "Activities that no award counts", Side.SHARED, uncredited),
)
BY_KEY = {gap.key: gap for gap in GAPS}


def of(award: Award, agency: Agency) -> list[Gap]:
    """The gaps that an agency can have under an award: across the sides, about no person only."""
    if crosses(award, agency):
        return [gap for gap in GAPS if gap.side is Side.SHARED]
    return [gap for gap in GAPS if gap.side in (award.side, Side.SHARED)]


def counts(scope: Scope, award: Award, agency: Agency) -> dict[str, int]:
    """How many records lack each answer; none is not listed."""
    found = {gap.key: gap.found(scope).count() for gap in of(award, agency)}
    return {key: count for key, count in found.items() if count}
