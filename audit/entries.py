"""The one way in to the audit."""

from __future__ import annotations

from typing import Any

from audit.models import Entry


def record(
    *,
    by: Any,
    verb: str,
    of: Any,
    detail: dict[str, Any] | None = None,
    owner_id: int | None = None,
    outcome: str = Entry.Outcome.DONE,
) -> None:
    """Write that `by` (a hat) did `verb` to the record `of`, in the same transaction.

    `detail` holds field names, counts and identifiers, never content and never a person's name.
    `owner_id` is the agency whose auditor sees the entry: the record's owner unless given. That
    somebody read a shared row is told to their own agency's auditor alone (`reading_is_private` on the
    row's model): who could count how often a provider opens a referral or a case would know what
    became of a person.
    """
    made = entry(by=by, verb=verb, of=of, detail=detail, owner_id=owner_id, outcome=outcome)
    Entry.objects.bulk_create([made])


def entry(
    *,
    by: Any,
    verb: str,
    of: Any,
    detail: dict[str, Any] | None = None,
    owner_id: int | None = None,
    outcome: str = Entry.Outcome.DONE,
) -> Entry:
    """The entry, not yet written."""
    is_text = isinstance(of, str)
    return Entry(
        person_id=by.person_id if by else None,
        agency_id=by.agency_id if by else None,
        part=by.part if by else "",
        owner_id=owner_id or _owner(by, verb, of),
        verb=verb,
        kind=of if is_text else of._meta.label_lower,
        object_id="" if is_text else str(of.pk),
        outcome=outcome,
        detail=detail or {},
    )


def _owner(by: Any, verb: str, of: Any) -> int | None:
    """The agency whose auditor sees the entry."""
    own = by.agency_id if by else None
    if verb == "read" and getattr(of, "reading_is_private", False):
        return own
    return getattr(of, "owner_id", None) or own
