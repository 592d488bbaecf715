"""Opening a client, and intake in any order: each section is saved on its own, nothing is lost."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Award
from agencies.vocabulary import Role
from audit.entries import record
from cases.models import Case
from victims import codenames
from victims.models import (
    Arrest,
    CaseBookmark,
    Client,
    ClientIdentity,
    DataKey,
    Determination,
    FamilyMember,
    NameToken,
)
from victims.services.ages import settle_ages
from victims.services.checks import check_birth_year, check_day, checked
from victims.services.episodes import enroll
from victims.services.people import ask
from victims.services.search import index

SECTIONS = {
    "identity": "Name and safe contact",
    "about": "About the person",
    "indicators": "Labor and sex indicators",
    "situation": "What happened",
    "arrival": "How they came to us",
    "determination": "Working determination",
    "award": "Award and first service",
}


@transaction.atomic
def open_client(
    *,
    by: Hat,
    pk: uuid.UUID | None = None,
    code_name: str = "",
    opened_on: dt.date | None = None,
    answers: dict[str, Any] | None = None,
    identity: dict[str, Any] | None = None,
    determination: dict[str, Any] | None = None,
    award: Award | None = None,
    first_served_on: dt.date | None = None,
) -> Client:
    """A new client of the acting agency with a random code name, assigned to whoever opens it.

    `answers` are the client's own fields, `identity` the sealed ones, `determination` the keywords of
    `determine`. `code_name` is for those who bring their own. Raises Refused, naming the field.
    """
    opened_on = opened_on or timezone.localdate()
    check_day(opened_on, "opened_on")
    texts = {name: said.strip() for name, said in (identity or {}).items()}
    if year := (answers or {}).get("birth_year"):
        check_birth_year(year)
    facts = checked(Client, answers or {}) | birth(texts) | ({"asked_sections": ["identity"]} if texts else {})
    client = _named(by, pk or uuid.uuid4(), code_name, opened_on=opened_on, **facts)
    record(by=by, verb="opened", of=client)
    DataKey.make(by, client=client)
    named = ClientIdentity.new(by, client=client, **texts)
    if texts:
        index(by, named)
    if determination:
        determine(by=by, client=client, **determination)
    if award:
        enroll(by=by, client=client, award=award, opened_on=opened_on, first_served_on=first_served_on)
    elif client.birth_year:
        settle_ages(client)
    return client


def _named(by: Hat, pk: uuid.UUID, code_name: str, **facts: Any) -> Client:
    """The client under a code name; the assignment comes first, so that its maker sees it."""
    name = code_name or _drawn(by)
    if Client.objects.filter(owner=by.agency_id, code_name=name).exists():
        raise Refused("This code name is taken. Choose another.", "code_name")
    if not ask("assign_client", pk, by.person_id, "assigned", "Opened the client"):
        raise Refused("Only an advocate or a supervisor of a provider opens a client.")
    return Client.new(by, id=pk, code_name=name, **facts)


def _drawn(by: Hat) -> str:
    """A code name that nobody whom `by` sees has; of those whom they don't see, nothing is asked."""
    drawn = [codenames.draw(numbered=by.agency.assigned_only), *(codenames.draw(numbered=True) for _ in range(4))]
    taken = set(Client.objects.filter(owner=by.agency_id, code_name__in=drawn).values_list("code_name", flat=True))
    return next(name for name in drawn if name not in taken)


@transaction.atomic
def answer(*, by: Hat, client: Client, section: str, expected: int | None = None, **answers: Any) -> Client:
    """Save one section's answers. Raises Refused, naming the field, or Stale."""
    answers = checked(Client, answers)
    if year := answers.get("birth_year"):
        check_birth_year(year)
        if answers.get("age_known") not in ("exact", "estimated"):
            answers["age_known"] = "exact"
    Client.objects.change(client, expected=expected, asked_sections=_with(client, section), **answers)
    if "birth_year" in answers:
        settle_ages(client)
    record(by=by, verb="answered", of=client, detail={"section": section, "fields": sorted(answers)})
    return client


def _with(client: Client, section: str) -> list[str]:
    return [name for name in SECTIONS if name == section or name in client.asked_sections]


@transaction.atomic
def set_identity(*, by: Hat, client: Client, expected: int | None = None, **texts: str) -> ClientIdentity:
    """Save names, birth date and contact, sealed, and what they are found by. Raises Refused or Stale."""
    identity, born = client.identity, birth(texts)
    ClientIdentity.objects.change(identity, expected=expected, **{k: v.strip() for k, v in texts.items()})
    index(by, identity)
    Client.objects.change(client, asked_sections=_with(client, "identity"), **born)
    if born:
        settle_ages(client)
    record(by=by, verb="changed identity", of=client, detail={"fields": sorted(texts)})
    return identity


def birth(texts: dict[str, str]) -> dict[str, Any]:
    """The client's own answers that a birth date gives."""
    text = texts.get("birth_date")
    if not text:
        return {}
    try:
        born = dt.date.fromisoformat(text)
    except ValueError:
        raise Refused("Write the birth date as a date, or leave it empty.", "birth_date") from None
    if not dt.date(1900, 1, 1) <= born <= timezone.localdate():
        raise Refused("This birth date can't be. Check the year.", "birth_date")
    return {"birth_year": born.year, "age_known": "exact"}


