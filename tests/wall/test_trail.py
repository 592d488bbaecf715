"""Nobody writes into another agency's trail, but of its records that they see and under their own name."""

import uuid

import pytest
from django.db import DatabaseError, connections

from access.context import acting
from audit.entries import record
from audit.models import Entry
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.investigations.rows import an_investigation
from tests.victims.rows import a_client

REFUSED = "InsufficientPrivilege"


def written(hat, **given):
    """What writing an entry with raw SQL ends in: "written", or the name of the error."""
    facts = {"person_id": hat.person_id, "agency_id": hat.agency_id, "part": hat.part, "owner_id": hat.agency_id}
    facts |= {"verb": "read", "kind": "cases.case", "object_id": "", "outcome": "done", **given}
    named, marks = ", ".join(facts), ", ".join(["%s"] * len(facts))
    statement = f"INSERT INTO audit_entry (id, at, detail, {named}) VALUES (gen_random_uuid(), now(), '{{}}', {marks})"
    try:
        with acting(hat), connections["default"].cursor() as cursor:
            cursor.execute(statement, list(facts.values()))
        return "written"
    except DatabaseError as error:
        return type(error.__cause__).__name__


def test_an_entry_is_made_in_ones_own_name_and_under_the_hat_that_is_worn(cast):
    one = cast.detective
    answers = {
        "as it is": written(one),
        "by another person": written(one, person_id=cast.second_detective.person_id),
        "for another agency": written(one, agency_id=cast.police.pk, owner_id=cast.police.pk),
        "under another hat": written(one, part="coordinator"),
        "by nobody": written(one, person_id=None),
    }
    assert answers == {what: "written" if what == "as it is" else REFUSED for what in answers}


@pytest.mark.parametrize("kind", ["", "cases:detail", "agencies.agency", "agencies.membership", "victims.client"])
def test_nothing_goes_into_another_agencys_trail_that_is_of_none_of_its_records(cast, kind):
    for owner in (cast.harbor.pk, cast.police.pk, None):
        for thing in ("", "x", str(owner), str(uuid.uuid4())):
            assert written(cast.detective, owner_id=owner, kind=kind, object_id=thing) == REFUSED


def test_what_a_reader_may_see_is_told_to_its_keeper_and_to_nobody_else(cast):
    case = a_case(cast)
    about = {"kind": "cases.case", "object_id": str(case.pk)}
    assert case.owner_id not in (cast.detective.agency_id, cast.harbor.pk)
    assert written(cast.detective, owner_id=case.owner_id, **about) == "written"
    assert written(cast.detective, owner_id=cast.harbor.pk, **about) == REFUSED


def test_a_hidden_record_and_an_absent_one_are_refused_alike(cast):
    hidden = {
        "victims.client": (cast.detective, cast.harbor.pk, a_client(cast).pk),
        "investigations.investigation": (cast.other_detective, cast.sheriff.pk, an_investigation(cast).pk),
    }
    for kind, (who, owner, thing) in hidden.items():
        answers = [written(who, owner_id=owner, kind=kind, object_id=str(each)) for each in (thing, uuid.uuid4())]
        assert answers == [REFUSED, REFUSED], kind
    assert (
        not Entry.objects.using(OWNER)
        .filter(verb="read", outcome="done", object_id__in=[str(thing) for _, _, thing in hidden.values()])
        .exists()
    )


def test_the_verb_of_a_service_stands_in_the_trail_of_the_records_keeper(cast):
    case = a_case(cast)
    with acting(cast.detective):
        record(by=cast.detective, verb="looked", of=case)
    assert Entry.objects.using(OWNER).get(verb="looked").owner_id == case.owner_id
