"""A sheet of clients names an agency's clients: where only the assigned see a client, colleagues don't see it."""

import pytest

from agencies.models import Agency
from imports.models import Import
from imports.services import receive
from tests.cast import OWNER


@pytest.fixture
def sheets(cast, acting):
    """One sheet of each kind of a provider's, brought in by its advocate."""
    made = {}
    for target, line in (("clients", "Code name\nOne\n"), ("services", "Client\nOne\n"), ("cases", "City\nA\n")):
        with acting(cast.advocate):
            made[target] = receive(by=cast.advocate, target=target, content=line.encode())
    return made


def seen(acting, hat):
    with acting(hat):
        return sorted(Import.objects.values_list("target", flat=True))


def only_assigned(cast):
    Agency.objects.using(OWNER).filter(pk=cast.harbor.pk).update(assigned_only=True)


def test_colleagues_see_each_others_sheets_where_everybody_sees_the_clients(cast, acting, sheets):
    everything = ["cases", "clients", "services"]
    people = (cast.advocate, cast.second_advocate, cast.advocate_supervisor)
    assert [seen(acting, hat) for hat in people] == [everything] * 3


def test_where_only_the_assigned_see_a_client_a_sheet_is_its_bringers_and_the_supervisors(
    cast, acting, sheets, signed_in
):
    only_assigned(cast)
    everything = ["cases", "clients", "services"]
    assert seen(acting, cast.advocate) == everything
    assert seen(acting, cast.advocate_supervisor) == everything
    assert seen(acting, cast.second_advocate) == ["cases"]
    colleague = signed_in(cast.second_advocate)
    answers = [colleague.get(sheets[name].get_absolute_url()).status_code for name in everything]
    assert answers == [200, 404, 404]


def test_a_colleague_changes_no_sheet_that_they_do_not_see(cast, acting, sheets):
    only_assigned(cast)
    with acting(cast.second_advocate):
        changed = Import.objects.filter(target__in=("clients", "services")).update(state=Import.State.DROPPED)
    assert changed == 0
