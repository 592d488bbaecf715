"""What was done is sealed: whoever changes, removes or slips in a line is found, whatever login they hold."""

from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.urls import reverse

from access import clerk
from access.compiler import history_of
from audit.entries import record
from audit.models import Entry
from cases.models import Case
from office import sealing
from tests import database
from tests.cases.rows import a_case
from tests.cast import OWNER


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings, tmp_path):
    settings.ECM_DATA = tmp_path


@pytest.fixture
def done(cast, acting):
    """Five entries of the advocate's, sealed."""
    with acting(cast.advocate):
        for verb in ("one", "two", "three", "four", "five"):
            record(by=cast.advocate, verb=verb, of="test")
    assert sealing.seal() > 0
    return cast


def by_the_administrator(statement, *arguments):
    """Run something as whoever holds the whole cluster, with triggers off: the strongest hand there is."""
    with (
        closing(database.admin(connections[OWNER].settings_dict["NAME"])) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, arguments)


def number_of(verb):
    entry = Entry.objects.using(OWNER).get(verb=verb)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT number FROM wall.chain WHERE kept = %s", [entry.pk])
        return cursor.fetchone()[0], str(entry.pk)


def broken():
    found = sealing.verify()
    return found.number, found.source, found.record, found.says


def test_what_nobody_touched_verifies(done):
    found = sealing.verify()
    assert (found.says, found.links >= 5) == ("", True)


@pytest.mark.rule("R30")
def test_a_changed_entry_is_named(done):
    number, entry = number_of("three")
    by_the_administrator("UPDATE audit_entry SET person_id = 1 WHERE verb = 'three'")
    assert broken() == (number, "audit_entry", entry, "was changed")


def test_a_missing_entry_is_named(done):
    number, entry = number_of("two")
    by_the_administrator("DELETE FROM audit_entry WHERE verb = 'two'")
    assert broken() == (number, "audit_entry", entry, "is missing")


def test_an_entry_taken_out_with_its_triggers_on_is_named(done):
    with connections[OWNER].cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE verb = 'two'")
    sealing.seal()
    assert sealing.verify().says in ("was taken out", "is missing")


def test_an_entry_slipped_in_is_named(done):
    by_the_administrator(
        "INSERT INTO audit_entry SELECT gen_random_uuid(), at, person_id, agency_id, part, owner_id, 'forged', kind,"
        " object_id, outcome, detail FROM audit_entry WHERE verb = 'one'"
    )
    forged = str(Entry.objects.using(OWNER).get(verb="forged").pk)
    assert broken() == (None, "audit_entry", forged, "was slipped in")


def test_a_changed_link_is_named(done):
    number = number_of("four")[0]
    by_the_administrator("UPDATE wall.chain SET person = 1 WHERE number = %s", number)
    assert broken()[0::3] == (number, "the link was changed")


def test_a_missing_link_is_named(done):
    number = number_of("four")[0]
    by_the_administrator("DELETE FROM wall.chain WHERE number = %s", number)
    assert broken()[::3] == (number + 1, f"links {number} to {number} are missing")


def test_a_tail_cut_off_with_its_links_is_found_by_the_anchor_outside(done):
    by_the_administrator("DELETE FROM audit_entry WHERE verb = 'five'")
    by_the_administrator("DELETE FROM wall.chain WHERE number = (SELECT max(number) FROM wall.chain)")
    assert sealing.verify().says == "an anchor that left the database is not met"
    sealing.anchors().unlink()
    assert sealing.verify().says == ""  # without it nothing tells: so it must leave the machine


def test_a_version_of_a_record_is_sealed_like_an_entry(done):
    opened = a_case(done)
    sealing.seal()
    past = history_of(Case).objects.using(OWNER).get(id=opened.pk)
    by_the_administrator("UPDATE cases_casehistory SET city = 'Elsewhere'")
    assert broken()[1:] == ("cases_casehistory", str(past.pgh_id), "was changed")


def test_a_redaction_leaves_the_chain_whole_and_its_own_link(done, signed_in):
    opened = a_case(done)
    sealing.seal()
    signed_in(done.coordinator).post(
        reverse("cases:redact", args=[opened.pk]), {"texts": ["summary"], "why": "telling"}
    )
    assert Case.objects.using(OWNER).get(pk=opened.pk).redacted_at is not None
    sealing.seal()
    assert sealing.verify().says == ""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT person FROM wall.chain WHERE act = 'changed' AND source = 'cases_casehistory'")
        assert {row[0] for row in cursor.fetchall()} == {done.coordinator.person_id}


def test_a_history_changed_by_the_owner_under_nobodys_name_is_named(done):
    a_case(done)
    sealing.seal()
    with connections[OWNER].cursor() as cursor:
        cursor.execute("UPDATE cases_casehistory SET city = 'Elsewhere'")
    sealing.seal()
    assert sealing.verify().says == "was changed by nobody known"


def test_two_sealers_at_once_make_one_chain(done, acting):
    with acting(done.advocate):
        record(by=done.advocate, verb="six", of="test")
    first, second = clerk.call("wall.seal_audit", 100)[0], clerk.call("wall.seal_audit", 100)[0]
    assert (first[0], second[0], first[1:]) == (1, 0, second[1:])


def test_the_command_says_that_it_is_whole_or_fails_and_names_the_place(done, capsys):
    call_command("audit_verify")
    assert capsys.readouterr().out.endswith("links, none broken.\n")
    number, entry = number_of("three")
    by_the_administrator("UPDATE audit_entry SET verb = 'nothing' WHERE verb = 'three'")
    with pytest.raises(CommandError, match=rf"^Broken \(link {number}\): audit_entry {entry} was changed\.$"):
        call_command("audit_verify")


def test_the_auditor_is_told_that_it_is_whole_and_that_it_is_not(done, signed_in):
    auditor = signed_in(done.services_auditor)
    assert "The first look is still to come." in auditor.get(reverse("office:audit")).content.decode()
    sealing.verify()
    assert "none changed or missing" in auditor.get(reverse("office:audit")).content.decode()
    by_the_administrator("DELETE FROM audit_entry WHERE verb = 'two'")
    sealing.verify()
    assert "Something in the audit was changed" in auditor.get(reverse("office:audit")).content.decode()


@pytest.mark.rule("R30")
@pytest.mark.parametrize("table", ["wall.chain", "wall.waiting", "wall.verified"])
@pytest.mark.parametrize("login", ["ecm_app", "ecm_door", "ecm_counter", "ecm_clerk"])
def test_no_login_reads_or_writes_the_chain(done, login, table):
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, 'SELECT, INSERT, UPDATE, DELETE')", [login, table])
        assert cursor.fetchone() == (False,)
