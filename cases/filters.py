"""What the lists can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from agencies.models import Agency, Award
from agencies.vocabulary import Kind
from cases.forms import awards_of
from cases.models import Activity, Case, CaseAgency, Lead
from cases.vocabulary import ActivityKind, Disposition, Source, Status
from ui.filters import FilterSet


def agencies(request: Any) -> Any:
    """The agencies to choose from: those of the reader's task forces."""
    return Agency.objects.of(request.hat.task_force_ids)


def awards(request: Any) -> Any:
    """The awards to choose from."""
    return awards_of(request.hat) if request else Award.objects.none()


class CaseFilter(FilterSet):
    """Text, status, type, agency, source, dates, mine."""

    text = django_filters.CharFilter(label="Number, place or words", method="by_text", max_length=200)
    status = django_filters.ChoiceFilter(choices=Status.choices, empty_label="Any status")
    form = django_filters.ChoiceFilter(label="Type", choices=Kind.choices, empty_label="Any type")
    agency = django_filters.ModelChoiceFilter(
        label="Agency", queryset=agencies, method="by_agency", empty_label="Any agency"
    )
    source = django_filters.ChoiceFilter(label="How it came in", choices=Source.choices, empty_label="Any way")
    opened = django_filters.DateFromToRangeFilter(label="Opened", field_name="opened_on")
    mine = django_filters.BooleanFilter(label="Only mine", method="by_mine", widget=forms.CheckboxInput)

    class Meta:
        model = Case
        fields: list[str] = []

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        """Words of number, place and summary."""
        return rows.holding(value)

    def by_agency(self, rows: Any, name: str, value: Any) -> Any:
        """Cases that an agency leads or was named in."""
        return rows.of_agency(value.pk)

    def by_mine(self, rows: Any, name: str, value: bool) -> Any:
        """Cases that the reader logged, or that the reader's agency leads or was named in."""
        if not value:
            return rows
        hat = self.request.hat
        named = CaseAgency.objects.live().filter(agency_id=hat.agency_id).values("case_id")
        return rows.filter(Q(made_by_id=hat.person_id) | Q(law_lead_id=hat.agency_id) | Q(pk__in=named))


class LeadFilter(FilterSet):
    """Status, type, source, dates."""

    disposition = django_filters.ChoiceFilter(
        label="What became of it", choices=Disposition.choices, empty_label="Anything"
    )
    form = django_filters.ChoiceFilter(label="Type", choices=Kind.choices, empty_label="Any type")
    source = django_filters.ChoiceFilter(label="How it came in", choices=Source.choices, empty_label="Any way")

    class Meta:
        model = Lead
        fields: list[str] = []


class ActivityFilter(FilterSet):
    """Kind, award, dates, and those that no award counts."""

    kind = django_filters.ChoiceFilter(choices=ActivityKind.choices, empty_label="Any kind")
    award = django_filters.ModelChoiceFilter(label="Award", queryset=awards, empty_label="Any award")
    held = django_filters.DateFromToRangeFilter(label="Held", field_name="held_on")
    uncredited = django_filters.BooleanFilter(
        label="Only those that no award counts", method="by_uncredited", widget=forms.CheckboxInput
    )

    class Meta:
        model = Activity
        fields: list[str] = []

    def by_uncredited(self, rows: Any, name: str, value: bool) -> Any:
        """Those without an award."""
        return rows.uncredited() if value else rows
