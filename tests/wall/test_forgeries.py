"""Nobody writes a row in another's name, for another agency or onto a hidden row, whatever they may write."""

import pytest
from django.apps import apps

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
