"""Records whose text is sealed under a key of its own: a client's, or the agency's general one."""

from __future__ import annotations

from typing import Any

from django.db import models

from access import keys
from access.models import Record, RecordQuerySet
from victims.fields import EncryptedText


class SealedQuerySet(RecordQuerySet):
    def change(self, record: models.Model, *, expected: int | None = None, **fields: Any) -> None:
        """As for any record; texts are sealed on the way."""
        for name, value in fields.items():
            if isinstance(value, str) and isinstance(record._meta.get_field(name), EncryptedText):
                fields[name] = record.sealed(name, value)
        super().change(record, expected=expected, **fields)


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
        """The key itself. Raises keys.Unreadable when it was destroyed."""
        return keys.unseal(self.agency_key.secret, bytes(self.wrapped), bound=f"data-key:{self.pk}")


class Sealed(Record):
    """A record with `EncryptedText` fields; says which key seals them."""

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def keeper(self) -> DataKey:
        """The key that seals this record's text."""
        raise NotImplementedError

    def _bound(self, field: str) -> str:
        return f"{self._meta.label_lower}.{field}:{self.pk}"

    def sealed(self, field: str, text: str) -> bytes:
        """`text` as it is kept in `field`; an empty one is no bytes."""
        return keys.seal(self.keeper().secret, text.encode(), bound=self._bound(field)) if text else b""

    def opened(self, field: str, kept: bytes) -> str:
        """What `field` says; "(destroyed)" once the key is gone."""
        if not kept:
            return ""
        keeper = self.keeper()
        if keeper.destroyed_at:
            return "(destroyed)"
        return keys.unseal(keeper.secret, kept, bound=self._bound(field)).decode()


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
