"""The form renderer: any plain Django form comes out as USWDS by ``{{ form }}``.

A form may say how its fields are grouped::

    fieldsets = [("Where it happened", ["place", "on"], "As far as you know.")]

Fields that no group names come first, without a legend.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property

CSS_CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.Textarea, "usa-textarea"),
    (forms.Select, "usa-select"),
    (forms.FileInput, "usa-file-input"),
    (forms.widgets.Input, "usa-input"),
]

NATIVE_PICKERS: dict[type[forms.Widget], tuple[str, str]] = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}

FROM_LIST = "Choose from the list. What was sent is not, or no longer, in it."

# What a required field says when it is left empty: how to mend it. The narrower kinds stand first.
FILL_IN: list[tuple[type[forms.Field], str]] = [
    (forms.FileField, "Choose a file."),
    (forms.MultipleChoiceField, "Tick at least one."),
    (forms.ModelMultipleChoiceField, "Tick at least one."),
    (forms.ChoiceField, "Choose an answer."),
    (forms.BooleanField, "Tick the box to go on."),
    (forms.DateTimeField, "Enter a date and a time."),
    (forms.DateField, "Enter a date."),
    (forms.TimeField, "Enter a time."),
    (forms.EmailField, "Enter an e-mail address."),
    (forms.IntegerField, "Enter a number."),
    (forms.Field, "Fill this in."),
]

# What a field says when something else is wrong with an answer, in place of Django's words for it.
MEND: dict[str, str] = {
    "min_value": "Enter %(limit_value)s or more.",
    "max_value": "Enter %(limit_value)s or less.",
    "max_length": "Shorten this to %(limit_value)s characters. It has %(show_value)s now.",
    "min_length": "Write at least %(limit_value)s characters. There are %(show_value)s now.",
    "max_digits": "Enter a smaller number, of %(max)s digits or fewer.",
    "max_whole_digits": "Enter a smaller number, of %(max)s digits or fewer before the point.",
    "max_decimal_places": "Enter %(max)s digits or fewer after the point.",
    "null_characters_not_allowed": "Take out what is no letter: paste the text once more as plain text.",
}
MEND_KIND: list[tuple[type[forms.Field], dict[str, str]]] = [
    (forms.DateTimeField, {"invalid": "Write the day and the time like 11/24/2026 14:30."}),
    (forms.DateField, {"invalid": "Write a day that there is, like 11/24/2026."}),
    (forms.TimeField, {"invalid": "Write the time like 14:30."}),
    (forms.EmailField, {"invalid": "Enter an e-mail address, like name@agency.gov."}),
    (forms.ModelMultipleChoiceField, dict.fromkeys(("invalid_choice", "invalid_pk_value", "invalid_list"), FROM_LIST)),
    (forms.ModelChoiceField, {"invalid_choice": FROM_LIST}),
    (forms.ChoiceField, dict.fromkeys(("invalid_choice", "invalid_list"), FROM_LIST)),
]

DASHES = BLANK_CHOICE_DASH[0][1]
CHOOSE = "- Choose -"
LONG_LIST = 15  # choices; more than these are searched by typing


def css_class(widget: forms.Widget) -> str:
    """The USWDS class of a widget; the narrower kinds stand first in the table."""
    return next((name for kind, name in CSS_CLASSES if isinstance(widget, kind)), "")


def say_choose(field: forms.Field) -> None:
    """The empty choice of a list says what to do, where Django draws dashes."""
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = CHOOSE if field.empty_label == DASHES else field.empty_label
    elif isinstance(field, forms.ChoiceField):
        field.choices = [(code, CHOOSE if words == DASHES else words) for code, words in field.choices]


def dressed(field: forms.Field) -> forms.Widget:
    """The field's widget as we show it: native pickers, checkboxes in place of a multi-select."""
    if type(field.widget) is forms.Select:
        say_choose(field)
    widget = field.widget
    if type(widget) is forms.SelectMultiple:
        boxes = forms.CheckboxSelectMultiple(attrs=widget.attrs, choices=widget.choices)
        boxes.is_required = widget.is_required
        return boxes
    if type(widget) in NATIVE_PICKERS:
        widget.input_type, widget.format = NATIVE_PICKERS[type(widget)]
    if isinstance(widget, forms.MultiWidget):
        for part, subfield in zip(widget.widgets, getattr(field, "fields", ()), strict=False):
            part.attrs["class"] = css_class(part)
            if isinstance(subfield, forms.DateField):
                part.input_type = "date"
    return widget


