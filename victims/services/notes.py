"""Notes about a client, written once."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from audit.entries import record
from victims.models import Client, Note
from victims.services.checks import check_day, checked
from victims.vocabulary import ALWAYS_PRIVILEGED


@transaction.atomic
def write_note(
    *,
    by: Hat,
    client: Client,
    text: str,
    kind: str = "contact",
    on: dt.date | None = None,
    privileged: bool = False,
    pk: uuid.UUID | None = None,
) -> Note:
    """A note, sealed. Safety plans, legal and medical notes are privileged whatever is ticked. Raises Refused."""
    on = on or timezone.localdate()
    check_day(on, "on")
    if not text.strip():
        raise Refused("Write something first.", "text")
    facts = checked(Note, {"kind": kind})
    hidden = privileged or kind in ALWAYS_PRIVILEGED
    made = Note.new(by, pk=pk, client=client, on=on, text=text.strip(), privileged=hidden, **facts)
    record(by=by, verb="wrote note", of=client)
    return made


@transaction.atomic
def strike_note(*, by: Hat, note: Note) -> Note:
    """Destroy the text of a note written by mistake; that there was one, and who struck it, stays. Raises Refused."""
    if note.struck_at:
        raise Refused("This note is struck out already.")
    Note.objects.change(note, text=b"", struck_at=timezone.now())
    record(by=by, verb="struck note", of=note.client, detail={"note": str(note.pk)})
    return note
