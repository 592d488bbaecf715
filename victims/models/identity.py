"""Who a client is: sealed under the client's own key, found by blind indexes that never leave the agency."""

from __future__ import annotations

from django.db import models

from access.models import Record
from access.sealed import DESTROYED, EncryptedText
from victims.models.sealed import ClientRecord, DataKey


class ClientIdentity(ClientRecord):
    """Name, contact and other free text about one client. There is no field for a Social Security number."""

    client = models.OneToOneField("victims.Client", models.PROTECT, related_name="identity", editable=False)
    name = EncryptedText("name")
    other_names = EncryptedText("nicknames and other names")
    birth_date = EncryptedText("birth date")
    phones = EncryptedText("telephones")
    email = EncryptedText("e-mail")
    address = EncryptedText("address")
    safe_contact = EncryptedText("safe way to reach them")
    remarks = EncryptedText("what a colleague should know first")

    class Meta:
        verbose_name_plural = "client identities"

    def __str__(self) -> str:
        return "Identity"

    def keeper(self) -> DataKey:
        return self.client.data_key

    @property
    def called(self) -> str:
        """What colleagues call them: the first nickname, else the name; nothing when neither is known any more."""
        said = self.other_names or self.name
        return "" if said == DESTROYED else said.split(",")[0].strip()


class NameToken(Record):
    """One keyed digest of a word, a prefix, a birth date or a telephone of a client (access.keys.blind)."""

    client = models.ForeignKey("victims.Client", models.PROTECT, related_name="+", editable=False)
    named_only = models.BooleanField(default=False, editable=False)
    token = models.BinaryField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=("owner", "token"), name="name_token")]

    def __str__(self) -> str:
        return "Token"
