"""What changes an investigation and the people in it: one transaction, one audit entry each."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from access.models import Record
from agencies.vocabulary import Kind
from audit.entries import record
from cases.models import Case
from investigations import vocabulary as words
from investigations.models import (
    Arrest,
    Charge,
    FormAssessment,
    Investigation,
    Note,
    Part,
    StatusChange,
    SurvivorArrest,
    Suspect,
    Task,
    Victim,
    VictimDisclosure,
    VictimReferral,
)
from referrals.models import Disclosure
from referrals.services import refer_person

P = TypeVar("P", bound=Record)
W = TypeVar("W", bound=Part)
S = TypeVar("S", Arrest, SurvivorArrest, Charge)


def check_ours(by: Hat, investigation: Investigation) -> None:
    """Raise Refused when the investigation is another agency's, that only shares it."""
    if by.agency_id != investigation.owner_id:
        raise Refused("Another agency shares this with you. Ask its lead to write it down.")


def write(model: type[W], *, by: Hat, investigation: Investigation, verb: str = "added", **facts: Any) -> W:
    """A new part of an investigation of the own agency, with its entry in the audit."""
    check_ours(by, investigation)
    made = model.part_of(investigation, by, **facts)
    record(by=by, verb=verb, of=made)
    return made


def change(row: P, *, by: Hat, expected: int | None = None, verb: str = "changed", **facts: Any) -> P:
    """Change a record; raises Stale when it moved on or is not the acting agency's."""
    type(row).objects.change(row, expected=expected, **facts)
    record(by=by, verb=verb, of=row, detail={"fields": sorted(facts)})
    return row


def _check_number(by: Hat, number: str, besides: Investigation | None = None) -> None:
    """Raise Refused when the agency has this number already; a sealed one is not told."""
    same = Investigation.objects.filter(owner_id=by.agency_id, number__iexact=number)
    if besides:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise Refused(
            "Your agency has an investigation with this number. Open that one, or correct the number.", "number"
        )


@transaction.atomic
def open_investigation(
    *, by: Hat, number: str, basis: str = "", lead_id: int | None = None, **facts: Any
) -> Investigation:
    """A new investigation of the acting agency, led by whoever opens it unless `lead_id` says otherwise."""
    if by.task_force is None:
        raise Refused("Your membership names no task force yet. Your agency's administrator adds one.")
    _check_number(by, number)
    facts.setdefault("task_force", by.task_force)
    made = Investigation.new(by, number=number, lead_id=lead_id or by.person_id, **facts)
    StatusChange.part_of(made, by, status=made.status, on=made.opened_on, reason="Opened")
    FormAssessment.part_of(made, by, form=made.form, on=made.opened_on, basis=basis or "When it was opened")
    record(by=by, verb="opened", of=made)
    return made


@transaction.atomic
def change_investigation(
    *, by: Hat, investigation: Investigation, expected: int | None = None, **facts: Any
) -> Investigation:
    """Change what the summary tells; raises Stale when it moved on."""
    check_ours(by, investigation)
    if facts.get("number", investigation.number) != investigation.number:
        _check_number(by, facts["number"], investigation)
    if facts.get("finding", investigation.finding) != investigation.finding and not facts.get("found_on"):
        facts["found_on"] = timezone.localdate()
    Investigation.objects.change(investigation, expected=expected, **facts)
    record(by=by, verb="changed", of=investigation, detail={"fields": sorted(facts)})
    return investigation


@transaction.atomic
def set_status(
    *,
    by: Hat,
    investigation: Investigation,
    status: str,
    on: dt.date | None = None,
    reason: str = "",
    closure: str = "",
    expected: int | None = None,
) -> Investigation:
    """Move an investigation to `status` as of `on`; closing needs a `closure`, reopening takes it away."""
    check_ours(by, investigation)
    on = on or timezone.localdate()
    closes = status == words.Status.CLOSED
    if status == investigation.status:
        raise Refused(f"It is {investigation.get_status_display().lower()} already.", "status")
    if closes and not closure:
        raise Refused("Say why it is closed.", "closure")
    if on < investigation.opened_on:
        raise Refused("This day is before the investigation was opened.", "on")
    Investigation.objects.change(
        investigation,
        expected=expected,
        status=status,
        closed_on=on if closes else None,
        closure=closure if closes else "",
    )
    StatusChange.part_of(investigation, by, status=status, on=on, reason=reason)
    record(by=by, verb="set status", of=investigation, detail={"status": status})
    return investigation


