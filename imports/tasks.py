"""The job that tries a sheet or brings it in, and the clock that destroys what was left lying."""

from celery import shared_task

from access import clerk
from access.errors import Refused
from access.hats import Hat
from access.jobs import job, tell
from access.models import Job
from imports.models import Import
from imports.services import run


@job("imports.run")
def run_import(asked: Job, hat: Hat) -> None:
    """Try or bring in the sheet that the job names."""
    brought = Import.objects.filter(pk=asked.arguments["brought"]).first()
    if brought is None:
        raise Refused("This sheet is no longer there.")
    run(
        by=hat,
        brought=brought,
        for_good=asked.arguments["for_good"],
        say=lambda progress, says: tell(asked, by=hat, progress=progress, says=says),
    )
    asked.says = {
        Import.State.DONE: f"{brought.made:,} rows brought in.",
        Import.State.TRIED: f"{brought.rows:,} rows can be brought in.",
    }.get(brought.state, f"{len(brought.problems):,} things to mend. Nothing was changed.")


@shared_task(name="imports.destroy_stale")
def destroy_stale() -> None:
    """Destroy sheets that nobody has finished with for a week."""
    clerk.call("wall.destroy_stale_sheets")
