"""Releases that end soon: what this room hands up to the desk about them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from access.hats import Hat
from cases.panels import Todo
from victims.models import Release

URGENT_DAYS = 3  # field.md 5.2: warn at 14 and at 3 days


def releases_ending(hat: Hat) -> list[Todo]:
    """One line for the releases that end within 14 days and were not signed anew."""
    ends = list(Release.objects.ending().order_by("ends_on").values_list("ends_on", flat=True))
    if not ends:
        return []
    urgent = (ends[0] - timezone.localdate()).days <= URGENT_DAYS
    noun = "release ends" if len(ends) == 1 else "releases end"
    return [
        Todo(
            f"{len(ends)} {noun} within 14 days",
            "Open one and choose Renew: it is renewed only by signing again.",
            f"{reverse('victims:releases')}?state=ending",
            ends[0],
            urgent,
        )
    ]
