"""What is written about a client is unreadable without the keys, and keys can be changed and destroyed."""

import base64
import os

import pytest
from django.core.management import call_command
from django.db import connections

from access import keys
from access.errors import Refused
from referrals.models import Disclosure
from tests.victims.rows import a_client, a_release
from victims import ledger, rotation, services
from victims.models import Client, ClientIdentity, DataKey, NameToken, Note
from victims.services import release as releasing

SECRETS = ["Marisol", "Vega", "Luna", "555 010 0199", "afraid of her uncle", "1999-05-04"]


def a_client_with_secrets(cast, acting):
    client = a_client(
        cast,
        identity={"name": "Marisol Vega", "other_names": "Luna", "phones": "555 010 0199", "birth_date": "1999-05-04"},
    )
    with acting(cast.advocate):
        services.write_note(by=cast.advocate, client=client, text="She is afraid of her uncle.")
        services.add_task(by=cast.advocate, client=client, text="Call Marisol")
        services.add_family_member(by=cast.advocate, client=client, relation="child", name="Luna")
    return client


def everything_stored():
    """Every value of every table as the disk has it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (text,) in cursor.fetchall():
                yield text
                yield from _bytes_of(text)


def _bytes_of(text):
    for part in text.split("\\\\x")[1:]:
        digits = part.split(",")[0].split('"')[0]
        yield bytes.fromhex(digits).decode("latin-1")


@pytest.mark.rule("R24")
def test_no_table_holds_a_name_a_contact_or_a_note_in_plain(cast, acting):
    a_client_with_secrets(cast, acting)
    found = [secret for text in everything_stored() for secret in SECRETS if secret.casefold() in text.casefold()]
    assert found == []


def test_whoever_sees_the_client_reads_what_was_written(cast, acting):
    client = a_client_with_secrets(cast, acting)
    with acting(cast.second_advocate):
        identity = ClientIdentity.objects.get(client=client)
        assert (identity.name, identity.called, identity.birth_date) == ("Marisol Vega", "Luna", "1999-05-04")
        assert Note.objects.get().text == "She is afraid of her uncle."


def test_a_text_that_is_not_sealed_is_refused(cast, acting):
    a_client_with_secrets(cast, acting)
    with acting(cast.advocate), pytest.raises(TypeError, match="must be sealed"):
        Note.objects.update(text="plain")


def test_a_sealed_text_moved_to_another_row_does_not_open(cast, acting):
    client = a_client_with_secrets(cast, acting)
    with acting(cast.advocate):
        other = services.write_note(by=cast.advocate, client=client, text="Harmless")
        first = Note.objects.exclude(pk=other.pk).get()
        Note.objects.filter(pk=first.pk).update(text=vars(Note.objects.get(pk=other.pk))["text"])
        with pytest.raises(keys.Unreadable):
            assert Note.objects.get(pk=first.pk).text


@pytest.mark.rule("R24")
def test_an_agency_reads_no_other_agencys_keys(cast, acting):
    a_client(cast)
    with acting(cast.advocate):
        assert keys.AgencyKey.objects.count() == 2
    for hat in (cast.other_advocate, cast.detective, cast.coordinator, cast.grant_manager, cast.services_admin):
        with acting(hat):
            assert keys.AgencyKey.objects.count() == 0


@pytest.mark.rule("R29")
def test_forgetting_a_client_makes_the_text_unreadable_and_keeps_the_count(cast, acting, monkeypatch):
    client = a_client_with_secrets(cast, acting)
    by = cast.advocate_supervisor
    with acting(by):
        client = Client.objects.get(pk=client.pk)
        with pytest.raises(Refused, match="still open"):
            services.forget_client(by=by, client=client)
        services.exit_client(by=by, client=client, on=client.opened_on, reason="moved")
        services.forget_client(by=by, client=client)
        assert bytes(DataKey.objects.get(client=client).wrapped) == b""
        assert ClientIdentity.objects.get(client=client).name == "(destroyed)"
        assert Note.objects.get().text == "(destroyed)"
        assert NameToken.objects.count() == 0
        assert Client.objects.count() == 1


def test_forgetting_a_client_forgets_the_copies_that_were_given_about_them(cast, acting):
    release = a_release(cast)
    by = cast.advocate_supervisor
    with acting(cast.advocate):
        releasing.give(by=cast.advocate, release=release, digest=releasing.copy_of(release).digest)
    with acting(by):
        client = Client.objects.get(pk=release.client_id)
        services.exit_client(by=by, client=client, on=client.opened_on, reason="moved")
        services.forget_client(by=by, client=client)
        (given,) = ledger.of_client(client)
        assert (given.copy.state, bytes(given.copy.wrapped)) == ("Revoked", b"")
        assert [fact["text"] for fact in given.copy.facts] == ["(destroyed)", "(destroyed)"]
        assert "a safe way to reach them" in given.what
    with acting(cast.detective):
        assert Disclosure.objects.count() == 0


def test_only_a_supervisor_forgets(cast, acting):
    client = a_client(cast)
    with acting(cast.advocate), pytest.raises(Refused, match="supervisor"):
        services.forget_client(by=cast.advocate, client=client)


@pytest.fixture
def new_master(settings):
    """A new master key in use, the old one still there."""
    settings.ECM_MASTER_KEY_OLD = settings.ECM_MASTER_KEY
    settings.ECM_MASTER_KEY = base64.b64encode(os.urandom(32)).decode()
    return settings


def readable(cast, acting, client):
    with acting(cast.advocate):
        return (
            ClientIdentity.objects.get(client=client).name == "Marisol Vega"
            and services.found(cast.advocate, Client.objects.all(), "luna").get() == client
        )


def test_a_new_master_key_wraps_every_agencys_keys_and_the_old_one_can_go(cast, acting, new_master, capsys):
    new_master.ECM_MASTER_KEY, new_master.ECM_MASTER_KEY_OLD = new_master.ECM_MASTER_KEY_OLD, ""
    client = a_client_with_secrets(cast, acting)
    new_master.ECM_MASTER_KEY_OLD = new_master.ECM_MASTER_KEY
    new_master.ECM_MASTER_KEY = base64.b64encode(os.urandom(32)).decode()
    assert readable(cast, acting, client)
    call_command("rotate_keys")
    assert "2 under the new master key" in capsys.readouterr().out
    new_master.ECM_MASTER_KEY_OLD = ""
    assert readable(cast, acting, client)


def test_without_the_old_master_key_the_command_says_what_is_missing(cast, acting, settings):
    from django.core.management.base import CommandError

    a_client(cast)
    settings.ECM_MASTER_KEY = base64.b64encode(os.urandom(32)).decode()
    with pytest.raises(CommandError, match="ECM_MASTER_KEY_OLD"):
        call_command("rotate_keys")


def test_new_agency_keys_take_over_every_clients_key(cast, acting):
    client = a_client_with_secrets(cast, acting)
    a_client(cast)
    (done,) = rotation.rotate(new_agency_keys=True)
    assert (done.added, done.moved) == (1, 2)
    with acting(cast.advocate):
        newest = keys.agency_key(cast.harbor.pk)
        assert newest.generation == 2
        assert set(DataKey.objects.values_list("agency_key", flat=True)) == {newest.pk}
    assert readable_name(cast, acting, client) == "Marisol Vega"


def test_a_rotation_that_was_cut_short_is_finished_by_running_it_again(cast, acting, monkeypatch):
    clients = [a_client_with_secrets(cast, acting) for _ in range(3)]
    real, calls = rotation.call, []

    def failing(function, *arguments):
        if function == "wall.rewrap_data_key":
            calls.append(function)
            if len(calls) == 2:
                raise RuntimeError("the power went out")
        return real(function, *arguments)

    monkeypatch.setattr(rotation, "call", failing)
    with pytest.raises(RuntimeError):
        list(rotation.rotate(new_agency_keys=True))
    monkeypatch.setattr(rotation, "call", real)
    assert [readable_name(cast, acting, client) for client in clients] == ["Marisol Vega"] * 3
    (done,) = rotation.rotate(new_agency_keys=True)
    assert (done.added, done.moved) == (0, 2)
    assert [readable_name(cast, acting, client) for client in clients] == ["Marisol Vega"] * 3


def readable_name(cast, acting, client):
    with acting(cast.advocate):
        return ClientIdentity.objects.get(client=client).name
