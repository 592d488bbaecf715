"""The demonstration from end to end: everything or nothing, and only once."""

from __future__ import annotations

from django.db import transaction

from agencies.models import TaskForce
from demo import activities, agencies, care, cases, clients, court, lakeside, law, people, referring, releases
from demo.stage import OWNER, Stage, refresh_statistics


def is_loaded() -> bool:
    """Whether the demonstration is there."""
    return TaskForce.objects.using(OWNER).filter(name=agencies.NAME).exists()


def load() -> Stage | None:
    """Load it; None where it is there already. Written by the owner's login, all in one transaction."""
    if is_loaded():
        return None
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
        stage.write()
    refresh_statistics()
    return stage
