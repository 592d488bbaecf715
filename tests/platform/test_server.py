"""`script/server` from the first start to Ctrl-C, two side by side, and after a kill -9."""

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from ecm.places import remove
from tests.running import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
pytestmark = pytest.mark.slow


class Server:
    """One run of script/server, as a person sees it."""

    def __init__(self, data, port, *more):
        self.port, self.lines = port, []
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("ECM_", "DJANGO_"))}
        command = ["sh", str(ROOT / "script" / "server"), "--port", str(port), "--data", str(data), "--demo", "none"]
        self.process = subprocess.Popen(
            [*command, *more], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )

    def is_ready(self):
        """Read on until it says so, or ends."""
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith("ready: "):
                assert line.strip() == f"ready: http://127.0.0.1:{self.port}"
                return True
        self.process.communicate()
        return False

    def said(self):
        return "".join(self.lines)

    def seconds(self):
        return float(re.search(r"started in ([\d.]+) seconds", self.said())[1])

    def family(self):
        """Everything that it started, and what those started."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        family = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in family and pid not in family}:
            family |= more
        return family

    def end(self, number):
        family = self.family()
        assert len(family) > 8
        os.kill(self.process.pid, number)
        self.process.communicate(timeout=PATIENCE)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and (left := _alive(family)):
            time.sleep(0.1)
        return left


@pytest.fixture
def data():
    folder = Path(tempfile.mkdtemp(prefix="ecm-platform-"))
    yield folder / "data"
    remove(folder / "data")
    remove(folder)


def test_two_servers_side_by_side_from_the_first_start_through_a_kill_to_ctrl_c(data):
    """One story, since each first start makes a whole database."""
    first, second = Server(data, free_port()), Server(data.parent / "second", free_port())
    assert first.is_ready(), first.said()
    _refuses_a_second_on_its_port_or_folder(first, data)
    assert second.is_ready(), second.said()

    assert first.end(signal.SIGKILL) == set()
    again = Server(data, first.port)
    assert again.is_ready(), again.said()
    assert again.seconds() < first.seconds()
    assert [_status(server.port) for server in (again, second)] == [200, 200]

    assert [again.end(signal.SIGINT), second.end(signal.SIGTERM)] == [set(), set()]
    assert [again.process.returncode, second.process.returncode] == [0, 0]
    remove(data.parent / "second")


def _refuses_a_second_on_its_port_or_folder(server, data):
    same_port = Server(data.parent / "other", server.port)
    assert not same_port.is_ready()
    assert f"Port {server.port} is taken by another program" in same_port.said()
    same_folder = Server(data, free_port())
    assert not same_folder.is_ready()
    assert "Another script/server runs on" in same_folder.said()


def _status(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=30) as answer:
        return answer.status


def _alive(pids):
    return {pid for pid in pids if _state(pid) not in (None, "Z")}


def _state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return None
