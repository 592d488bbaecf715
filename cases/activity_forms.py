"""One short form for each kind of activity."""

from __future__ import annotations

from typing import Any

from django import forms

from access.forms import Form, RecordForm
from agencies.models import Agency
from cases.forms import Happened, NamesNobody, Placed, awards_of
from cases.models import ActionItem, Activity
from cases.vocabulary import ActivityKind, Discipline


class ActivityForm(Happened, NamesNobody, Placed, RecordForm):
    """What all activities ask for: what, when, and the one award that counts it."""

    happened = ("held_on",)
    warned_texts = ("title",)
    needed: tuple[str, ...] = ()

    class Meta:
        model = Activity
        fields = ("title", "held_on", "award")

    def prepare(self) -> None:
        """Awards of the task force; what this kind can't be counted without is asked for."""
        super().prepare()
        self.fields["award"].queryset = awards_of(self.hat)
        self.fields["award"].empty_label = "Not decided yet"
        for name in self.needed:
            self.fields[name].required = True


class TrainingForm(ActivityForm):
    """A training that was given (I-01 to I-04), with the people trained by discipline."""

    needed = ("hours", "mode", "form", "labor_share")

    class Meta(ActivityForm.Meta):
        fields = (
            *("title", "held_on", "hours", "mode", "form", "labor_share", "level", "joint", "award"),
            *("city", "county", "state"),
        )
        labels = {"form": "Topic"}

    def prepare(self) -> None:
        """A number for each discipline; nobody of it may stay empty."""
        super().prepare()
        known = self.record.attendees if self.record else {}
        for code, label in Discipline.choices:
            self.fields[f"people_{code}"] = forms.IntegerField(
                label=label, min_value=0, max_value=10_000, required=False, initial=known.get(code)
            )

    @property
    def fieldsets(self) -> list[tuple[str, list[str], str]]:
        """The short part first."""
        people = [f"people_{code}" for code, _ in Discipline.choices]
        return [
            (
                "What",
                ["title", "names_nobody", "held_on", "hours", "mode", "form", "labor_share", "level", "joint"],
                "",
            ),
            ("Counts for", ["award"], ""),
            ("People trained", people, "Leave empty where nobody came."),
            ("Where", ["city", "county", "state"], ""),
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """The numbers by discipline as one."""
        facts = super().facts
        counts = {code: facts.pop(f"people_{code}") for code, _ in Discipline.choices}
        return {**facts, "attendees": {code: people for code, people in counts.items() if people}}


class OutreachForm(ActivityForm):
    """An outreach (J-01 to J-03)."""

    needed = ("audience", "form", "setting")
    fieldsets = [
        ("What", ["title", "names_nobody", "held_on", "audience", "form", "setting", "language"], ""),
        ("How far it reached", ["reached", "items_given", "impressions"], "An estimate will do."),
        ("Counts for", ["award"], ""),
        ("Where", ["city", "county", "state"], ""),
    ]

    class Meta(ActivityForm.Meta):
        fields = (
            *("title", "held_on", "audience", "form", "setting", "language", "reached", "items_given"),
            *("impressions", "award", "city", "county", "state"),
        )
        labels = {"form": "Focus"}


class MeetingForm(ActivityForm):
    """A meeting (H-01, H-02, H-05), with how many came from each agency."""

    needed = ("meeting_kind",)

    class Meta(ActivityForm.Meta):
        fields = (
            *("title", "held_on", "meeting_kind", "mode", "hours", "matters_reviewed", "releases_checked"),
            *("survivor_input", "award"),
        )
        help_texts = {
            "matters_reviewed": "How many cases were talked about. Only for a case review.",
            "releases_checked": "Whether the releases in force were looked at first. Only for a case review.",
            "survivor_input": "Whether people with lived experience were heard.",
        }

    def prepare(self) -> None:
        """A number for each agency of the task force."""
        super().prepare()
        known = {row.agency_id: row.people for row in self.record.attendances.present()} if self.record else {}
        self.invited: list[Agency] = list(Agency.objects.of(self.hat.task_force_ids))
        for agency in self.invited:
            self.fields[f"came_{agency.pk}"] = forms.IntegerField(
                label=agency.name, min_value=0, max_value=999, required=False, initial=known.get(agency.pk)
            )

    @property
    def fieldsets(self) -> list[tuple[str, list[str], str]]:
        """The meeting, then who came."""
        came = [f"came_{agency.pk}" for agency in self.invited]
        return [
            ("What", ["title", "names_nobody", "held_on", "meeting_kind", "mode", "hours"], ""),
            ("Case review", ["matters_reviewed", "releases_checked"], ""),
            ("Survivors", ["survivor_input"], ""),
            ("Who came", came, "How many people of each agency. Leave empty where nobody came."),
            ("Counts for", ["award"], ""),
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """Who came as one: agencies by id and how many of each."""
        facts = super().facts
        came = {agency.pk: facts.pop(f"came_{agency.pk}") for agency in self.invited}
        return {**facts, "came": {agency: people for agency, people in came.items() if people}}


FORMS: dict[str, type[ActivityForm]] = {
    ActivityKind.TRAINING: TrainingForm,
    ActivityKind.OUTREACH: OutreachForm,
    ActivityKind.MEETING: MeetingForm,
}


class ActionForm(NamesNobody, Form):
    """What somebody does until when."""

    warned_texts = ("text",)
    text = forms.CharField(label="What", max_length=ActionItem._meta.get_field("text").max_length)
    agency = forms.ModelChoiceField(label="Who", queryset=None, empty_label="- Choose -")
    due_on = forms.DateField(label="By", required=False)

    def prepare(self) -> None:
        """Agencies of the task force."""
        super().prepare()
        self.fields["agency"].queryset = Agency.objects.of(self.hat.task_force_ids)
