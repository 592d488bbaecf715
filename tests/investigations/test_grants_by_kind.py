"""What hangs on an investigation opens by the kind of its grant: every model, from the declarations."""

import pytest
from django.apps import apps

from access.compiler import columns_of, declared, history_of
from access.policies import Protection
from investigations.models import Investigation
from investigations.vocabulary import Sharing
from tests.cast import OWNER
from tests.investigations import rows

# The least that opens a row, by hand after the words of `Sharing`. A new model is placed here.
LEAST = {
    "Investigation": Sharing.SUMMARY,
    "Suspect": Sharing.SUSPECTS,
    "Arrest": Sharing.SUSPECTS,
    "Charge": Sharing.CHARGES,
    "ChargingDecision": Sharing.CHARGES,
    "Disposition": Sharing.CHARGES,
    "Hearing": Sharing.CHARGES,
    "StatusChange": Sharing.FULL,
    "FormAssessment": Sharing.FULL,
    "Victim": Sharing.FULL,
    "VictimDisclosure": Sharing.FULL,
    "VictimReferral": Sharing.FULL,
    "SurvivorArrest": Sharing.FULL,
    "Note": Sharing.FULL,
    "Task": Sharing.FULL,
    "Operation": Sharing.FULL,
}
WIDER = list(Sharing)  # each opens what the one before it does, and more

PARTS = {
    model.__name__: each
    for each in declared()
    if isinstance(each, Protection) and each.model.startswith("investigations.")
    if {"investigation_id", "sealed"} & set(columns_of(model := apps.get_model(each.model)))
    and "content_object_id" not in columns_of(model)
}


def test_every_model_that_hangs_on_an_investigation_is_placed():
    assert LEAST.keys() == PARTS.keys()


def granted(cast, row):
    """One wider kind of grant after the other, to an agency and to a person of another."""
    whole = Investigation.objects.using(OWNER).get(pk=getattr(row, "investigation_id", row.pk))
    for kind in WIDER:
        rows.an_agency_grant(cast, whole, kind.value, to=cast.prosecutor_office)
        rows.a_person_grant(cast, whole, kind.value, to=cast.other_detective)
        yield


@pytest.mark.parametrize("name", LEAST)
def test_a_row_opens_from_its_kind_of_grant_on_and_not_before(name, cast, acting):
    model = apps.get_model("investigations", name)
    row = rows.ROWS[f"investigations.{name}"](cast)
    past = history_of(model) if PARTS[name].history else None
    opened = {}
    for _ in granted(cast, row):
        for who in ("prosecutor", "other_detective", "lake_detective", "advocate"):
            with acting(getattr(cast, who)):
                opened.setdefault(who, []).append(model.objects.filter(pk=row.pk).count())
                assert past is None or past.objects.count() == 0
    reach = [int(WIDER.index(kind) >= WIDER.index(LEAST[name])) for kind in WIDER]
    nothing = [0] * len(WIDER)
    assert opened == {"prosecutor": reach, "other_detective": reach, "lake_detective": nothing, "advocate": nothing}
