"""Awards: one side's grants, with the agencies that work under them; their periods follow."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from access.errors import Refused
from access.hats import Hat
from agencies.models import Award, AwardAgency
from audit.entries import record
from reports.periods import lay_out


@transaction.atomic
def add_award(*, by: Hat, **facts: Any) -> Award:
    """Put an award of the acting agency on record; the same one sent twice is one.

    Raises Refused when its number is another award's already.
    """
    try:
        with transaction.atomic():
            award = Award.objects.create(agency_id=by.agency_id, **facts)
    except IntegrityError as taken:
        if same := Award.objects.filter(agency_id=by.agency_id, **facts).first():
            return same
        raise Refused("An award of this number is on record already.", "number") from taken
    record(by=by, verb="added", of=award)
    lay_out(by=by, award=award)
    return award


@transaction.atomic
def change_award(*, by: Hat, award: Award, **facts: Any) -> Award:
    """Mend an award; its side and its recipient stay."""
    if not Award.objects.filter(pk=award.pk).update(**facts):
        raise Refused("Only a grant manager or administrator of the recipient changes this.")
    record(by=by, verb="changed", of=award, detail={"fields": sorted(facts)})
    lay_out(by=by, award=Award.objects.get(pk=award.pk))
    return award


def check_dates(*, from_on: dt.date, until_on: dt.date | None = None, **others: Any) -> None:
    """Raise Refused when it ends before it begins."""
    if until_on and until_on < from_on:
        raise Refused("It ends before it begins.", "until_on")


@transaction.atomic
def add_partner(*, by: Hat, award: Award, **facts: Any) -> AwardAgency:
    """An agency works under the award; raises Refused when it does already, or ends before it begins."""
    check_dates(**facts)
    try:
        with transaction.atomic():
            partner = AwardAgency.objects.create(award=award, **facts)
    except IntegrityError as taken:
        if same := AwardAgency.objects.filter(award=award, **facts).first():
            return same
        raise Refused("This agency works under the award already. Change its dates instead.", "agency") from taken
    record(by=by, verb="added a partner", of=partner)
    return partner


@transaction.atomic
def change_partner(*, by: Hat, partner: AwardAgency, **facts: Any) -> AwardAgency:
    """Other dates, or another part."""
    check_dates(**facts)
    if not AwardAgency.objects.filter(pk=partner.pk).update(**facts):
        raise Refused("Only a grant manager or administrator of the recipient changes this.")
    record(by=by, verb="changed a partner", of=partner, detail={"fields": sorted(facts)})
    return partner
