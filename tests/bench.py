"""What script/bench measures: the wall, pages, sheets and reports, each as a ratio to a floor of the same run."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db.models import QuerySet

ROUNDS = 15
ROWS = 500  # of the sheet that is brought in


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of some rounds; one goes before them unmeasured."""
    work()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def line(what: str, measured: float, floor: float, unit: str = "ms") -> None:
    """One line of the table: what, its figure, its floor's, the ratio."""
    print(f"{what:<58} {measured:9.1f} {unit}   floor {floor:9.1f} {unit}   x {measured / floor:6.2f}", flush=True)


def hats() -> dict[str, object]:
    """The demonstration's people by the beginning of their address."""
    from access.context import known
    from access.hats import hats_of
    from accounts.models import User

    found = {}
    for who in ("coordinator", "detective", "advocate", "advocate.supervisor", "sheriff.supervisor"):
        user = User.objects.get(email=f"{who}@demo.example")
        with known(user.pk):
            found[who] = hats_of(user.pk)[0]
    return found


def wall() -> None:
    """First page of 25 and count as each reader, to the same rows asked by the owner, whom no policy meets."""
    from access.context import acting
    from cases.models import Case
    from victims.models import Client, ServiceEntry

    people = hats()
    for who, model, order in (
        ("coordinator", Case, "-opened_on"),
        ("detective", Case, "-opened_on"),
        ("advocate", Case, "-opened_on"),
        ("advocate", Client, "-made_at"),
        ("advocate", ServiceEntry, "-on"),
    ):
        with acting(people[who]):
            seen = list(model.objects.values_list("pk", flat=True))
            walled = milliseconds(partial(page_and_count, model.objects.order_by(order)))
        owners = model.objects.using("owner").order_by(order)
        floor = milliseconds(partial(page_and_count, owners))
        line(f"wall: {who} sees {len(seen)} of {owners.count()} {model._meta.verbose_name_plural}", walled, floor)


def page_and_count(rows: QuerySet) -> tuple[list[object], int]:
    """What a list page asks: its first 25 rows, and how many there are."""
    return list(rows[:25]), rows.count()


def pages() -> None:
    """Pages as a browser gets them, to the sign-in page, which asks the house for nothing."""
    from django.conf import settings
    from django.test import Client as Browser

    from access.middleware import SESSION_KEY
    from accounts.models import User

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    people = hats()
    floor = milliseconds(lambda: Browser().get("/account/login/"))
    for who, addresses in {
        "coordinator": ("/", "/cases/"),
        "detective": ("/", "/cases/", "/investigations/"),
        "advocate": ("/", "/clients/", "/referrals/"),
    }.items():
        hat = people[who]
        browser = Browser()
        browser.force_login(User.objects.get(pk=hat.person_id), backend=settings.AUTHENTICATION_BACKENDS[0])
        session = browser.session
        session[SESSION_KEY] = hat.value
        session.save()
        for address in addresses:
            assert browser.get(address).status_code == 200, (who, address)
            line(f"page: {who} {address}", milliseconds(lambda a=address, b=browser: b.get(a)), floor)


def sheets() -> None:
    """A sheet of clients brought in, a row, to the writing of one client by the service alone."""
    from access.context import acting
    from imports.models import Import
    from imports.services import match, receive, run
    from victims.services import open_client

    advocate = hats()["advocate"]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Code name", "Birth date", "Gender", "Type of trafficking"])
    writer.writerows([[f"BENCH-{at}", "03/14/1998", "Female", "Labor"] for at in range(ROWS)])
    with acting(advocate):
        floor = milliseconds(lambda: open_client(by=advocate, answers={"gender": "female"}), rounds=20)
        brought = receive(by=advocate, target="clients", content=out.getvalue().encode())
        match(by=advocate, brought=brought, columns=brought.columns)
        began = time.perf_counter()
        run(by=advocate, brought=brought, for_good=True)
        taken = (time.perf_counter() - began) * 1000
    assert brought.state == Import.State.DONE, brought.problems
    line(f"sheet: {ROWS} clients, a row", taken / ROWS, floor)


def reports() -> None:
    """One agency's count of a quarter, all measures, to one count of the same services by the owner."""
    from access.context import acting
    from reports.contributions import count
    from reports.models import Period
    from victims.models import ServiceEntry

    people = hats()
    floor = milliseconds(lambda: ServiceEntry.objects.using("owner").count())
    for who, side in (("advocate.supervisor", "services"), ("sheriff.supervisor", "law")):
        hat = people[who]
        with acting(hat):
            period = Period.objects.begun().filter(award__side=side).order_by("-starts_on").first()
            began = time.perf_counter()
            made = count(by=hat, period=period)
            taken = (time.perf_counter() - began) * 1000
        line(f"report: {side}, {len(made.numbers)} measures of a period, a measure", taken / len(made.numbers), floor)


def million() -> None:
    """A provider's count of a quarter at two sizes: what must not grow with the services is the memory."""
    from reports.models import Period
    from tests.million import counted, filled

    hat = hats()["advocate.supervisor"]
    period = Period.objects.using("owner").filter(award__side="services", span="quarter", ends_on__lt=dt.date.today())
    period = period.select_related("award__agency").latest("starts_on")
    done = 0
    for services in (100_000, 1_000_000):
        filled(hat, period, done, services)
        done = services
        seconds, python, database = counted(hat, period)
        print(
            f"million: {services:>9,} services in one quarter counted in {seconds:6.1f} s, at the peak "
            f"{python:5.0f} MB in Python and {database:5.0f} MB in PostgreSQL's process",
            flush=True,
        )


MEASURED: dict[str, Callable[[], None]] = {"wall": wall, "pages": pages, "sheets": sheets, "reports": reports}
ASKED = {"million": million}  # takes minutes and a gigabyte, so only when it is asked for


@contextmanager
def house() -> Iterator[None]:
    """The demonstration in a database of its own, on servers of this run's own."""
    from tests.run import services

    with services() as environment:
        os.environ |= environment | {"ECM_DEMO": "small", "DJANGO_SETTINGS_MODULE": "ecm.settings"}
        import django

        django.setup()
        from demo.loading import load
        from tests.database import a_database

        with a_database():
            began = time.perf_counter()
            load()
            print(f"demonstration loaded in {time.perf_counter() - began:.1f} s", flush=True)
            yield


def main(chosen: list[str]) -> int:
    """Measure what is chosen, or everything."""
    known = MEASURED | ASKED
    if unknown := set(chosen) - known.keys():
        print(f"script/bench measures {', '.join(known)}; not {', '.join(unknown)}.", file=sys.stderr)
        return 2
    with house():
        for name in chosen or MEASURED:
            known[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
