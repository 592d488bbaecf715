"""Forms of investigations and the people in them: short, nothing about a type chosen beforehand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from access.forms import Form, RecordForm, Warned
from agencies.vocabulary import Role
from cases.forms import Happened
from cases.identifying import CJI
from cases.models import Case
from investigations import vocabulary as words
from investigations.caseloads import LEADERS, workers
from investigations.models import (
    Arrest,
    FormAssessment,
    Hearing,
    Investigation,
    Note,
    SurvivorArrest,
    Suspect,
    Task,
    Victim,
)
from referrals.forms import several
from referrals.models import Disclosure
from ui.templatetags.ui import exact_date

CHOOSE = ("", "- Choose -")
NO_RESULT = "It holds no criminal-history result"


def unanswered(form: forms.BaseForm, *names: str) -> None:
    """Take the empty radio away, so that a question has its answers only and none is preset."""
    for name in names:
        form.fields[name].choices = [choice for choice in form.fields[name].choices if choice[0] != ""]


class NoCriminalHistory(Warned):
    """A form that warns when a text looks like an NCIC or rap-sheet result (field.md R33); it can be overruled."""

    tick = "no_result"
    all_right = NO_RESULT

    def warning(self, text: str) -> str:
        """Whether `text` looks like one."""
        return "This looks like a criminal-history result, which does not belong here." if CJI.search(text) else ""


class PartOf:
    """A form about a part of `investigation`."""

    def __init__(self, *args: Any, investigation: Investigation, **kwargs: Any) -> None:
        self.investigation = investigation
        super().__init__(*args, **kwargs)


class InvestigationForm(Happened, RecordForm):
    """What the summary tells; the form of trafficking is asked when it is opened, then assessed anew."""

    happened = ("opened_on", "found_on", "presented_on", "nibrs_64a_on", "nibrs_64b_on")
    fieldsets = [
        ("The investigation", ["number", "form", "basis", "source", "opened_on", "lead_id"], ""),
        ("Is it trafficking?", ["finding", "found_on"], "A working determination, which can change."),
        ("Who else works it", ["joint"], ""),
        (
            "Prosecutor and crime statistics",
            ["presented_on", "presented_level", "nibrs_64a_on", "nibrs_64b_on"],
            "Leave empty what has not happened.",
        ),
    ]
    basis = forms.CharField(
        label="On what basis",
        max_length=300,
        required=False,
        help_text="What points to this form. Ask about labor in a sex case, and the reverse.",
    )
    joint = several(words.Joint.choices, "Worked jointly with")
    lead_id = forms.TypedChoiceField(label="Lead", coerce=int)

    class Meta:
        model = Investigation
        fields = (
            *("number", "form", "source", "opened_on", "finding", "found_on", "joint", "presented_on"),
            *("presented_level", "nibrs_64a_on", "nibrs_64b_on"),
        )
        widgets = {"form": forms.RadioSelect, "finding": forms.RadioSelect}

    def prepare(self) -> None:
        """Nothing chosen beforehand; a lead only when it is opened."""
        unanswered(self, "form", "finding")
        if self.record:
            del self.fields["form"], self.fields["basis"], self.fields["lead_id"]
            return
        self.fields["lead_id"].choices = [(person.pk, person.name) for person in workers(self.hat.agency_id)]
        self.fields["lead_id"].initial = self.hat.person_id

    def clean(self) -> dict[str, Any]:
        """Presented and its level go together."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("presented_on") and not cleaned.get("presented_level"):
            self.add_error("presented_level", "Say to a prosecutor of which level.")
        return cleaned


class StatusForm(Happened, Form):
    """Where it stands; closing asks why."""

    happened = ("on",)
    status = forms.ChoiceField(choices=words.Status.choices, widget=forms.RadioSelect)
    closure = forms.ChoiceField(
        label="Why it is closed",
        choices=[CHOOSE, *words.Closure.choices],
        required=False,
        help_text="Only when closed.",
    )
    on = forms.DateField(label="Since", initial=timezone.localdate)
    reason = forms.CharField(label="Note", max_length=200, required=False)


class AssessmentForm(Happened, PartOf, RecordForm):
    """The form of trafficking, held anew from a day on."""

    happened = ("on",)

    class Meta:
        model = FormAssessment
        fields = ("form", "on", "basis")
        widgets = {"form": forms.RadioSelect}

    def prepare(self) -> None:
        """No form chosen beforehand."""
        unanswered(self, "form")


