"""Nobody writes a row in another's name, for another agency or onto a hidden row, whatever they may write."""

import pytest
from django.apps import apps
from django.db import connections, models

from tests.wall.declared import protections, rows
from tests.wall.forging import forgeries, hidden_twins, insiders, open_to_everybody, told_apart

WRITTEN = [each for each in protections() if each.inserts]


@pytest.mark.parametrize("protection", WRITTEN, ids=lambda protection: protection.model)
def test_an_insider_forges_nothing(protection, cast):
    row = rows()[protection.model](cast)
    within = insiders(cast, row)

    twins = hidden_twins(cast, row)
    assert list(forgeries(cast, protection, row, within, twins)) == []
    assert list(told_apart(cast, row, within, twins)) == []
    assert within


def test_every_key_of_a_written_row_is_to_what_is_walled_or_open_to_everybody():
    """A key to a table that is neither would tell a hidden row from none without a test that tries it."""
    walled = {each.model for each in protections()} | {"agencies.Award", "reports.Period", "access.AgencyKey"}
    keys = {
        (each.model, field.column, field.related_model._meta.label)
        for each in WRITTEN
        for field in apps.get_model(each.model)._meta.concrete_fields
        if field.is_relation
    }
    assert {key for key in keys if key[2] not in walled | open_to_everybody()} == set()


def test_no_number_of_a_row_can_be_chosen(house):
    """A small number that is taken tells that there is such a row; a random identifier has to be known first.

    Of what everybody reads it tells nothing.
    """
    seen = open_to_everybody()
    numbered = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.label not in seen
        and not isinstance(model._meta.pk, models.UUIDField)
        and model._meta.pk.column == "id"
    }
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.column_privileges"
            " WHERE grantee = 'ecm_app' AND privilege_type = 'INSERT' AND column_name = 'id'"
        )
        chosen = {table for (table,) in cursor.fetchall()}
    assert chosen & numbered == set()
    assert {"cases_case", "victims_client"} <= chosen
