"""The same thing sent twice makes one: a double click, Back and again, a connection that broke.

What is made carries an identifier that follows from the sending, so that the table's own key holds it to once and
nothing is kept beside the record. Half of the identifier says under which key it was sent, half what was said: the
same key with other words is noticed.
"""

from __future__ import annotations

import uuid

from django.db import IntegrityError, connection, models
from django.utils.crypto import salted_hmac
from psycopg2.errors import UniqueViolation

from access.hats import Hat

HALF = 8  # bytes


def identifier(hat: Hat, *, place: str, key: str, words: str = "") -> uuid.UUID:
    """The identifier of what `hat` makes at `place` (an address) under `key` with `words`.

    Nobody chooses an identifier of somebody else's, since who sends is in both halves; and nobody who reads one
    can try what was said against it, since both are made with the deployment's secret.
    """
    sent = repr((hat.person_id, hat.value, place, key))
    return uuid.UUID(bytes=_half("key", sent) + _half("words", repr((sent, words))), version=4)


def _half(salt: str, said: str) -> bytes:
    return salted_hmac(f"access.once.{salt}", said, algorithm="sha256").digest()[:HALF]


def made_before(rows: models.QuerySet, made_as: uuid.UUID, *, by: str = "pk") -> models.Model | None:
    """What was made of `rows` under the key of `made_as`, waiting for a sending of it that is under way.

    `by` is the column that holds the identifier. Whoever may not see it any more finds None.
    """
    key = made_as.bytes[:HALF]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key, "big", signed=True)])
    first, last = (uuid.UUID(bytes=key + end * HALF) for end in (b"\x00", b"\xff"))
    return rows.filter(**{f"{by}__gte": first, f"{by}__lte": last}).order_by().first()


def was_made(error: IntegrityError) -> bool:
    """Whether a record's own identifier was taken: it was made before, and its maker may see it no more."""
    cause = error.__cause__
    return isinstance(cause, UniqueViolation) and (cause.diag.constraint_name or "").endswith("_pkey")
