"""What is asked about a demand from outside, and about what was done with it."""

from __future__ import annotations

from typing import Any

from django import forms

from access.forms import Form
from victims.bases import SUBPOENA, LegalBasis
from victims.forms.release import long_text, radio
from victims.models import Demand, DisclosureLink

SURVIVOR = (
    "The survivor",
    ["told", "attempts", "protection"],
    "You must try to tell them, and protect them as well as you can.",
)
NEVER = "Privileged notes stay with you, whatever is demanded: speak with your counsel."


class AnswerForm(Form):
    """What was done about a demand."""

    fieldsets = [("What was done about it", ["stage", "stage_on", "answer_by", "given"], NEVER), SURVIVOR]
    stage = radio(Demand.Stage.choices, "What was done about it")
    stage_on = forms.DateField(label="On which day")
    answer_by = forms.DateField(
        label="By when it must be answered",
        required=False,
        help_text="The day on the paper. It stands in your calendar until something was given or refused.",
    )
    given = long_text("What was given, item by item", "Only where something was given.", required=False, longest=4000)
    told = radio(DisclosureLink.Told.choices, "Was the survivor told?")
    attempts = long_text("", longest=1000)
    protection = long_text("", longest=500)

    def about(self, basis: LegalBasis) -> None:
        """Ask what this basis asks, in its words."""
        for name, (label, hint) in basis.asks.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, hint
        if basis is SUBPOENA:
            del self.fields["given"]
            stages = self.fields["stage"]
            stages.choices = [stage for stage in Demand.Stage.choices if stage[0] != Demand.Stage.GIVEN]
            stages.help_text = "A subpoena alone gives nothing. When a judge orders it, record the court order too."


class DemandForm(AnswerForm):
    """A demand from outside, or a report to somebody outside; what can't be fought in court has no stages."""

    fieldsets = [
        ("What demands it", ["law", "grounds", "to_whom", "on", "asked"], "Ask your counsel first, if there is time."),
        *AnswerForm.fieldsets,
    ]
    law = long_text("", longest=500)
    grounds = long_text("", longest=500)
    to_whom = forms.CharField(max_length=200, label="Who asked for it", help_text="Court, office or person.")
    on = forms.DateField(label="When it came")
    asked = long_text("What was asked for", "Item by item.", longest=4000)

    def about(self, basis: LegalBasis) -> None:
        super().about(basis)
        if "grounds" not in basis.asks:
            del self.fields["grounds"]
        if not basis.argued:
            for name in ("answer_by", "asked", "stage", "stage_on"):
                del self.fields[name]
            said = {"to_whom": "Who was told", "on": "When they were told", "given": "What they were told"}
            for name, label in said.items():
                self.fields[name].label = label
            self.fields["given"].required, self.fields["given"].help_text = True, "Only what was needed, and no more."

    @property
    def facts(self) -> dict[str, Any]:
        """What was asked and answered; a day that was left empty is not one."""
        return {name: said for name, said in super().facts.items() if said is not None}
