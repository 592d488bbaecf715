"""A planted world: a row of every protected model, and in each text of each of them a word that stands nowhere else.

The rows are those of the rooms (`tests/<room>/rows.py`), and beside them what is sealed, closed to named people, and
kept at either post of a person who works on both sides. A model with a kind of field that isn't known here fails.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connections, models

from access import keys
from access.compiler import table_of
from access.context import acting, known
from access.hats import Hat
from access.sealed import EncryptedText, SealedRow
from agencies.models import Person
from tests.cast import OWNER, Cast
from tests.investigations import rows as law
from tests.victims.rows import a_client, a_link
from tests.wall.declared import protections, rows
from victims import services
from victims.models import DataKey, DisclosureLink

# Where a row is read with what it hangs on, by the column that says so.
PAGES = {
    "case_id": ("/cases/{}/",),
    "activity_id": ("/cases/activities/{}/",),
    "request_id": ("/referrals/requests/{}/",),
    "referral_id": ("/referrals/persons/{}/", "/clients/referrals/{}/"),
    "investigation_id": ("/investigations/{}/",),
    "notice_id": ("/investigations/heads-up/{}/",),
    "content_object_id": ("/investigations/{}/", "/clients/{}/"),
    "client_id": ("/clients/{}/", "/clients/{}/releases/"),
    "release_id": ("/clients/releases/{}/",),
}
WORD = re.compile(r"Zq[0-9a-f]{12}")
LABELS = sorted(each.model for each in protections())
# Fields of text that nobody writes freely: names of keys, digests, codes, days, drawn signatures.
CODED = {
    *("master", "digest", "target", "ending", "column", "state", "was", "now"),
    *("birth_date", "drawn", "second_drawn"),
}
# What was given is empty until a demand is decided; these are not.
EMPTY = {"victims.Demand.given"}
# Texts that are kept as JSON, around the word.
AROUND: dict[str, Callable[[str, Any], str]] = {
    "referrals.Disclosure.told": lambda word, row: json.dumps([word] * len(row.outline)),
    "imports.Import.tried": lambda word, _: json.dumps({"problems": [], "would_make": [word]}),
    "imports.Import.content": lambda word, _: f"City\n{word}\n",
}


def word() -> str:
    """A word that stands nowhere else."""
    return f"Zq{uuid.uuid4().hex[:12]}"


@dataclass
class Planted:
    """What was planted: each row by its id, the row of each model, and whose each word is."""

    cast: Cast
    models: dict[str, str] = field(default_factory=dict)  # id of a row: model
    own: dict[str, str] = field(default_factory=dict)  # model: id of the row that was made for it
    words: dict[str, tuple[str, str]] = field(default_factory=dict)  # word: (id of its row, field)
    near: dict[str, str] = field(default_factory=dict)  # page of what a row hangs on: its id

    def visible(self, hat: Hat | None) -> set[str]:
        """The ids of the rows that the database shows under `hat`: the cells of tests/wall/test_matrix.py."""
        every = " UNION ALL ".join(f"SELECT id::text FROM {table_of(label)}" for label in LABELS)
        with acting(hat) if hat else known(0), connections["default"].cursor() as cursor:
            cursor.execute(every)
            return {pk for (pk,) in cursor.fetchall()}


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """The fields in which somebody writes freely."""
    kept = (models.CharField, models.TextField, EncryptedText)
    return [
        each
        for each in model._meta.concrete_fields
        if (isinstance(each, kept) and not each.choices and each.name not in CODED)
        or f"{model._meta.label}.{each.name}" in AROUND
    ]


def plant(cast: Cast) -> Planted:
    """The world; by the rooms' own functions, then every text is replaced by the owner."""
    planted = Planted(cast)
    for label, make in (rows() | {"victims.DisclosureLink": a_link}).items():
        made = make(cast)
        planted.own[label] = str(made.pk)
        for column in PAGES.keys() & vars(made).keys():
            planted.near |= {page.format(vars(made)[column]): str(vars(made)[column]) for page in PAGES[column]}
    by_law = DisclosureLink.objects.using(OWNER).get(disclosure_id=planted.own["referrals.Disclosure"])
    planted.near[PAGES["client_id"][1].format(by_law.client_id)] = str(by_law.client_id)
    _closed(cast)
    for label in LABELS:
        model = apps.get_model(label)
        for row in model._default_manager.using(OWNER):
            planted.models[str(row.pk)] = label
            _mark(planted, label, row)
    return planted


def _closed(cast: Cast) -> None:
    """A sealed investigation, a client closed to named people, and one record at each post of Bo Both."""
    sealed = law.an_investigation(cast, sealed=True)
    law.write(law.models.Note, cast.detective, investigation=sealed, sealed=True, text="Sealed")
    closed = a_client(cast)
    with acting(cast.advocate_supervisor):
        named = [Person.objects.get(pk=cast.advocate_supervisor.person_id)]
        services.close_to_named(by=cast.advocate_supervisor, client=closed, people=named, reason="A relative")
    a_client(cast, by=cast.both_sides["services"], award=None)
    law.an_investigation(cast, hat=cast.both_sides["law"])


def _mark(planted: Planted, label: str, row: Any) -> None:
    said = {}
    for each in texts_of(type(row)):
        if f"{label}.{each.name}" in EMPTY:
            continue
        made = word()
        planted.words[made] = (str(row.pk), each.name)
        text = around(made, row) if (around := AROUND.get(f"{label}.{each.name}")) else made
        said[each.name] = _sealed(row, each.name, text) if isinstance(each, models.BinaryField) else text
    if said:
        type(row)._default_manager.using(OWNER).filter(pk=row.pk).update(**said)


def _sealed(row: Any, name: str, text: str) -> bytes:
    if isinstance(row, SealedRow):
        return row.sealed(name, text)
    keys_of = DataKey.objects.using(OWNER).select_related("agency_key")
    key = keys_of.get(owner_id=row.owner_id, client_id=row.client_id)
    return keys.seal(key.secret, text.encode(), bound=row.bound(name))


def unknown() -> Iterable[str]:
    """Fields of protected models of which nobody has said whether somebody writes freely in them."""
    named = (models.CharField, models.TextField, EncryptedText, models.BinaryField, models.JSONField, ArrayField)
    plain = (models.ForeignKey, models.UUIDField, models.DateField, models.IntegerField, models.BooleanField)
    plain += (models.TimeField, models.DecimalField, models.FloatField)
    for label in LABELS:
        for each in apps.get_model(label)._meta.concrete_fields:
            if not each.generated and not isinstance(each, (*named, *plain)):
                yield f"{label}.{each.name}"
