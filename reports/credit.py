"""Which award counts what, where an agency works under several of one side.

Services, activities and people turned away name their award. Investigations, prosecutions and
referrals name none, and each is counted by one award (field.md 3.2, rules 13 and 16): by the one that
the agency worked under first, until it ends there; from the next day on by the next.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from agencies.models import Agency, Award, AwardAgency
from reports.measures import Scope
from reports.models import Period

DAY = dt.timedelta(days=1)
Stay = tuple[dt.date, dt.date, Award]  # first and last day under the award


def stays(agency: Agency, like: Award) -> list[Stay]:
    """When the agency works under which award of that task force and side, as recipient or subrecipient."""
    alike = Q(task_force_id=like.task_force_id, side=like.side)
    held = [(award.starts_on, award.ends_on, award) for award in Award.objects.filter(alike, agency=agency)]
    parts = AwardAgency.objects.filter(
        agency=agency,
        part=AwardAgency.Part.SUBRECIPIENT,
        award__in=Award.objects.filter(alike).exclude(agency=agency),
    )
    return held + [
        (
            max(part.award.starts_on, part.from_on),
            min(part.award.ends_on, part.until_on or part.award.ends_on),
            part.award,
        )
        for part in parts.select_related("award")
    ]


def before(agency: Agency, period: Period) -> tuple[Award, dt.date] | None:
    """The award that counts the agency's unawarded records before this one does in `period`, and its last day."""
    found = stays(agency, period.award)
    own = min((stay[0] for stay in found if stay[2] == period.award), default=period.award.starts_on)
    first = [
        (last, award)
        for begins, last, award in found
        if (begins, award.pk) < (own, period.award_id) and last >= period.starts_on
    ]
    if not first:
        return None
    last, award = max(first, key=lambda each: each[0])
    return award, last


def sentence(agency: Agency, period: Period) -> str:
    """Which award counts the unawarded records first, in words; nothing where this one does."""
    found = before(agency, period)
    if found is None:
        return ""
    award, last = found
    return (
        f"Your agency also works under {award.number}. Investigations, prosecutions and referrals name no award and "
        f"are counted once: under {award.number} until {last:%b %-d, %Y}, under this award after that day."
    )


def followed(award: Award) -> tuple[int, ...]:
    """The earlier awards whose clients are not new under this one (field.md 3.2, rule 2)."""
    found: list[int] = []
    while award.follows_id and award.follows_id not in found:
        found.append(award.follows_id)
        award = Award.objects.get(pk=award.follows_id)
    return tuple(found)


def scope_of(agency: Agency, period: Period) -> Scope:
    """What is counted of `agency` for `period`."""
    earlier = before(agency, period)
    return Scope(
        agency.pk,
        period.award_id,
        period.starts_on,
        period.ends_on,
        since=earlier[1] + DAY if earlier else None,
        follows=followed(period.award),
    )
