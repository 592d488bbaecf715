"""Every rule of the field is proven by a named test, or is on the way; and what the house's shape itself keeps."""

import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from ecm.celery import app as celery
from tests.wall import rules

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"
SHARED_ROOMS = ("cases", "referrals")


def test_every_rule_has_a_test_that_names_it():
    assert list(rules.RULES) == [f"R{number}" for number in range(1, 35)]
    assert sorted(rules.RULES.keys() - rules.proofs().keys() - rules.LATER.keys()) == []


def test_no_mark_and_no_line_of_the_roadmap_names_a_rule_that_there_is_not():
    assert sorted((rules.proofs().keys() | rules.LATER.keys()) - rules.RULES.keys()) == []


def test_the_page_of_the_rules_is_made_from_the_marks():
    """Make it anew with `python -m tests.wall.rules > docs/rules.md`."""
    assert PAGE.read_text().strip() == rules.as_markdown().strip()


def fields_of(*rooms):
    """(model, field, words) of every column of the rooms, of all of them when none is named."""
    for model in apps.get_models():
        if not rooms or model._meta.app_label in rooms:
            for field in model._meta.concrete_fields:
                yield model._meta.label, field, f"{field.name} {field.verbose_name} {field.help_text}".lower()


@pytest.mark.rule("R14")
def test_no_record_has_a_field_for_a_social_security_number():
    assert [label for label, _, said in fields_of() if "social security" in said or "ssn" in said.split()] == []


@pytest.mark.rule("R20")
def test_no_shared_row_has_a_field_for_an_address():
    assert [(label, field.name) for label, field, said in fields_of(*SHARED_ROOMS) if "address" in said] == []


@pytest.mark.rule("R23")
def test_no_record_keeps_a_file_that_could_be_reached_by_its_address():
    assert [label for label, field, _ in fields_of() if isinstance(field, models.FileField)] == []


@pytest.mark.rule("R25")
def test_there_is_no_admin_site():
    assert [app.name for app in apps.get_app_configs() if app.name.startswith("django.contrib.admin")] == []


@pytest.mark.rule("R26")
def test_a_jobs_message_holds_its_number_alone_and_no_result_is_kept():
    celery.loader.import_default_modules()
    taken = {name: list(inspect.signature(task.run).parameters) for name, task in celery.tasks.items()}
    ours = {name: given for name, given in taken.items() if given and not name.startswith("celery.")}
    assert ours == {"access.run_job": ["number"]}
    assert settings.CELERY_TASK_IGNORE_RESULT
