"""What crosses from one agency to another is sealed at rest, and forgotten when its key is destroyed."""

import base64
import os

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.urls import reverse
from django.utils import timezone

from access import keys
from access.sealed import DESTROYED, EncryptedText, SealedRow
from referrals.models import Disclosure, Message, Referral, ReferralPaper
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.referrals.rows import a_disclosure, a_message, a_paper
from victims import rotation
from victims.functions.rotating import ROW_KEYED

SECRETS = ["Marisol", "Vega", "555-0142", "one bag", "Court has moved", "reach me safely", "Through Harbor House"]


@pytest.fixture
def crossed(cast):
    """A paper, a message and a copy."""
    return a_paper(cast, needs="Left with one bag."), a_message(cast), a_disclosure(cast)


def stored(pattern="%"):
    """Every row of the tables that are called so, as the disk has them, sealed bytes as bytes."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE %s", [pattern])
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield from (bytes(v).decode("latin-1") if isinstance(v, memoryview) else str(v) for v in row)


def read_by(acting, hat):
    """What somebody reads of what crossed."""
    with acting(hat):
        papers = [
            text for paper in ReferralPaper.objects.all() for text in (paper.name, paper.safe_contact, paper.needs)
        ]
        messages = [text for message in Message.objects.all() for text in (message.for_whom, message.text)]
        copies = [text for copy in Disclosure.objects.all() for text in (copy.purpose, copy.facts[0]["text"])]
        return papers + messages + copies


BY_POLICE = [
    "Marisol Vega",
    "555-0142, text only, mornings",
    "Left with one bag.",
    "Marisol",
    "Court has moved to Tuesday.",
]
BY_PROVIDER = ["So that the detective can reach me safely.", "Through Harbor House"]


@pytest.mark.rule("R24")
def test_no_table_holds_what_crossed_in_plain(crossed):
    assert [secret for text in stored() for secret in SECRETS if secret.casefold() in text.casefold()] == []


def test_both_ends_read_it_though_neither_has_the_others_keys(cast, acting, crossed):
    assert read_by(acting, cast.detective) == BY_POLICE + BY_PROVIDER
    assert read_by(acting, cast.advocate) == BY_POLICE + BY_PROVIDER
    for hat in (cast.other_detective, cast.other_advocate, cast.coordinator):
        assert read_by(acting, hat) == []


def test_no_two_rows_have_a_key_or_a_sealing_in_common(cast):
    first, second = a_message(cast), a_message(cast)
    assert first.secret != second.secret
    assert vars(first)["text"] != vars(second)["text"]


@pytest.mark.parametrize("with_its_key", [False, True])
def test_a_value_moved_to_another_row_does_not_open(cast, with_its_key):
    first, second = a_message(cast), a_message(cast)
    moved = {"text": vars(first)["text"]} | ({"wrapped": first.wrapped} if with_its_key else {})
    Message.objects.using(OWNER).filter(pk=second.pk).update(**moved)
    with pytest.raises(keys.Unreadable):
        assert Message.objects.using(OWNER).get(pk=second.pk).text


def test_a_value_moved_to_another_field_does_not_open(cast):
    message = a_message(cast)
    Message.objects.using(OWNER).update(for_whom=vars(message)["text"])
    with pytest.raises(keys.Unreadable):
        assert Message.objects.using(OWNER).get().for_whom


def test_a_copy_tells_no_more_facts_than_the_database_held_against_the_release(cast):
    copy = a_disclosure(cast)
    told = copy.sealed("told", '["Through Harbor House", "And her new address"]')
    Disclosure.objects.using(OWNER).update(told=told)
    with pytest.raises(ValueError, match="zip"):
        assert Disclosure.objects.using(OWNER).get().facts


def test_a_paper_taken_back_is_read_by_nobody_again_and_not_from_a_copy_of_its_row(cast, acting, signed_in):
    paper = a_paper(cast, needs="Left with one bag.")
    detective = signed_in(cast.detective)
    detective.post(reverse("referrals:withdraw", args=[paper.pk]))
    kept = ReferralPaper.objects.using(OWNER).get()
    assert (bytes(kept.wrapped), kept.name, kept.safe_contact, kept.needs) == (b"", *[DESTROYED] * 3)
    with pytest.raises(keys.Destroyed):
        assert kept.secret
    page = detective.get(paper.get_absolute_url()).content.decode()
    assert "Taken back on" in page
    assert "Marisol" not in page
    with acting(cast.detective):
        assert ReferralPaper.objects.get().name == DESTROYED


def test_the_database_keeps_no_key_of_a_paper_that_was_taken_back(cast, acting):
    paper = a_paper(cast)
    with pytest.raises(DatabaseError, match="paper_taken_back_is_forgotten"), acting(cast.detective):
        ReferralPaper.objects.filter(pk=paper.pk).update(withdrawn_at=timezone.now())


def test_a_new_master_key_takes_over_what_crossed_and_the_old_one_can_go(cast, acting, crossed, settings, capsys):
    taken_back = a_paper(cast)
    ReferralPaper.objects.using(OWNER).filter(pk=taken_back.pk).update(withdrawn_at=timezone.now(), wrapped=b"")
    settings.ECM_MASTER_KEY_OLD = settings.ECM_MASTER_KEY
    settings.ECM_MASTER_KEY = base64.b64encode(os.urandom(32)).decode()
    call_command("rotate_keys")
    assert "2 keys of rows moved" in capsys.readouterr().out  # the sheriff's paper and message
    settings.ECM_MASTER_KEY_OLD = ""
    assert read_by(acting, cast.advocate) == BY_POLICE + BY_PROVIDER
    assert read_by(acting, cast.detective)[-2:] == BY_PROVIDER
    assert sum(done.rows for done in rotation.rotate()) == 0


def test_every_kind_of_sealed_row_is_rotated_and_none_has_a_history_in_plain():
    sealed = [model for model in apps.get_models() if issubclass(model, SealedRow)]
    assert sorted(model._meta.db_table for model in sealed) == sorted(ROW_KEYED)
    for model in sealed:
        texts = {field.name for field in model._meta.fields if isinstance(field, EncryptedText)}
        kept = {event for event in apps.get_models() if event.__name__ == f"{model.__name__}History"}
        assert not any(texts & {field.name for field in event._meta.fields} for event in kept)


def test_the_clerk_rewraps_keys_of_sealed_rows_only(cast):
    with pytest.raises(DatabaseError, match="no table of sealed rows"):
        rotation.call("wall.rewrap_row_key", "agencies_agency", a_message(cast).pk, "", b"", "")


def test_from_a_case_only_requests_without_a_person_go_out(cast, signed_in):
    case = a_case(cast, hat=cast.detective)
    detective = signed_in(cast.detective)
    page = detective.get(case.get_absolute_url()).content.decode()
    assert f"{reverse('referrals:ask')}?case={case.pk}" in page
    assert reverse("referrals:refer") not in page.split("<main")[1]
    assert "case" not in detective.get(f"{reverse('referrals:refer')}?case={case.pk}").context["form"].fields
    assert "case" not in {field.name for field in Referral._meta.fields}
