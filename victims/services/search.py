"""Finding a client by name, birth date or telephone through keyed digests that never leave the agency.

Whole words and prefixes of three letters or more, without case and accents. The table tells which
tokens two clients share, and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from access.hats import Hat
from access.keys import AgencyKey, agency_key, blind
from victims.models import Client, ClientIdentity, NameToken

SHORTEST = 3  # letters of a prefix: fewer would find half of everyone


def words_of(text: str) -> list[str]:
    """The words of a name as they are compared: no case, no accents, letters and digits only."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(mark for mark in plain if not unicodedata.combining(mark)))


def pieces(word: str) -> list[str]:
    """The word and its beginnings of three letters and more."""
    return [word[:length] for length in range(SHORTEST, len(word))] + [word]


def last_digits(phone: str) -> str:
    """The ten digits by which telephones are compared; nothing when there are fewer than seven."""
    digits = re.sub(r"\D", "", phone)
    return digits[-10:] if len(digits) >= 7 else ""


def sayings(identity: ClientIdentity) -> set[str]:
    """Everything that the client shall be found by, as labelled texts."""
    words = words_of(f"{identity.name} {identity.other_names}")
    said = {f"name:{piece}" for word in words for piece in pieces(word)}
    said |= {f"whole:{word}" for word in words}
    said |= {f"phone:{digits}" for phone in re.split(r"[,;\n]", identity.phones) if (digits := last_digits(phone))}
    return said | ({f"birth:{identity.birth_date}"} if identity.birth_date else set())


def index(by: Hat, identity: ClientIdentity) -> None:
    """Write anew what the client is found by."""
    key = agency_key(by.agency_id, AgencyKey.Purpose.INDEX).secret
    NameToken.objects.filter(client_id=identity.client_id).delete()
    NameToken.objects.bulk_create(
        NameToken(owner_id=by.agency_id, made_by_id=by.person_id, client_id=identity.client_id, token=blind(key, said))
        for said in sorted(sayings(identity))
    )


def found(by: Hat, clients: QuerySet[Client], text: str) -> QuerySet[Client]:
    """Those of `clients` whose code name, name or nickname begins with every word of `text`."""
    words = words_of(text)
    if not words:
        return clients
    key = agency_key(by.agency_id, AgencyKey.Purpose.INDEX).secret
    for word in words:
        token = blind(key, f"name:{word}")
        named = Exists(NameToken.objects.filter(client=OuterRef("pk"), owner_id=by.agency_id, token=token))
        clients = clients.filter(named | Q(code_name__istartswith=word) | Q(code_name__icontains=f" {word}"))
    return clients


def likely_same(by: Hat, identity: ClientIdentity) -> list[Client]:
    """Clients of this agency who may be the same person: birth date, telephone or every word of the name.

    Only the own agency's are compared, ever (field.md 5.5, R7), and only those that the reader sees.
    """
    key = agency_key(by.agency_id, AgencyKey.Purpose.INDEX).secret
    others = Client.objects.exclude(pk=identity.client_id)
    strong = [said for said in sayings(identity) if said.startswith(("phone:", "birth:"))]
    same = _sharing(key, by.agency_id, strong, any_of=True)
    if words := words_of(identity.name):
        same |= _sharing(key, by.agency_id, [f"whole:{word}" for word in words], any_of=False)
    return list(others.filter(same)[:5]) if same else []


def _sharing(key: bytes, agency_id: int, sayings: Iterable[str], *, any_of: bool) -> Q:
    condition = Q()
    for said in sayings:
        shares = Exists(NameToken.objects.filter(client=OuterRef("pk"), owner_id=agency_id, token=blind(key, said)))
        condition = (condition | Q(shares)) if any_of else (condition & Q(shares))
    return condition
