"""Where the demonstration is put together: one seeded chance, one today, rows waiting to be written."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from django.db import connections
from django.db.models import Model
from django.utils import timezone

from access.grants import permission
from access.hats import Hat
from agencies.models import Agency, Award, Person, TaskForce
from reports.models import Catalogue

OWNER = "owner"  # the only login that may write rows of every agency at once
SEED = 20261124
DAYS = 548  # 18 months of work
Choice = TypeVar("Choice")


@dataclass(repr=False)
class Stage:
    """Agencies and hats by their keys in `agencies.py` and `people.py`, and every row made so far.

    Everything is drawn from one `Random` and told relative to `today`: the same day gives the same
    demonstration, but for what encryption adds.
    """

    today: dt.date = field(default_factory=timezone.localdate)
    rng: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  a story, not a secret
    riverbend: TaskForce = None
    lakeside: TaskForce = None
    agencies: dict[str, Agency] = field(default_factory=dict)
    hats: dict[str, Hat] = field(default_factory=dict)
    awards: dict[str, Award] = field(default_factory=dict)
    drawn: set[Any] = field(default_factory=set)
    permissions: dict[tuple[str, str], int] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    catalogue: Catalogue = None
    rows: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))

    @property
    def began(self) -> dt.date:
        """The day from which the task force has worked with ecm."""
        return self.today - dt.timedelta(days=DAYS)

    def ago(self, days: int) -> dt.date:
        """The day so many days before today; a negative number gives one to come."""
        return self.today - dt.timedelta(days=days)

    # ---- chance -----------------------------------------------------------------------------------
    def chance(self, share: float) -> bool:
        """True in so many of a hundred cases (0 to 1)."""
        return self.rng.random() < share

    def pick(self, weights: Mapping[Choice, float]) -> Choice:
        """One of the keys, each as often as its weight says."""
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def dealt(self, shares: Mapping[Choice, float], count: int) -> list[Choice]:
        """`count` values in exactly these shares (to the nearest one), shuffled."""
        total, cards = sum(shares.values()), []
        for value, share in shares.items():
            cards += [value] * round(count * share / total)
        cards = (cards + [next(iter(shares))] * count)[:count]
        self.rng.shuffle(cards)
        return cards

    def some(self, values: Iterable[Choice], least: int, most: int) -> list[Choice]:
        """Between `least` and `most` different ones, in their own order."""
        values = list(values)
        chosen = self.rng.sample(range(len(values)), min(self.rng.randint(least, most), len(values)))
        return [values[place] for place in sorted(chosen)]

    def fresh(self, draw: Callable[[], Choice]) -> Choice:
        """What `draw` gives, drawn again until it was not there before."""
        while (drawn := draw()) in self.drawn:
            continue
        self.drawn.add(drawn)
        return drawn

    # ---- time -------------------------------------------------------------------------------------
    def day(self, first: dt.date, last: dt.date) -> dt.date:
        """A day from `first` to `last`, on a weekday where one is near; today is still to be worked."""
        last = max(first, min(last, self.ago(1)))
        day = first + dt.timedelta(days=self.rng.randint(0, (last - first).days))
        return max(first, day - dt.timedelta(days=max(0, day.weekday() - 4)))

    def moment(self, day: dt.date) -> dt.datetime:
        """A moment of the working hours of `day`, never one to come."""
        time = dt.time(self.rng.randint(8, 16), self.rng.randint(0, 59))
        at = timezone.make_aware(dt.datetime.combine(day, time))
        midnight = timezone.make_aware(dt.datetime.combine(day, dt.time()))
        return max(midnight, min(at, timezone.now() - dt.timedelta(minutes=5)))

    # ---- rows -------------------------------------------------------------------------------------
    def uuid(self) -> uuid.UUID:
        """A random identifier from the story's own chance."""
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def make(self, model: type[Model], by: Hat, on: dt.date | dt.datetime, /, **fields: Any) -> Any:
        """A record that `by` made on a day (or at a moment), waiting to be written."""
        at = on if isinstance(on, dt.datetime) else self.moment(on)
        facts = {"id": self.uuid(), "owner_id": by.agency_id, "made_by_id": by.person_id, "made_at": at}
        return self.put(model(**(facts | fields)))

    def put(self, row: Any) -> Any:
        """Any other row, waiting to be written."""
        self.rows[type(row)].append(row)
        return row

    def permission(self, model: type[Model], codename: str) -> int:
        """The number of one of the model's permissions, for grants."""
        key = (model._meta.label, codename)
        if key not in self.permissions:
            self.permissions[key] = permission(model, codename).pk
        return self.permissions[key]

    def write(self) -> int:
        """Write what waits, in the order in which its kinds were first made; how many rows."""
        written = 0
        for model, rows in self.rows.items():
            model._base_manager.using(OWNER).bulk_create(rows, batch_size=1000)
            written += len(rows)
        self.rows.clear()
        return written


def refresh_statistics() -> None:
    """Tell PostgreSQL at once what was loaded, so that the first page is as quick as the second."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("ANALYZE")
