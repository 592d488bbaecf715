"""Forms of charges, decisions, dispositions and the table of statutes."""

from __future__ import annotations

from django import forms

from access.forms import Form, RecordForm
from cases.forms import Happened
from investigations import vocabulary as words
from investigations.forms import CHOOSE, NoCriminalHistory, PartOf, unanswered
from investigations.models import Charge, ChargingDecision, Disposition, Statute
from investigations.vocabulary import StruckWhy

WHY = [("", "Not answered, or a trafficking charge follows"), *words.WhyNoTrafficking.choices]


def statutes(form: RecordForm, name: str, besides: int | None = None) -> None:
    """Fill a field with the statutes in use; `besides` stays though out of use."""
    field = form.fields[name]
    in_use = Statute.objects.of(form.hat.task_force_ids)
    field.queryset = in_use | Statute.objects.filter(pk=besides) if besides else in_use
    field.label_from_instance = lambda row: f"{row} ({row.get_level_display()}, {row.get_kind_display().lower()})"


class ChargeForm(Happened, PartOf, RecordForm):
    """A charge, and why it is none of trafficking where it is none."""

    happened = ("filed_on",)
    fieldsets = [
        ("The charge", ["suspect", "statute", "counts", "filed_on", "level"], ""),
        (
            "If no charge against this defendant is of trafficking",
            ["why_no_trafficking"],
            "Two of three trafficking cases that are prosecuted carry no trafficking charge. Say why here.",
        ),
    ]
    counts = forms.IntegerField(min_value=1, initial=1)
    why_no_trafficking = forms.ChoiceField(label="Why not", choices=WHY, required=False)

    class Meta:
        model = Charge
        fields = ("suspect", "statute", "counts", "filed_on", "level")

    def prepare(self) -> None:
        """The suspects of this investigation; whose charge it is does not change."""
        statutes(self, "statute", self.record.statute_id if self.record else None)
        if self.record:
            del self.fields["suspect"], self.fields["why_no_trafficking"]
            return
        self.fields["suspect"].queryset = self.investigation.suspects.all()
        self.fields["suspect"].empty_label = "- Choose -"


class StrikeForm(PartOf, Form):
    """Why an arrest or a charge was a mistake."""

    why = forms.ChoiceField(label="Why is it struck out?", choices=StruckWhy, widget=forms.RadioSelect)


class DecisionForm(Happened, PartOf, NoCriminalHistory, RecordForm):
    """What was decided about a defendant."""

    happened = ("on",)
    warned_texts = ("why_declined",)
    fieldsets = [
        ("The decision", ["decision", "on", "level", "why_declined", "no_result"], ""),
        ("The survivor", ["survivor_asked"], ""),
        ("If no charge is of trafficking", ["why_no_trafficking"], ""),
    ]

    class Meta:
        model = ChargingDecision
        fields = ("decision", "on", "level", "why_declined", "why_no_trafficking", "survivor_asked")
        widgets = {"decision": forms.RadioSelect, "survivor_asked": forms.RadioSelect}

    def prepare(self) -> None:
        """Nothing chosen beforehand."""
        super().prepare()
        unanswered(self, "decision", "survivor_asked")
        self.fields["why_no_trafficking"].choices = WHY


class DispositionForm(Happened, PartOf, RecordForm):
    """How a charge ended."""

    happened = ("on",)
    fieldsets = [
        ("How it ended", ["outcome", "on", "conviction_statute"], "A conviction names its statute."),
        ("Sentence", ["custody_months", "probation_months", "registration"], "Leave empty what was not imposed."),
        ("Restitution", ["restitution_ordered", "restitution_collected"], ""),
    ]

    class Meta:
        model = Disposition
        fields = (
            *("outcome", "on", "conviction_statute", "custody_months", "probation_months", "registration"),
            *("restitution_ordered", "restitution_collected"),
        )
        widgets = {"outcome": forms.RadioSelect}

    def prepare(self) -> None:
        """Statutes in use; nothing chosen beforehand."""
        unanswered(self, "outcome")
        statutes(self, "conviction_statute", self.record.conviction_statute_id if self.record else None)
        self.fields["conviction_statute"].empty_label = "No conviction"
        self.fields["registration"].choices = [CHOOSE, *words.YesNo.choices]


class StatuteForm(RecordForm):
    """A statute of the task force's state."""

    class Meta:
        model = Statute
        fields = ("citation", "title", "level", "kind", "group", "is_active")
        widgets = {"kind": forms.RadioSelect}

    def prepare(self) -> None:
        """A new one is in use; no class is chosen beforehand."""
        unanswered(self, "kind")
        if self.record is None:
            del self.fields["is_active"]
