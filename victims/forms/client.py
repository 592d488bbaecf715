"""Forms about one client: opening, intake section by section, exit, who sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone

from access.forms import Form
from agencies.vocabulary import Kind
from ui.forms import CHOOSE
from victims import services
from victims import vocabulary as words
from victims.models import Client
from victims.vocabulary import NOT_ASKED

FIELDS_OF = {
    "about": [
        ("Age and gender", ["birth_year", "age_known", "grown", "gender"]),
        ("Where they are from", ["citizenship_group", "citizenships", "race", "tribal"]),
        ("How to talk with them", ["language", "interpreter"]),
        ("Special groups", ["special_groups"]),
    ],
    "indicators": [
        ("Labor: ask everyone", ["labor_indicators"]),
        ("Sex: ask everyone", ["sex_indicators"]),
    ],
    "situation": [
        ("What was done to them", ["exploitations", "industries", "settings", "controls"]),
        ("By whom", ["traffickers", "recruitments"]),
        ("What else they lived through", ["victimizations"]),
    ],
    "arrival": [
        ("How they came to us", ["referral_source"]),
        ("Law enforcement", ["police_choice", "arrested"]),
    ],
}
FORMS_OF_TRAFFICKING = [
    (Kind.LABOR, "Labor"),
    (Kind.SEX, "Sex"),
    (Kind.BOTH, "Both"),
    (Kind.UNDETERMINED, "Not yet known"),
]


def today() -> dict[str, Any]:
    """What a date field that means today opens with."""
    return {"initial": timezone.localdate}


def long_text(limit: int = 5000, rows: int = 4) -> forms.Textarea:
    """A text area that says how much fits."""
    return forms.Textarea(attrs={"rows": rows, "maxlength": limit})


def to_choose(choices: Callable[[], list[tuple[str, str]]]) -> Callable[[], list[tuple[str, str]]]:
    """A list that opens with no answer: a first one that nobody chose would be counted as if they had."""
    return lambda: [("", CHOOSE), *choices()]


def award_field(**options: Any) -> forms.ModelChoiceField:
    """A choice of award; the form fills it with those that the agency serves under."""
    return forms.ModelChoiceField(queryset=None, empty_label="Choose an award", **options)


class AwardForm(Form):
    """A form with an award to choose."""

    def prepare(self) -> None:
        self.fields["award"].queryset = services.awards_of(self.hat)


class ClientForm(AwardForm):
    """What it takes to open a client; everything else can come later, in any order."""

    fieldsets = [
        (
            "Who",
            ["name", "other_names", "safe_contact"],
            "All of it may wait. It is encrypted and stays at your agency.",
        ),
        ("First service", ["award", "first_served_on", "referral_source"], ""),
    ]
    name = forms.CharField(required=False, max_length=200, help_text="An alias is welcome.")
    other_names = forms.CharField(label="Nicknames and other names", required=False, max_length=300)
    safe_contact = forms.CharField(
        label="Safe way to reach them", required=False, max_length=500, help_text="How, when, and who must not answer."
    )
    award = award_field(
        required=False, help_text="The grant that pays for this client. Leave it empty if none does yet."
    )
    first_served_on = forms.DateField(
        label="First served under this award",
        required=False,
        help_text="Also if that was before this software: then they are not counted as new.",
        **today(),
    )
    referral_source = forms.ChoiceField(
        label="Who first referred them", choices=words.referral_sources, initial=NOT_ASKED
    )

    @property
    def opening(self) -> dict[str, Any]:
        """Keywords of `services.open_client`."""
        facts = self.facts
        names = {key: facts[key] for key in ("name", "other_names", "safe_contact")}
        return {
            "identity": names if any(names.values()) else None,
            "answers": {"referral_source": facts["referral_source"]},
            "award": facts["award"],
            "first_served_on": facts["first_served_on"] if facts["award"] else None,
        }


class IdentityForm(Form):
    """Who a client is and how to reach them safely; sealed under the client's own key."""

    fieldsets = [
        ("Who", ["name", "other_names", "birth_date"], "An alias is welcome. Never a Social Security number."),
        ("Safe contact", ["safe_contact", "phones", "email", "address"], ""),
        ("For colleagues", ["remarks"], ""),
    ]
    name = forms.CharField(required=False, max_length=200)
    other_names = forms.CharField(label="Nicknames and other names", required=False, max_length=300)
    birth_date = forms.DateField(
        required=False, help_text="If unknown, a birth year can be given under “About the person”."
    )
    safe_contact = forms.CharField(
        label="Safe way to reach them",
        required=False,
        max_length=1000,
        widget=long_text(1000, 3),
        help_text="How, when, and who must not answer.",
    )
    phones = forms.CharField(label="Telephones", required=False, max_length=200, help_text="Separated by commas.")
    email = forms.EmailField(label="E-mail", required=False)
    address = forms.CharField(required=False, max_length=500, widget=long_text(500, 2))
    remarks = forms.CharField(
        label="What a colleague should know first", required=False, max_length=1000, widget=long_text(1000, 3)
    )

    def clean_birth_date(self) -> str:
        born = self.cleaned_data["birth_date"]
        return born.isoformat() if born else ""


