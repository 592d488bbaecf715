"""What is installed is pinned by hash, whole, and says nothing of where it came from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
BOTH = pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
PIN = re.compile(r"^([\w.-]+)==([\w.]+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


@BOTH
def test_every_package_is_pinned_by_hash_and_no_address_is_named(lock):
    text = (ROOT / lock).read_text()
    assert len(PIN.findall(text)) == text.count("==")
    assert not re.search(r"://|--index|--find-links|--trusted", text)


def test_everything_that_the_project_names_is_in_the_lock():
    assert _named(PROJECT["dependencies"]) <= set(_pins("requirements.lock"))
    assert _named(PROJECT["optional-dependencies"]["dev"]) <= set(_pins("requirements-dev.lock"))


def test_tests_run_with_the_very_versions_that_the_server_runs_with():
    tested = _pins("requirements-dev.lock")
    assert {name: tested.get(name) for name in _pins("requirements.lock")} == _pins("requirements.lock")


def _pins(lock):
    return {name: version for name, version, _ in PIN.findall((ROOT / lock).read_text())}


def _named(requirements):
    return {re.split(r"[\[<>=;]", requirement)[0].lower() for requirement in requirements}
