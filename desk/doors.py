"""What waits for an agency's administrator: who wants in, and who wants back in."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from access.hats import Hat
from agencies.models import Participation, Recovery
from agencies.vocabulary import Role
from cases.panels import Todo


def todo(hat: Hat) -> list[Todo]:
    """Invitations of the agency, agencies that wait for its yes, people who can't sign in."""
    if not hat.has(Role.AGENCY_ADMIN):
        return []
    parts = Participation.objects.select_related("agency", "task_force")
    page, people = reverse("office:task_force"), reverse("office:people")
    lost = Recovery.objects.filter(approved_at=None, ends_at__gt=timezone.now()).select_related("person")
    return [
        *(Todo("Answer an invitation", str(each.task_force), page) for each in parts.invitations_of(hat.agency_id)),
        *(Todo("Agree to an agency", str(each.agency), page) for each in parts.waiting_for_the_lead(hat.agency_id)),
        *(Todo("Let somebody back in", str(each.person), people, urgent=True) for each in lost),
    ]
