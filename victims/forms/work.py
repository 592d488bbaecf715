"""Forms for services, notes, needs, tasks and hearings."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from access.forms import Form
from cases.models import Case
from victims import vocabulary as words
from victims.forms.client import AwardForm, PeopleForm, award_field, long_text, to_choose, today

NO_AWARD = "none"


class SheetForm(forms.Form):
    """What holds for a whole sheet of services; `batch` makes sending it twice enter it once."""

    funding = forms.ChoiceField(
        label="Paid by", choices=words.fundings, help_text="Rows without an award count as other money."
    )
    delivery = forms.ChoiceField(label="Given", choices=words.deliveries)
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class EntryForm(forms.Form):
    """One row of the sheet. Left empty, service, date and award are those of the row above."""

    client = forms.CharField(
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "clients", "autocomplete": "off", "class": "ecm-entry__client"}),
    )
    category = forms.ChoiceField(label="Service", required=False)
    on = forms.DateField(label="Date", required=False)
    minutes = forms.IntegerField(required=False, min_value=0)
    nights = forms.IntegerField(required=False, min_value=0)
    dollars = forms.DecimalField(required=False, min_value=0, max_digits=9, decimal_places=2)
    award = forms.ChoiceField(required=False)
    note = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args: Any, awards: list[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [
            ("", "As above" if self.prefix and not self.first else "Choose"),
            *words.categories(),
        ]
        self.fields["award"].choices = [("", "As above"), *awards, (NO_AWARD, "No award")]

    @property
    def first(self) -> bool:
        """Whether nothing stands above this row."""
        return str(self.prefix).endswith("-0")

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed that belongs to this row alone."""
        return not any(self.cleaned_data.get(name) for name in ("client", "minutes", "nights", "dollars", "note"))


class Rows(forms.BaseFormSet):
    """The rows of a sheet, each starting from the one above; the first may name a `client` already."""

    def __init__(self, *args: Any, awards: list[tuple[str, str]], client: str = "", **kwargs: Any) -> None:
        award = awards[0][0] if awards else NO_AWARD
        opens_with = [{"client": client, "on": timezone.localdate(), "award": award}]
        super().__init__(*args, prefix="rows", initial=opens_with, form_kwargs={"awards": awards}, **kwargs)

    @property
    def filled(self) -> list[EntryForm]:
        """The rows in which something was typed."""
        return [form for form in self.forms if not form.is_blank]


RowsForm = forms.formset_factory(EntryForm, formset=Rows, extra=4, max_num=200, absolute_max=200)


class NoteForm(Form):
    """A note, written once."""

    kind = forms.ChoiceField(choices=words.note_kinds)
    on = forms.DateField(label="Date", **today())
    text = forms.CharField(max_length=20000, widget=long_text(20000, 8))
    privileged = forms.BooleanField(
        label="Privileged: can never be shared, whatever is signed",
        required=False,
        initial=True,
        help_text="Safety plans, legal, medical and counseling notes always are.",
    )


class NeedForm(Form):
    """Something that the client needs."""

    category = forms.ChoiceField(label="What", choices=to_choose(words.categories))
    on = forms.DateField(label="Noted on", **today())
    note = forms.CharField(required=False, max_length=1000, widget=long_text(1000, 2))


class SettleNeedForm(Form):
    """What became of a need."""

    state = forms.ChoiceField(label="This need", choices=words.need_states, widget=forms.RadioSelect)
    barrier = forms.ChoiceField(
        label="What stood in the way",
        required=False,
        choices=lambda: [("", "Nothing"), *words.barriers()],
        help_text="If it could not be met.",
    )


class TaskForm(PeopleForm):
    """Something to do."""

    text = forms.CharField(label="What", max_length=300)
    due_on = forms.DateField(label="By", required=False)
    person = forms.ModelChoiceField(label="Who", queryset=None, required=False, empty_label="Myself")


class HearingForm(PeopleForm):
    """A hearing or appointment."""

    kind = forms.ChoiceField(label="What", choices=words.hearing_kinds)
    on = forms.DateField(label="Date")
    at = forms.TimeField(label="Time", required=False)
    place = forms.CharField(label="Where, and what to bring", required=False, max_length=500)
    person = forms.ModelChoiceField(label="Who goes along", queryset=None, required=False, empty_label="Nobody yet")


class BookmarkForm(Form):
    """The case that a client belongs to, for the provider alone."""

    case = forms.ModelChoiceField(
        queryset=None,
        empty_label="Choose a case",
        help_text="Only your agency knows this. Nothing on the case tells.",
    )

    def prepare(self) -> None:
        self.fields["case"].queryset = Case.objects.all()


class TurnedAwayForm(AwardForm):
    """People who could not be served: a count, never a name."""

    people = forms.IntegerField(label="How many people", min_value=1, max_value=500, initial=1)
    extent = forms.ChoiceField(label="They", choices=words.turned_away_extents, widget=forms.RadioSelect)
    reason = forms.ChoiceField(choices=to_choose(words.turned_away_reasons))
    wanted = forms.MultipleChoiceField(label="What they asked for", choices=words.categories, required=False)
    on = forms.DateField(label="Date", **today())
    award = award_field(required=False, label="Count under", help_text="The award whose report shows it.")
