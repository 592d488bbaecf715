"""A median of some rounds, a line of the table, and who it is measured as."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

ROUNDS = 15


def milliseconds(
    work: Callable[[], object], rounds: int = ROUNDS, within: AbstractContextManager | None = None
) -> float:
    """The median of some rounds, `within` a context; one goes before them unmeasured."""
    taken = []
    with within or nullcontext():
        work()
        for _ in range(rounds):
            began = time.perf_counter()
            work()
            taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def line(what: str, measured: float, floor: float, unit: str = "ms") -> None:
    """One line of the table: what, its figure, its floor's, the ratio."""
    print(f"{what:<58} {measured:9.1f} {unit}   floor {floor:9.1f} {unit}   x {measured / floor:6.2f}", flush=True)


def hat_of(who: str) -> Any:
    """The hat of one of a demonstration's people, by the beginning of their address."""
    from access.context import known
    from access.hats import hats_of
    from accounts.models import User

    number = User.objects.get(email=f"{who}@demo.example").pk
    with known(number):
        return hats_of(number)[0]
