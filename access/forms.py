"""The bases that every form stands on: it knows who is acting and what record it is about."""

from __future__ import annotations

import copy
from typing import Any, ClassVar

from django import forms

from access.hats import Hat


class UnderHat(forms.BaseForm):
    """What every form here has: who is acting, what record it is about, and the version that was open.

    The version stands in a hidden field, so that two people saving at once is noticed. Set
    `fieldsets` to group fields: [(legend, [names], hint)].
    """

    fieldsets: list[tuple[str, list[str], str]] = []
    hat: Hat
    record: Any

    def stand(self, hat: Hat, record: Any) -> None:
        """Put on the hat and the record, once Django has made the fields."""
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

    def stand_anew(self) -> None:
        """On the version that is there now: whoever was told of the other's change may save once more."""
        sent: Any = self.data
        sent = sent.copy()
        sent["version"] = self.record.version
        self.data = sent


class Form(UnderHat, forms.Form):
    """A plain form under a hat; `record` is what it is about, if anything."""

    def __init__(self, data: Any = None, files: Any = None, *, hat: Hat, record: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.stand(hat, record)


class RecordForm(UnderHat, forms.ModelForm):
    """A form over a model's own fields, for its labels and checks; it never saves: a service does.

    Relations list what the acting person may see, since the wall lies beneath their querysets.
    """

    def __init__(self, data: Any = None, files: Any = None, *, hat: Hat, record: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, instance=record, **kwargs)
        self.stand(hat, record)

    def _post_clean(self) -> None:
        """Check the model's own rules on a copy, so that a refused form leaves the record alone."""
        self.instance = copy.copy(self.instance)
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, which its stubs leave out

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("a form does not save; call the room's service")


class Warned(UnderHat):
    """A form that warns at something in one of its texts, and lets the person say that it is all right.

    Set `warned_texts` (names of fields), `tick` (the name of the box, shown only beside a warning) and
    `all_right` (what it says); give `warning(text)`.
    """

    warned_texts: ClassVar[tuple[str, ...]] = ()
    tick: ClassVar[str]
    all_right: ClassVar[str]

    def warning(self, text: str) -> str:
        """What may be wrong with `text`, as a sentence; empty when nothing is."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Add the tick."""
        super().prepare()
        self.fields[self.tick] = forms.BooleanField(label=self.all_right, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Warn at each text, until the person says that it is all right."""
        cleaned = super().clean() or self.cleaned_data
        warned = {name: said for name in self.warned_texts if (said := self.warning(cleaned.get(name) or ""))}
        if warned:
            self.fields[self.tick].widget = forms.CheckboxInput()
        if not cleaned.get(self.tick):
            for name, said in warned.items():
                self.add_error(name, f"{said} Take it out, or tick “{self.all_right}” below.")
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, without the tick."""
        return {name: value for name, value in super().facts.items() if name != self.tick}
