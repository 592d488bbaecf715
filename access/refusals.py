"""Refusals and failures, written on a connection of their own since the page's is rolled back."""

from __future__ import annotations

from typing import Any

from access.context import acting
from access.hats import Hat
from audit.entries import entry
from audit.models import Entry


def record_refusal(*, by: Hat, verb: str, of: Any, detail: dict[str, Any] | None = None) -> None:
    """Write that `by` tried `verb` on `of` and was refused."""
    with acting(by, using="aside"):
        Entry.objects.using("aside").bulk_create(
            [entry(by=by, verb=verb, of=of, detail=detail, outcome=Entry.Outcome.REFUSED)]
        )
