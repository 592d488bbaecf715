"""Forms of cases and leads: short, keyboard only, nothing about the type chosen beforehand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import Truncator, capfirst

from access.forms import Form, RecordForm, Warned
from access.hats import Hat
from agencies.models import Agency, Award
from agencies.vocabulary import Sector, Side, postal
from cases.days import what_is_wrong_with
from cases.identifying import findings
from cases.models import Case, Lead
from cases.services import may_hand_on, side_led_by
from cases.vocabulary import (
    FREE_TEXTS,
    SHORT_TEXTS,
    STANDINGS,
    Disposition,
    LaborAsked,
    Outcome,
    RedactedFor,
    Status,
)

LAW_SECTORS = (Sector.LAW_ENFORCEMENT, Sector.PROSECUTION)
NAMES_NOBODY = "It names nobody and holds no criminal-history result"


def awards_of(hat: Hat) -> QuerySet[Award]:
    """The awards of the hat's task forces."""
    return Award.objects.filter(task_force_id__in=hat.task_force_ids)


class NamesNobody(Warned):
    """A form that warns when one of its texts may tell who somebody is, and lets it be confirmed."""

    tick = "names_nobody"
    all_right = NAMES_NOBODY

    def warning(self, text: str) -> str:
        """Everything in `text` that may tell who somebody is."""
        return f"{'; '.join(found)}." if (found := findings(text)) else ""


class Placed:
    """A form with city, county and state; the state is written as two letters."""

    def clean_state(self) -> str:
        """Two capital letters of a state that there is, or nothing."""
        state = self.cleaned_data["state"].strip()
        try:
            return postal(state) if state else ""
        except ValueError as mistake:
            raise forms.ValidationError(str(mistake)) from mistake


class Happened:
    """A form with days on which something happened, `happened`: none is still to come, none is of another age."""

    happened: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Each day is one that somebody at work could have seen."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.happened:
            if said := what_is_wrong_with(cleaned.get(name)):
                self.add_error(name, said)
        return cleaned


class CaseForm(Happened, NamesNobody, Placed, RecordForm):
    """The case log: everything that the shared shell knows, in the order in which it is told."""

    happened = ("received_on",)
    warned_texts = ("summary", "next_step")
    fieldsets = [
        ("How it came in", ["source", "received_on"], ""),
        ("What it is", ["form", "labor_asked"], "As far as is known today. You can change it later."),
        ("Where", ["city", "county", "state"], "No street."),
        ("Who leads", ["law_lead"], "The service lead and every provider are in every case, always."),
        ("In short", ["summary", "next_step", "next_step_on", "names_nobody"], "Everyone in the case reads this."),
    ]

    class Meta:
        model = Case
        fields = (
            *("source", "received_on", "form", "labor_asked", "city", "county", "state", "law_lead"),
            *("summary", "next_step", "next_step_on"),
        )
        widgets = {
            "form": forms.RadioSelect,
            "labor_asked": forms.RadioSelect,
            "source": forms.Select,
            "summary": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "summary": "Name nobody: no names, ages, telephone numbers or addresses. A few lines are enough.",
            "labor_asked": "Debt, papers kept, wages withheld, threats, locked in, moved about.",
            "next_step": "What happens next, by whose agency.",
        }

    def prepare(self) -> None:
        """Choices without a choice made; the lead that is usual for this hat."""
        super().prepare()
        self.fields["form"].choices = [choice for choice in self.fields["form"].choices if choice[0]]
        self.fields["labor_asked"].choices = LaborAsked.choices
        self.fields["labor_asked"].required = False
        if self.record is None:
            self.fields["labor_asked"].initial = None
        if self.record is not None and not may_hand_on(self.hat, self.record):
            del self.fields["law_lead"]
            return
        leads = Agency.objects.of(self.hat.task_force_ids).filter(sector__in=LAW_SECTORS)
        if self.record is not None:
            leads = Agency.objects.filter(Q(pk__in=leads) | Q(pk=self.record.law_lead_id))
        self.fields["law_lead"].queryset = leads
        self.fields["law_lead"].empty_label = None if self.record or leads.count() == 1 else "- Choose -"

    def clean_labor_asked(self) -> str:
        """No answer means that nobody has looked yet."""
        return self.cleaned_data["labor_asked"] or LaborAsked.NOT_ASKED


