"""Text that is sealed at rest: the one field for it, and the records that say which key opens theirs.

A record is sealed under the key that its `keeper` holds: a client's, or, where two agencies read the
row and neither may read the other's keys, one of its own (`SealedRow`).
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django import forms
from django.db import models

from access import keys
from access.errors import Refused
from access.models import Record, RecordQuerySet

DESTROYED = "(destroyed)"  # what a text says once its key is gone


class _Opening:
    """Opens a sealed value when it is read; a text set by hand stays as it is until saved."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, record: Any, owner: type | None = None) -> Any:
        if record is None:
            return self
        if self.name not in record.__dict__:
            record.refresh_from_db(fields=[self.name])
        value = record.__dict__[self.name]
        if isinstance(value, bytes | memoryview):
            return record.opened(self.name, bytes(value))
        return value

    def __set__(self, record: Any, value: Any) -> None:
        record.__dict__[self.name] = value


class EncryptedText(models.BinaryField):
    """A text kept as bytes that only the key of its record's keeper opens (`Sealed`).

    Reading the attribute opens it, saving seals it. Nothing unsealed can be written: a plain text
    given to `update()` is refused. An empty text is kept as no bytes.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: str
        _pyi_private_get_type: str  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"default": b"", "blank": True, "editable": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {k: v for k, v in kwargs.items() if k not in ("default", "blank", "editable")}

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        if hasattr(cls, "opened"):
            setattr(cls, name, _Opening(name))

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname, b"")
        if isinstance(value, str):
            value = model_instance.__dict__[self.attname] = model_instance.sealed(self.attname, value)
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            raise TypeError(f"{self.name} must be sealed before it is written")
        return super().get_db_prep_value(value, connection, prepared)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.CharField(**{"required": False, "label": self.verbose_name.capitalize(), **kwargs})


class SealedQuerySet(RecordQuerySet):
    def change(self, record: Any, *, expected: int | None = None, **fields: Any) -> None:
        """As for any record; texts are sealed on the way."""
        for name, value in fields.items():
            if isinstance(value, str) and isinstance(record._meta.get_field(name), EncryptedText):
                fields[name] = record.sealed(name, value)
        super().change(record, expected=expected, **fields)


class Keeper(Protocol):
    """Who holds a key."""

    @property
    def secret(self) -> bytes:
        """The key itself. Raises keys.Destroyed."""


class Sealed(Record):
    """A record with `EncryptedText` fields; says which key seals them."""

    objects: ClassVar = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def keeper(self) -> Keeper:
        """Who holds the key that seals this record's text."""
        raise NotImplementedError

    def bound(self, field: str) -> str:
        """What a sealed value is bound to, so that it opens nowhere else."""
        return f"{self._meta.label_lower}.{field}:{self.pk}"

    def sealed(self, field: str, text: str) -> bytes:
        """`text` as it is kept in `field`; an empty one is no bytes. Raises Refused once the key is gone."""
        if not text:
            return b""
        try:
            return keys.seal(self.keeper().secret, text.encode(), bound=self.bound(field))
        except keys.Destroyed:
            raise Refused("This was forgotten for good: nothing more can be written about it.") from None

    def opened(self, field: str, kept: bytes) -> str:
        """What `field` says; DESTROYED once the key is gone."""
        if not kept:
            return ""
        try:
            return keys.unseal(self.keeper().secret, kept, bound=self.bound(field)).decode()
        except keys.Destroyed:
            return DESTROYED


class RowKey(models.BinaryField):
    """The wrapped key of one row, cut when the row is first written."""

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        if add:
            model_instance.cut_key()
        return super().pre_save(model_instance, add)


class SealedRow(Sealed):
    """A record sealed under a key of its own, wrapped by the deployment's master key.

    So whoever the policies show the row can read it, at either end. Setting `wrapped` to no bytes
    destroys the key: the row's text is unreadable from then on, whoever holds a copy of it.
    """

    wrapped = RowKey(default=b"", editable=False)
    master = models.CharField(max_length=16, editable=False, help_text="The name of the master key that wraps it.")

    class Meta:
        abstract = True

    def keeper(self) -> Keeper:
        return self

    def cut_key(self) -> None:
        """Give a new row its key, unless it has one."""
        if not self.wrapped:
            self.wrapped, self.master = keys.wrap(keys.fresh(), bound=row_bound(self._meta.db_table, self.pk))

    @property
    def secret(self) -> bytes:
        """The key itself. Raises keys.Destroyed when it was destroyed, Unreadable without its master key."""
        return keys.unwrap(bytes(self.wrapped), self.master, bound=row_bound(self._meta.db_table, self.pk))


def row_bound(table: str, pk: uuid.UUID) -> str:
    """What the wrapping of a row's key is bound to."""
    return f"row-key:{table}:{pk}"
