"""The leak matrix, cell by cell: a new model, kind or reader without a cell fails the run."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connections, transaction

from access.compiler import columns_of, history_of, table_of
from access.context import acting, known
from access.hats import COORDINATOR, Hat
from access.matrix import ABSENT, READERS, WAYS, Reader, cell, counted
from access.wall import WALL
from agencies.vocabulary import Role, Side
from tests.wall.declared import protections, rows

MODELS = {protection.model: protection for protection in protections()}
# Who stands for a reader, where the record is a provider's and where it is the sheriff's.
AT_THE_PROVIDER = {
    "detective": None,
    "le_supervisor": None,
    "victim_specialist": None,
    "advocate": "second_advocate",
    "advocate_supervisor": "advocate_supervisor",
    "grant_manager": "grant_manager",
    "agency_admin": "services_admin",
    "auditor": "services_auditor",
    "former_member": "ex_advocate",
}
AT_THE_SHERIFF = {
    "detective": "second_detective",
    "le_supervisor": "le_supervisor",
    "victim_specialist": None,
    "advocate": None,
    "advocate_supervisor": None,
    "grant_manager": "le_grant_manager",
    "agency_admin": "le_admin",
    "auditor": "law_auditor",
    "former_member": "ex_detective",
}
ANYWHERE = {
    "coordinator": "coordinator",
    "prosecutor": "prosecutor",
    "site_admin": "site_admin",
    "far_detective": "lake_detective",
    "far_advocate": "lake_advocate",
}


def stands_for(reader: Reader, side: Side, cast):
    """The hat of this reader; None where nobody of the cast is one there."""
    if reader.key in ("other_detective", "other_advocate"):  # at another agency, and nothing else there
        return cast.both_sides["law" if reader.key == "other_detective" else "services"]
    key = (ANYWHERE | (AT_THE_PROVIDER if side is Side.SERVICES else AT_THE_SHERIFF)).get(reader.key)
    return getattr(cast, key) if key else None


def under(hat):
    """The context of a hat, or of nobody."""
    return acting(hat) if hat else known(0)


def reads(hat, model, row) -> dict[str, int]:
    """How many rows each way of reading gives, as raw SQL: list, count, one record, a search, a join, history."""
    table, past = table_of(model), table_of(history_of(model)) if MODELS[model._meta.label].history else None
    ways = {
        "list": (f"SELECT id FROM {table}", []),
        "detail": (f"SELECT id FROM {table} WHERE id = %s", [str(row.pk)]),
        "search": (f"SELECT id FROM {table} t WHERE id::text LIKE %s", ["%"]),
        "linked record": (f"SELECT a.id FROM agencies_agency a JOIN {table} t ON t.owner_id = a.id", []),
        "facet": (f"SELECT owner_id, count(*) FROM {table} GROUP BY 1", []),
    }
    if past:
        ways["timeline"] = (f"SELECT pgh_id FROM {past}", [])
    found = {}
    with under(hat), connections["default"].cursor() as cursor:
        for way, (statement, values) in ways.items():
            cursor.execute(statement, values)
            found[way] = len(cursor.fetchall())
    return found


def edits(hat, model) -> bool:
    """Whether an UPDATE of the first column that may be changed reaches a row; rolled back."""
    allowed = MODELS[model._meta.label].updates
    named = columns_of(model) if allowed == "*" else allowed
    column = next((c for c in named if c not in ("id", "owner_id", "made_by_id", "made_at", "named_only")), None)
    if column is None:
        return False
    try:
        with under(hat):
            with connections["default"].cursor() as cursor:
                cursor.execute(f'UPDATE {table_of(model)} SET "{column}" = "{column}"')
                reached = cursor.rowcount > 0
            transaction.set_rollback(True)
            return reached
    except DatabaseError:
        return False


@pytest.mark.rule("R2")
@pytest.mark.parametrize("model", sorted(MODELS))
def test_what_is_absent_leaves_no_trace(model, cast):
    protection, found = MODELS[model], apps.get_model(model)
    kind, row = WALL[protection.kind], rows()[model](cast)
    leaks = []
    for reader in READERS:
        hat = stands_for(reader, kind.side, cast)
        if reader.key != "nobody" and hat is None:
            continue
        if cell(kind, reader, "list") == ABSENT and reader.stands != "own":
            leaks += [(reader.key, way) for way, count in reads(hat, found, row).items() if count]
        if cell(kind, reader, "edit") == ABSENT and edits(hat, found):
            leaks.append((reader.key, "edit"))
    assert leaks == []


# Its giver sees a reading through the client whom the copy is about, which the row of this test lacks;
# tests/victims tells that story.
@pytest.mark.parametrize("model", sorted(MODELS.keys() - {"referrals.Reading"}))
def test_what_the_owning_agency_sees_is_there(model, cast):
    """Else a wall that shows nothing to anybody would pass for one that holds."""
    protection, found = MODELS[model], apps.get_model(model)
    kind, row = WALL[protection.kind], rows()[model](cast)
    hats = [hat for hat in cast.hats.values() if hat.agency_id == row.owner_id]
    if kind.side is Side.SHARED:
        hats += cast.hats.values()
    assert any(reads(hat, found, row)["detail"] == 1 for hat in hats)


def test_every_kind_has_a_model_and_every_model_a_kind():
    tables_by_hand = {"audit_entry", "job"}
    assert {protection.kind for protection in MODELS.values()} == set(WALL) - tables_by_hand


def test_every_cell_says_something():
    assert all(cell(kind, reader, way) for kind in WALL.values() for reader in READERS for way in WAYS)


def test_every_role_is_a_reader():
    assert {role for reader in READERS for role in reader.roles} == set(Role)


def test_the_other_side_is_absent_in_every_way():
    for kind in WALL.values():
        for reader in READERS:
            law = reader.key in ("detective", "other_detective", "le_supervisor", "prosecutor", "victim_specialist")
            services = reader.key in ("advocate", "advocate_supervisor", "other_advocate")
            if (kind.side is Side.SERVICES and law) or (kind.side is Side.LAW and services):
                assert {cell(kind, reader, way) for way in WAYS} == {ABSENT}, (kind.name, reader.key)


def test_only_kinds_that_identify_nobody_are_counted():
    assert counted().isdisjoint({"client_identity", "client_note", "disclosure_text", "law_grant", "client_grant"})


def test_a_made_up_coordinators_hat_reads_nothing(cast):
    model = "cases.Case"
    row = rows()[model](cast)
    made_up = Hat(cast.advocate.person_id, cast.coordination.pk, COORDINATOR)
    assert set(reads(made_up, apps.get_model(model), row).values()) == {0}
