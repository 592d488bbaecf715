"""Real processes that tests need: a Celery worker and a web server, on the worker's own database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from tests.database import ROOT


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def worker(django_db_setup) -> Iterator[Callable[[], None]]:
    """A running Celery worker; call it to kill the worker and start another."""
    running: list[subprocess.Popen] = []

    def start() -> None:
        for process in running:
            process.kill()
            process.wait()
        running.clear()
        command = [sys.executable, "-m", "celery", "-A", "ecm", "worker", "-P", "solo", "-l", "WARNING"]
        running.append(subprocess.Popen([*command, "--without-gossip", "--without-mingle"], cwd=ROOT))

    start()
    yield start
    for process in running:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def live(django_db_setup) -> Iterator[str]:
    """The address of a running web server (gunicorn, as in production)."""
    port = free_port()
    environment = {**os.environ, "ECM_DEMO": "small", "ECM_ORIGIN": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "gunicorn", "ecm.wsgi", "-k", "gthread", "--threads", "4"]
    process = subprocess.Popen([*command, "-b", f"127.0.0.1:{port}"], cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/account/login/", timeout=5)
            break
        except OSError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(20)


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until `holds()`; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
