"""Releases of information: drawn up, signed, given under, taken back.

Every refusal here is also the database's (`victims/functions.py`); here it comes with a sentence.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.models import Agency, Membership, Person, TaskForce
from agencies.vocabulary import Role
from audit.entries import record
from referrals.models import Disclosure, Referral
from referrals.services import close_copies, disclose, open_envelope, others, shared_task_force
from referrals.vocabulary import Basis, Capacity
from victims import bases, facts
from victims.bases import BASES, LegalBasis
from victims.models import Client, DisclosureLink, ReferralLink, Release, ReleaseFact
from victims.vocabulary import NO_ANSWER_CODES

READERS = [role.value for role in (*LAW_ROLES, *SERVICE_ROLES)]


@dataclass(frozen=True)
class Copy:
    """Exactly what a recipient will get: shown before it is given, and given only unchanged."""

    recipient: Agency
    person: Person | None
    purpose: str
    facts: list[dict[str, str]]
    ends_at: dt.datetime

    @property
    def digest(self) -> str:
        """SHA-256 over everything that the recipient will get, in hex."""
        said = [self.recipient.pk, self.person and self.person.pk, self.purpose, self.facts, self.ends_at.isoformat()]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def recipients(by: Hat) -> QuerySet[Agency]:
    """The agencies that a release can name: those of a common task force that may get anything at all."""
    sectors = {sector for fact in facts.FACTS.values() for sector in fact.sectors}
    return others(by, *sectors)


def people_of(by: Hat) -> QuerySet[Membership]:
    """The people at those agencies who could read a copy, as memberships."""
    return (
        Membership.objects.live()
        .filter(agency__in=recipients(by), ended_at=None, roles__overlap=READERS)
        .select_related("agency", "person")
    )


@transaction.atomic
def draw_up(
    *,
    by: Hat,
    client: Client,
    recipient: Agency,
    person: Person | None,
    purpose: str,
    pk: uuid.UUID | None = None,
) -> Release:
    """A draft for one agency, or one person there, for a purpose in the survivor's words. Raises Refused."""
    task_force = _checked_recipient(by, recipient, person)
    today = timezone.localdate()
    made = Release.new(
        by,
        pk=pk,
        client=client,
        recipient=recipient,
        recipient_person=person,
        purpose=purpose.strip(),
        starts_on=today,
        ends_on=today + dt.timedelta(days=task_force.release_days),
    )
    record(by=by, verb="drew up", of=made)
    return made


@transaction.atomic
def address(
    *, by: Hat, release: Release, recipient: Agency, person: Person | None, purpose: str, expected: int | None = None
) -> Release:
    """Change whom a draft is for; what the new recipient may never get falls out. Raises Refused or Stale."""
    _check_draft(release)
    _checked_recipient(by, recipient, person)
    may = {fact.code for fact in facts.allowed(recipient.sector)}
    Release.objects.change(
        release,
        expected=expected,
        recipient=recipient,
        recipient_person=person,
        purpose=purpose.strip(),
        kinds=[kind for kind in release.kinds if kind in may],
    )
    record(by=by, verb="changed", of=release)
    return release


@transaction.atomic
def fill(
    *,
    by: Hat,
    release: Release,
    texts: dict[str, str],
    starts_on: dt.date,
    ends_on: dt.date,
    covers: str,
    expected: int | None = None,
) -> Release:
    """Say in a draft which facts go, in which words, and from when until when. Raises Refused or Stale."""
    _check_draft(release)
    _check_kinds(release, texts)
    check_days(by, release.recipient, starts_on, ends_on)
    Release.objects.change(
        release, expected=expected, kinds=list(texts), starts_on=starts_on, ends_on=ends_on, covers=covers
    )
    standing = words_of(release)
    for kind, text in texts.items():
        if standing.get(kind) != text.strip():
            ReleaseFact.new(by, client=release.client, release=release, kind=kind, text=text.strip())
    record(by=by, verb="filled in", of=release, detail={"kinds": sorted(texts)})
    return release


@transaction.atomic
def sign(*, by: Hat, release: Release, expected: int | None = None, **said: Any) -> Release:
    """Record that a draft was explained and signed; from then on it does not change. Raises Refused or Stale."""
    _check_draft(release)
    if not release.kinds:
        raise Refused("Say first what it lets go: go back to step 2.")
    if not all(said.get(told) for told in ("told_services", "told_defense", "told_risks", "told_revoking")):
        raise Refused("Explain all four points before they sign, and tick each.", "told_services")
    _check_signer(release, said)
    check_days(by, release.recipient, release.starts_on, release.ends_on)
    if said["signed_on"] > timezone.localdate():
        raise Refused("This day is still to come. Write the day when it was signed.", "signed_on")
    if said["manner"] == Release.Manner.PAPER:
        said |= {"drawn": "", "second_drawn": ""}
    Release.objects.change(release, expected=expected, signed_at=timezone.now(), **said)
    record(by=by, verb="signed", of=release)
    return release


