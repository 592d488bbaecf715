"""A second task force with one case and one client: for the people of the first it does not exist."""

from __future__ import annotations

from agencies.vocabulary import Kind
from cases.models import Case, CaseEntry
from demo import clients
from demo.agencies import STATE
from demo.stage import Stage
from victims.models import Client, ClientIdentity, ClientPersonGrant, DataKey


def add(stage: Stage) -> None:
    """One case and one client of Lakeside."""
    coordinator, advocate = stage.hats["lakeside.coordinator"], stage.hats["lakeside.advocate"]
    day = stage.ago(30)
    case = stage.make(
        Case,
        coordinator,
        day,
        task_force=stage.lakeside,
        number=f"{day:%Y}-LAKESD",
        form=Kind.LABOR,
        source="inspection",
        labor_asked="found",
        received_on=day,
        opened_on=day,
        city="Lakeside",
        county="Lakeside",
        state=STATE,
        summary="A boat yard keeps its workers' papers. Nobody outside Lakeside sees this case.",
        law_lead=stage.agencies["lake_police"],
        services_lead=stage.agencies["lake_shelter"],
        written_by_id=coordinator.agency_id,
    )
    stage.make(CaseEntry, coordinator, day, case=case, task_force=stage.lakeside, kind="opened")
    ring = clients.ring(stage, "lake_shelter")
    client = stage.make(Client, advocate, day, code_name="Hidden Harbor", opened_on=day, form=Kind.LABOR)
    stage.put(DataKey.cut(ring.data, made_by_id=advocate.person_id, client=client))
    stage.make(ClientIdentity, advocate, day, client=client, name="Nadia Nowhere")
    stage.make(
        ClientPersonGrant,
        advocate,
        day,
        content_object=client,
        permission_id=stage.permission(Client, "assigned"),
        user_id=advocate.person_id,
        reason="Opened the client",
        from_on=day,
    )