class CaseChoiceForm(Form):
    """Which case of the task force it belongs to."""

    case = forms.ModelChoiceField(
        label="Case",
        queryset=None,
        required=False,
        empty_label="No case yet",
        help_text="Cases that your agency takes part in. The case page shows no trace of this.",
    )

    def prepare(self) -> None:
        """The cases that the acting person sees."""
        self.fields["case"].queryset = Case.objects.defer("search")
        self.fields["case"].initial = self.record.case_id


class VictimForm(Happened, PartOf, NoCriminalHistory, RecordForm):
    """A survivor as the police know them."""

    happened = ("identified_on", "standing_on", "referred_on")
    warned_texts = ("standing_basis",)
    fieldsets = [
        ("Who", ["name", "pseudonym", "identified_on"], "Names are optional: the number is enough."),
        (
            "Victim",
            ["standing", "standing_on", "standing_basis", "form", "no_result"],
            "What you hold today, and why.",
        ),
        ("About the person", ["age_band", "sex", "citizenship"], "“Not asked” is an answer too."),
        (
            "Advocate and referral",
            ["advocate_offered_at", "advocate_answer", "referred_on", "referred_to"],
            "Whether the person became a client is theirs to tell.",
        ),
    ]

    class Meta:
        model = Victim
        fields = (
            *("name", "pseudonym", "identified_on", "standing", "standing_on", "standing_basis", "form"),
            *(
                "age_band",
                "sex",
                "citizenship",
                "advocate_offered_at",
                "advocate_answer",
                "referred_on",
                "referred_to",
            ),
        )
        widgets = {"standing": forms.RadioSelect}

    def prepare(self) -> None:
        """No standing chosen beforehand."""
        super().prepare()
        unanswered(self, "standing")

    def clean(self) -> dict[str, Any]:
        """An answer needs an offer."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("advocate_answer") and not cleaned.get("advocate_offered_at"):
            self.add_error("advocate_offered_at", "Say when the advocate was offered.")
        if cleaned.get("referred_on") and not cleaned.get("referred_to"):
            self.add_error("referred_to", "Say to which kind of provider.")
        return cleaned


class HangForm(Form):
    """Which disclosure received belongs to this victim."""

    disclosure = forms.ModelChoiceField(
        queryset=None, empty_label="- Choose -", help_text="It closes here too when it ends or is revoked."
    )

    def prepare(self) -> None:
        """The disclosures that the acting person can read."""
        field = self.fields["disclosure"]
        field.queryset = Disclosure.objects.filter(recipient_id=self.hat.agency_id).live().select_related("owner")
        field.label_from_instance = lambda row: f"From {row.owner}, {exact_date(row.made_at)}: {row.purpose[:60]}"

    @property
    def nothing(self) -> bool:
        """Whether there is none to choose."""
        return not self.fields["disclosure"].queryset.exists()


class SuspectForm(Happened, PartOf, NoCriminalHistory, RecordForm):
    """A suspect of this investigation."""

    happened = ("identified_on",)
    warned_texts = ("aliases", "records_number")
    fieldsets = [
        ("Who", ["name", "aliases", "records_number", "no_result"], "Names are optional: the number is enough."),
        ("What the person did", ["part", "roles", "identified_on"], ""),
        ("About the person", ["age_band", "sex"], ""),
    ]
    roles = several(words.SuspectRole.choices, "Roles")

    class Meta:
        model = Suspect
        fields = ("name", "aliases", "records_number", "part", "roles", "identified_on", "age_band", "sex")
        widgets = {"part": forms.RadioSelect}

    def prepare(self) -> None:
        """Nothing chosen beforehand."""
        super().prepare()
        unanswered(self, "part")


class ArrestForm(Happened, PartOf, RecordForm):
    """An arrest; whether the person is a survivor must be answered."""

    happened = ("on",)
    fieldsets = [
        (
            "Is this person a survivor?",
            ["is_survivor"],
            "Survivors are still arrested, often unseen. Ask before you go on: debt, papers kept, fear, someone "
            "else who holds the money. A survivor's arrest is recorded by itself.",
        ),
        ("The arrest", ["suspect", "on", "level", "group"], ""),
    ]
    is_survivor = forms.ChoiceField(
        label="A survivor, or somebody who may be one?",
        choices=[
            (words.YesNo.YES.value, "Yes, or maybe"),
            (words.YesNo.NO.value, "No, it was asked"),
            (words.YesNo.UNKNOWN.value, "Not known yet: remind me"),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Arrest
        fields = ("suspect", "on", "level", "group")
        widgets = {"group": forms.RadioSelect}

    def prepare(self) -> None:
        """The suspects of this investigation; a survivor's arrest goes on without one."""
        unanswered(self, "group")
        self.fields["suspect"].queryset = self.investigation.suspects.all()
        for name in ("suspect", "group"):
            self.fields[name].required = False
        if self.record:
            self.fields["is_survivor"].initial = self.record.is_survivor

    @property
    def goes_on(self) -> bool:
        """Whether it is new that this is a survivor: then it goes on to the survivor's own form."""
        told_already = self.record is not None and self.record.is_survivor == words.YesNo.YES
        return self.cleaned_data.get("is_survivor") == words.YesNo.YES and not told_already

    def clean(self) -> dict[str, Any]:
        """A suspect's arrest names the suspect and the offense; a survivor's goes on elsewhere."""
        cleaned = super().clean() or self.cleaned_data
        if self.goes_on or "is_survivor" not in cleaned:
            return cleaned
        for name, says in (("suspect", "Choose the suspect. Add one first if needed."), ("group", "Say what for.")):
            if not cleaned.get(name):
                self.add_error(name, says)
        return cleaned


