"""The bases that every form stands on: it knows who is acting and what record it is about."""

from __future__ import annotations

import copy
from typing import Any

from django import forms

from access.hats import Hat


class Form(forms.Form):
    """A plain form under a hat; `record` is what it is about, if anything.

    Carries the record's version in a hidden field, so that two people saving at once is noticed.
    Set `fieldsets` to group fields: [(legend, [names], hint)].
    """

    fieldsets: list[tuple[str, list[str], str]] = []

    def __init__(self, data: Any = None, files: Any = None, *, hat: Hat, record: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.hat = hat
        self.record = record
        if record is not None and hasattr(record, "version"):
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=record.version, required=False
            )
        self.prepare()

    def prepare(self) -> None:
        """Fill choices that depend on who is acting."""

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, cleaned, without the version: ready for a service's keywords."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def expected(self) -> int | None:
        """The version that was open, or None."""
        return self.cleaned_data.get("version")


class RecordForm(forms.ModelForm):
    """A form over a model's own fields, for its labels and checks; it never saves: a service does.

    Relations list what the acting person may see, since the wall lies beneath their querysets.
    """

    fieldsets: list[tuple[str, list[str], str]] = []

    def __init__(self, data: Any = None, files: Any = None, *, hat: Hat, record: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, instance=record, **kwargs)
        self.hat = hat
        self.record = record
        if record is not None and hasattr(record, "version"):
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=record.version, required=False
            )
        self.prepare()

    def prepare(self) -> None:
        """Fill choices that depend on who is acting."""

    def _post_clean(self) -> None:
        """Check the model's own rules on a copy, so that a refused form leaves the record alone."""
        self.instance = copy.copy(self.instance)
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, which its stubs leave out

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("a form does not save; call the room's service")

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, cleaned, without the version: ready for a service's keywords."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def expected(self) -> int | None:
        """The version that was open, or None."""
        return self.cleaned_data.get("version")
