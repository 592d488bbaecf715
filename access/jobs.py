"""Jobs that a person asks for: the row is written under the person's context, the message is its number.

A worker opens the row, puts the person's hat on and runs the job with the rights that the person has
then. A job that was killed is run again; one that is over is not.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from access import clerk
from access.context import acting, forget
from access.errors import Refused
from access.hats import Hat
from access.models import Job

log = logging.getLogger(__name__)
Run = Callable[[Job, Hat], None]
JOBS: dict[str, Run] = {}
QUIET = dt.timedelta(minutes=2)


def job(name: str) -> Callable[[Run], Run]:
    """Make `run(job, hat)` the job of that name; put it in a room's `tasks.py`."""

    def register(run: Run) -> Run:
        JOBS[name] = run
        return run

    return register


def ask(*, by: Hat, task: str, **arguments: Any) -> Job:
    """A waiting job of `by`'s; a worker is told once the transaction has committed."""
    asked = Job(task=task, arguments=arguments, person_id=by.person_id, owner_id=by.agency_id, part=by.part)
    asked.save(force_insert=True)
    transaction.on_commit(partial(run_job.delay, str(asked.pk)))
    return asked


def tell(asked: Job, *, by: Hat, progress: int | None = None, says: str | None = None, **facts: Any) -> None:
    """Say how far the job is, in a transaction of its own connection so that a page sees it at once."""
    facts |= {k: v for k, v in (("progress", progress), ("says", says)) if v is not None}
    facts["told_at"] = timezone.now()
    with acting(by, using="aside"):
        Job.objects.using("aside").filter(pk=asked.pk).update(**facts)
    for name, value in facts.items():
        setattr(asked, name, value)


@shared_task(name="access.run_job", acks_late=True)
def run_job(number: str) -> None:
    """Run the job of that number as the person who asked for it; do nothing when somebody is at it."""
    with clerk.alone(number) as mine:
        if mine:
            _run(number)


def _run(number: str) -> None:
    rows = clerk.call("wall.open_job", UUID(number))
    if not rows or rows[0][3] in (Job.State.DONE, Job.State.FAILED):
        return
    hat = Hat(*rows[0][:3])
    forget()
    with acting(hat):
        asked = Job.objects.filter(pk=number).first()
    if asked is None:  # the person's access has ended since
        return
    tell(asked, by=hat, state=Job.State.RUNNING, progress=0)
    try:
        with acting(hat):
            JOBS[asked.task](asked, hat)
    except Refused as refusal:
        _end(asked, hat, Job.State.FAILED, refusal.message)
    except Exception:
        log.exception("job %s (%s) failed", number, asked.task)
        _end(asked, hat, Job.State.FAILED, "It did not work. Nothing was changed; please try again.")
    else:
        _end(asked, hat, Job.State.DONE, asked.says or "Done.")


@shared_task(name="access.send_again")
def send_again() -> None:
    """Send the numbers of jobs that no worker has told of for a while: a lost message loses no job."""
    for (number,) in clerk.call("wall.jobs_left_behind", QUIET):
        run_job.delay(str(number))


def _end(asked: Job, hat: Hat, state: str, says: str) -> None:
    progress = 100 if state == Job.State.DONE else asked.progress
    tell(asked, by=hat, state=state, says=says, progress=progress, ended_at=timezone.now())
