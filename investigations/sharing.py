"""What changes who may see an investigation: dated grants with a reason, sealing, a new lead, a new agency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from access.errors import Refused, Stale
from access.grants import grant
from access.hats import Hat
from agencies.models import Agency, Person
from agencies.vocabulary import Role, Side
from audit.entries import record
from investigations import vocabulary as words
from investigations.models import Investigation, InvestigationAgencyGrant, InvestigationPersonGrant
from investigations.services import check_ours

Share = InvestigationAgencyGrant | InvestigationPersonGrant
S = TypeVar("S", InvestigationAgencyGrant, InvestigationPersonGrant)
DAYS_OF_LOOKING_BACK = 90
NOT_YOURS = "Only its lead or a supervisor of its agency can do this."


def leads(hat: Hat, investigation: Investigation) -> bool:
    """Whether `hat` decides who sees the investigation: its lead, or a supervisor of its agency."""
    ours = hat.agency_id == investigation.owner_id
    return ours and (hat.has(Role.LE_SUPERVISOR) or investigation.lead_id == hat.person_id)


@dataclass(frozen=True)
class Seer:
    """One line of “who can see this”."""

    who: str
    what: str
    why: str
    until: dt.date | None
    share: Share | None = None
    is_live: bool = True
    is_shut_out: bool = False


def _check_dates(from_on: dt.date, until_on: dt.date | None) -> None:
    """Raise Refused when sharing would end before it begins."""
    if until_on and until_on < from_on:
        raise Refused("The last day is before the first.", "until_on")


def _check_law(agency: Agency) -> None:
    """Raise Refused for an agency that is not police or prosecution: nobody else has this room."""
    if agency.side is not Side.LAW:
        raise Refused("Only police and prosecutors can be let in to an investigation.", "agency")


def _share(model: type[S], by: Hat, investigation: Investigation, kind: str, reason: str, **facts: Any) -> S:
    check_ours(by, investigation)
    if not leads(by, investigation):
        raise Refused(NOT_YOURS)
    _check_dates(facts["from_on"], facts.get("until_on"))
    made = grant(
        model,
        by=by,
        record=investigation,
        codename=words.Sharing(kind).value,
        reason=reason,
        sealed=investigation.sealed,
        **facts,
    )
    record(by=by, verb="shared", of=investigation, detail={"kind": kind, "grant": str(made.pk)})
    return made


@transaction.atomic
def share_with_agency(
    *,
    by: Hat,
    investigation: Investigation,
    agency: Agency,
    kind: str,
    reason: str,
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
    **facts: Any,
) -> InvestigationAgencyGrant:
    """Let another agency of the law side see part of an investigation; raises Refused when it is sealed."""
    _check_law(agency)
    if agency.pk == investigation.owner_id:
        raise Refused("Your own agency sees it already.", "agency")
    if investigation.sealed:
        raise Refused("It is sealed: it can be opened to named people only.", "agency")
    return _share(
        InvestigationAgencyGrant,
        by,
        investigation,
        kind,
        reason,
        group_id=agency.group_id,
        from_on=from_on or timezone.localdate(),
        until_on=until_on,
        **facts,
    )


@transaction.atomic
def share_with_person(
    *,
    by: Hat,
    investigation: Investigation,
    person: Person,
    agency: Agency,
    kind: str,
    reason: str,
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
    **facts: Any,
) -> InvestigationPersonGrant:
    """Let one person see part of an investigation while acting for `agency`, sealed or not."""
    _check_law(agency)
    return _share(
        InvestigationPersonGrant,
        by,
        investigation,
        kind,
        reason,
        user_id=person.pk,
        agency_id=agency.pk,
        from_on=from_on or timezone.localdate(),
        until_on=until_on,
        **facts,
    )


@transaction.atomic
def end_share(*, by: Hat, share: Share) -> Share:
    """End a grant at once, whatever its dates say."""
    now = timezone.now()
    if type(share).objects.filter(pk=share.pk, ended_at=None).update(ended_at=now) != 1:
        raise Stale
    share.ended_at = now
    record(by=by, verb="ended sharing", of=share.content_object, detail={"grant": str(share.pk)})
    return share


def _ask(statement: str, values: list[Any]) -> bool:
    """Whether a verb of the wall's was done."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


