"""The sections of an investigation's page, as rows of cells: each only what its reader may see and do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from investigations.charging import Reach, keeper
from investigations.models import Charge, Investigation, Strikable, Suspect
from investigations.sharing import Seer, who_sees
from investigations.vocabulary import SuspectRole, YesNo
from referrals.models import Disclosure, Referral
from ui.templatetags.ui import exact_date


@dataclass(frozen=True)
class Link:
    """An address in words; `about` is added for screen readers where several say the same."""

    label: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class Row:
    """One row: the first cell is its header; `tag` is (words, tone); `buttons` post."""

    cells: list[Any]
    tag: tuple[str, str] | None = None
    links: list[Link] = field(default_factory=list)
    buttons: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A part of the page with its table, what can be added, and what it `says` besides or when it is empty."""

    id: str
    title: str
    heads: list[str]
    rows: list[Row]
    empty: str
    add: list[Link] = field(default_factory=list)
    says: str = ""

    @property
    def can_act(self) -> bool:
        """Whether anything can be done about any row."""
        return any(row.links or row.buttons for row in self.rows)

    @property
    def lines(self) -> list[tuple[Row, list[tuple[str, Any]]]]:
        """Each row with its cells under their heads."""
        return [(row, list(zip(self.heads, row.cells, strict=True))) for row in self.rows]


def _to(name: str, row: Any) -> str:
    return reverse(f"investigations:{name}", args=[row.pk])


def sections(investigation: Investigation, reach: Reach, leads: bool) -> list[Section]:
    """What this reader may see of the investigation, in the order of the work; `leads`: decides who sees it."""
    found: list[Section] = []
    if reach.full:
        found.append(victims(investigation, reach))
    if reach.suspects:
        found += [suspects(investigation, reach), arrests(investigation, reach)]
    if reach.full:
        found.append(survivor_arrests(investigation, reach))
    if reach.charges:
        found += [charges(investigation, reach), hearings(investigation, reach)]
    if reach.full:
        found += [tasks(investigation, reach), notes(investigation, reach)]
    if reach.is_ours:
        found.append(who(investigation, leads))
    if reach.full:
        found.append(history(investigation))
    return found


def _adds(may: bool, investigation: Investigation, *named: tuple[str, str]) -> list[Link]:
    return [Link(label, _to(name, investigation)) for label, name in named] if may else []


def victims(investigation: Investigation, reach: Reach) -> Section:
    """Survivors as the police know them, and the disclosures that hang on them."""
    listed = list(investigation.victims.prefetch_related("disclosures", "referrals"))
    hung = {link.disclosure_id for victim in listed for link in victim.disclosures.all()}
    sent = {link.referral_id for victim in listed for link in victim.referrals.all()}
    readable = Disclosure.objects.live().in_bulk(hung)
    envelopes = {row.pk: row for row in Referral.objects.with_receipt().filter(pk__in=sent)}
    rows = []
    for victim in listed:
        links = [Link("Change", _to("victim_change", victim), str(victim))]
        links.append(Link("Refer", _to("refer", victim), str(victim)))
        links.append(Link("Hang a disclosure", _to("hang", victim), f"on {victim}"))
        links = links if reach.is_ours else []
        for link in victim.referrals.all():
            if envelope := envelopes.get(link.referral_id):
                links.append(Link(f"Referral: {envelope.state.lower()}", envelope.get_absolute_url()))
        for number, link in enumerate(victim.disclosures.all(), start=1):
            if link.disclosure_id in readable:
                links.append(Link(f"Disclosure {number}", readable[link.disclosure_id].get_absolute_url()))
        offered = "Offered" if victim.advocate_offered_at else "Not offered yet"
        cells = [
            str(victim),
            f"{victim.get_standing_display()} since {exact_date(victim.standing_on)}",
            victim.get_form_display(),
            f"{victim.get_age_band_display()}, {victim.get_sex_display().lower()}",
            victim.get_advocate_answer_display() or offered,
            f"{exact_date(victim.referred_on)}, {victim.get_referred_to_display()}" if victim.referred_on else "No",
        ]
        rows.append(Row(cells, links=links))
    return Section(
        "victims",
        "Victims",
        ["Person", "Standing", "Form", "About", "Advocate", "Referred"],
        rows,
        "Nobody is written down yet. An investigation needs no victim.",
        _adds(reach.is_ours, investigation, ("Add a victim", "victim_new")),
    )


def suspects(investigation: Investigation, reach: Reach) -> Section:
    """Suspects, with the number under which the agency's own system keeps them."""
    rows = [
        Row(
            [
                str(suspect),
                suspect.get_part_display(),
                ", ".join(SuspectRole(role).label for role in suspect.roles) or "Not known",
                suspect.records_number or "None",
                exact_date(suspect.identified_on),
            ],
            links=[
                *([Link("Change", _to("suspect_change", suspect), str(suspect))] if reach.is_ours else []),
                *([Link("Charging decision", _to("decide", suspect), str(suspect))] if reach.keeps_charges else []),
            ],
        )
        for suspect in investigation.suspects.all()
    ]
    return Section(
        "suspects",
        "Suspects",
        ["Suspect", "Trafficker or buyer", "Roles", "Records number", "Identified"],
        rows,
        "Nobody is suspected yet. A name is optional: the records-system number is enough.",
        _adds(reach.is_ours, investigation, ("Add a suspect", "suspect_new")),
    )


