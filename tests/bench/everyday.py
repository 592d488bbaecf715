"""Pages, a sheet and a report, on the demonstration."""

from __future__ import annotations

import csv
import datetime as dt
import io
import time

from tests.bench.measuring import hat_of, line, milliseconds

ROWS = 500  # of the sheet that is brought in


def pages() -> None:
    """Pages as a browser gets them, to the sign-in page, which asks the house for nothing."""
    from django.conf import settings
    from django.test import Client as Browser

    from access.middleware import SESSION_KEY
    from accounts.models import User

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    floor = milliseconds(lambda: Browser().get("/account/login/"))
    for who, addresses in {
        "coordinator": ("/", "/cases/"),
        "detective": ("/", "/cases/", "/investigations/"),
        "advocate": ("/", "/clients/", "/referrals/"),
    }.items():
        hat = hat_of(who)
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

    advocate = hat_of("advocate")
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

    floor = milliseconds(lambda: ServiceEntry.objects.using("owner").count())
    for who, side in (("advocate.supervisor", "services"), ("sheriff.supervisor", "law")):
        hat = hat_of(who)
        with acting(hat):
            period = Period.objects.begun().filter(award__side=side).order_by("-starts_on").first()
            began = time.perf_counter()
            made = count(by=hat, period=period)
            taken = (time.perf_counter() - began) * 1000
        line(f"report: {side}, {len(made.numbers)} measures of a period, a measure", taken / len(made.numbers), floor)


def million() -> None:
    """A provider's count of a quarter at two sizes: what must not grow with the services is the memory."""
    from reports.models import Period
    from tests.bench.million import counted, filled

    hat = hat_of("advocate.supervisor")
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
