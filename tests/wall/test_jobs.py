"""Jobs run in a real worker, as the person who asked, once, and survive a killed worker."""

import pytest
from django.utils import timezone

from access.clerk import alone
from access.context import acting
from access.jobs import ask, run_job, send_again
from access.models import Job
from agencies.models import Membership, Person
from tests.running import until


def asked_of(hat):
    with acting(hat):
        return ask(by=hat, task="no.such.task")


def state(hat, asked):
    with acting(hat):
        return Job.objects.filter(pk=asked.pk).values_list("state", flat=True).first()


def test_a_job_that_fails_says_so_in_a_sentence_and_not_in_a_trace(cast, worker):
    asked = asked_of(cast.detective)
    until(lambda: state(cast.detective, asked) == "failed")
    with acting(cast.detective):
        assert Job.objects.get().says == "It did not work. Nothing was changed; please try again."


@pytest.mark.rule("R26")
def test_a_job_is_its_askers_alone(cast, worker):
    asked = asked_of(cast.detective)
    for other in (cast.second_detective, cast.advocate, cast.superuser, cast.site_admin):
        assert state(other, asked) is None


@pytest.mark.rule("R26")
def test_a_job_of_somebody_whose_access_has_ended_is_left_alone(cast, worker):
    ended, after = waiting_of(cast.detective), waiting_of(cast.advocate)
    Membership.objects.using("owner").filter(person_id=cast.detective.person_id).update(ended_at=timezone.now())
    Person.objects.using("owner").filter(pk=cast.detective.person_id).update(is_active=False)
    run_job.delay(str(ended.pk))
    run_job.delay(str(after.pk))
    until(lambda: state(cast.advocate, after) == "failed")
    assert Job.objects.using("owner").get(pk=ended.pk).state == "waiting"


def waiting_of(hat):
    """A job's row without its message, as when Redis was killed in between."""
    with acting(hat):
        row = Job(task="no.such.task", person_id=hat.person_id, owner_id=hat.agency_id, part=hat.part)
        row.save(force_insert=True)
    return row


def test_a_lost_message_loses_no_job(cast, worker):
    asked = waiting_of(cast.detective)
    Job.objects.using("owner").update(told_at="2026-01-01T00:00Z")
    send_again()
    until(lambda: state(cast.detective, asked) == "failed")


def test_nobody_runs_a_job_that_somebody_is_at(cast, worker):
    held, free = waiting_of(cast.detective), waiting_of(cast.detective)
    with alone(str(held.pk)) as mine:
        assert mine
        run_job.delay(str(held.pk))
        run_job.delay(str(free.pk))
        until(lambda: state(cast.detective, free) == "failed")  # the one behind it has been worked on
        assert state(cast.detective, held) == "waiting"