class BroughtCaseForm(CaseForm):
    """The case log at a provider: a case that it brings is logged with the survivor's yes."""

    yes = forms.BooleanField(
        label="The survivor this concerns has said yes to it, or it concerns no client of ours",
        help_text="Nothing of this is kept on the case. Write the yes down in the client's record.",
    )
    fieldsets = [*CaseForm.fieldsets, ("Before you save", ["yes"], "")]

    @property
    def facts(self) -> dict[str, Any]:
        """What is written on the shared row: not the yes."""
        return {name: value for name, value in super().facts.items() if name != "yes"}


def case_form(hat: Hat) -> type[CaseForm]:
    """The log for this hat."""
    return BroughtCaseForm if hat.side is Side.SERVICES else CaseForm


class StatusForm(Form):
    """Where a case stands; closing asks how it ended."""

    status = forms.ChoiceField(choices=Status.choices, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label="How it ended",
        choices=[("", "- Choose -"), *Outcome.choices],
        required=False,
        help_text="Only when you close it.",
    )
    on = forms.DateField(label="Closed on", required=False, help_text="Only when you close it. Today unless given.")


class StandingForm(Form):
    """What the others see of this side, from its closed list."""

    standing = forms.ChoiceField(label="What the others see", widget=forms.RadioSelect)

    def prepare(self) -> None:
        """The list of the side that this hat leads, with what stands now."""
        side = side_led_by(self.hat, self.record)
        self.fields["standing"].choices = STANDINGS[side] if side else []
        said = self.record.standings.filter(side=side, owner_id=self.hat.agency_id) if side else []
        self.fields["standing"].initial = next((row.standing for row in said), None)


class BringInForm(Form):
    """Which agency takes part from today."""

    agency = forms.ModelChoiceField(queryset=None, empty_label="- Choose -")

    def prepare(self) -> None:
        """Agencies of the task force that do not take part already; providers always do."""
        there = self.record.agencies.live().values("agency_id")
        self.fields["agency"].queryset = (
            Agency.objects.of(self.hat.task_force_ids)
            .exclude(sector=Sector.VICTIM_SERVICES)
            .exclude(pk__in=there)
            .exclude(pk=self.record.law_lead_id)
        )


class RedactForm(Form):
    """Which texts are struck out, and why; a list, so that the audit holds no content."""

    texts = forms.MultipleChoiceField(
        label="What to strike out",
        help_text="A text that is empty today may still stand in an earlier version.",
        error_messages={"required": "Tick at least one text."},
    )
    why = forms.ChoiceField(choices=RedactedFor.choices, widget=forms.RadioSelect)

    def prepare(self) -> None:
        """The record's texts with how each begins, the long ones ticked."""
        named = FREE_TEXTS[self.record._meta.model_name]
        self.fields["texts"].choices = [(name, self._begins(name)) for name in named]
        self.fields["texts"].initial = [name for name in named if name not in SHORT_TEXTS]

    def _begins(self, name: str) -> str:
        label = capfirst(self.record._meta.get_field(name).verbose_name)
        text = getattr(self.record, name)
        return f"{label}: {Truncator(text).chars(80)}" if text else f"{label} (empty)"


class LeadForm(Happened, NamesNobody, Placed, RecordForm):
    """A tip in under a minute."""

    happened = ("received_on",)
    warned_texts = ("text",)
    fieldsets = [
        ("How it came in", ["source", "received_on"], ""),
        ("What was said", ["form", "text", "names_nobody"], ""),
        ("Where", ["city", "county", "state"], "No street."),
    ]

    class Meta:
        model = Lead
        fields = ("source", "received_on", "form", "text", "city", "county", "state")
        widgets = {"form": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"text": "Name nobody here. Names belong in your own agency's records."}

    def prepare(self) -> None:
        """Choices without a choice made."""
        super().prepare()
        self.fields["form"].choices = [choice for choice in self.fields["form"].choices if choice[0]]


class DisposeForm(Form):
    """What became of a lead that is no case."""

    disposition = forms.ChoiceField(
        label="What became of it",
        choices=[choice for choice in Disposition.choices if choice[0] != Disposition.CASE],
        widget=forms.RadioSelect,
    )
