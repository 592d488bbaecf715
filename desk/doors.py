"""What waits for who answers for an agency: who wants in, who wants back in, and what was unusual."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from access.hats import Hat
from agencies.models import Participation, Person, Recovery
from agencies.vocabulary import Role
from audit.models import Alert
from cases.panels import AT_MOST, Todo


def todo(hat: Hat) -> list[Todo]:
    """For supervisors the alerts; for administrators invitations, agencies to agree to, people who can't sign in."""
    return [*_alerts(hat), *_knocking(hat)]


def _alerts(hat: Hat) -> list[Todo]:
    if not hat.has(Role.LE_SUPERVISOR, Role.ADVOCATE_SUPERVISOR):
        return []
    page, unseen = reverse("office:alerts"), Alert.objects.filter(seen_at=None)[:AT_MOST]
    names = Person.objects.in_bulk([each.person_id for each in unseen])
    return [
        Todo(each.get_what_display(), str(names[each.person_id]), page, each.on, each.what == Alert.What.RECOVERED)
        for each in unseen
    ]


def _knocking(hat: Hat) -> list[Todo]:
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
