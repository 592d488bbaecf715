"""How the office's lists are narrowed."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from agencies.models import Agency, Person
from agencies.vocabulary import Role, Sector
from audit.models import Entry
from ui.filters import FilterSet

OPEN, ENDED = "open", "ended"


class PeopleFilter(FilterSet):
    """Members by name, role, and whether they still are."""

    name = filters.CharFilter(field_name="person__name", lookup_expr="icontains", label="Name")
    role = filters.ChoiceFilter(choices=Role.choices, method="with_role", label="Role", empty_label="Any")
    state = filters.ChoiceFilter(
        choices=[(OPEN, "Open"), (ENDED, "Ended")], method="in_state", label="Membership", empty_label="Any"
    )

    def with_role(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those who hold it, among others."""
        return rows.filter(roles__contains=[value])

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Open, or ended on the spot or by date."""
        over = Q(ended_at__isnull=False) | Q(until_on__lt=timezone.localdate())
        return rows.filter(over) if value == ENDED else rows.exclude(over)


class AgencyFilter(FilterSet):
    """Agencies by name and sector."""

    name = filters.CharFilter(lookup_expr="icontains", label="Name")
    sector = filters.ChoiceFilter(choices=Sector.choices, label="Sector", empty_label="Any")

    class Meta:
        model = Agency
        fields: list[str] = []


class AuditFilter(FilterSet):
    """Entries by person, what was done, to what, when, and how it ended."""

    person_id = filters.ModelChoiceFilter(
        queryset=lambda request: Person.objects.filter(memberships__agency_id=request.hat.agency_id).distinct(),
        method="of_person",
        label="Person",
        empty_label="Anyone",
    )
    verb = filters.CharFilter(lookup_expr="icontains", label="Did")
    kind = filters.CharFilter(lookup_expr="icontains", label="To a")
    at = filters.DateFromToRangeFilter(label="Between")
    outcome = filters.ChoiceFilter(choices=Entry.Outcome.choices, label="Outcome", empty_label="Any")

    class Meta:
        model = Entry
        fields: list[str] = []

    def of_person(self, rows: QuerySet, name: str, value: Person) -> QuerySet:
        """What this person did."""
        return rows.filter(person_id=value.pk)