@transaction.atomic
def determine(
    *,
    by: Hat,
    client: Client,
    standing: str,
    form: str,
    basis: str,
    on: dt.date | None = None,
    decider: str = "ngo",
    basis_note: str = "",
    pk: uuid.UUID | None = None,
) -> Determination:
    """A dated working determination beside the earlier ones. Raises Refused."""
    on = on or timezone.localdate()
    check_day(on, "on")
    facts = checked(Determination, {"standing": standing, "form": form, "basis": basis, "decider": decider})
    made = Determination.new(by, pk=pk, client=client, on=on, basis_note=basis_note, **facts)
    latest = Determination.objects.filter(client=client)[0]
    Client.objects.change(
        client, standing=latest.standing, form=latest.form, asked_sections=_with(client, "determination")
    )
    record(by=by, verb="determined", of=client)
    return made


@transaction.atomic
def add_arrest(
    *, by: Hat, client: Client, time: str, outcome: str, on: dt.date | None = None, pk: uuid.UUID | None = None
) -> Arrest:
    """An arrest or charge of the client tied to their own exploitation. Raises Refused."""
    if on:
        check_day(on, "on")
    made = Arrest.new(by, pk=pk, client=client, on=on, **checked(Arrest, {"time": time, "outcome": outcome}))
    Client.objects.change(client, arrested="yes")
    record(by=by, verb="added arrest", of=client)
    return made


@transaction.atomic
def change_arrest(*, by: Hat, arrest: Arrest, expected: int | None = None, **facts: Any) -> Arrest:
    """What became of an arrest. Raises Refused or Stale."""
    if facts.get("on"):
        check_day(facts["on"], "on")
    Arrest.objects.change(arrest, expected=expected, **checked(Arrest, facts))
    record(by=by, verb="changed arrest", of=arrest.client)
    return arrest


@transaction.atomic
def add_family_member(
    *, by: Hat, client: Client, relation: str, name: str = "", grown: str = "", pk: uuid.UUID | None = None
) -> FamilyMember:
    """A relative who is served beside the client. Raises Refused."""
    facts = checked(FamilyMember, {"relation": relation} | ({"grown": grown} if grown else {}))
    number = FamilyMember.objects.filter(client=client).count() + 1
    made = FamilyMember.new(by, pk=pk, client=client, number=number, name=name.strip(), **facts)
    record(by=by, verb="added family member", of=client)
    return made


@transaction.atomic
def change_family_member(
    *,
    by: Hat,
    relative: FamilyMember,
    relation: str,
    name: str = "",
    grown: str,
    left_on: dt.date | None = None,
    expected: int | None = None,
) -> FamilyMember:
    """Correct who a relative is, or say since when they are no longer served. Raises Refused or Stale."""
    if left_on:
        check_day(left_on, "left_on")
    facts = checked(FamilyMember, {"relation": relation, "grown": grown})
    FamilyMember.objects.change(relative, expected=expected, name=name.strip(), left_on=left_on, **facts)
    record(by=by, verb="changed family member", of=relative.client)
    return relative


@transaction.atomic
def bookmark(*, by: Hat, client: Client, case: Case) -> CaseBookmark:
    """Keep in mind, for the provider alone, that `client` belongs to `case`. Raises Refused."""
    if CaseBookmark.objects.filter(client=client, case=case, ended_at=None).exists():
        raise Refused("This case is already noted here.", "case")
    made = CaseBookmark.new(by, client=client, case=case)
    record(by=by, verb="bookmarked", of=client)
    return made


@transaction.atomic
def drop_bookmark(*, by: Hat, bookmark: CaseBookmark) -> None:
    """Forget that the client belongs to the case."""
    CaseBookmark.objects.change(bookmark, ended_at=timezone.now())
    record(by=by, verb="dropped bookmark", of=bookmark.client)


@transaction.atomic
def forget_client(*, by: Hat, client: Client) -> None:
    """Destroy the client's key: nobody reads their name, contact or notes again, here or in a backup.

    The copies that were given about them close and are destroyed as well. What is counted stays, without a
    name. It can't be undone. Raises Refused.
    """
    if not by.has(Role.ADVOCATE_SUPERVISOR):
        raise Refused("Only a supervisor can forget a client.")
    if client.is_open:
        raise Refused("This client is still open. Record the exit first.")
    key = DataKey.objects.get(client=client)
    if key.destroyed_at:
        raise Refused("This client is forgotten already.")
    DataKey.objects.change(key, wrapped=b"", destroyed_at=timezone.now())
    NameToken.objects.filter(client=client).delete()
    record(by=by, verb="forgot", of=client, detail={"copies": _forget_copies(client)})


def _forget_copies(client: Client) -> list[str]:
    """Close what was given about a forgotten client and destroy its keys; the identifiers of those copies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.forget_copies(%s)", [client.pk])
        return [str(pk) for (pk,) in cursor.fetchall()]