STRIKE = "Strike out"


def struck(row: Strikable) -> tuple[str, str]:
    """The tag of a row that was a mistake: it stays in sight, and nothing can be done about it."""
    return f"Struck out: {row.get_struck_why_display().removeprefix('It ')}", "neutral"


def arrests(investigation: Investigation, reach: Reach) -> Section:
    """Arrests of suspects."""
    asks = ("Ask again", "warn") if reach.is_ours else None
    rows = [
        Row(
            [
                str(arrest.suspect),
                exact_date(arrest.on),
                arrest.get_level_display(),
                arrest.get_group_display(),
                arrest.get_is_survivor_display(),
            ],
            tag=struck(arrest) if arrest.struck_at else asks if arrest.is_survivor == YesNo.UNKNOWN else None,
            links=[
                Link("Change", _to("arrest_change", arrest), str(arrest)),
                Link(STRIKE, _to("arrest_strike", arrest), str(arrest)),
            ]
            if reach.is_ours and not arrest.struck_at
            else [],
        )
        for arrest in investigation.arrests.select_related("suspect")
    ]
    return Section(
        "arrests",
        "Arrests",
        ["Suspect", "On", "Level", "For", "A survivor?"],
        rows,
        "No arrest yet.",
        _adds(reach.is_ours, investigation, ("Record an arrest", "arrest_new")),
    )


def survivor_arrests(investigation: Investigation, reach: Reach) -> Section:
    """Arrests, citations and detentions of survivors, until they no longer weigh on anybody."""
    rows = []
    for arrest in investigation.survivorarrests.select_related("victim"):
        tone = "stop" if arrest.is_harmful and arrest.is_unsettled else "warn" if arrest.is_unsettled else "good"
        cells = [
            str(arrest.victim),
            f"{arrest.get_event_display()}, {exact_date(arrest.on)}",
            arrest.get_reason_display(),
            arrest.offense,
            arrest.get_advocate_called_display(),
            arrest.get_outcome_display(),
            f"{arrest.next_step} {exact_date(arrest.next_step_on)}".strip() or "None",
        ]
        links = [
            Link("Follow up", _to("survivor_arrest_change", arrest), str(arrest.victim)),
            Link(STRIKE, _to("survivor_arrest_strike", arrest), f"the arrest of {arrest.victim}"),
        ]
        tag = struck(arrest) if arrest.struck_at else ("Open" if arrest.is_unsettled else "Settled", tone)
        rows.append(Row(cells, tag=tag, links=links if reach.is_ours and not arrest.struck_at else []))
    return Section(
        "survivor-arrests",
        "Arrests of survivors",
        ["Survivor", "What", "Reason stated", "Offense", "Advocate called", "Outcome", "Next step"],
        rows,
        "None is known. Was a survivor arrested, cited or detained? Ask, and write it down here.",
        _adds(reach.is_ours, investigation, ("Record a survivor's arrest", "survivor_arrest_new")),
    )


def charges(investigation: Investigation, reach: Reach) -> Section:
    """Charges, what became of them, and who keeps them."""
    listed = Charge.objects.filter(investigation=investigation).select_related(
        "suspect", "statute", "owner", "disposition"
    )
    rows = []
    for charge in listed:
        ended = getattr(charge, "disposition", None)
        cells = [
            str(charge.suspect),
            f"{charge.statute} ({charge.counts})",
            charge.statute.get_kind_display(),
            f"{exact_date(charge.filed_on)}, {charge.get_level_display()}",
            f"{ended.get_outcome_display()}, {exact_date(ended.on)}" if ended else "Pending",
            str(charge.owner),
        ]
        links = [
            Link("Change", _to("charge_change", charge), str(charge)),
            Link("Disposition", _to("dispose", charge), str(charge)),
            Link(STRIKE, _to("charge_strike", charge), str(charge)),
        ]
        keeps = charge.owner_id == reach.agency_id and reach.keeps_charges and not charge.struck_at
        rows.append(Row(cells, tag=struck(charge) if charge.struck_at else None, links=links if keeps else []))
    return Section(
        "charges",
        "Charges",
        ["Defendant", "Statute (counts)", "Class", "Filed", "Disposition", "Kept by"],
        rows,
        "No charge yet. A charge names a suspect of this investigation.",
        _adds(reach.keeps_charges, investigation, ("Add a charge", "charge_new")),
        f"{keeper(investigation)} keeps the charges." if reach.is_ours and not reach.keeps_charges else "",
    )


