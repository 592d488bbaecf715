"""What the office does by the clock."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from access import clerk
from office import sealing

log = logging.getLogger("ecm.audit")


@shared_task(name="office.seal_audit")
def seal_audit() -> None:
    """Seal what was done since the last time; each minute."""
    sealing.seal()


@shared_task(name="office.verify_audit")
def verify_audit() -> None:
    """Make room for the coming months, and look at the whole chain; each day."""
    clerk.call("wall.make_audit_months", timezone.localdate(), 2)
    found = sealing.verify()
    if found.says:
        log.error("the audit is broken: link %s, %s %s %s", found.number, found.source, found.record, found.says)


@shared_task(name="office.find_alerts")
def find_alerts() -> None:
    """Find what a supervisor would want to be told of; each hour."""
    clerk.call("wall.find_alerts")
