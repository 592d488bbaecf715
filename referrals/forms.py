"""What is typed to ask, to answer, to refer and to pass on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from access.forms import Form
from agencies.models import Agency
from agencies.vocabulary import Sector
from cases.models import Case
from referrals import vocabulary as words
from referrals.services import others


class AgencyChoice(forms.ModelChoiceField):
    """Agencies with the telephone that is answered at night."""

    def label_from_instance(self, obj: Agency) -> str:
        return labeled(obj)


class AgencyChoices(forms.ModelMultipleChoiceField):
    """Several agencies with the telephone that is answered at night."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Agency) -> str:
        return labeled(obj)


def labeled(agency: Agency) -> str:
    """The agency's name and its on-call telephone."""
    return f"{agency.name} (on call: {agency.on_call_phone})" if agency.on_call_phone else agency.name


def several(choices: list[tuple[str, str]], label: str, **options: Any) -> forms.MultipleChoiceField:
    """Checkboxes."""
    return forms.MultipleChoiceField(
        choices=choices, label=label, widget=forms.CheckboxSelectMultiple, required=False, **options
    )


class RequestForm(Form):
    """A request without a person, to one agency or several at once."""

    fieldsets = [
        ("Whom to ask", ["recipients", "urgency", "case"], "Each agency is asked by itself and answers openly."),
        ("What is needed", ["services", "people", "languages", "minors", "needed_from", "note"], "Name nobody."),
    ]
    recipients = AgencyChoices(Agency.objects.none(), label="Agencies")
    urgency = forms.ChoiceField(choices=words.Urgency.choices, label="Answer wanted", widget=forms.RadioSelect)
    case = forms.ModelChoiceField(
        Case.objects.none(), required=False, label="Case", help_text="If it belongs to one. Leave it empty otherwise."
    )
    services = several(words.SERVICES, "Services")
    people = forms.IntegerField(min_value=1, max_value=500, label="How many people", initial=1)
    languages = several(words.LANGUAGES, "Languages")
    minors = forms.ChoiceField(choices=words.Minors.choices, label="Minors among them", widget=forms.RadioSelect)
    needed_from = forms.DateField(label="Needed from", initial=timezone.localdate)
    note = forms.CharField(
        required=False,
        max_length=500,
        label="Anything else",
        help_text="No name, no target, no address: only what helps them to say yes or no.",
        widget=forms.Textarea,
    )

    def prepare(self) -> None:
        sectors = (Sector.VICTIM_SERVICES, Sector.GOVERNMENT, Sector.COMMUNITY)
        self.fields["recipients"].queryset = others(self.hat, *sectors).filter(signs_in=True)
        self.fields["case"].queryset = Case.objects.open()

    def clean_services(self) -> list[str]:
        chosen = self.cleaned_data["services"]
        if not chosen:
            raise forms.ValidationError("Tick at least one service.")
        return chosen


class AnswerForm(Form):
    """Yes, partly or no."""

    said = forms.ChoiceField(choices=words.Said.choices, label="Answer", widget=forms.RadioSelect)
    reason = forms.CharField(
        required=False,
        max_length=500,
        label="Reason, or what is possible",
        help_text="For “partly” and “no”. Write about beds and hours, never about a person.",
        widget=forms.Textarea,
    )


class PersonForm(Form):
    """A person whom police or prosecution name, and their yes."""

    fieldsets = [
        (
            "Their yes",
            ["said_yes", "yes_from", "asked_by", "asked_on", "asked_how"],
            "No name goes out without it. They can take it back at any time.",
        ),
        ("Who", ["name", "safe_contact", "minor", "languages"], ""),
        ("What they ask for", ["services", "needs"], ""),
    ]
    said_yes = forms.BooleanField(
        required=False, label="They said yes to this agency being told their name and how to reach them"
    )
    yes_from = forms.ChoiceField(choices=words.Capacity.choices, label="Who said yes", widget=forms.RadioSelect)
    asked_by = forms.CharField(max_length=120, label="Who asked them")
    asked_on = forms.DateField(label="When", initial=timezone.localdate)
    asked_how = forms.ChoiceField(choices=words.Asked.choices, label="How", widget=forms.RadioSelect)
    name = forms.CharField(max_length=120, label="Name, or what to call them")
    safe_contact = forms.CharField(
        max_length=300,
        label="Safe way to reach them",
        help_text="Number, when, and what must not be said if somebody else answers.",
    )
    minor = forms.ChoiceField(choices=words.Minors.choices, label="Under 18", widget=forms.RadioSelect)
    languages = several(words.LANGUAGES, "Languages")
    services = several(words.SERVICES, "Services")
    needs = forms.CharField(required=False, max_length=1000, label="What else to know", widget=forms.Textarea)

    def prepare(self) -> None:
        self.fields["asked_by"].initial = self.hat.person.name

    def clean_asked_on(self) -> Any:
        day = self.cleaned_data["asked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is still to come. Write the day when they were asked.")
        return day


class ReferralForm(PersonForm):
    """A referral of a person by police or prosecution."""

    fieldsets = [
        ("To whom", ["recipient", "urgency"], "One agency. You will see sent, received and closed, no more."),
        *PersonForm.fieldsets,
    ]
    recipient = AgencyChoice(Agency.objects.none(), label="Agency")
    urgency = forms.ChoiceField(choices=words.Urgency.choices, label="To be opened", widget=forms.RadioSelect)

    def prepare(self) -> None:
        super().prepare()
        self.fields["recipient"].queryset = others(self.hat, Sector.VICTIM_SERVICES).filter(signs_in=True)


class MessageForm(Form):
    """Please pass this on."""

    recipient = AgencyChoice(
        Agency.objects.none(),
        label="Agency",
        help_text="They pass it on if they can. You are never told whether they know the person.",
    )
    for_whom = forms.CharField(max_length=120, label="For whom, as they will know them")
    text = forms.CharField(max_length=1000, label="Message", widget=forms.Textarea)

    def prepare(self) -> None:
        self.fields["recipient"].queryset = others(self.hat, Sector.VICTIM_SERVICES).filter(signs_in=True)
