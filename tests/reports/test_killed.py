"""A count whose worker, or whose Redis, is killed in the middle: taken up again, and nothing counted twice."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone
from kombu import Connection

from access.context import acting
from access.jobs import QUIET, run_job, send_again
from access.models import Job
from audit.models import Entry
from ecm.places import find_programs
from reports import contributions
from reports.models import Contribution, Period
from tests.cast import OWNER
from tests.database import ROOT
from tests.reports.world import Provider, half, quarter
from tests.running import until

D = dt.date
pytestmark = pytest.mark.worker


@contextmanager
def held_up_at_needs() -> Iterator[None]:
    """Nobody reads the table of needs meanwhile, so that a count stands still at D-43, after half of its way."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("LOCK TABLE victims_need IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.fixture
def period(cast) -> Period:
    ours = Provider(cast)
    ours.service(ours.client(first=D(2025, 10, 2)), D(2025, 10, 2))
    return quarter(cast.services_award)


def found(by, job) -> Job:
    with acting(by):
        return Job.objects.get(pk=job)


def is_held_up(by, job) -> bool:
    return (found(by, job).state, found(by, job).says) == ("running", "Counting D-43")


def grow_old(by, job) -> None:
    """As if the job had last been told of before the clock looks for it."""
    with acting(by):
        Job.objects.filter(pk=job).update(told_at=timezone.now() - QUIET - dt.timedelta(seconds=1))


def made(by, period: Period) -> list[tuple]:
    with acting(by):
        rows = Contribution.objects.filter(period=period).order_by("number")
        return [(each.job, each.number, each.numbers["B-01"]) for each in rows]


def entries() -> int:
    return Entry.objects.using(OWNER).filter(verb="counted").count()


def test_a_count_whose_worker_is_killed_is_taken_up_by_another_and_kept_once(cast, period, signed_in, worker):
    by, browser = cast.advocate_supervisor, signed_in(cast.advocate_supervisor)
    ask = reverse("reports:count", args=[period.pk])
    with held_up_at_needs():
        address = browser.post(ask).url
        job = found(by, address.rstrip("/").rpartition("/")[2]).pk
        until(lambda: is_held_up(by, job))
        worker()  # SIGKILL, and another takes its place
        for _ in range(2):  # looked at again, and asked for again
            assert "Counting D-43" in browser.get(address).text
            assert browser.post(ask).url == address
        assert made(by, period) == []
        grow_old(by, job)
        send_again()  # as the clock does every minute
        until(lambda: found(by, job).told_at > timezone.now() - QUIET and is_held_up(by, job))
        run_job.delay(str(job))  # and the broker too, when the lost worker's message runs out
    until(lambda: found(by, job).state == "done")
    run_job.delay(str(job))
    (kept,) = made(by, period)
    assert (kept, entries()) == ((job, 1, {"total": 1}), 1)
    again = browser.post(ask).url  # a new count comes after what was sent twice, on the only worker
    until(lambda: found(by, again.rstrip("/").rpartition("/")[2]).state == "done")
    assert [(number, count) for _, number, count in made(by, period)] == [(1, {"total": 1}), (2, {"total": 1})]
    assert entries() == 2
    with acting(by):
        first = Contribution.objects.get(job=job)
    assert f'href="{first.get_absolute_url()}"' in browser.get(address).text


class Broker:
    """A Redis of the test's own, to be killed and started again on what it had written down."""

    def __init__(self, folder: Path) -> None:
        self.socket, self.folder, self.process = folder / "r", folder, None
        self.url = f"redis+socket://{self.socket}?virtual_host=1"

    def start(self) -> None:
        kept = ["--dir", self.folder, "--appendonly", "yes", "--appendfsync", "always"]
        self.process = subprocess.Popen(
            [find_programs(None).redis, "--port", "0", "--unixsocket", self.socket, *kept],
            stdout=subprocess.DEVNULL,
        )
        until(self.answers)

    def answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except redis.exceptions.ConnectionError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def send(self, task, *arguments: str) -> None:
        with Connection(self.url) as connection:
            task.apply_async(arguments, connection=connection)


@pytest.fixture
def broker(tmp_path_factory, django_db_setup) -> Iterator[Broker]:
    """It, with a worker that listens to it alone."""
    made = Broker(tmp_path_factory.mktemp("r"))
    made.start()
    command = [sys.executable, "-m", "celery", "-A", "ecm", "worker", "-P", "solo", "-l", "CRITICAL"]
    listening = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle"], cwd=ROOT, env={**os.environ, "ECM_BROKER_URL": made.url}
    )
    yield made
    listening.kill()
    listening.wait()
    made.kill()


@pytest.mark.parametrize("message", ["kept", "lost"])
def test_a_job_that_waits_while_redis_is_killed_is_done_after_it(cast, period, broker, message):
    by, year = cast.advocate_supervisor, half(cast.services_award)
    under_way, waiting = (asked_silently(by, each) for each in (period, year))
    with held_up_at_needs():
        broker.send(run_job, str(under_way))
        until(lambda: is_held_up(by, under_way))
        if message == "kept":
            broker.send(run_job, str(waiting))
        broker.kill()
        broker.start()
    until(lambda: found(by, under_way).state == "done")
    if message == "lost":
        grow_old(by, waiting)
        broker.send(send_again)
    until(lambda: found(by, waiting).state == "done", 60)
    assert [made(by, each) for each in (period, year)] == [
        [(under_way, 1, {"total": 1})],
        [(waiting, 1, {"total": 1})],
    ]


def asked_silently(by, period: Period):
    """A job's row without its message."""
    row = Job(
        task=contributions.COUNT,
        arguments={"period": str(period.pk)},
        person_id=by.person_id,
        owner_id=by.agency_id,
        part=by.part,
    )
    with acting(by):
        row.save(force_insert=True)
    return row.pk
