"""`script/bench`: measures what is chosen, or everything that takes a minute, each on the house that it needs."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench import everyday, wall


@dataclass(frozen=True)
class Measure:
    """Something to measure: on the small demonstration or the large one; what takes minutes only when asked."""

    work: Callable[[], None]
    house: str = "small"
    takes_minutes: bool = False


MEASURES = {
    "pages": Measure(everyday.pages),
    "sheets": Measure(everyday.sheets),
    "reports": Measure(everyday.reports),
    "million": Measure(everyday.million, takes_minutes=True),
    "wall": Measure(wall.wall, house="large", takes_minutes=True),
}


@contextmanager
def servers() -> Iterator[None]:
    """Servers of this run's own, and Django upon them."""
    from tests.run import services

    with services() as environment:
        os.environ |= environment | {"ECM_DEMO": "small", "DJANGO_SETTINGS_MODULE": "ecm.settings"}
        import django

        django.setup()
        yield


@contextmanager
def house(size: str) -> Iterator[None]:
    """A demonstration in a database of its own."""
    from demo import large, loading
    from tests.database import a_database

    with a_database():
        began = time.perf_counter()
        large.load() if size == "large" else loading.load()
        print(f"{size} demonstration loaded in {time.perf_counter() - began:.1f} s", flush=True)
        yield


def main(chosen: list[str]) -> int:
    """Measure what is chosen, or everything that does not take minutes."""
    if unknown := set(chosen) - MEASURES.keys():
        print(f"script/bench measures {', '.join(MEASURES)}; not {', '.join(unknown)}.", file=sys.stderr)
        return 2
    names = chosen or [name for name, measure in MEASURES.items() if not measure.takes_minutes]
    with servers():
        for size in ("small", "large"):
            if here := [MEASURES[name] for name in names if MEASURES[name].house == size]:
                with house(size):
                    for measure in here:
                        measure.work()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