class SurvivorArrestForm(Happened, PartOf, NoCriminalHistory, RecordForm):
    """A survivor's arrest, citation or detention: why, whether an advocate was called, what became of it."""

    happened = ("on", "outcome_on", "vacatur_on")
    warned_texts = ("offense", "next_step")
    fieldsets = [
        ("What happened", ["victim", "event", "on", "level"], ""),
        (
            "Why",
            ["reason", "offense", "no_result"],
            "Arresting a survivor to keep them safe or to get testimony does harm: ask a prosecutor and the "
            "service lead for another way.",
        ),
        ("Advocate", ["advocate_called", "advocate_called_at"], ""),
        ("What became of it", ["outcome", "outcome_on"], ""),
        (
            "On to dismissal or vacatur",
            ["vacatur", "vacatur_on", "next_step", "next_step_on"],
            "It stays on your list until it no longer weighs on the person.",
        ),
    ]

    class Meta:
        model = SurvivorArrest
        fields = (
            *("victim", "event", "on", "level", "reason", "offense", "advocate_called", "advocate_called_at"),
            *("outcome", "outcome_on", "vacatur", "vacatur_on", "next_step", "next_step_on"),
        )
        widgets = {
            "event": forms.RadioSelect,
            "reason": forms.RadioSelect,
            "advocate_called": forms.RadioSelect,
        }

    def prepare(self) -> None:
        """The victims of this investigation, or one not listed yet; whose it is does not change."""
        super().prepare()
        unanswered(self, "event", "reason", "advocate_called")
        if self.record:
            del self.fields["victim"]
            return
        victim = self.fields["victim"]
        victim.queryset, victim.required = self.investigation.victims.all(), False
        victim.empty_label = "Not listed yet: add as a potential victim"


class NoteForm(PartOf, NoCriminalHistory, RecordForm):
    """A note."""

    warned_texts = ("text",)

    class Meta:
        model = Note
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}


class TaskForm(PartOf, RecordForm):
    """Something that somebody of the agency does."""

    class Meta:
        model = Task
        fields = ("title", "assignee", "due_on")

    def prepare(self) -> None:
        """The people of the own agency."""
        roles = [*LEADERS, Role.SYSTEM_VICTIM_SPECIALIST.value]
        self.fields["assignee"].queryset = workers(self.hat.agency_id, roles)
        self.fields["assignee"].empty_label = "Nobody yet"


class HearingForm(PartOf, RecordForm):
    """A date in court."""

    class Meta:
        model = Hearing
        fields = ("kind", "at", "court", "suspect")

    def prepare(self) -> None:
        """The suspects of this investigation."""
        self.fields["suspect"].queryset = self.investigation.suspects.all()
        self.fields["suspect"].empty_label = "No one in particular"
