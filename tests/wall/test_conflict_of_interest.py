"""A case that is hidden from one person for a conflict of interest: absent for them in every way, untold."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connections
from django.urls import reverse

from access.compiler import all_policies, history_of, table_of
from access.context import acting as act
from access.errors import Refused
from agencies.models import Person
from audit.models import Entry
from cases import blocks
from cases.models import Case, CaseBlock
from investigations.models import Investigation
from referrals.models import ServiceRequest
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.investigations.rows import a_suspect, an_agency_grant, an_investigation
from tests.referrals.rows import a_request
from tests.wall.declared import protections, rows
from tests.wall.test_matrix import reads

BARRED = {each.model: each for each in protections() if any(bar.name == "conflict" for bar in each.bars)}
WHY = "Related to a suspect"


def kept_out(cast, case: Case, *hats) -> None:
    """Hide `case` from these people, by the owner."""
    for hat in hats:
        CaseBlock.objects.using(OWNER).create(
            owner=cast.sheriff,
            made_by_id=cast.le_supervisor.person_id,
            case=case,
            task_force=cast.riverbend,
            person_id=hat.person_id,
            reason=WHY,
        )


def case_of(cast, row: Any) -> Case:
    """The case that `row` hangs on, put there where it hung on none."""
    if isinstance(row, Case):
        return row
    if hasattr(row, "case_id"):
        whole = row
    elif hasattr(row, "request_id"):
        whole = ServiceRequest.objects.using(OWNER).get(pk=row.request_id)
    else:
        investigation = getattr(row, "investigation_id", None) or getattr(row, "content_object_id", None)
        if investigation is None:  # an operation by itself
            investigation = an_investigation(cast, number="S-26-0999").pk
            type(row).objects.using(OWNER).filter(pk=row.pk).update(investigation=investigation)
        whole = Investigation.objects.using(OWNER).get(pk=investigation)
    if whole.case_id is None:
        type(whole).objects.using(OWNER).filter(pk=whole.pk).update(case=a_case(cast, "2026-TIED0"))
        whole = type(whole).objects.using(OWNER).get(pk=whole.pk)
    return Case.objects.using(OWNER).get(pk=whole.case_id)


def test_all_that_hangs_on_a_case_is_barred():
    """A model with a key to a case, an investigation or a request has the bar, or this list says why not."""
    roots = {"cases.Case", "investigations.Investigation", "referrals.ServiceRequest"}
    hangs = {each.model for each in protections() if roots & {parent for _, parent in each.parents}}
    assert hangs | roots == set(BARRED)


@pytest.mark.rule("R18")
@pytest.mark.parametrize("model", sorted(BARRED))
def test_whoever_saw_it_sees_no_row_and_no_version_of_it(model, cast):
    row, found = rows()[model](cast), apps.get_model(model)
    case = case_of(cast, row)
    saw = [hat for hat in cast.hats.values() if reads(hat, found, row)["detail"]]
    assert saw

    kept_out(cast, case, *saw)

    assert [(hat, way) for hat in saw for way, count in reads(hat, found, row).items() if count] == []


@pytest.mark.parametrize("model", sorted(BARRED))
def test_a_bar_that_is_dropped_is_noticed(model, cast):
    """Each bar by itself keeps the person out: of a table, and of its history."""
    row, found = rows()[model](cast), apps.get_model(model)
    case = case_of(cast, row)
    tables = [table_of(found)] + ([table_of(history_of(found))] if BARRED[model].history else [])
    saw = [hat for hat in cast.hats.values() if reads(hat, found, row)["detail"]]
    kept_out(cast, case, *saw)
    unnoticed = []
    for policy in all_policies():
        if policy.table not in tables or policy.name != "bar_conflict":
            continue
        with connections["owner"].cursor() as cursor:
            cursor.execute(f'DROP POLICY "{policy.name}" ON {policy.table}')
        try:
            if not any(count for hat in saw for count in reads(hat, found, row).values()):
                unnoticed.append(policy.table)
        finally:
            with connections["owner"].cursor() as cursor:
                cursor.execute(policy.sql())
    assert unnoticed == []


def to(name: str, *args: object) -> str:
    return reverse(name, args=args)


def answer_of(client, address: str) -> tuple[int, str]:
    """What an address answers, without the address itself and what differs between any two answers."""
    answer = client.get(address)
    return answer.status_code, re.sub(r"[A-Za-z0-9]{32,}", "", answer.content.decode().replace(address, ""))


@pytest.mark.rule("R18")
def test_a_supervisor_keeps_a_detective_out_and_lets_them_back_in(cast, signed_in):
    case = a_case(cast)
    suspect = a_suspect(cast, an_investigation(cast, case=case))
    supervisor, detective = signed_in(cast.le_supervisor), signed_in(cast.detective)
    hidden = [
        to("desk:case", case.pk),
        to("cases:change", case.pk),
        to("investigations:detail", suspect.investigation_id),
        to("investigations:suspect_change", suspect.pk),
        to("api:cases-detail", case.pk),
        to("api:suspects-detail", suspect.pk),
    ]
    assert {detective.get(address).status_code for address in hidden} == {200}
    assert to("cases:conflicts", case.pk) not in detective.get(hidden[0]).content.decode()
    assert to("cases:conflicts", case.pk) in supervisor.get(hidden[0]).content.decode()

    typed = {"person": cast.detective.person_id}
    silent = supervisor.post(to("cases:conflict_new", case.pk), typed)
    done = supervisor.post(to("cases:conflict_new", case.pk), typed | {"reason": WHY})

    assert (silent.status_code, done.headers["Location"]) == (422, to("cases:conflicts", case.pk))
    assert WHY in supervisor.get(done.headers["Location"]).content.decode()
    assert {detective.get(address).status_code for address in hidden} == {404}
    absent = [to("desk:case", uuid.uuid4()), to("investigations:detail", uuid.uuid4())]
    assert [answer_of(detective, hidden[0]), answer_of(detective, hidden[2])] == [
        answer_of(detective, address) for address in absent
    ]
    for listed in (to("cases:list"), to("investigations:list"), "/cases/cases.csv", to("desk:home")):
        page = detective.get(listed).content.decode()
        assert (case.number in page, "S-26-0417" in page) == (False, False)

    block = CaseBlock.objects.using(OWNER).get()
    says = f"Dan Detective was kept out of case {case.number}: {WHY}"
    assert says in supervisor.get(to("cases:conflict_end", block.pk)).content.decode()
    assert supervisor.post(to("cases:conflict_end", block.pk), {}).status_code == 422
    supervisor.post(to("cases:conflict_end", block.pk), {"reason": "It was somebody else"})
    assert {detective.get(address).status_code for address in hidden} == {200}
    assert [entry.verb for entry in Entry.objects.using(OWNER).filter(kind="cases.caseblock").order_by("at")] == [
        "kept out",
        "let back in",
    ]


@pytest.mark.parametrize("who", ["detective", "second_detective", "coordinator", "prosecutor", "advocate"])
def test_nobody_but_a_supervisor_reaches_the_page(cast, signed_in, who):
    case = a_case(cast)
    client = signed_in(getattr(cast, who))
    assert client.get(to("cases:conflicts", case.pk)).status_code == 404
    assert client.get(to("cases:conflict_new", case.pk)).status_code == 404


def test_a_supervisor_who_is_kept_out_sees_neither_the_case_nor_that_it_is_hidden(cast, signed_in):
    case = a_case(cast)
    kept_out(cast, case, cast.le_supervisor, cast.detective)
    client = signed_in(cast.le_supervisor)

    assert client.get(to("cases:conflicts", case.pk)).status_code == 404
    with act(cast.le_supervisor):
        assert list(CaseBlock.objects.all()) == []


def block(by, case, whom):
    with act(by):
        return blocks.block(by=by, case=case, person=Person(pk=whom.person_id), reason=WHY)


def test_whom_a_supervisor_may_keep_out(cast):
    """The own agency's people; of police and prosecution anyone, by the supervisor of the lead; never oneself."""
    case = a_case(cast)
    may = [
        (cast.le_supervisor, cast.detective),
        (cast.le_supervisor, cast.other_detective),
        (cast.le_supervisor, cast.prosecutor),
        (cast.le_supervisor, cast.both_sides["law"]),
        (cast.advocate_supervisor, cast.advocate),
    ]
    may_not = [
        (cast.le_supervisor, cast.le_supervisor),
        (cast.le_supervisor, cast.advocate),
        (cast.le_supervisor, cast.lake_detective),
        (cast.le_supervisor, cast.ex_detective),
        (cast.advocate_supervisor, cast.detective),
        (cast.advocate_supervisor, cast.other_advocate),
        (cast.detective, cast.second_detective),
        (cast.coordinator, cast.detective),
    ]
    for by, whom in may_not:
        with pytest.raises(Refused):
            block(by, case, whom)
        with act(by), pytest.raises(ProgrammingError, match="row-level security"):
            CaseBlock.on(case, by, person_id=whom.person_id, reason="By SQL")
    made = {block(by, case, whom).person_id for by, whom in may}

    assert made == {whom.person_id for _, whom in may}


