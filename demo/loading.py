"""The demonstration from end to end: everything or nothing, and only once."""

from __future__ import annotations

from django.db import transaction

from agencies.models import TaskForce
from demo import (
    activities,
    agencies,
    care,
    cases,
    clients,
    court,
    demands,
    lakeside,
    law,
    numbers,
    people,
    referring,
    releases,
    trail,
)
from demo.stage import OWNER, Stage, refresh_statistics
from reports.models import Report


def load() -> bool:
    """Load what is not there yet; whether there was anything to load.

    The work of 18 months is written by the owner's login in one transaction; the reports are counted
    from it afterwards, under the counter's login as always, and written in another.
    """
    missing = [
        write
        for write, there in (
            (_write_work, TaskForce.objects.using(OWNER).filter(name=agencies.NAME)),
            (_write_reports, Report.objects.using(OWNER).filter(award__number=agencies.AWARDS["services"][0][0])),
        )
        if not there.exists()
    ]
    for write in missing:
        write()
    return bool(missing)


def _write_work() -> None:
    stage = Stage()
    with transaction.atomic(using=OWNER):
        agencies.gather(stage)
        people.hire(stage)
        opened = cases.open_cases(stage)
        inquiries = law.investigate(stage, opened)
        court.prosecute(stage, inquiries)
        folders = clients.open_clients(stage, opened)
        care.serve(stage, folders)
        law.hang_copies(stage, inquiries, releases.sign_for_law(stage, folders))
        referring.refer(stage, folders, opened)
        activities.hold(stage)
        lakeside.add(stage)
        demands.come(stage, folders)
        trail.leave(stage)
        stage.write()
    refresh_statistics()


def _write_reports() -> None:
    stage = Stage()
    people.recall(stage)
    numbers.report(stage)
    with transaction.atomic(using=OWNER):
        stage.write()
    refresh_statistics()
