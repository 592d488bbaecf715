"""Arrests corrected, and the question whether somebody is a survivor answered later, never silently."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from access.context import acting as act
from investigations import panels
from investigations.models import Arrest, SurvivorArrest
from tests.cast import OWNER
from tests.investigations import rows

TODAY = timezone.localdate


def to(name: str, *args: object) -> str:
    return reverse(f"investigations:{name}", args=args)


def typed(arrest: Arrest, **other: object) -> dict[str, object]:
    """What the form of an arrest posts."""
    known = {"suspect": arrest.suspect_id, "on": arrest.on, "level": arrest.level, "group": arrest.group}
    return known | {"is_survivor": arrest.is_survivor, "version": arrest.version} | other


def test_an_arrest_is_corrected_and_what_it_was_stays_in_its_history(cast, signed_in):
    arrest = rows.an_arrest(cast)
    other = rows.a_suspect(cast, arrest.investigation, number=2, name="Ilse Wermut")
    answer = signed_in(cast.second_detective).post(
        to("arrest_change", arrest.pk), typed(arrest, suspect=other.pk, on="2026-03-02", group="related")
    )

    held = Arrest.objects.using(OWNER).get()
    assert answer.headers["Location"] == f"{to('detail', arrest.investigation_id)}#arrests"
    assert (held.suspect_id, str(held.on), held.group, held.version) == (other.pk, "2026-03-02", "related", 2)
    assert sorted(held.history.using(OWNER).values_list("version", "group")) == [(1, "trafficking"), (2, "related")]


def test_two_who_correct_the_same_arrest_at_once_do_not_overwrite_each_other(cast, signed_in):
    arrest = rows.an_arrest(cast)
    first = signed_in(cast.detective).post(to("arrest_change", arrest.pk), typed(arrest, level="federal"))
    second = signed_in(cast.second_detective).post(to("arrest_change", arrest.pk), typed(arrest, level="tribal"))

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Somebody else changed this" in second.content.decode()
    assert Arrest.objects.using(OWNER).get().level == "federal"


@pytest.mark.parametrize("who", ["other_detective", "prosecutor", "advocate", "coordinator"])
def test_nobody_elsewhere_corrects_it_though_it_is_shared(cast, signed_in, who):
    arrest = rows.an_arrest(cast)
    for agency in (cast.police, cast.prosecutor_office):
        rows.an_agency_grant(cast, arrest.investigation, "see_full", to=agency)
    client = signed_in(getattr(cast, who))

    assert client.get(to("arrest_change", arrest.pk)).status_code == 404
    assert client.post(to("arrest_change", arrest.pk), typed(arrest, level="tribal")).status_code == 404
    assert Arrest.objects.using(OWNER).get().level == "state"


def test_the_question_that_was_put_off_is_answered_and_leaves_the_list(cast, signed_in):
    arrest = rows.an_arrest(cast, is_survivor="unknown")
    with act(cast.detective):
        (waiting,) = panels.todo(cast.detective)
    assert (waiting.title, waiting.url) == ("Is this person a survivor?", to("arrest_change", arrest.pk))
    signed_in(cast.detective).post(waiting.url, typed(arrest, is_survivor="no"))
    with act(cast.detective):
        assert panels.todo(cast.detective) == []


def test_an_arrest_that_turns_out_to_be_a_survivors_goes_on_to_its_own_form_before_anything_changes(cast, signed_in):
    arrest, detective = rows.an_arrest(cast, is_survivor="unknown"), signed_in(cast.detective)
    answer = detective.post(to("arrest_change", arrest.pk), typed(arrest, is_survivor="yes"))
    form = answer.headers["Location"]

    assert form.startswith(to("survivor_arrest_new", arrest.investigation_id))
    assert (Arrest.objects.using(OWNER).get().is_survivor, SurvivorArrest.objects.using(OWNER).count()) == (
        "unknown",
        0,
    )
    why = {"event": "arrest", "on": TODAY(), "level": "state", "reason": "testimony", "offense": "Loitering"}
    detective.post(form, why | {"advocate_called": "no", "outcome": "pending", "vacatur": "not_asked"})
    assert Arrest.objects.using(OWNER).get().is_survivor == "yes"
    assert SurvivorArrest.objects.using(OWNER).get().reason == "testimony"


def test_an_arrest_of_somebody_elses_investigation_is_not_taken_up(cast, signed_in):
    mine, other = rows.an_investigation(cast, number="S-26-0500"), rows.an_arrest(cast, is_survivor="unknown")
    why = {"event": "arrest", "on": TODAY(), "level": "state", "reason": "warrant", "offense": "Loitering"}
    why |= {"advocate_called": "no", "outcome": "pending", "vacatur": "not_asked"}
    for named in (other.pk, "nothing"):
        signed_in(cast.detective).post(f"{to('survivor_arrest_new', mine.pk)}?arrest={named}", why)

    assert Arrest.objects.using(OWNER).get().is_survivor == "unknown"
    assert SurvivorArrest.objects.using(OWNER).count() == 2
