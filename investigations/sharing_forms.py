"""Forms of sharing, sealing, reassigning and handing over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from access.forms import Form
from agencies.models import Agency, Membership, Person
from agencies.vocabulary import Role, Sector
from investigations.caseloads import LEADERS, leavers, workers
from investigations.vocabulary import Sharing

LAW_SECTORS = (Sector.LAW_ENFORCEMENT, Sector.PROSECUTION)
LAW = [*LEADERS, Role.SYSTEM_VICTIM_SPECIALIST.value]


def seats(roles: list[str]) -> QuerySet[Membership]:
    """Who works where on the law side today, as far as the acting person may know."""
    live = Membership.objects.live().filter(ended_at=None, roles__overlap=roles, agency__sector__in=LAW_SECTORS)
    return live.select_related("person", "agency")


def other_agencies(hat: Any) -> QuerySet[Agency]:
    """The other police and prosecution agencies of the hat's task forces."""
    return Agency.objects.filter(pk__in=seats(LAW).values("agency_id")).exclude(pk=hat.agency_id)


class ShareForm(Form):
    """How much, why and how long."""

    kind = forms.ChoiceField(label="What they see", choices=Sharing.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="Why they need to know", max_length=200, help_text="A few words, no names.")
    from_on = forms.DateField(label="From", initial=timezone.localdate)
    until_on = forms.DateField(label="Until", required=False, help_text="Empty: until you end it.")


class AgencyShareForm(ShareForm):
    """Another agency of the law side."""

    agency = forms.ModelChoiceField(
        queryset=None,
        empty_label="- Choose -",
        help_text="A prosecutor's office that is given charges or everything keeps the charges from then on.",
    )
    field_order = ("agency", "kind", "reason", "from_on", "until_on")

    def prepare(self) -> None:
        """Agencies where somebody works investigations."""
        self.fields["agency"].queryset = other_agencies(self.hat)


class PersonShareForm(ShareForm):
    """One person, at one agency."""

    seat = forms.ModelChoiceField(label="Person", queryset=None, empty_label="- Choose -")
    field_order = ("seat", "kind", "reason", "from_on", "until_on")

    def prepare(self) -> None:
        """People of the law side; one's own agency's, who see an open one anyway, only for a sealed one."""
        found = seats(LAW).exclude(person_id=self.record.lead_id).order_by("person__name")
        self.fields["seat"].queryset = found if self.record.sealed else found.exclude(agency_id=self.hat.agency_id)
        self.fields["seat"].label_from_instance = lambda seat: f"{seat.person}, {seat.agency}"

    @property
    def facts(self) -> dict[str, Any]:
        """The person and the agency in place of the seat."""
        found = super().facts
        seat = found.pop("seat")
        return found | {"person": seat.person, "agency": seat.agency}


class SealForm(Form):
    """Whom a sealed investigation stays open to, beside its lead."""

    people = forms.ModelMultipleChoiceField(
        label="Who else sees it",
        queryset=None,
        required=False,
        help_text="Its lead and you see it anyway. People of other agencies are named under sharing.",
    )

    def prepare(self) -> None:
        """The people of the own agency."""
        inside = {self.record.lead_id, self.hat.person_id}
        self.fields["people"].queryset = workers(self.hat.agency_id, LAW).exclude(pk__in=inside)


class ReassignForm(Form):
    """The next lead."""

    person = forms.ModelChoiceField(label="New lead", queryset=None, empty_label="- Choose -")

    def prepare(self) -> None:
        """The people of the own agency who may lead."""
        self.fields["person"].queryset = workers(self.hat.agency_id).exclude(pk=self.record.lead_id)


class CaseloadForm(Form):
    """A whole caseload, from one colleague to another."""

    leaver = forms.ModelChoiceField(
        label="From", queryset=None, empty_label="- Choose -", help_text="Those who no longer work here too."
    )
    successor = forms.ModelChoiceField(label="To", queryset=None, empty_label="- Choose -")

    def prepare(self) -> None:
        """Who leads, or led, at the own agency, and who may lead today."""
        self.fields["leaver"].queryset = leavers(self.hat.agency_id)
        self.fields["successor"].queryset = workers(self.hat.agency_id)

    def clean(self) -> dict[str, Any]:
        """Two people, not one."""
        facts = super().clean()
        if facts.get("leaver") and facts.get("leaver") == facts.get("successor"):
            self.add_error("successor", "Choose somebody else than the person who hands over.")
        return facts


class HandOverForm(Form):
    """The next agency, and who leads there."""

    seat = forms.ModelChoiceField(
        label="New lead",
        queryset=None,
        empty_label="- Choose -",
        help_text="Somebody at an agency with which you share everything already.",
    )

    def prepare(self) -> None:
        """Who may lead at the agencies that read all of it today."""
        full = [
            grant.group_id
            for grant in self.record.agency_grants.filter(permission__codename=Sharing.FULL)
            if grant.is_live
        ]
        found = seats(LEADERS).filter(agency__group_id__in=full).exclude(agency_id=self.hat.agency_id)
        self.fields["seat"].queryset = found
        self.fields["seat"].label_from_instance = lambda seat: f"{seat.person}, {seat.agency}"

    @property
    def facts(self) -> dict[str, Person | Agency]:
        """The person and the agency in place of the seat."""
        seat = self.cleaned_data["seat"]
        return {"person": seat.person, "agency": seat.agency}
