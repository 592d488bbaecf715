"""What a machine lacks is named with the command that installs it."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_python_that_is_too_old_is_named(tmp_path):
    old = _machine(tmp_path, python3='[ "$1" = --version ] && echo Python 3.9.2 || exit 1')
    refused = _start(old)
    assert refused.returncode == 1
    assert "Python 3.11 or later; here is Python 3.9.2" in refused.stderr
    assert "apt-get install python3 python3-venv" in refused.stderr


def test_no_python_at_all_is_named(tmp_path):
    assert "here is no Python" in _start(_machine(tmp_path)).stderr


def _machine(folder, **programs):
    """A folder of programs: what this machine has."""
    for name in ("dirname", "sh"):
        (folder / name).symlink_to(f"/usr/bin/{name}")
    for name, body in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
    return folder


def _start(machine):
    environment = {**os.environ, "PATH": str(machine)}
    return subprocess.run(
        ["/bin/sh", ROOT / "script" / "server"], env=environment, capture_output=True, text=True, timeout=30
    )
