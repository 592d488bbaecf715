"""What the lists can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from agencies.models import Agency
from agencies.vocabulary import Kind
from investigations import vocabulary as words
from investigations.models import Investigation, Statute
from ui.filters import FilterSet


def agencies(request: Any) -> QuerySet[Agency]:
    """The agencies of the investigations that the reader sees."""
    return Agency.objects.filter(pk__in=Investigation.objects.order_by().values("owner_id").distinct())


class InvestigationFilter(FilterSet):
    """Number, status, form, finding, agency, source, dates, mine."""

    text = django_filters.CharFilter(label="Number", field_name="number", lookup_expr="icontains", max_length=40)
    status = django_filters.ChoiceFilter(choices=words.Status.choices, empty_label="Any status")
    form = django_filters.ChoiceFilter(choices=Kind.choices, empty_label="Any form")
    finding = django_filters.ChoiceFilter(
        label="Is it trafficking?", choices=words.Finding.choices, empty_label="Any finding"
    )
    source = django_filters.ChoiceFilter(
        label="How it came to notice", choices=words.Source.choices, empty_label="Any way"
    )
    agency = django_filters.ModelChoiceFilter(
        label="Agency", field_name="owner", queryset=agencies, empty_label="Any agency"
    )
    opened = django_filters.DateFromToRangeFilter(label="Opened", field_name="opened_on")
    mine = django_filters.BooleanFilter(label="Only those I lead", method="by_mine", widget=forms.CheckboxInput)

    class Meta:
        model = Investigation
        fields: list[str] = []

    def by_mine(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that the reader leads."""
        return rows.filter(lead_id=self.request.hat.person_id) if value else rows


class StatuteFilter(FilterSet):
    """Words, court, class."""

    text = django_filters.CharFilter(label="Citation or words", method="by_text", max_length=80)
    level = django_filters.ChoiceFilter(choices=words.CourtLevel.choices, empty_label="Any level")
    kind = django_filters.ChoiceFilter(label="Class", choices=words.StatuteClass.choices, empty_label="Any class")

    class Meta:
        model = Statute
        fields: list[str] = []

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """In the citation or the title."""
        return rows.filter(citation__icontains=value) | rows.filter(title__icontains=value)
