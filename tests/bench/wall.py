"""`script/bench wall`: what the wall costs on a deployment of twenty task forces (demo/large.py).

Each figure is a first page of 25 and a count, a search, or one record, as somebody who sees 0.1, 1, 10 or
100 % of the rows; its floor is the same query asked by the owner, whom no policy meets, in the same run.
Beside it stand the two usual ways to do it in the application: django-guardian's own
`get_objects_for_user`, and NetBox's `pk__in` over a subquery of what is allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Model, Q, QuerySet

from tests.bench.measuring import hat_of, milliseconds

OWNER = "owner"


def page_and_count(rows: QuerySet) -> tuple[list[object], int]:
    """What a list page asks: its first 25 rows, and how many there are."""
    return list(rows[:25]), rows.count()


def plan(rows: QuerySet) -> str:
    """The nodes of the plan that the database chose, outermost first."""
    said = rows[:25].explain(format="text")
    nodes = [text.split("->")[-1].split("(")[0].strip() for text in said.splitlines() if "(cost" in text]
    return " < ".join(node for node in nodes if node != "Result")


def line(share: str, what: str, walled: float, floor: float, *others: float | None) -> None:
    """One line: who sees how much, what was asked, the wall's figure, the floor, ratio, and the two rivals."""
    rivals = "".join(f" {other:10.1f}" if other is not None else f" {'-':>10}" for other in others)
    print(f"{share:<44} {what:<16} {walled:9.1f} {floor:9.1f} x{walled / floor:6.2f}{rivals}", flush=True)


def allowed_cases(hat: Any) -> QuerySet:
    """NetBox's way: a subquery of the cases that are allowed, written in the application."""
    from cases.models import Case, CaseAgency

    named = CaseAgency.objects.using(OWNER).filter(agency_id=hat.agency_id, ended_at=None).values("case_id")
    mine = Q(law_lead_id=hat.agency_id) | Q(pk__in=named)
    everywhere = Q(task_force_id__in=hat.task_force_ids)
    return Case.objects.using(OWNER).filter(everywhere if hat.is_coordinator else mine & everywhere).values("pk")


def guardians_clients(hat: Any) -> QuerySet:
    """django-guardian's way, over its own direct table of the same grants: what `get_objects_for_user` asks.

    It can't be called as it stands, since its user is the account and ours is the person of the same id.
    """
    from victims.models import Client, ClientPersonGrant

    granted = ClientPersonGrant.objects.using(OWNER).filter(
        user_id=hat.person_id, permission__content_type__model="client", permission__codename__in=["assigned"]
    )
    ids = granted.values("content_object_id").filter(content_object_id__isnull=False)
    return Client.objects.using(OWNER).filter(pk__in=ids)


def measure(who: str, model: type[Model], order: str, word: str = "") -> None:
    """Page and count, search and one record of `model` as `who`."""
    from access.context import acting

    hat = hat_of(who)
    with acting(hat):
        seen = model.objects.count()
        hat.task_force_ids, hat.roles  # noqa: B018  asked once, as a page does
        one = model.objects.values_list("pk", flat=True).first()
    owners, mine = model.objects.using(OWNER), model.objects.all()
    share = f"{who} sees {100 * seen / owners.count():.3g} % of {owners.count():,} {model._meta.verbose_name_plural}"
    rivals = _rivals(hat, model, order)
    walled = milliseconds(lambda: page_and_count(mine.order_by(order)), within=acting(hat))
    floor = milliseconds(lambda: page_and_count(owners.order_by(order)))
    line(share, "page and count", walled, floor, *(milliseconds(each) if each else None for each in rivals))
    with acting(hat):
        print(f"    plan: {plan(mine.order_by(order))}")
    if word:
        walled = milliseconds(lambda: page_and_count(mine.holding(word).order_by(order)), within=acting(hat))
        floor = milliseconds(lambda: page_and_count(owners.holding(word).order_by(order)))
        line(share, "search", walled, floor, None, None)
    walled = milliseconds(lambda: mine.filter(pk=one).first(), within=acting(hat))
    line(share, "one record", walled, milliseconds(lambda: owners.filter(pk=one).first()), None, None)


def _rivals(hat: Any, model: type[Model], order: str) -> list[Callable[[], object] | None]:
    from cases.models import Case
    from victims.models import Client, ClientPersonGrant

    if model is Case:
        within = Case.objects.using(OWNER).filter(pk__in=allowed_cases(hat)).order_by(order)
        return [None, partial(page_and_count, within)]
    if model is Client:
        live = ClientPersonGrant.objects.using(OWNER).filter(user_id=hat.person_id, ended_at=None)
        within = Client.objects.using(OWNER).filter(pk__in=live.values("content_object_id")).order_by(order)
        return [partial(page_and_count, guardians_clients(hat).order_by(order)), partial(page_and_count, within)]
    return [None, None]


def wall() -> None:
    """Everybody of demo/large.py who sees a certain share."""
    from cases.models import Case
    from victims.models import Client, ServiceEntry

    print(f"{'who':<44} {'what':<16} {'wall':>9} {'no wall':>9} {'ratio':>7} {'guardian':>10} {'pk__in':>10}   (ms)")
    for who in ("constable.1.0", "police.1.0", "pair.1", "statewide.1"):
        measure(who, Case, "-opened_on", "motel")
    for who in ("hotline.1.0", "clinic.1.0", "shelter.1.0"):
        measure(who, Client, "-made_at")
        measure(who, ServiceEntry, "-on")
