"""Jobs of this room: counting an agency's rows for a period."""

from __future__ import annotations

from access.hats import Hat
from access.jobs import job, tell
from access.models import Job
from reports import contributions
from reports.models import Period


@job(contributions.COUNT)
def count(asked: Job, hat: Hat) -> None:
    """Count the asking agency's rows for the period that the job names."""
    period = Period.objects.select_related("award__agency").get(pk=asked.arguments["period"])
    contributions.count(
        by=hat,
        period=period,
        job=asked.pk,
        tell=lambda progress, says: tell(asked, by=hat, progress=progress, says=says),
    )
    asked.says = "Counted. Look the numbers over, then confirm them."
