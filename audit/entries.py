"""The one way in to the audit."""

from __future__ import annotations

from typing import Any

from audit.models import Entry


def record(*, by: Any, verb: str, of: Any, detail: dict[str, Any] | None = None, owner_id: int | None = None) -> None:
    """Write that `by` (a hat) did `verb` to the record `of`, in the same transaction.

    `detail` holds field names, counts and identifiers, never content and never a person's name.
    `owner_id` is the agency whose record it is, the record's own owner unless given.
    """
    Entry.objects.bulk_create([entry(by=by, verb=verb, of=of, detail=detail, owner_id=owner_id)])


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
        owner_id=owner_id or getattr(of, "owner_id", None) or (by.agency_id if by else None),
        verb=verb,
        kind=of if is_text else of._meta.label_lower,
        object_id="" if is_text else str(of.pk),
        outcome=outcome,
        detail=detail or {},
    )