def say_how_to_mend(field: forms.Field) -> None:
    """A field says what to do, where Django says what is wrong; words of the field's own stay."""
    required = next(words for kind, words in FILL_IN if isinstance(field, kind))
    mended = next((words for kind, words in MEND_KIND if isinstance(field, kind)), {})
    for code, words in ({"required": required} | mended).items():
        if field.error_messages.get(code) == of_django(field, code):
            field.error_messages[code] = words
    for code, words in MEND.items():
        field.error_messages.setdefault(code, words)


def of_django(field: forms.Field, code: str) -> object:
    """What a field of this kind says for `code` when nobody chose other words."""
    kinds = (vars(kind).get("default_error_messages", {}) for kind in type(field).__mro__)
    return next((said[code] for said in kinds if code in said), None)


class BoundField(DjangoBoundField):
    """A field with its data that knows its USWDS class and where an error link leads."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        field.widget = dressed(field)
        say_how_to_mend(field)
        super().__init__(form, field, name)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes plus the class; ``aria-invalid`` is not allowed on a radio."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        classes = [css_class(widget), widget.attrs.get("class", "")]
        if self.counts_characters:
            classes.append("usa-character-count__field")
        if self.errors and classes[0] in ("usa-input", "usa-textarea", "usa-select"):
            classes.append("usa-input--error")
        if self.is_choice_list:
            attrs.pop("aria-invalid", None)
            attrs.pop("required", None)
        if joined := " ".join(filter(None, classes)):
            attrs["class"] = joined
        return attrs

    @property
    def is_choice_list(self) -> bool:
        """Radios, and checkboxes of one question: they stand in a fieldset."""
        return isinstance(self.field.widget, forms.RadioSelect)

    @property
    def is_radio(self) -> bool:
        """One answer out of several."""
        return type(self.field.widget).__name__ != "CheckboxSelectMultiple" and self.is_choice_list

    @property
    def is_single_checkbox(self) -> bool:
        """A yes on its own: the label stands behind the box."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @cached_property
    def is_combo_box(self) -> bool:
        """A list that is long today, which one searches by typing; without JavaScript it stays a list."""
        widget = self.field.widget
        if not isinstance(widget, forms.Select) or widget.allow_multiple_selected:
            return False
        widget.choices = list(widget.choices)  # walked once: the rows of a queryset are asked for at each walk
        return sum(len(words) if isinstance(words, list | tuple) else 1 for _, words in widget.choices) > LONG_LIST

    @property
    def empty_words(self) -> str:
        """What the list says while nothing is chosen."""
        return next((str(words) for code, words in self.field.widget.choices if not str(code)), "")

    @property
    def counts_characters(self) -> bool:
        """A text area with a limit shows how much room is left."""
        widget = self.field.widget
        return isinstance(widget, forms.Textarea) and bool(widget.attrs.get("maxlength"))

    @property
    def focus_id(self) -> str:
        """The id an error link leads to: of a list of choices, the first."""
        widget = self.field.widget
        if self.is_choice_list or isinstance(widget, forms.MultiWidget):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id


@dataclass(frozen=True)
class Group:
    """Fields that belong together under one legend."""

    legend: str
    hint: str
    fields: list[DjangoBoundField]


def groups(form: forms.BaseForm) -> Iterator[Group]:
    """The form's visible fields in its ``fieldsets``, those in none of them first."""
    fieldsets = [(*entry, "")[:3] for entry in getattr(form, "fieldsets", [])]
    named = {name for _, names, _ in fieldsets for name in names}
    loose = [field for field in form.visible_fields() if field.name not in named]
    if loose:
        yield Group("", "", loose)
    for legend, names, hint in fieldsets:
        fields = [form[name] for name in names if name in form.fields]
        visible = [field for field in fields if not field.is_hidden]
        if visible:
            yield Group(legend, hint, visible)


class Renderer(TemplatesSetting):
    """``FORM_RENDERER``: Django's forms through our templates."""

    form_template_name = "ui/form.html"
    formset_template_name = "ui/formset.html"
    field_template_name = "ui/field.html"
    bound_field_class = BoundField
