"""What script/test does once the virtual environment stands: servers, linters, and every test in parallel.

With --long the wall is played against its model (tests/wall/test_whole.py) for 50,000 steps, others each time,
its holes are looked for one by one, and the answers' times are compared (tests/wall/test_timing.py).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from ecm import keys
from ecm.bootstrap import bootstrap
from ecm.places import remove
from ecm.processes import CannotStart
from ecm.services import DATABASE, FOR_TESTS, Services

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
LEFT_OUT = "ECM_TESTS_LEFT_OUT"
LONG = "--long"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
GET_BROWSER = "apt-get install chromium libatomic1   (with sudo, unless you are root)"


def main(arguments: list[str]) -> int:
    in_ci = bool(os.environ.get("CI"))
    long, arguments = LONG in arguments, [each for each in arguments if each != LONG]
    with services() as environment:
        if long:
            environment["ECM_TESTS_LONG"] = "1"
        left_out, kinds = [], [] if long else ["not long"]
        if browser := _find_browser() or _install_browser():
            environment["ECM_CHROMIUM"] = browser
        elif in_ci:
            print(f"Chromium is missing, and in CI nothing may be left out: {GET_BROWSER}", file=sys.stderr)
            return 1
        else:
            left_out.append(f"the browser tests, for want of Chromium. To get it: {GET_BROWSER}")
            kinds.append("not browser")
        failed = [] if arguments else [name for name, command in linters() if _fails(name, command, environment)]
        left_out += [f"nothing of the linter {name}: it FAILED, see above" for name in failed]
        environment[LEFT_OUT] = "\n".join(left_out)
        command = [BIN / "pytest", "-n", "auto", "--dist", "worksteal", "-p", "tests.nothing_left_out"]
        tested = subprocess.run(
            [*command, "-m", " and ".join(kinds), *arguments], cwd=ROOT, env=environment
        ).returncode
    return tested or bool(failed)


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """A PostgreSQL and a Redis of this run's own, gone when it ends."""
    data = Path(tempfile.mkdtemp(prefix="ecm-test-"))
    services = Services(data, durable=False)
    try:
        say("starting PostgreSQL and Redis for the tests")
        services.start(dies_with_us=True)
        ours = services.environment()
        passwords = {login: ours[f"ECM_{login.upper()}_PASSWORD"] for login in keys.LOGINS}
        bootstrap(ours["ECM_ADMIN_URL"], DATABASE, passwords, notices=say)
        yield dict(os.environ) | ours | FOR_TESTS | {"ECM_DATA": str(data / "files")}
    finally:
        services.stop()
        remove(data)


# Modules that hold services under names of their own.
SERVICES_BY_NAME = (
    *("cases/activities.py", "cases/blocks.py", "investigations/charging.py", "investigations/operations.py"),
    "investigations/sharing.py",
)


def linters() -> list[tuple[str, list[str | Path]]]:
    services = [*ROOT.glob("*/services.py"), *(path.parent for path in ROOT.glob("*/services/__init__.py"))]
    typed = [str(path.relative_to(ROOT)) for path in sorted(services)] + list(SERVICES_BY_NAME)
    return [
        ("ruff check", [BIN / "ruff", "check", "."]),
        ("ruff format", [BIN / "ruff", "format", "--check", "."]),
        ("import contracts", [BIN / "lint-imports"]),
        ("migrations", [BIN / "python", "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("types", [BIN / "mypy", "access", "reports", *typed]),
    ]


def _fails(name: str, command: list[str | Path], environment: dict[str, str]) -> bool:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    say(f"{name}: {'FAILED' if done.returncode else 'clean'}")
    if done.returncode:
        print(done.stdout, flush=True)
    return bool(done.returncode)


def _find_browser() -> str | None:
    """A browser that runs, and can be driven: Ubuntu's package is a door to a store that may be closed."""
    if not _runs([str(compute_driver_executable()[0]), "--version"]):
        return None
    for name in BROWSERS:
        if (path := shutil.which(name)) and _runs([path, "--version"]):
            return path
    return None


def _install_browser() -> str | None:
    root = os.geteuid() == 0
    if not shutil.which("apt-get") or not (root or _runs(["sudo", "-n", "true"])):
        return None
    say("installing Chromium for the browser tests")
    become = [] if root else ["sudo", "-n"]
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    install = [*become, *quiet, "install", "--no-install-recommends", "libatomic1", "fonts-liberation"]
    if _runs([*become, *quiet, "update"]) and not _runs([*install, "chromium"]):
        _runs([*install, "chromium-browser"])
    return _find_browser()


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        return False


def say(what: str) -> None:
    print(f"  {what}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotStart as why:
        sys.exit(str(why))
    except KeyboardInterrupt:
        sys.exit(130)
