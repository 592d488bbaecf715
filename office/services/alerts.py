"""What an agency's supervisors are told of: they set when, and say that they have seen to it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from access.errors import Stale
from access.hats import Hat
from audit.entries import record
from audit.models import Alert, Watch


def watch_of(hat: Hat) -> Watch:
    """What the acting agency wants to be told of; the defaults where it never said."""
    return Watch.objects.filter(owner_id=hat.agency_id).first() or Watch(owner_id=hat.agency_id)


@transaction.atomic
def set_watch(*, by: Hat, **facts: Any) -> Watch:
    """Say from when on there is an alert."""
    if not Watch.objects.filter(owner_id=by.agency_id).update(**facts):
        Watch.objects.bulk_create([Watch(owner_id=by.agency_id, **facts)])
    record(by=by, verb="set alerts", of="audit", detail={"fields": sorted(facts)})
    return watch_of(by)


@transaction.atomic
def settle(*, by: Hat, alert: Alert) -> Alert:
    """Say that the alert was seen to; raises Stale when somebody else did or it has grown meanwhile."""
    unseen = Alert.objects.filter(pk=alert.pk, seen_at=None, count=alert.count)
    if unseen.update(seen_at=timezone.now(), seen_by_id=by.person_id) != 1:
        raise Stale
    record(by=by, verb="saw to", of=alert)
    return alert
