"""What every test stands on: a database under the real logins, the cast, and ways to act as somebody."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.test import Client

from access.context import acting as acting_as
from access.hats import Hat
from access.middleware import SESSION_KEY
from tests import database
from tests.cast import Cast, assemble

pytest_plugins = ["tests.running", "tests.browser"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """One database a worker; keys and queue of its own in the shared Redis."""
    os.environ["ECM_PREFIX"] = prefix = f"test-{secrets.token_hex(4)}"
    settings.ECM_PREFIX = settings.CELERY_TASK_DEFAULT_QUEUE = prefix
    settings.CACHES["default"]["KEY_PREFIX"] = caches["default"].key_prefix = prefix  # made while importing
    settings.ECM_NOTHING_HERE_EVERY = 0  # nobody waits here but tests/wall/test_timing.py
    from ecm.celery import app

    app.conf.task_default_queue = prefix
    with django_db_blocker.unblock(), database.a_database():
        yield


@pytest.fixture(scope="session")
def shipped(django_db_setup, django_db_blocker) -> set[str]:
    """Tables that migrations have filled."""
    with django_db_blocker.unblock():
        return database.shipped()


@pytest.fixture
def house(shipped: set[str], django_db_blocker) -> Iterator[None]:
    """An empty house, emptied again afterwards; nothing is rolled back, everything is real."""
    with django_db_blocker.unblock():
        yield
        for alias in settings.DATABASES:
            connection = connections[alias]
            while connection.in_atomic_block:
                connection.rollback()
                connection.in_atomic_block = False
        database.empty(shipped)


@pytest.fixture
def cast(house: None) -> Cast:
    """Everybody (tests/cast.py)."""
    return assemble()


@pytest.fixture
def acting(house: None) -> Callable:
    """`with acting(hat):` call services and querysets as whoever wears that hat."""
    return acting_as


@pytest.fixture
def signed_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[Hat], Client]:
    """A client signed in as whoever wears `hat`, wearing it; `None` for nobody.

    As in the demonstration, no second factor is asked for; `tests/accounts` proves that it is elsewhere.
    """
    monkeypatch.setattr(settings, "ECM_SECOND_FACTOR_REQUIRED", False)

    return lambda hat, **options: a_browser(cast, hat, **options)


def a_browser(cast: Cast, hat: Hat | None, **options) -> Client:
    """A client signed in as whoever wears `hat`, wearing it; of nobody without one."""
    client = Client(**options)
    if hat is not None:
        client.force_login(cast.user(hat), backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.session
        session[SESSION_KEY] = hat.value
        session.save()
    return client
