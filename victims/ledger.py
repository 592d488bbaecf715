"""The survivor's ledger: who has been given what, because of what, and when it was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet

from referrals.models import Disclosure, Reading
from victims.models import Client, Demand, DisclosureLink, Release


@dataclass
class Given:
    """One copy as its ledger tells it."""

    link: DisclosureLink
    copy: Disclosure
    readings: list[Reading] = field(default_factory=list)

    @property
    def to(self) -> str:
        """The reader in words."""
        person = self.copy.recipient_person
        return f"{person.name} at {self.copy.recipient.name}" if person else self.copy.recipient.name

    @property
    def what(self) -> str:
        """The kinds of information in words."""
        return "; ".join(fact["label"][:1].lower() + fact["label"][1:] for fact in self.copy.outline)


def of_release(release: Release) -> list[Given]:
    """What was given under one release, newest first."""
    return _given(DisclosureLink.objects.filter(release=release))


def of_client(client: Client) -> list[Given]:
    """Everything that was given about one client, newest first."""
    return _given(DisclosureLink.objects.filter(client=client))


def demands_of(client: Client) -> QuerySet[Demand]:
    """What somebody outside demanded or was told about one client, newest first."""
    return Demand.objects.for_page().filter(client=client)


def _given(links: QuerySet[DisclosureLink]) -> list[Given]:
    found = list(links.select_related("client__data_key__agency_key", "release").order_by("-made_at"))
    ids = [link.disclosure_id for link in found]
    copies = Disclosure.objects.for_page().select_related("recipient_person", "made_by").in_bulk(ids)
    given = {link.disclosure_id: Given(link, copies[link.disclosure_id]) for link in found}
    for reading in Reading.objects.filter(disclosure_id__in=ids).select_related("made_by").order_by("made_at"):
        given[reading.disclosure_id].readings.append(reading)
    return list(given.values())