@transaction.atomic
def assess_form(*, by: Hat, investigation: Investigation, form: str, basis: str, **facts: Any) -> FormAssessment:
    """Hold the form of trafficking to be `form` from a day on; the earlier assessments stay."""
    made = write(FormAssessment, by=by, investigation=investigation, verb="assessed", form=form, basis=basis, **facts)
    latest = investigation.formassessments.latest("on", "made_at")
    Investigation.objects.change(investigation, form=latest.form)
    return made


@transaction.atomic
def bring_to_case(
    *, by: Hat, investigation: Investigation, case: Case | None, expected: int | None = None
) -> Investigation:
    """Note which case of the task force it belongs to, or that it belongs to none; the case shows no trace."""
    return change_investigation(by=by, investigation=investigation, expected=expected, case=case)


def _next_number(model: type[Victim] | type[Suspect], investigation: Investigation) -> int:
    """The next “Victim 2” or “Suspect 3”; whoever asks holds the investigation's row meanwhile."""
    Investigation.objects.select_for_update().filter(pk=investigation.pk).first()
    return (model.objects.filter(investigation=investigation).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def add_victim(*, by: Hat, investigation: Investigation, **facts: Any) -> Victim:
    """A survivor as the police know them."""
    check_ours(by, investigation)
    number = _next_number(Victim, investigation)
    return write(Victim, by=by, investigation=investigation, number=number, **facts)


@transaction.atomic
def change_victim(*, by: Hat, victim: Victim, expected: int | None = None, **facts: Any) -> Victim:
    """Change what police know; another standing is dated today unless a day is given."""
    if facts.get("standing", victim.standing) != victim.standing:
        if facts.get("standing_on") in (None, victim.standing_on):
            facts["standing_on"] = timezone.localdate()
        if facts.get("standing_basis", victim.standing_basis) == victim.standing_basis:
            raise Refused("Say on what basis this changed.", "standing_basis")
    return change(victim, by=by, expected=expected, **facts)


@transaction.atomic
def hang_disclosure(*, by: Hat, victim: Victim, disclosure: Disclosure) -> VictimDisclosure:
    """Hang a disclosure received on police's own victim record; it closes there when it ends."""
    if VictimDisclosure.objects.filter(victim=victim, disclosure=disclosure).exists():
        raise Refused("It hangs on this victim already. Choose another, or go back.", "disclosure")
    return write(VictimDisclosure, by=by, investigation=victim.investigation, victim=victim, disclosure=disclosure)


@transaction.atomic
def refer_victim(*, by: Hat, victim: Victim, **referral: Any) -> VictimReferral:
    """Refer a victim by name with their recorded yes; raises Refused without it."""
    check_ours(by, victim.investigation)
    sent = refer_person(by=by, **referral)
    change(
        victim,
        by=by,
        verb="referred",
        referred_on=timezone.localdate(),
        referred_to=victim.referred_to or words.ReferredTo.TRAFFICKING,
    )
    return write(VictimReferral, by=by, investigation=victim.investigation, victim=victim, referral=sent)


@transaction.atomic
def add_suspect(*, by: Hat, investigation: Investigation, **facts: Any) -> Suspect:
    """A suspect of this investigation; “Suspect 1” until a name is given."""
    check_ours(by, investigation)
    number = _next_number(Suspect, investigation)
    return write(Suspect, by=by, investigation=investigation, number=number, **facts)


@transaction.atomic
def change_suspect(*, by: Hat, suspect: Suspect, expected: int | None = None, **facts: Any) -> Suspect:
    """Change what is known of a suspect."""
    return change(suspect, by=by, expected=expected, **facts)


@transaction.atomic
def record_arrest(*, by: Hat, suspect: Suspect, is_survivor: str, **facts: Any) -> Arrest:
    """An arrest of a suspect; a survivor's is refused here, since it is a record of its own."""
    if is_survivor == words.YesNo.YES:
        raise Refused(
            "A survivor's arrest is recorded by itself, with the reason stated and what became of it.", "is_survivor"
        )
    return write(
        Arrest,
        by=by,
        investigation=suspect.investigation,
        verb="arrest",
        suspect=suspect,
        is_survivor=is_survivor,
        **facts,
    )


@transaction.atomic
def change_arrest(*, by: Hat, arrest: Arrest, is_survivor: str, expected: int | None = None, **facts: Any) -> Arrest:
    """Correct an arrest; one that turns out to be a survivor's is refused here, since its record comes first."""
    if is_survivor == words.YesNo.YES != arrest.is_survivor:
        raise Refused("Record the survivor's arrest first: it closes this question by itself.", "is_survivor")
    return change(arrest, by=by, expected=expected, is_survivor=is_survivor, **facts)


@transaction.atomic
def record_survivor_arrest(
    *,
    by: Hat,
    investigation: Investigation,
    victim: Victim | None = None,
    asked_again: Arrest | None = None,
    **facts: Any,
) -> SurvivorArrest:
    """An arrest, citation or detention of a survivor; one not listed yet becomes a potential victim.

    `asked_again` is an arrest of a suspect who turned out to be one: it stays, with that answer.
    """
    victim = victim or add_victim(
        by=by,
        investigation=investigation,
        standing=words.Standing.POTENTIAL,
        standing_basis="Noticed at an arrest, citation or detention",
        form=Kind.UNDETERMINED,
        age_band=words.AgeBand.NOT_ASKED,
        sex=words.Sex.NOT_ASKED,
        citizenship=words.Citizenship.NOT_ASKED,
    )
    if asked_again:
        change(asked_again, by=by, is_survivor=words.YesNo.YES)
    return write(SurvivorArrest, by=by, investigation=investigation, verb="survivor's arrest", victim=victim, **facts)


@transaction.atomic
def follow_survivor_arrest(
    *, by: Hat, arrest: SurvivorArrest, expected: int | None = None, **facts: Any
) -> SurvivorArrest:
    """Write down what became of it, on the way to dismissal or vacatur."""
    if facts.get("outcome") not in (None, words.ArrestOutcome.PENDING) and not facts.get("outcome_on"):
        facts["outcome_on"] = timezone.localdate()
    if facts.get("vacatur", arrest.vacatur) != arrest.vacatur and not facts.get("vacatur_on"):
        facts["vacatur_on"] = timezone.localdate()
    return change(arrest, by=by, expected=expected, **facts)


@transaction.atomic
def strike(row: S, *, by: Hat, why: str, expected: int | None = None) -> S:
    """Strike out an arrest or a charge of the acting agency's that was a mistake; raises Refused when it is."""
    if row.owner_id != by.agency_id:
        raise Refused("Another agency wrote this down. Ask it to strike it out.")
    if row.struck_at:
        raise Refused("It is struck out already.")
    return change(row, by=by, expected=expected, verb="struck out", struck_at=timezone.now(), struck_why=why)


@transaction.atomic
def write_note(*, by: Hat, investigation: Investigation, **facts: Any) -> Note:
    """A note, which the defense may read."""
    return write(Note, by=by, investigation=investigation, **facts)


@transaction.atomic
def redact_note(*, by: Hat, note: Note) -> Note:
    """Strike out a note for good, in the history too; raises Refused for whoever may not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.redact_note(%s, %s)", [note.pk, f"[Redacted by {by.agency.name}]"])
        done = cursor.fetchone()[0]
    if not done:
        raise Refused("Only whoever wrote it, the lead or a supervisor can strike out a note.")
    record(by=by, verb="redacted", of=note)
    note.refresh_from_db()
    return note


@transaction.atomic
def add_task(*, by: Hat, investigation: Investigation, **facts: Any) -> Task:
    """Something that somebody of the agency does by a day."""
    return write(Task, by=by, investigation=investigation, **facts)


@transaction.atomic
def finish_task(*, by: Hat, task: Task) -> Task:
    """Tick a task off; ticked off already, it is open again."""
    return change(task, by=by, done_at=None if task.done_at else timezone.now())
