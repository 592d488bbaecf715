"""The survivor's ledger speaks English and Spanish, in full, and leaves nothing out."""

import dataclasses
import re
import string

import pytest
from django.urls import reverse

from referrals.models import Reading
from referrals.vocabulary import Basis
from tests.victims.rows import a_client
from victims import facts
from victims.bases import BASES, DEMANDS
from victims.models import Demand, DisclosureLink, Release
from victims.services import release as releasing
from victims.telling import ENGLISH, LANGUAGES, SPANISH

BY_LAW = {
    "basis": Basis.COURT_ORDER,
    "law": "Order 12-345 of the county court",
    "grounds": "Ms. Ortiz",
    "text": "Her name.",
    "told": DisclosureLink.Told.TRIED,
    "attempts": "Called her twice.",
    "protection": "Asked the court to seal it.",
}


def fields(text):
    """The places in a sentence that are filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_every_language_says_every_sentence_with_the_same_facts(code):
    other = LANGUAGES[code]
    for each in dataclasses.fields(ENGLISH):
        ours, theirs = getattr(ENGLISH, each.name), getattr(other, each.name)
        if isinstance(ours, str):
            assert theirs
            assert fields(theirs) == fields(ours), each.name
        if isinstance(ours, dict):
            assert theirs.keys() == ours.keys(), each.name
            assert [key for key in ours if fields(theirs[key]) != fields(ours[key])] == []
    assert len(other.months) == 12


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_every_kind_and_every_basis_has_its_words(code):
    say = LANGUAGES[code]
    assert say.kinds.keys() == facts.FACTS.keys() | {"by_law"}
    assert say.because.keys() == {Basis.RELEASE, *DEMANDS}
    assert say.stages.keys() == set(Demand.Stage)
    assert say.read.keys() == set(Reading.Way)
    assert say.grounds.keys() == {code for code, basis in DEMANDS.items() if "grounds" in basis.asks}
    assert say.were_you_told.keys() == set(DisclosureLink.Told)
    assert say.taken_back.keys() == set(Release.Revoked)
    assert {"law", "grounds", *say.written} == {field for basis in BASES.values() for field in basis.asks}


def test_spanish_is_not_english():
    same = [
        each.name
        for each in dataclasses.fields(ENGLISH)
        if isinstance(getattr(ENGLISH, each.name), str) and getattr(ENGLISH, each.name) == getattr(SPANISH, each.name)
    ]
    assert same == []
    assert [kind for kind, words in SPANISH.kinds.items() if words == ENGLISH.kinds[kind]] == []


def given_by_law(cast, acting, client, today):
    """A copy that a court ordered."""
    with acting(cast.advocate_supervisor):
        return releasing.give_by_law(
            by=cast.advocate_supervisor, client=client, recipient=cast.sheriff, ends_on=today, **BY_LAW
        )


@pytest.fixture
def today():
    from django.utils import timezone

    return timezone.localdate()


def text_of(page):
    """What a person reads of a page's content."""
    inside = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL).group(0)
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


@pytest.mark.rule("R14")
def test_a_client_who_speaks_spanish_reads_spanish_first(cast, signed_in, acting, today):
    client = a_client(cast, answers={"language": "spa"})
    given_by_law(cast, acting, client, today)
    read = text_of(signed_in(cast.advocate).get(reverse("victims:told", args=[client.pk])))
    assert "Lo que se ha contado sobre usted" in read
    assert "se contó a Riverbend County Sheriff: lo que exige la ley." in read
    assert "Lo ordenó un tribunal: Order 12-345 of the county court" in read
    assert "Intentamos decírselo antes y no pudimos encontrarle." in read
    assert "Cómo se lo dijimos a usted, o qué intentamos: Called her twice." in read
    assert "Nadie allí lo ha abierto." in read
    assert "You" not in read


def test_the_same_in_english_when_it_is_chosen(cast, signed_in, acting, today):
    client = a_client(cast, answers={"language": "spa"})
    given_by_law(cast, acting, client, today)
    read = text_of(signed_in(cast.advocate).get(reverse("victims:told", args=[client.pk]), {"in": "en"}))
    assert "Riverbend County Sheriff was told: what the law demands." in read
    assert "What was done to protect you: Asked the court to seal it." in read
    assert "Lo que" not in read


def test_nothing_told_is_said_in_words(cast, signed_in):
    client = a_client(cast)
    read = text_of(signed_in(cast.advocate).get(reverse("victims:told", args=[client.pk])))
    assert "Nobody was told anything about you." in read
    assert "You have not signed anything." in read


def test_it_is_the_providers_own(cast, signed_in):
    address = reverse("victims:told", args=[a_client(cast).pk])
    for hat in (cast.detective, cast.other_advocate, cast.coordinator, cast.grant_manager):
        assert signed_in(hat).get(address).status_code == 404
