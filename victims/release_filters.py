"""What the list of releases can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone

from agencies.models import Agency
from ui.filters import FilterSet
from victims.models import Release

STATES = [
    ("live", "In force"),
    ("ending", "Ending within 14 days"),
    ("draft", "Draft"),
    ("expired", "Expired"),
    ("revoked", "Revoked"),
]


def recipients(request: Any) -> Any:
    """The agencies that releases here were made for."""
    return Agency.objects.filter(pk__in=Release.objects.order_by().values("recipient_id"))


class ReleaseFilter(FilterSet):
    """By state and recipient."""

    state = django_filters.ChoiceFilter(label="State", choices=STATES, method="in_state", empty_label="All")
    recipient = django_filters.ModelChoiceFilter(label="To", queryset=recipients, empty_label="All")

    class Meta:
        model = Release
        fields = ("state", "recipient")

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        """The rows in one state, by today's date."""
        if value == "live":
            return rows.live()
        if value == "ending":
            return rows.ending()
        if value == "draft":
            return rows.drafts()
        if value == "revoked":
            return rows.filter(revoked_at__isnull=False)
        return rows.filter(signed_at__isnull=False, revoked_at=None, ends_on__lt=timezone.localdate())