def _check_signer(release: Release, said: dict[str, Any]) -> None:
    beside = said["capacity"] in (Capacity.MINOR_AND_PARENT, Capacity.GUARDIAN)
    if said["capacity"] == Capacity.PERSON and release.client.is_minor:
        raise Refused("They are recorded as a minor: choose who signs for or beside them.", "capacity")
    if beside and not said.get("second_name"):
        raise Refused("Write the parent's or guardian's name. Never the abuser of the minor.", "second_name")
    if said["language"] in NO_ANSWER_CODES:
        raise Refused("Choose the language in which it was explained.", "language")
    if said["interpreter"] not in ("", "none") and not said.get("interpreter_name"):
        raise Refused("Write who interpreted: a name or an interpreter's number.", "interpreter_name")
    if said["manner"] == Release.Manner.PAPER and not said.get("kept_at"):
        raise Refused("Write where the signed paper is kept.", "kept_at")


@transaction.atomic
def revoke(*, by: Hat, release: Release, how: str) -> int:
    """Take a release back: at once nothing more is given, and every copy closes; says how many. Raises Refused."""
    if release.is_draft or release.revoked_at:
        raise Refused("There is nothing to take back: it is not in force.")
    Release.objects.change(release, revoked_at=timezone.now(), revoked_by_id=by.person_id, revoked_how=how)
    copies = Disclosure.objects.filter(pk__in=release.links.values("disclosure_id"))
    closed = close_copies(by=by, copies=copies)
    record(by=by, verb="revoked", of=release, detail={"copies": closed})
    return closed


@transaction.atomic
def add_later(*, by: Hat, release: Release, kind: str, text: str, pk: uuid.UUID | None = None) -> ReleaseFact:
    """Put newer words beside earlier ones, where the release covers later entries. Raises Refused."""
    if not release.is_live or release.covers != Release.Covers.LATER:
        raise Refused("This release covers only what was on record when it was signed. Have a new one signed.")
    if kind not in release.kinds:
        raise Refused("This release does not name that kind of information.", "kind")
    made = ReleaseFact.new(by, pk=pk, client=release.client, release=release, kind=kind, text=text.strip())
    record(by=by, verb="added to", of=release, detail={"kinds": [kind]})
    return made


def words_of(release: Release) -> dict[str, str]:
    """The newest words of each kind that the release names."""
    newest = ReleaseFact.objects.filter(release=release, kind__in=release.kinds).latest()
    rows = {row.kind: row for row in newest.select_related("client__data_key__agency_key")}
    return {kind: rows[kind].text for kind in facts.FACTS if kind in rows}


def copy_of(release: Release) -> Copy:
    """What the recipient would get at this moment."""
    said = [{"kind": kind, "label": facts.FACTS[kind].label, "text": text} for kind, text in words_of(release).items()]
    return Copy(release.recipient, release.recipient_person, release.purpose, said, release.ends_at)


@transaction.atomic
def give(
    *, by: Hat, release: Release, digest: str, referral: Referral | None = None, pk: uuid.UUID | None = None
) -> Disclosure:
    """Give the recipient exactly the copy that was shown as `digest`. Raises Refused."""
    check_live(release)
    copy = copy_of(release)
    if copy.digest != digest:
        raise Refused("What they would get has changed since you looked. Read it again, then give it.")
    if referral is None and _have_already(release, copy):
        raise Refused("They have exactly this copy already, and can read it. Nothing was given again.")
    return _given(by, release.client, copy, Basis.RELEASE, release=release, referral=referral, pk=pk)


def _have_already(release: Release, copy: Copy) -> bool:
    given = Disclosure.objects.live().filter(pk__in=release.links.values("disclosure_id"))
    return any(each.facts == copy.facts for each in given)


@transaction.atomic
def refer(*, by: Hat, release: Release, digest: str, urgency: str, pk: uuid.UUID | None = None) -> Referral:
    """Refer a client to the release's agency: an envelope that names nobody, and the copy. Raises Refused."""
    referral = open_envelope(by=by, recipient=release.recipient, urgency=urgency, pk=pk)
    give(by=by, release=release, digest=digest, referral=referral)
    ReferralLink.new(by, client=release.client, referral=referral, direction=ReferralLink.Direction.SENT)
    return referral


