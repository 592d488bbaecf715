"""Who is meant by what was typed into a sheet of services: code names, nicknames, relatives, groups.

"Amber Finch" is a client, "luna" the one client with that nickname, "Amber Finch: Child 1" a relative,
"Amber Finch; Blue Fox" a group.
"""

from __future__ import annotations

from collections.abc import Iterable

from access.errors import Refused
from access.hats import Hat
from victims.models import Client, FamilyMember
from victims.services.search import found

Whom = tuple[Client, FamilyMember | None]
# Two colleagues may have drawn the same for clients whom only one of them sees.
MORE_THAN_ONE = "More than one client is called {}."
OFFERED = 300  # as many as a browser's list of suggestions bears


class Finder:
    """Finds clients by what was typed; code names of a whole sheet are read at once."""

    def __init__(self, by: Hat, texts: Iterable[str]) -> None:
        self.by = by
        labels = {_label(part)[0] for text in texts for part in _parts(text)}
        variants = labels | {label.title() for label in labels}
        named = Client.objects.filter(code_name__in=variants).with_names()
        self.known: dict[str, list[Client]] = {}
        for client in named:
            self.known.setdefault(client.code_name.casefold(), []).append(client)

    def whom(self, text: str) -> list[Whom]:
        """Everybody that `text` names. Raises Refused when one is nobody or several."""
        return [self._one(part) for part in _parts(text)]

    def _one(self, part: str) -> Whom:
        label, relative = _label(part)
        clients = self.known.get(label.casefold(), [])
        if len(clients) > 1:
            raise Refused(f"{MORE_THAN_ONE.format(label)} Enter this on the client's page.", "client")
        client = clients[0] if clients else self._by_nickname(label)
        return client, self._relative(client, relative) if relative else None

    def _by_nickname(self, label: str) -> Client:
        matches = list(found(self.by, Client.objects.with_names().order_by("-status", "code_name"), label)[:4])
        if not matches:
            raise Refused(
                f"No client is found by “{label}”. Use the code name, or look in the list of clients.", "client"
            )
        if len(matches) > 1:
            names = ", ".join(client.code_name for client in matches)
            raise Refused(f"“{label}” may be {names}. Use the code name.", "client")
        return matches[0]

    def _relative(self, client: Client, said: str) -> FamilyMember:
        for relative in FamilyMember.objects.filter(client=client):
            if str(relative).casefold() == said.casefold():
                return relative
        raise Refused(f"{client.code_name} has no relative “{said}”. Add them on the client's page first.", "client")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _label(part: str) -> tuple[str, str]:
    label, _, relative = part.partition(":")
    return " ".join(label.split()), relative.strip()


def offered(by: Hat) -> list[tuple[str, str]]:
    """(what to write, what they are called) of open clients and their relatives, own clients first."""
    mine = Client.objects.of(by.person_id).open().with_names().order_by("code_name")[:OFFERED]
    clients = {client.pk: client for client in mine}
    for client in Client.objects.open().with_names().order_by("-made_at")[: OFFERED - len(clients)]:
        clients.setdefault(client.pk, client)
    relatives = FamilyMember.objects.filter(client__in=clients, left_on=None)
    return [(client.code_name, client.identity.called) for client in clients.values()] + [
        (f"{clients[relative.client_id].code_name}: {relative}", "") for relative in relatives
    ]
