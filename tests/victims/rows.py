"""One row of every model of this room, belonging to Harbor House, for the wall's own tests."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from access.context import acting
from tests.cases.rows import a_case
from tests.cast import Cast
from tests.referrals.rows import a_paper, a_referral
from victims import services
from victims.models import (
    Client,
    ClientIdentity,
    ClientPersonGrant,
    DataKey,
    Demand,
    DisclosureLink,
    Enrollment,
    NameToken,
    ReferralLink,
    Release,
)
from victims.services import demands, referral_work
from victims.services import release as releasing


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


def a_release(cast: Cast, **facts: Any) -> Release:
    """A client's signed release that lets the sheriff's detectives know a safe contact and interview needs."""
    client = a_client(cast)
    with acting(cast.advocate):
        return signed(client, cast.advocate, cast.sheriff, **facts)


def signed(client: Client, by: Any, recipient: Any, person: Any = None, **facts: Any) -> Release:
    """A release of `client`, drawn up, filled in and signed under the acting hat."""
    texts = facts.pop("texts", {"safe_contact": "Text 555 010 0123, mornings", "interview_needs": "In Spanish"})
    today = timezone.localdate()
    filled = {"starts_on": today, "ends_on": today + dt.timedelta(days=30), "covers": "signing"} | facts
    release = releasing.draw_up(
        by=by, client=client, recipient=recipient, person=person, purpose="So that they can reach me safely."
    )
    releasing.fill(by=by, release=release, texts=texts, **filled)
    return releasing.sign(by=by, release=release, **SIGNATURE, signed_on=today)


SIGNATURE = {
    "explained_how": "in_person",
    "language": "spa",
    "interpreter": "staff",
    "interpreter_name": "Abe Advocate",
    "told_services": True,
    "told_defense": True,
    "told_risks": True,
    "told_revoking": True,
    "capacity": "person",
    "signed_name": "Marisol Vega",
    "second_name": "",
    "second_relation": "",
    "witness_name": "Ana Advocate",
    "manner": "paper",
    "kept_at": "Blue cabinet",
}


def a_release_fact(cast: Cast) -> Any:
    release = a_release(cast, covers="later")
    with acting(cast.advocate):
        return releasing.add_later(by=cast.advocate, release=release, kind="safe_contact", text="Through her sister")


def a_link(cast: Cast) -> DisclosureLink:
    release = a_release(cast)
    with acting(cast.advocate):
        releasing.give(by=cast.advocate, release=release, digest=releasing.copy_of(release).digest)
        return DisclosureLink.objects.get(release=release)


def a_link_to_come(cast: Cast) -> DisclosureLink:
    """A link as its copy's giver lays it out first."""
    release = a_release(cast)
    with acting(cast.advocate):
        facts = {"client": release.client, "release": release, "disclosure_id": uuid.uuid4()}
        return DisclosureLink.new(cast.advocate, **facts)


A_DEMAND = {
    "basis": "subpoena",
    "to_whom": "Grand jury of the county",
    "asked": "Every record about Marisol Vega",
    "stage": "pending",
    "law": "Subpoena 26-77",
    "grounds": "Ms. Ortiz, our counsel",
    "told": "yes",
    "attempts": "Told her in the office.",
    "protection": "Counsel will ask to quash it.",
}


def a_demand(cast: Cast, by: Any = None, client: Client | None = None, **facts: Any) -> Demand:
    """A subpoena that came yesterday for a client's records, not decided yet."""
    by, client = by or cast.advocate, client or a_client(cast)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with acting(by):
        return demands.record_demand(by=by, client=client, **({"on": yesterday} | A_DEMAND | facts))


def a_referral_link(cast: Cast) -> ReferralLink:
    paper = a_paper(cast)
    with acting(cast.advocate):
        referral_work.open_from_paper(by=cast.advocate, paper=paper)
        return ReferralLink.objects.get(paper=paper)


def a_referral_step(cast: Cast) -> Any:
    referral, today = a_referral(cast), timezone.localdate()
    with acting(cast.advocate):
        return referral_work.take_step(by=cast.advocate, referral=referral, step="accepted", on=today, note="Bed 2")


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
    "victims.Release": a_release,
    "victims.ReleaseFact": a_release_fact,
    "victims.DisclosureLink": a_link_to_come,
    "victims.Demand": a_demand,
    "victims.ReferralLink": a_referral_link,
    "victims.ReferralStep": a_referral_step,
}
