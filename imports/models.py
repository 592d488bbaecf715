"""A file that was brought in, what came of it, and which of its columns mean what."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from access.keys import seal, unseal
from access.models import Record
from access.sealed import DESTROYED, EncryptedText, SealedRow


class Import(SealedRow):
    """One spreadsheet on its way in: received, columns matched, tried, then made, at most once.

    The file, and what trying it showed, are sealed under the row's own key (an agency's keys are its case
    workers', and a coordinator brings sheets in too); file and key are destroyed once its rows are made or
    given up. The file's name is not kept: people name files after people.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Columns to match"
        MATCHED = "matched", "Ready to try"
        TRIED = "tried", "Tried: ready to bring in"
        REFUSED = "refused", "Tried: rows to mend"
        DONE = "done", "Brought in"
        DROPPED = "dropped", "Given up"

    target = models.CharField(max_length=40, help_text="What its rows become.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, so that it comes in at most once.")
    content = models.BinaryField(default=b"", help_text="The file, sealed, while it is on its way.")
    ending = models.CharField(max_length=5, help_text="csv or xlsx.")
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=dict, help_text="{header: column of the target}.")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    rows = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    tried = EncryptedText("what trying it showed, as JSON")

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("owner", "target", "digest"), condition=Q(state="done"), name="a_file_comes_in_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} ({self.get_state_display()})"

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Whether nothing more can become of it."""
        return self.state in (self.State.DONE, self.State.DROPPED)

    @property
    def problems(self) -> list[dict[str, Any]]:
        """What is wrong, as [{row, field, says}], the first 200."""
        return self._showed("problems")

    @property
    def would_make(self) -> list[str]:
        """What the first rows would become, in words."""
        return self._showed("would_make")

    def _showed(self, part: str) -> list[Any]:
        return json.loads(self.tried)[part] if self.tried not in ("", DESTROYED) else []

    def file(self) -> bytes:
        """The file as it came. Raises access.keys.Unreadable where the master key has gone."""
        return unseal(self.secret, bytes(self.content), bound=self.bound("content"))

    def keep(self, content: bytes) -> None:
        """Hold the file, sealed for this row."""
        self.cut_key()
        self.content = seal(self.secret, content, bound=self.bound("content"))


class Matching(Record):
    """What a column heading meant the last time at this agency, so that it need not be said again."""

    target = models.CharField(max_length=40)
    header = models.CharField(max_length=200)
    column = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("owner", "target", "header"), name="one_meaning_a_heading"),
        ]

    def __str__(self) -> str:
        return f"{self.header}: {self.column}"
