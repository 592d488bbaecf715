"""What was written down by mistake: struck out with a reason, kept in sight and in the history, counted no more."""

from __future__ import annotations

import pytest
from django.urls import reverse

from access.context import acting as act
from investigations import panels
from investigations.models import Arrest, Charge, SurvivorArrest, Suspect
from tests.cast import OWNER
from tests.investigations import rows


def to(name: str, *args: object) -> str:
    return reverse(f"investigations:{name}", args=args)


KINDS = {
    "arrest": (rows.an_arrest, Arrest, "arrests"),
    "survivor_arrest": (rows.a_survivor_arrest, SurvivorArrest, "survivor-arrests"),
    "charge": (rows.a_charge, Charge, "charges"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_mistake_is_struck_out_with_a_reason_and_stays_in_sight(cast, signed_in, kind):
    make, model, section = KINDS[kind]
    row, detective = make(cast), signed_in(cast.detective)
    strike, change = to(f"{kind}_strike", row.pk), to(f"{kind}_change", row.pk)
    page = to("detail", row.investigation_id)
    assert strike in detective.get(page).content.decode()

    silent = detective.post(strike, {"version": 1})
    done = detective.post(strike, {"version": 1, "why": "twice"})

    assert (silent.status_code, done.headers["Location"]) == (422, f"{page}#{section}")
    held = model.objects.using(OWNER).get()
    assert (held.struck_at is not None, held.struck_why) == (True, "twice")
    assert list(held.history.using(OWNER).order_by("version").values_list("struck_why", flat=True)) == ["", "twice"]
    shown = detective.get(page).content.decode()
    assert "Struck out: was entered twice" in shown
    assert (strike in shown, change in shown) == (False, False)
    assert [detective.get(address).status_code for address in (strike, change)] == [404, 404]


def test_two_who_strike_out_at_once_do_it_once(cast, signed_in):
    charge = rows.a_charge(cast)
    first = signed_in(cast.detective).post(to("charge_strike", charge.pk), {"version": 1, "why": "never"})
    second = signed_in(cast.second_detective).post(to("charge_strike", charge.pk), {"version": 1, "why": "person"})

    assert (first.status_code, second.status_code) == (302, 404)
    assert Charge.objects.using(OWNER).get().struck_why == "never"


@pytest.mark.parametrize("who", ["other_detective", "prosecutor", "advocate"])
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_elsewhere_strikes_out_what_is_only_shared(cast, signed_in, kind, who):
    make, model, _ = KINDS[kind]
    row = make(cast)
    for agency in (cast.police, cast.prosecutor_office):
        rows.an_agency_grant(cast, row.investigation, "see_full", to=agency)

    answer = signed_in(getattr(cast, who)).post(to(f"{kind}_strike", row.pk), {"why": "never"})

    assert (answer.status_code, model.objects.using(OWNER).get().struck_at) == (404, None)


def test_a_charge_struck_out_no_longer_asks_why_it_is_none_of_trafficking(cast, signed_in):
    charge = rows.a_charge(cast, statute=rows.a_statute(cast, kind="other", group="promoting"))
    with act(cast.detective):
        assert list(Suspect.objects.unexplained()) == [charge.suspect]
    signed_in(cast.detective).post(to("charge_strike", charge.pk), {"why": "person"})
    with act(cast.detective):
        assert list(Suspect.objects.unexplained()) == []


def test_a_charge_of_trafficking_struck_out_explains_no_other(cast, signed_in):
    other = rows.a_charge(cast, statute=rows.a_statute(cast, kind="other", group="promoting"))
    trafficking = rows.a_charge(cast, other.suspect)
    signed_in(cast.detective).post(to("charge_strike", trafficking.pk), {"why": "person"})
    with act(cast.detective):
        assert list(Suspect.objects.unexplained()) == [other.suspect]


def test_a_survivors_arrest_struck_out_waits_for_nobody(cast, signed_in):
    arrest = rows.a_survivor_arrest(cast, reason="safety")
    signed_in(cast.detective).post(to("survivor_arrest_strike", arrest.pk), {"why": "investigation"})
    with act(cast.detective):
        assert panels.todo(cast.detective) == []