def tasks(investigation: Investigation, reach: Reach) -> Section:
    """What is to be done."""
    rows = [
        Row(
            [task.title, str(task.assignee or "Nobody yet"), exact_date(task.due_on) or "No date"],
            tag=("Done", "good") if task.done_at else None,
            buttons=[Link("Open again" if task.done_at else "Done", _to("task_done", task), task.title)]
            if reach.is_ours
            else [],
        )
        for task in investigation.tasks.select_related("assignee")
    ]
    return Section(
        "tasks",
        "Tasks",
        ["What", "Who", "By"],
        rows,
        "Nothing is to be done.",
        _adds(reach.is_ours, investigation, ("Add a task", "task_new")),
    )


def hearings(investigation: Investigation, reach: Reach) -> Section:
    """Dates in court."""
    rows = [
        Row(
            [
                hearing.get_kind_display(),
                exact_date(hearing.at),
                hearing.court or "Not known",
                str(hearing.suspect or "No one in particular"),
                str(hearing.owner),
            ],
            tag=("Cancelled", "neutral") if hearing.cancelled_at else None,
            links=[Link("Change", _to("hearing_change", hearing), hearing.get_kind_display())]
            if reach.adds_hearings and hearing.owner_id == reach.agency_id and not hearing.cancelled_at
            else [],
        )
        for hearing in investigation.hearings.select_related("suspect", "owner")
    ]
    return Section(
        "hearings",
        "Hearings",
        ["What", "When", "Court", "Defendant", "Written down by"],
        rows,
        "No date in court yet.",
        _adds(reach.adds_hearings, investigation, ("Add a hearing", "hearing_new")),
    )


def notes(investigation: Investigation, reach: Reach) -> Section:
    """Notes, newest first."""
    rows = [
        Row(
            [exact_date(note.made_at), str(note.made_by), note.text],
            tag=("Redacted", "neutral") if note.redacted_at else None,
            links=[Link("Strike out", _to("note_redact", note), exact_date(note.made_at))]
            if reach.is_ours and not note.redacted_at
            else [],
        )
        for note in investigation.notes.select_related("made_by")
    ]
    return Section(
        "notes",
        "Notes",
        ["When", "Who", "Note"],
        rows,
        "No note yet. The defense may read what stands here.",
        _adds(reach.is_ours, investigation, ("Write a note", "note_new")),
    )


def who(investigation: Investigation, leads: bool) -> Section:
    """Who can see it, why and until when; its lead and the supervisors change that."""
    return Section(
        "sharing",
        "Who can see this",
        ["Who", "What", "Why", "Until"],
        [_seer(seer, leads) for seer in who_sees(investigation)],
        "",
        _adds(
            leads,
            investigation,
            *([] if investigation.sealed else [("Share with an agency", "share_agency")]),
            ("Share with a person", "share_person"),
        ),
        "" if leads else "Its lead and your supervisors share it.",
    )


def _seer(seer: Seer, leads: bool) -> Row:
    until = exact_date(seer.until) or "Until ended"
    if seer.share is None:
        return Row([seer.who, seer.what, seer.why, "Always"])
    kind = "end_agency" if hasattr(seer.share, "group_id") else "end_person"
    ends = [Link("End now", _to(kind, seer.share), seer.who)] if leads else []
    cells = [seer.who, seer.what, seer.why, until]
    if seer.is_live and seer.is_shut_out:
        return Row(cells, tag=("Not while it is sealed", "stop"), links=ends)
    if seer.is_live:
        return Row(cells, links=ends)
    if seer.share.ended_at is None and seer.share.from_on > timezone.localdate():
        return Row(cells, tag=(f"From {exact_date(seer.share.from_on)}", "info"), links=ends)
    return Row(cells, tag=("Ended", "neutral"))


def history(investigation: Investigation) -> Section:
    """Status, form of trafficking and lead as they were held, by date."""
    changes = [
        (change.on, change.made_at, f"Status: {change.get_status_display()}", change.reason, change.made_by)
        for change in investigation.statuschanges.select_related("made_by")
    ]
    assessed = [
        (held.on, held.made_at, f"Form: {held.get_form_display()}", held.basis, held.made_by)
        for held in investigation.formassessments.select_related("made_by")
    ]
    led = [
        (timezone.localdate(at), at, f"Lead: {lead}", "Given to another lead", by)
        for at, lead, by in investigation.leads()
    ]
    listed: Iterable[tuple] = sorted(changes + assessed + led, key=lambda line: line[:2], reverse=True)
    rows = [Row([exact_date(on), what, why or "No reason given", str(by)]) for on, _, what, why, by in listed]
    return Section("history", "History", ["Since", "What", "Why", "By"], rows, "")


def unexplained(investigation: Investigation) -> list[Suspect]:
    """Defendants without a trafficking charge for whom nobody said why."""
    return list(investigation.suspects.unexplained())
