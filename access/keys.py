"""Encryption at rest: agencies' keys, wrapped by the deployment's, and what is sealed under keys.

The deployment's master key (settings.ECM_MASTER_KEY) wraps each agency's keys; an agency's data
key wraps the keys of its records (a client's, `victims.DataKey`); those seal text. What crosses from one
agency to another has a key a row, wrapped by the master key (`access/sealed.py`). Everything is
AES-256-GCM, and the associated data binds a sealed value to its row and field, so that a value
copied to another row does not open. Honestly: one process holds the keys of all while it runs;
they protect stolen disks, dumps and replicas, not against a bug in a page (docs/wall.md).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.utils import timezone

NONCE = 12  # bytes, NIST SP 800-38D
FORMAT = b"\x01"


class Unreadable(Exception):
    """A sealed value does not open: the key is another, was destroyed, or the value was moved."""


class Destroyed(Unreadable):
    """The key was destroyed on purpose: what it sealed is forgotten."""


def fresh() -> bytes:
    """A new key of 256 bits."""
    return AESGCM.generate_key(256)


def seal(key: bytes, plain: bytes, *, bound: str) -> bytes:
    """`plain` encrypted under `key`; it opens only with the same `bound`, its row and field."""
    nonce = os.urandom(NONCE)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, bound.encode())


def unseal(key: bytes, sealed: bytes, *, bound: str) -> bytes:
    """What `seal` was given. Raises Unreadable."""
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], bound.encode())
    except (InvalidTag, ValueError) as wrong:
        raise Unreadable("This text can't be read with the keys that are here.") from wrong


def blind(key: bytes, said: str) -> bytes:
    """A keyed digest by which equal values are found and nothing else is learned (HMAC-SHA256, 128 bits)."""
    return hmac.digest(key, said.encode(), "sha256")[:16]


def master_keys() -> dict[str, bytes]:
    """The deployment's master keys by name: the one in use first, then one that is being retired."""
    said = [key for key in (settings.ECM_MASTER_KEY, settings.ECM_MASTER_KEY_OLD) if key]
    return {master_name(base64.b64decode(key)): base64.b64decode(key) for key in said}


def master_name(key: bytes) -> str:
    """A name for a master key that says nothing of it."""
    return hashlib.sha256(b"ecm master key" + key).hexdigest()[:16]


def wrap(secret: bytes, *, bound: str) -> tuple[bytes, str]:
    """(wrapping, name of the master key) of a key, under the master key in use."""
    name, master = next(iter(master_keys().items()))
    return seal(master, secret, bound=bound), name


def unwrap(wrapped: bytes, master: str, *, bound: str) -> bytes:
    """A key from its wrapping. Raises Destroyed, and Unreadable when its master key is not here."""
    if not wrapped:
        raise Destroyed("The key of this text was destroyed.")
    held = master_keys().get(master)
    if held is None:
        raise Unreadable("The master key that this key is wrapped under is not here.")
    return unseal(held, wrapped, bound=bound)


class AgencyKey(models.Model):
    """A key of one agency, wrapped by the deployment's master key; read under that agency's hat only.

    Of purpose `data` the newest generation wraps; older ones still unwrap what `rotate_keys` has not
    reached. There is one of purpose `index`, for blind indexes, which only its wrapping outlives.
    """

    class Purpose(models.TextChoices):
        DATA = "data", "Wraps the keys of records"
        INDEX = "index", "Blind indexes"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose)
    generation = models.PositiveSmallIntegerField(default=1)
    wrapped = models.BinaryField()
    master = models.CharField(max_length=16, help_text="The name of the master key that wraps it.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("owner", "purpose", "generation"), name="one_agency_key_a_generation"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} key {self.generation}"

    @property
    def secret(self) -> bytes:
        """The key itself. Raises Unreadable when its master key is not here."""
        return unwrap_agency_key(self.pk, bytes(self.wrapped), self.master)


def unwrap_agency_key(pk: uuid.UUID, wrapped: bytes, master: str) -> bytes:
    """An agency's key from its wrapping. Raises Unreadable when its master key is not here."""
    return unwrap(wrapped, master, bound=f"agency-key:{pk}")


def wrap_agency_key(pk: uuid.UUID, secret: bytes) -> tuple[bytes, str]:
    """(wrapping, name of the master key) under the master key in use."""
    return wrap(secret, bound=f"agency-key:{pk}")


def agency_key(agency_id: int, purpose: str = AgencyKey.Purpose.DATA) -> AgencyKey:
    """The acting agency's newest key of `purpose`, made at its first use."""
    keys = AgencyKey.objects.filter(owner_id=agency_id, purpose=purpose).order_by("-generation")
    return keys.first() or _made(agency_id, purpose) or keys.get()


def cut_agency_key(agency_id: int, purpose: str) -> AgencyKey:
    """A first key of an agency, not yet saved."""
    pk = uuid.uuid4()
    wrapped, master = wrap_agency_key(pk, fresh())
    return AgencyKey(pk=pk, owner_id=agency_id, purpose=purpose, wrapped=wrapped, master=master)


def _made(agency_id: int, purpose: str) -> AgencyKey | None:
    """A first key; None when somebody else made it in the same moment."""
    made = cut_agency_key(agency_id, purpose)
    AgencyKey.objects.bulk_create([made], ignore_conflicts=True)
    return made if AgencyKey.objects.filter(pk=made.pk).exists() else None
