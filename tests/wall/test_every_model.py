"""Every protected model, by raw SQL: outsiders get nothing, and each policy is what keeps them out."""

import pytest
from django.apps import apps
from django.db import connections, transaction

from access.compiler import all_policies, history_of, table_of
from access.drift import drift, undeclared_kinds, undeclared_models
from tests.wall.declared import leaks, protections, rows

MODELS = [protection.model for protection in protections()]


def of(model):
    return next(protection for protection in protections() if protection.model == model)


def test_every_model_of_a_room_is_declared():
    assert undeclared_models() + undeclared_kinds() == []


def test_the_database_agrees_with_the_declarations(house):
    with transaction.atomic(using="owner"):
        found = drift(connections["owner"])
        transaction.set_rollback(True, using="owner")
    assert found == []


def test_every_protected_model_has_a_row_to_leak():
    assert sorted(set(MODELS) - rows().keys()) == []


@pytest.mark.rule("R1", "R25")
@pytest.mark.parametrize("model", MODELS)
def test_outsiders_get_nothing(model, cast):
    row = rows()[model](cast)
    assert leaks(cast, of(model), row) == []


@pytest.mark.parametrize("model", MODELS)
def test_a_policy_opened_wide_is_noticed(model, cast):
    """Mutate towards openness: a policy that can be opened without a leak keeps nobody out."""
    row = rows()[model](cast)
    found = apps.get_model(model)
    tables = [table_of(found)] + ([table_of(history_of(found))] if of(model).history else [])
    unnoticed = []
    for policy in all_policies():
        if policy.table not in tables or policy.login != "ecm_app" or policy.restrictive:
            continue
        with connections["owner"].cursor() as cursor:
            clause = ("USING (true) " if policy.using else "") + ("WITH CHECK (true)" if policy.check else "")
            cursor.execute(f'ALTER POLICY "{policy.name}" ON {policy.table} {clause}')
        try:
            if not leaks(cast, of(model), row):
                unnoticed.append(policy.name)
        finally:
            with connections["owner"].cursor() as cursor:
                cursor.execute(f'DROP POLICY "{policy.name}" ON {policy.table}')
                cursor.execute(policy.sql())
    assert unnoticed == []
