"""Filters of this room's lists."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from agencies.models import Award, Person
from agencies.vocabulary import Kind
from ui.filters import FilterSet
from victims import services
from victims.models import Client
from victims.vocabulary import Status


def colleagues(request: Any) -> QuerySet[Person]:
    """The reader's colleagues."""
    return services.colleagues(request.hat)


def awards(request: Any) -> QuerySet[Award]:
    """The awards of the reader's agency."""
    return services.awards_of(request.hat)


class ClientFilter(FilterSet):
    """Which clients."""

    q = django_filters.CharFilter(label="Name, nickname or code name", method="named")
    mine = django_filters.ChoiceFilter(
        label="Whose", choices=[("yes", "Mine")], empty_label="Everyone's", method="of_mine"
    )
    status = django_filters.ChoiceFilter(choices=Status, empty_label="All")
    form = django_filters.ChoiceFilter(label="Form of trafficking", choices=Kind, empty_label="All")
    advocate = django_filters.ModelChoiceFilter(
        label="Advocate", queryset=colleagues, empty_label="Anyone", method="of_advocate"
    )
    award = django_filters.ModelChoiceFilter(
        label="Award", queryset=awards, empty_label="Any award", method="under_award"
    )

    class Meta:
        model = Client
        fields: list[str] = []

    def named(self, rows: QuerySet[Client], name: str, text: str) -> QuerySet[Client]:
        return services.found(self.request.hat, rows, text)

    def of_mine(self, rows: QuerySet[Client], name: str, said: str) -> QuerySet[Client]:
        return rows.of(self.request.hat.person_id)

    def of_advocate(self, rows: QuerySet[Client], name: str, person: Person) -> QuerySet[Client]:

        return rows.of(person.pk)

    def under_award(self, rows: QuerySet[Client], name: str, award: Award) -> QuerySet[Client]:
        return rows.under(award.pk)
