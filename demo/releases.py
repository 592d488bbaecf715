"""What the demonstration's survivors signed, the copies given because of it, and who read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from access.hats import Hat
from agencies.vocabulary import Role
from demo import words
from demo.clients import Folder
from demo.people import staff
from demo.stage import Stage
from referrals.models import Disclosure, Reading, Referral
from victims import facts
from victims.models import DisclosureLink, Release, ReleaseFact

TO_LAW = {"sheriff": 34, "quillmere": 24, "bureau": 14, "attorney": 28}
READERS = (Role.DETECTIVE, Role.PROSECUTOR, Role.SYSTEM_VICTIM_SPECIALIST, Role.ADVOCATE)
STATES = {"expired": 46, "live": 26, "revoked": 14, "draft": 4}
RELEASES_TO_LAW = 80
ENDING = (4, 11)  # two end so many days from today
WARNED = 15  # the others that run end later than that
TEXTS = {
    "helped": "They are being helped by us.",
    "safe_contact": "Through the advocate's office line, weekdays from 9 to 12. Never at work.",
    "interview_needs": "Interpreter in person, advocate in the room, breaks, no uniform.",
    "willing": "I want to talk about the boss, not about my family.",
    "statement": "The statement that I wrote, two pages, handed over on paper.",
    "certification": "I ask for a certification; my attorney may be called about it.",
    "needs": "A place of my own within three months, and English classes.",
    "family": "Two children need school papers.",
    "housing": "Transitional housing from the first of next month.",
    "legal": "The protection order hearing needs a lawyer.",
    "immigration": "Wants to know what they may apply for.",
}
FOR_LAW = ("called", "helped", "safe_contact", "interview_needs", "willing", "statement", "certification")
FOR_PROVIDERS = ("called", "safe_contact", "needs", "family", "housing", "legal", "immigration")


def sign_for_law(stage: Stage, folders: list[Folder]) -> list[Disclosure]:
    """Releases to police and prosecutors: current, expired, revoked, drafts; the copies that can be read today."""
    willing = [each for each in folders if each.client.police_choice in ("at_intake", "later")]
    states, live = stage.dealt(STATES, RELEASES_TO_LAW), []
    ending, ana = list(ENDING), stage.hats["advocate"]
    for state in states:
        last_in = ending.pop() if state == "live" and ending else None
        folder = _fitting(stage, [each for each in willing if each.advocate == ana] if last_in else willing, state)
        release = _release(stage, folder, stage.pick(TO_LAW), FOR_LAW, *_run(stage, folder, state, last_in))
        if state == "draft":
            _undo_signature(release)
            continue
        if state == "revoked":
            _revoke(stage, folder, release)
        if stage.chance(0.9):
            copy = give(stage, folder, release)
            live += [copy] if copy.is_live else []
    return live


def sign_for_provider(stage: Stage, folder: Folder, to: str, on: dt.date) -> Release:
    """A release of 30 days to another provider; one that still runs ends in more than two weeks."""
    days = 90 if (stage.today - on).days in range(30) else 30
    return _release(stage, folder, to, FOR_PROVIDERS, on, on + dt.timedelta(days=days))


def _fitting(stage: Stage, folders: list[Folder], state: str) -> Folder:
    """Somebody who is still here, for a release of today; else somebody who has been here for a while."""
    if state in ("live", "draft"):
        return stage.rng.choice([each for each in folders if each.last_on is None])
    return stage.rng.choice([each for each in folders if (stage.today - each.client.opened_on).days > 120])


def _run(stage: Stage, folder: Folder, state: str, last_in: int | None) -> tuple[dt.date, dt.date]:
    """First and last day: 30 days as a rule, 60 or 90 where it was set so, never more."""
    days = stage.pick({30: 6, 60: 2, 90: 2})
    if state == "draft":
        return stage.today, stage.ago(-30)
    if state == "live":
        left = last_in or stage.rng.randint(WARNED, days)
        ends_on = stage.ago(-left)
        starts_on = max(ends_on - dt.timedelta(days=days), folder.client.opened_on)
        return min(starts_on, stage.today), ends_on
    starts_on = stage.day(folder.client.opened_on, max(folder.client.opened_on, stage.ago(days + 2)))
    return starts_on, starts_on + dt.timedelta(days=days)


def _release(
    stage: Stage, folder: Folder, to: str, kinds: Iterable[str], starts_on: dt.date, ends_on: dt.date
) -> Release:
    client, by = folder.client, folder.advocate
    readers = staff(stage, to, *READERS)
    chosen = {"safe_contact", *stage.some(kinds, 1, 3)}
    release = stage.make(
        Release,
        by,
        starts_on,
        client=client,
        recipient=stage.agencies[to],
        recipient_person_id=stage.rng.choice(readers).person_id if stage.chance(0.4) else None,
        purpose=stage.rng.choice(words.PURPOSES_TO_LAW if to in TO_LAW else words.PURPOSES_TO_PROVIDERS),
        kinds=[kind for kind in facts.FACTS if kind in chosen],
        covers=stage.pick({"signing": 8, "later": 2}),
        starts_on=starts_on,
        ends_on=ends_on,
        **_signature(stage, folder, starts_on),
        witness_name=stage.people[by.person_id].name,
    )
    release.signed_at = release.made_at
    for kind in release.kinds:
        stage.make(
            ReleaseFact, by, release.made_at, client=client, release=release, kind=kind, text=_text(folder, kind)
        )
    return release


def _text(folder: Folder, kind: str) -> str:
    """What stands there; of a name only the first is ever given."""
    return folder.identity.name.split()[0] if kind == "called" else TEXTS[kind]


def _signature(stage: Stage, folder: Folder, on: dt.date) -> dict:
    """How it was explained and who signed; for a minor a parent beside them."""
    client = folder.client
    minor = {"second_name": words.person(stage), "second_relation": "Mother"} if client.is_minor else {}
    spoken = client.language == "eng"
    return {
        "explained_how": stage.pick({"in_person": 8, "video": 2}),
        "language": client.language,
        "interpreter": "none" if spoken else "phone",
        "interpreter_name": "" if spoken else f"Interpreter {stage.rng.randint(1000, 9999)}",
        "told_services": True,
        "told_defense": True,
        "told_risks": True,
        "told_revoking": True,
        "capacity": "minor_and_parent" if minor else "person",
        "signed_name": folder.identity.name,
        "manner": stage.pick({"paper": 6, "screen": 4}),
        "kept_at": "Cabinet 2, by code name",
        "signed_on": on,
        **minor,
    }


def _undo_signature(release: Release) -> None:
    """Back to a draft: two steps are done, the third is not."""
    release.signed_at = release.signed_on = None
    release.signed_name = release.manner = release.capacity = ""


def _revoke(stage: Stage, folder: Folder, release: Release) -> None:
    on = stage.day(release.starts_on + dt.timedelta(days=8), release.ends_on)
    release.revoked_at = stage.moment(max(on, min(release.starts_on + dt.timedelta(days=8), stage.today)))
    release.revoked_by_id = folder.advocate.person_id
    release.revoked_how = stage.pick({"spoken": 7, "written": 3})


def give(stage: Stage, folder: Folder, release: Release, referral: Referral | None = None) -> Disclosure:
    """The copy under a release, its line in the survivor's ledger, and its readings."""
    at = (
        referral.made_at
        if referral
        else stage.moment(stage.day(release.starts_on, release.starts_on + dt.timedelta(4)))
    )
    said = [{"kind": kind, "label": facts.FACTS[kind].label, "text": _text(folder, kind)} for kind in release.kinds]
    copy = stage.make(
        Disclosure,
        folder.advocate,
        max(at, release.made_at),
        recipient=release.recipient,
        recipient_person_id=release.recipient_person_id,
        referral=referral,
        purpose=release.purpose,
        basis="release",
        facts=said,
        ends_at=release.ends_at,
        revoked_at=release.revoked_at,
    )
    stage.make(DisclosureLink, folder.advocate, copy.made_at, client=folder.client, release=release, disclosure=copy)
    _readings(stage, copy)
    return copy


def _readings(stage: Stage, copy: Disclosure) -> None:
    """Each time somebody there opened it: the provider's row, made by whoever read."""
    key = next(key for key, agency in stage.agencies.items() if agency.pk == copy.recipient_id)
    readers = [hat.person_id for hat in staff(stage, key, *READERS)]
    last = min(copy.revoked_at or copy.ends_at, stage.moment(stage.today))
    for _ in range(stage.pick({0: 15, 1: 45, 2: 25, 4: 15})):
        at = copy.made_at + (last - copy.made_at) * stage.rng.random()
        reader = copy.recipient_person_id or stage.rng.choice(readers)
        if at > copy.made_at:
            stage.make(Reading, Hat(reader, copy.owner_id), at, disclosure=copy)
