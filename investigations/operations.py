"""What changes operations, and the heads-up that a provider gets before one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from access.errors import Refused
from access.hats import Hat
from agencies.models import Agency
from agencies.vocabulary import Side
from audit.entries import record
from investigations import vocabulary as words
from investigations.models import Investigation, NoticeAnswer, Operation, OperationNotice
from investigations.services import change


@transaction.atomic
def plan_operation(*, by: Hat, investigation: Investigation | None = None, **facts: Any) -> Operation:
    """A planned action of the acting agency, in one of its investigations or by itself."""
    sealed = bool(investigation and investigation.sealed)
    made = Operation.new(by, investigation=investigation, sealed=sealed, **facts)
    record(by=by, verb="planned", of=made)
    return made


@transaction.atomic
def change_operation(*, by: Hat, operation: Operation, expected: int | None = None, **facts: Any) -> Operation:
    """Change a plan, or write down that it was carried out."""
    return change(operation, by=by, expected=expected, **facts)


@transaction.atomic
def give_notice(*, by: Hat, recipient: Agency, ends_on: dt.date | None = None, **facts: Any) -> OperationNotice:
    """Tell one provider roughly when, how many, which languages: no target and no name."""
    if recipient.side is not Side.SERVICES:
        raise Refused("A heads-up goes to a provider of victim services.", "recipient")
    ends_on = ends_on or timezone.localdate() + dt.timedelta(days=14)
    if ends_on < timezone.localdate():
        raise Refused("This day is over. Choose a later one.", "ends_on")
    made = OperationNotice.new(by, recipient=recipient, ends_on=ends_on, **facts)
    record(by=by, verb="told a provider", of=made)
    return made


@transaction.atomic
def answer_notice(
    *,
    by: Hat,
    notice: OperationNotice,
    ready: str,
    beds: int | None = None,
    advocates: int | None = None,
    note: str = "",
    **facts: Any,
) -> NoticeAnswer:
    """What a provider will have ready; a later answer replaces an earlier one. Raises Refused."""
    if notice.recipient_id != by.agency_id:
        raise Refused("Only the provider that was told can answer.")
    if ready == words.Ready.PARTLY and not (note or beds or advocates):
        raise Refused("Say what is possible: beds, advocates, or from when.", "note")
    facts |= {"ready": ready, "beds": beds, "advocates": advocates, "note": note}
    made = NoticeAnswer.new(by, notice=notice, recipient_id=notice.owner_id, **facts)
    record(by=by, verb="answered", of=made)
    return made
