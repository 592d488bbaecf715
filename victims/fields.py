"""Fields of this room: answers to questions that may not have been asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from victims.vocabulary import NO_ANSWER_CODES, NOT_ASKED, not_asked


class AnswersField(forms.MultipleChoiceField):
    """Several choices, or one of the three answers that are none; nothing ticked is "not asked"."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, required=False)

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value) or [NOT_ASKED]
        if len(chosen) > 1:
            chosen = [code for code in chosen if code != NOT_ASKED]  # an answer was given, so it was asked
        if len(chosen) > 1 and NO_ANSWER_CODES.intersection(chosen):
            raise ValidationError("Tick either answers, or one of “not known” and “prefers not to say”.")
        return chosen


class Selects(forms.MultiWidget):
    """One list of choices after another, for a question whose list is too long to tick."""

    def decompress(self, value: list[str] | None) -> list[str]:
        return [*(value or []), *[""] * len(self.widgets)][: len(self.widgets)]


class SelectsField(forms.MultiValueField):
    """Several answers out of a long list: as many lists as there are answers, and one more."""

    def __init__(self, *, choices: list, initial: list[str], label: str, help_text: str = "") -> None:
        several = [choices, *[[("", "No other"), *choices]] * max(1, len(initial))]
        fields = [forms.ChoiceField(choices=listed, required=False) for listed in several]
        widgets = [
            forms.Select(choices=listed, attrs={"aria-label": f"{label}, {number}"})
            for number, listed in enumerate(several, 1)
        ]
        super().__init__(
            fields, widget=Selects(widgets), initial=initial, label=label, help_text=help_text, required=False
        )

    def compress(self, values: list[str]) -> list[str]:
        chosen = list(dict.fromkeys(value for value in values if value)) or [NOT_ASKED]
        answered = [value for value in chosen if value not in NO_ANSWER_CODES]
        return answered or chosen[:1]


LONG = 60  # choices; more are not ticked but chosen from lists


class Answers(ArrayField):
    """Several answers to one question, as codes; `[not_asked]` until somebody asked."""

    def __init__(self, *args: Any, choices_of: Callable[[], list] | None = None, **kwargs: Any) -> None:
        if choices_of is not None:
            kwargs["base_field"] = models.CharField(max_length=40, choices=choices_of)
        super().__init__(*args, **{"default": not_asked, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        choices = list(self.base_field.choices)
        return (SelectsField if len(choices) > LONG else AnswersField)(
            choices=choices,
            label=self.verbose_name[:1].upper() + self.verbose_name[1:],
            help_text=self.help_text,
            initial=kwargs.get("initial") or [NOT_ASKED],
        )


def answer(choices: Callable[[], list], label: str = "", **options: Any) -> models.CharField:
    """A field for one answer to one question, "not asked" until somebody asked."""
    return models.CharField(label or None, max_length=40, choices=choices, default=NOT_ASKED, **options)