def test_a_person_with_posts_on_both_sides_is_kept_out_in_either_hat(cast):
    case = a_case(cast)
    block(cast.le_supervisor, case, cast.both_sides["law"])

    for hat in cast.both_sides.values():
        with act(hat):
            assert list(Case.objects.all()) == []


def test_no_grant_and_no_seal_opens_what_is_hidden(cast):
    case = a_case(cast)
    one = an_investigation(cast, case=case, sealed=True, lead_id=cast.detective.person_id)
    an_agency_grant(cast, one, "see_full", to=cast.police)
    kept_out(cast, case, cast.detective, cast.other_detective)

    for hat in (cast.detective, cast.other_detective):
        with act(hat), connections["default"].cursor() as cursor:
            for asked in ("investigations_named('{see_full}')", "investigations_granted('{see_full}')"):
                cursor.execute(f"SELECT wall.{asked}")
                assert cursor.fetchone() == ([],)
            cursor.execute("SELECT wall.cases_as('{detective,le_supervisor}')")
            assert cursor.fetchone() == ([],)
            cursor.execute("SELECT wall.seal_investigation(%s, false)", [one.pk])
            assert cursor.fetchone() == (False,)


def test_an_advocate_who_is_kept_out_is_asked_nothing_for_that_case(cast, signed_in):
    case = a_case(cast)
    request = a_request(cast, case=case)
    block(cast.advocate_supervisor, case, cast.advocate)

    kept, colleague = signed_in(cast.advocate), signed_in(cast.second_advocate)
    page = to("referrals:request", request.pk)
    assert (kept.get(page).status_code, colleague.get(page).status_code) == (404, 200)
    assert case.number not in kept.get(to("referrals:inbox")).content.decode()
    assert case.number in colleague.get(page).content.decode()


def test_others_see_the_case_as_before(cast, signed_in):
    case = a_case(cast)
    kept_out(cast, case, cast.detective)

    for who in ("second_detective", "le_supervisor", "coordinator", "advocate"):
        page = signed_in(getattr(cast, who)).get(to("desk:case", case.pk))
        assert page.status_code == 200
        assert WHY not in page.content.decode()
