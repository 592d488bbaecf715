"""Renewing a release: only a new signature counts, so a renewal is a new draft that begins with the old words."""

from __future__ import annotations

import uuid

from django.db import transaction

from access.errors import Refused
from access.hats import Hat
from agencies.models import Agency, Person
from victims import facts
from victims.models import Release, ReleaseFact
from victims.services.release import draw_up, people_of, recipients, words_of


@transaction.atomic
def renew(
    *,
    by: Hat,
    release: Release,
    recipient: Agency,
    person: Person | None,
    purpose: str,
    pk: uuid.UUID | None = None,
) -> Release:
    """A draft with the facts of a signed release, revoked or not, that may still go there. Raises Refused.

    Its days begin anew, and nothing of the old signature is in it.
    """
    if release.is_draft:
        raise Refused("This one is not signed yet: go on with it instead.")
    draft = draw_up(by=by, client=release.client, recipient=recipient, person=person, purpose=purpose, pk=pk)
    may = {fact.code for fact in facts.allowed(recipient.sector)}
    texts = {kind: text for kind, text in words_of(release).items() if kind in may}
    Release.objects.change(draft, kinds=list(texts), covers=release.covers)
    for kind, text in texts.items():
        ReleaseFact.new(by, client=draft.client, release=draft, kind=kind, text=text)
    return draft


def begun(release: Release) -> Release | None:
    """The draft that waits already for the same client and agency, made after `release`; the newest."""
    drafts = Release.objects.drafts().filter(client=release.client_id, recipient=release.recipient_id)
    return drafts.filter(made_at__gt=release.made_at).order_by("-made_at").first()


def no_longer(by: Hat, release: Release) -> str:
    """Why a renewal can't go to whom the release went, as a sentence; empty when it can."""
    if not recipients(by).filter(pk=release.recipient_id).exists():
        return f"{release.recipient} can no longer get a release from you. Choose another agency."
    person = release.recipient_person
    if person and not people_of(by).filter(agency=release.recipient_id, person=person).exists():
        return (
            f"It was for {person} only, who can no longer read it there. "
            "Choose somebody else; left empty, everybody there who works with such matters can read it."
        )
    return ""
