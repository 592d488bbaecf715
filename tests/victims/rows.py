"""One row of every model of this room, belonging to Harbor House, for the wall's own tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from access.context import acting
from tests.cases.rows import a_case
from tests.cast import Cast
from victims import services
from victims.models import Client, ClientIdentity, ClientPersonGrant, DataKey, Enrollment, NameToken


def a_client(cast: Cast, by: Any = None, **facts: Any) -> Client:
    """A client of Harbor House, opened by its advocate, with everything that could leak."""
    by = by or cast.advocate
    facts.setdefault("identity", {"name": "Marisol Vega", "other_names": "Luna", "phones": "555 010 0199"})
    facts.setdefault("determination", {"standing": "potential", "form": "labor", "basis": "screening"})
    facts.setdefault("award", cast.services_award)
    with acting(by):
        return services.open_client(by=by, **facts)


def by_service(verb: str, **facts: Any) -> Callable[[Cast], Any]:
    """A function that makes a row of a client by a service."""

    def make(cast: Cast) -> Any:
        client = a_client(cast)
        with acting(cast.advocate):
            return getattr(services, verb)(by=cast.advocate, client=client, **facts)

    return make


def child(model: type) -> Callable[[Cast], Any]:
    """A function that gives a row of `model` that comes with every client."""

    def make(cast: Cast) -> Any:
        client = a_client(cast)
        with acting(cast.advocate):
            return model.objects.filter(client=client).first()

    return make


def a_grant(cast: Cast) -> ClientPersonGrant:
    client = a_client(cast)
    with acting(cast.advocate):
        return ClientPersonGrant.objects.get(content_object=client)


def a_service(cast: Cast) -> Any:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    row = {"client": a_client(cast), "category": "food", "on": yesterday, "award": cast.services_award, "note": "Rice"}
    with acting(cast.advocate):
        return services.enter_services(by=cast.advocate, rows=[row])[0]


def a_bookmark(cast: Cast) -> Any:
    case, client = a_case(cast), a_client(cast)
    with acting(cast.advocate):
        return services.bookmark(by=cast.advocate, client=client, case=case)


def someone_turned_away(cast: Cast) -> Any:
    with acting(cast.advocate):
        return services.count_turned_away(by=cast.advocate, reason="no_bed", extent="none", people=2)


ROWS = {
    "victims.Client": a_client,
    "victims.ClientPersonGrant": a_grant,
    "victims.ClientIdentity": child(ClientIdentity),
    "victims.NameToken": child(NameToken),
    "victims.DataKey": child(DataKey),
    "victims.Determination": by_service("determine", standing="confirmed", form="both", basis="court"),
    "victims.Enrollment": child(Enrollment),
    "victims.Arrest": by_service("add_arrest", time="before", outcome="open"),
    "victims.FamilyMember": by_service("add_family_member", relation="child", name="Tito"),
    "victims.Need": by_service("note_need", category="dental"),
    "victims.TurnedAway": someone_turned_away,
    "victims.ServiceEntry": a_service,
    "victims.Note": by_service("write_note", text="She is afraid of her uncle."),
    "victims.CaseBookmark": a_bookmark,
    "victims.Task": by_service("add_task", text="Call Marisol"),
    "victims.Hearing": by_service("add_hearing", kind="hearing", on=dt.date(2026, 12, 1), place="Room 4"),
}