@transaction.atomic
def give_by_law(
    *,
    by: Hat,
    client: Client,
    recipient: Agency,
    basis: str,
    text: str,
    told: str,
    ends_on: dt.date,
    pk: uuid.UUID | None = None,
    **written: str,
) -> Disclosure:
    """Give what a basis of `victims/bases.py` demands, and no more; `written` is what it asks. Raises Refused."""
    if basis not in BASES:
        raise Refused("Choose what demands it. A subpoena alone is not a court order: ask your counsel.", "basis")
    task_force = _checked_recipient(by, recipient, None)
    if basis == Basis.IMMINENT_DANGER and not may_in_danger(by, task_force):
        raise Refused("Only a supervisor gives in imminent danger, where the task force lets them.", "recipient")
    for field in BASES[basis].asks:
        if not written.get(field, "").strip():
            raise Refused("Write this down: the survivor's record must tell it.", field)
    if ends_on < timezone.localdate():
        raise Refused("Choose a day that is still to come.", "ends_on")
    said = [bases.FACT | {"text": text.strip()}]
    ends_at = timezone.make_aware(dt.datetime.combine(ends_on + dt.timedelta(days=1), dt.time()))
    purpose = f"{Basis(basis).label}."
    copy = Copy(recipient, None, purpose, said, ends_at)
    texts: dict[str, Any] = {field: written[field].strip() for field in BASES[basis].asks}
    return _given(by, client, copy, basis, told=told, pk=pk, **texts)


def bases_for(by: Hat) -> list[LegalBasis]:
    """The bases that this person may give by, in the table's order."""
    common = TaskForce.objects.filter(pk__in=by.task_force_ids)
    danger = any(may_in_danger(by, task_force) for task_force in common)
    return [basis for basis in BASES.values() if danger or basis.code != Basis.IMMINENT_DANGER]


def may_in_danger(by: Hat, task_force: TaskForce) -> bool:
    """Whether this person may give without a release when somebody is in imminent danger."""
    return task_force.allows_imminent_danger and by.has(Role.ADVOCATE_SUPERVISOR)


def _given(
    by: Hat,
    client: Client,
    copy: Copy,
    basis: str,
    *,
    referral: Referral | None = None,
    pk: uuid.UUID | None = None,
    **link: Any,
) -> Disclosure:
    """The link first: whoever gives a copy sees it through the client."""
    pk = pk or uuid.uuid4()
    DisclosureLink.new(by, client=client, disclosure_id=pk, **link)
    return disclose(
        by=by,
        pk=pk,
        recipient=copy.recipient,
        person=copy.person,
        purpose=copy.purpose,
        basis=basis,
        facts=copy.facts,
        ends_at=copy.ends_at,
        referral=referral,
    )


@transaction.atomic
def close_copy(*, by: Hat, link: DisclosureLink) -> None:
    """Close one copy for its reader, whatever it rests on."""
    if link.disclosure_id:
        close_copies(by=by, copies=Disclosure.objects.filter(pk=link.disclosure_id))


def check_live(release: Release) -> None:
    """Raises Refused unless something may be given under the release now."""
    if not release.is_live:
        raise Refused("This release is not in force, so nothing can be given under it. Have a new one signed.")


def check_days(by: Hat, recipient: Agency, starts_on: dt.date, ends_on: dt.date) -> None:
    """Raises Refused when a release would end before it begins, or run longer than the task force allows."""
    at_most = shared_task_force(by, recipient).release_days_at_most
    if ends_on < starts_on:
        raise Refused("It would end before it begins.", "ends_on")
    if ends_on < timezone.localdate():
        raise Refused("It would be over already. Choose a later day.", "ends_on")
    if (ends_on - starts_on).days > at_most:
        raise Refused(f"Your task force lets a release run {at_most} days at most. Choose an earlier day.", "ends_on")


def _check_draft(release: Release) -> None:
    if not release.is_draft:
        raise Refused("A signed release does not change. Take it back, or have a new one signed.")


def _check_kinds(release: Release, texts: dict[str, str]) -> None:
    if not texts:
        raise Refused("Tick at least one kind of information, or there is nothing to release.", "kinds")
    may = {fact.code for fact in facts.allowed(release.recipient.sector)}
    for kind, text in texts.items():
        if kind not in may:
            raise Refused("This may never go to that agency, not even by release.", "kinds")
        if not text.strip():
            raise Refused("Write the words that they will get.", f"text_{kind}")


def _checked_recipient(by: Hat, recipient: Agency, person: Person | None) -> TaskForce:
    if not facts.allowed(recipient.sector):
        raise Refused("Nothing about a person may go to this agency. Choose another.", "recipient")
    if person and not people_of(by).filter(agency=recipient, person=person).exists():
        raise Refused("This person does not work there. Choose another, or leave it empty.", "member")
    return shared_task_force(by, recipient)
