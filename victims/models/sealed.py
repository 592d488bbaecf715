"""Records whose text is sealed under a key of its own: a client's, or the agency's general one."""

from __future__ import annotations

from typing import Any

from django.db import models

from access import keys
from access.models import Record
from access.sealed import Sealed


class DataKey(Record):
    """The key that seals one client's text, wrapped by its agency's; without a client, the agency's general one.

    Destroying it (`victims.services.forget_client`) makes the client's text unreadable everywhere,
    in history and backups too.
    """

    client = models.OneToOneField("victims.Client", models.PROTECT, related_name="data_key", null=True)
    named_only = models.BooleanField(default=False, editable=False)
    agency_key = models.ForeignKey(keys.AgencyKey, models.PROTECT, related_name="+")
    wrapped = models.BinaryField()
    destroyed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("owner",), condition=models.Q(client=None), name="one_general_key_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return "Data key"

    @classmethod
    def cut(cls, agency_key: keys.AgencyKey, **facts: Any) -> DataKey:
        """A new key, wrapped by `agency_key`, not yet saved."""
        made = cls(owner_id=agency_key.owner_id, agency_key=agency_key, **facts)
        made.wrapped = keys.seal(agency_key.secret, keys.fresh(), bound=f"data-key:{made.pk}")
        return made

    @classmethod
    def make(cls, by: Any, **whose: Any) -> DataKey:
        """A saved new key, wrapped by the newest key of the acting agency."""
        made = cls.cut(keys.agency_key(by.agency_id), made_by_id=by.person_id, **whose)
        made.save(force_insert=True)
        return made

    @property
    def secret(self) -> bytes:
        """The key itself. Raises keys.Destroyed when it was destroyed."""
        if self.destroyed_at:
            raise keys.Destroyed("The key of this text was destroyed.")
        return keys.unseal(self.agency_key.secret, bytes(self.wrapped), bound=f"data-key:{self.pk}")


class ClientRecord(Sealed):
    """A record about one client, walled like the client.

    `named_only` is copied from the client by the database (`victims/policies.py`), never set here.
    """

    client = models.ForeignKey("victims.Client", models.PROTECT, related_name="+", editable=False)
    named_only = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def keeper(self) -> DataKey:
        return self.client.data_key


class HouseRecord(Sealed):
    """A record of the provider's that may be about a client, or about none."""

    client = models.ForeignKey("victims.Client", models.PROTECT, related_name="+", null=True, editable=False)
    named_only = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def keeper(self) -> DataKey:
        if self.client_id:
            return self.client.data_key
        return DataKey.objects.select_related("agency_key").get(owner_id=self.owner_id, client=None)