@transaction.atomic
def seal(
    *, by: Hat, investigation: Investigation, people: Iterable[Person] = (), reason: str = "Named"
) -> Investigation:
    """Close an investigation to all but its lead, whoever seals it, and `people` of the own agency."""
    check_ours(by, investigation)
    if investigation.sealed:
        raise Refused("It is sealed already.")
    named = {person.pk for person in people} | {by.person_id}
    for person_id in named - {investigation.lead_id}:
        share_with_person(
            by=by,
            investigation=investigation,
            person=Person(pk=person_id),
            agency=by.agency,
            kind=words.Sharing.FULL,
            reason=reason,
        )
    if not _ask("SELECT wall.seal_investigation(%s, true)", [investigation.pk]):
        raise Refused(NOT_YOURS)
    record(by=by, verb="sealed", of=investigation)
    investigation.refresh_from_db()
    return investigation


@transaction.atomic
def unseal(*, by: Hat, investigation: Investigation) -> Investigation:
    """Open a sealed investigation to its agency again, and to those whose grants are live.

    Colleagues were named for the seal only: a later seal names its own, not whoever an earlier one named.
    """
    if not _ask("SELECT wall.seal_investigation(%s, false)", [investigation.pk]):
        raise Refused(NOT_YOURS)
    named = InvestigationPersonGrant.objects.filter(content_object=investigation, agency_id=investigation.owner_id)
    named.filter(ended_at=None).update(ended_at=timezone.now())
    record(by=by, verb="unsealed", of=investigation)
    investigation.refresh_from_db()
    return investigation


@transaction.atomic
def reassign(*, by: Hat, investigation: Investigation, person: Person) -> Investigation:
    """Give an investigation another lead of the same agency."""
    record(by=by, verb="reassigned", of=investigation, detail={"to": person.pk})
    if not _ask("SELECT wall.reassign_investigation(%s, %s)", [investigation.pk, person.pk]):
        raise Refused(f"{NOT_YOURS} The new lead must work investigations there.", "person")
    return investigation


@transaction.atomic
def hand_over(*, by: Hat, investigation: Investigation, agency: Agency, person: Person) -> None:
    """Give an investigation to an agency that has read all of it already, and keep reading for 90 days."""
    _check_law(agency)
    if investigation.sealed:
        raise Refused("Unseal it first: those who are named would change.", "agency")
    _share(
        InvestigationAgencyGrant,
        by,
        investigation,
        words.Sharing.FULL,
        "Handed over",
        group_id=by.agency.group_id,
        from_on=timezone.localdate(),
        until_on=timezone.localdate() + dt.timedelta(days=DAYS_OF_LOOKING_BACK),
    )
    record(by=by, verb="handed over", of=investigation, detail={"to": agency.pk})
    values = [investigation.pk, agency.pk, person.pk]
    if not _ask("SELECT wall.hand_over_investigation(%s, %s, %s)", values):
        raise Refused(
            "It was not handed over. Share everything with that agency first, "
            "and choose somebody there who works investigations.",
            "agency",
        )


def who_sees(investigation: Investigation) -> list[Seer]:
    """Everyone who can see an investigation today or was let in before, for the people of its own agency."""
    inside = (
        Seer(f"{investigation.lead}, lead", "Everything", "Leads it", None)
        if investigation.sealed
        else Seer(f"Police and prosecution roles at {investigation.owner}", "Everything", "Own agency", None)
    )
    agencies = {agency.group_id: agency for agency in Agency.objects.all()}
    to_agencies = [
        _seer(share, str(agencies.get(share.group_id, "An agency")))
        for share in investigation.agency_grants.select_related("permission")
    ]
    to_people = [
        _seer(share, f"{share.user} ({share.agency})")
        for share in investigation.person_grants.select_related("permission", "user", "agency")
    ]
    return [inside, *sorted(to_agencies + to_people, key=lambda seer: not seer.is_live)]


def _seer(share: Share, who: str) -> Seer:
    label = words.Sharing(share.permission.codename).label
    shut_out = share.sealed and isinstance(share, InvestigationAgencyGrant)
    return Seer(who, label, share.reason, share.until_on, share, share.is_live, shut_out)
