"""No rule of "only once" tells that somebody else's row exists."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import UniqueConstraint

from tests.victims.rows import a_client
from tests.wall.declared import protections

# Case numbers are drawn by the house, with a random part; nobody types one.
DRAWN = {"cases.Case: one_case_a_number"}


def rules() -> dict[str, set[str]]:
    """Each rule of a protected table with the columns that it is over, but for the random identifier's own."""
    found: dict[str, set[str]] = {}
    for each in protections():
        model = apps.get_model(each.model)
        column = {field.name: field.column for field in model._meta.concrete_fields}
        for rule in model._meta.constraints:
            if isinstance(rule, UniqueConstraint) and "id" not in rule.fields:
                found[f"{each.model}: {rule.name}"] = {column[name] for name in rule.fields}
        for field in model._meta.concrete_fields:
            if field.unique and not field.primary_key:
                found[f"{each.model}: {field.name}"] = {field.column}
    return found


@pytest.mark.rule("R3")
def test_every_rule_is_within_an_agency_or_within_what_its_writer_must_see() -> None:
    within = {each.model: {each.owner, *(column for column, _ in each.parents)} for each in protections()}
    across = [name for name, columns in rules().items() if columns.isdisjoint(within[name.split(":")[0]])]
    assert sorted(set(across) - DRAWN) == []
    assert set(across) >= DRAWN


def test_a_code_name_of_another_agency_is_free(cast) -> None:
    theirs = a_client(cast)
    ours = a_client(cast, by=cast.other_advocate, award=None, code_name=theirs.code_name)
    assert ours.code_name == theirs.code_name