class AnswersForm(Form):
    """One section of the intake, made from the client's own questions: labels, choices and defaults."""

    section = ""

    def prepare(self) -> None:
        self.fieldsets = [(legend, names, "") for legend, names in FIELDS_OF[self.section]]
        for _, names, _ in self.fieldsets:
            for name in names:
                self.fields[name] = question(name, getattr(self.record, name))


def question(name: str, value: Any) -> forms.Field:
    """The form's field for one question to the client."""
    field = Client._meta.get_field(name)
    asked = field.formfield(initial=value)
    if isinstance(asked, forms.TypedChoiceField):
        asked.choices = list(field.choices)
        asked.empty_value, asked.required = NOT_ASKED, False
    return asked


def section_form(section: str) -> type[AnswersForm]:
    """The form of one section of questions."""
    return type("SectionForm", (AnswersForm,), {"section": section})


class DeterminationForm(Form):
    """A working determination from a day on; the earlier ones stay."""

    standing = forms.ChoiceField(label="Working determination", choices=words.Standing, widget=forms.RadioSelect)
    form = forms.ChoiceField(label="Form of trafficking", choices=FORMS_OF_TRAFFICKING, widget=forms.RadioSelect)
    basis = forms.ChoiceField(label="Basis", choices=to_choose(words.bases))
    decider = forms.ChoiceField(label="Decided by", choices=words.deciders)
    on = forms.DateField(label="From", **today())
    basis_note = forms.CharField(label="What it rests on", required=False, max_length=2000, widget=long_text(2000, 3))


class EnrollForm(AwardForm):
    """The award that serves a client, and since when."""

    award = award_field()
    opened_on = forms.DateField(label="Enrolled on", **today())
    first_served_on = forms.DateField(
        label="First served under this award",
        required=False,
        help_text="Also if that was before this software: then they are not counted as new.",
    )


class ReentryForm(AwardForm):
    """A client who is back."""

    award = award_field(help_text="Under the same award they are carried over, not new.")
    on = forms.DateField(label="Back since", **today())


class ExitForm(Form):
    """How a client leaves, with the outcomes that reports ask for."""

    on = forms.DateField(label="Exit on", **today())
    reason = forms.ChoiceField(choices=to_choose(words.exit_reasons))
    housing = forms.ChoiceField(label="Housing at exit", choices=words.exit_housing, initial="unknown")
    income = forms.ChoiceField(label="Income or work at exit", choices=words.exit_income, initial="unknown")


class ArrestForm(Form):
    """An arrest of the client tied to their own exploitation."""

    time = forms.ChoiceField(label="When", choices=words.arrest_times, widget=forms.RadioSelect)
    on = forms.DateField(label="Date", required=False)
    outcome = forms.ChoiceField(label="What became of it", choices=to_choose(words.arrest_outcomes))


class FamilyForm(Form):
    """A relative who is served beside the client."""

    relation = forms.ChoiceField(label="Relation to the client", choices=to_choose(words.relations))
    name = forms.CharField(label="Name or nickname", required=False, max_length=120)
    grown = forms.ChoiceField(label="Adult or minor", choices=to_choose(words.grown))


class FamilyChangeForm(FamilyForm):
    """A relative, and until when they are served."""

    left_on = forms.DateField(
        label="No longer served since", required=False, help_text="Their services so far stay on record and count."
    )


class FirstServiceForm(Form):
    """When a client was first served under an award."""

    first_served_on = forms.DateField(
        label="First served under this award", help_text="Also if that was before this software."
    )


class PeopleForm(Form):
    """A colleague to choose."""

    def prepare(self) -> None:
        for name in ("person", "successor", "people"):
            if name in self.fields:
                self.fields[name].queryset = services.colleagues(self.hat)


class AssignForm(PeopleForm):
    """Who a client's advocate is from now on."""

    person = forms.ModelChoiceField(label="Advocate", queryset=None, empty_label="Choose a colleague")
    instead = forms.BooleanField(
        label="In place of whoever is assigned now",
        required=False,
        help_text="Leave it open to add a second advocate.",
    )
    reason = forms.CharField(max_length=200, initial="Assigned", help_text="Kept with the assignment.")


class CloseForm(PeopleForm):
    """Who alone may see a client from now on."""

    people = forms.ModelMultipleChoiceField(
        label="Only these people",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nobody else at your agency will find this client, its services or its notes, supervisors included.",
    )
    reason = forms.CharField(max_length=200, help_text="Such as a conflict of interest. Kept with the naming.")


class HandOverForm(PeopleForm):
    """A whole caseload, from one colleague to another."""

    leaver = forms.ModelChoiceField(
        label="From", queryset=None, empty_label="Choose a colleague", help_text="Those who no longer work here too."
    )
    successor = forms.ModelChoiceField(label="To", queryset=None, empty_label="Choose a colleague")
    reason = forms.CharField(max_length=200, help_text="Such as leave, or a new position.")

    def prepare(self) -> None:
        super().prepare()
        self.fields["leaver"].queryset = services.leavers(self.hat)

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if facts.get("leaver") and facts.get("leaver") == facts.get("successor"):
            self.add_error("successor", "Choose somebody else than the person who hands over.")
        return facts
