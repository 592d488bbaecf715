"""`script/server`: the whole product on one machine, started in order and ended in order."""

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from ecm import keys
from ecm.bootstrap import bootstrap
from ecm.places import remove
from ecm.processes import CannotStart, end, last_lines, spawn, wait_until
from ecm.services import DATABASE, Services, keep_exports

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


class Stop(Exception):
    """Somebody asked us to end: Ctrl-C, a closed terminal, a supervisor."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _on_signal)
    try:
        run(options)
    except CannotStart as why:
        print(f"\n{why}", file=sys.stderr)
        return 1
    except Stop:
        say("stopped; the data is kept in " + str(options.data))
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/server", description="Start ecm on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the web server's port (default 8000)")
    parser.add_argument("--data", type=Path, default=ROOT / ".data" / "server", help="folder for everything kept")
    parser.add_argument(
        "--demo", choices=("none", "small", "large"), default="small", help="what to begin with (default small)"
    )
    parser.add_argument("--reset", action="store_true", help="forget the data folder first, and begin anew")
    options = parser.parse_args(arguments)
    options.data = options.data.resolve()
    return options


def run(options: argparse.Namespace) -> None:
    """Everything, bottom up; whatever was started ends when this is left, top down."""
    began = time.monotonic()
    with ExitStack() as running:
        running.enter_context(_only_one(options.data))
        _check_port(options.port)
        environment = _environment(options, running)
        _prepare(options, environment)
        children = _start_programs(options, environment, running)
        _wait_for_web(options, children["web"])
        _tell_ready(options, environment, time.monotonic() - began)
        _watch(children, options.data)


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Two servers on one folder would ruin it; the kernel lets go of the lock even after kill -9."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data.parent / f".{data.name}.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"Another script/server runs on {data}. Stop it with Ctrl-C, or choose another folder:\n"
                "    script/server --port 8001 --data .data/second"
            ) from None
        yield


def _check_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            raise CannotStart(
                f"Port {port} is taken by another program. Choose another:\n    script/server --port {port + 1}"
            ) from None


def _environment(options: argparse.Namespace, running: ExitStack) -> dict[str, str]:
    """What settings read: from the environment where it names servers, else from embedded ones, started here."""
    ours = {
        "ECM_DATA": str(options.data),
        "ECM_DEMO": options.demo,
        "ECM_HOST": "127.0.0.1,localhost",
        "ECM_ORIGIN": f"http://{HOST}:{options.port}",
        "DJANGO_SETTINGS_MODULE": "ecm.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    named = [name for name in ("ECM_DATABASE_HOST", "ECM_REDIS_URL") if os.environ.get(name)]
    if len(named) == 1:
        raise CannotStart(f"Only {named[0]} is set: name both servers, ECM_DATABASE_HOST and ECM_REDIS_URL, or none.")
    if named:
        say("using the PostgreSQL and Redis that the environment names")
        return keys.load_or_make(options.data) | ours | os.environ
    services = Services(options.data)
    if options.reset:
        services.stop()
        remove(options.data)
        services = Services(options.data)
    say(f"starting PostgreSQL and Redis (data in {options.data})")
    running.callback(_stop_services, services)
    services.start(dies_with_us=True)
    keep_exports(options.data, services.environment() | ours)
    return dict(os.environ) | services.environment() | ours


def _stop_services(services: Services) -> None:
    say("stopping PostgreSQL and Redis")
    services.stop()


def _prepare(options: argparse.Namespace, environment: dict[str, str]) -> None:
    """The logins, the tables, and at the first start the demonstration task force."""
    if admin := environment.get("ECM_ADMIN_URL"):
        say("making sure of the five database logins")
        passwords = {login: environment[f"ECM_{login.upper()}_PASSWORD"] for login in keys.LOGINS}
        bootstrap(admin, environment.get("ECM_DATABASE_NAME", DATABASE), passwords, notices=say)
    say("bringing the database up to date")
    manage(environment, "migrate", "--verbosity", "0")
    say("checking that nothing passes through the wall")
    manage(environment, "check", "--tag", "database", "--database", "default")
    first_time = options.data / f"demo-{options.demo}"
    if options.demo != "none" and not first_time.exists():
        say("making the demonstration task force")
        manage(environment, "demo", options.demo)
        first_time.touch()


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a management command to its end; its own words are shown when it fails."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise CannotStart(f"manage.py {' '.join(arguments)} failed:\n{(done.stderr or done.stdout).strip()[-4000:]}")
    return done.stdout


def _start_programs(
    options: argparse.Namespace, environment: dict[str, str], running: ExitStack
) -> dict[str, subprocess.Popen[bytes]]:
    say("starting the web server, the worker and the clock")
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app", "ecm"]
    web = ["--bind", f"{HOST}:{options.port}", "--config", str(ROOT / "deploy" / "gunicorn.py")]
    commands = {
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-mingle"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--schedule", str(options.data / "beat"), "--pidfile="],
        "web": [*python, "gunicorn", *web, "ecm.wsgi"],
    }
    children = {}
    for name, command in commands.items():
        log = options.data / "log" / f"{name}.log"
        children[name] = spawn(command, log=log, cwd=ROOT, env=environment, dies_with_us=signal.SIGTERM)
        running.callback(_stop_program, name, children[name])
    return children


def _stop_program(name: str, child: subprocess.Popen[bytes]) -> None:
    say(f"stopping {name}")
    end(child.pid, marked=str(sys.executable), by=signal.SIGTERM)


def _wait_for_web(options: argparse.Namespace, web: subprocess.Popen[bytes]) -> None:
    address = f"http://{HOST}:{options.port}/"
    wait_until(lambda: web.poll() is not None or _answers(address), seconds=60)
    if web.poll() is not None or not _answers(address):
        log = options.data / "log" / "web.log"
        raise CannotStart(f"The web server does not answer. {log} ends with:\n{last_lines(log, 20)}")


def _answers(address: str) -> bool:
    """Any answer of the product's own counts, but for one that says it is broken."""
    try:
        with urllib.request.urlopen(address, timeout=10):  # noqa: S310  our own address
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _tell_ready(options: argparse.Namespace, environment: dict[str, str], seconds: float) -> None:
    say(f"started in {seconds:.1f} seconds; logs are in {options.data / 'log'}")
    print(f"\nready: http://{HOST}:{options.port}\n", flush=True)
    if options.demo != "none":
        print(manage(environment, "demo", "--accounts"), flush=True)
    if "ECM_EMAIL_BACKEND" not in environment:
        print(f"Emails, such as invitations, are not sent: read them in {options.data / 'log' / 'web.log'}")
    print("Ctrl-C stops everything.", flush=True)


def _watch(children: dict[str, subprocess.Popen[bytes]], data: Path) -> None:
    """Stay until somebody says stop, or one of the programs ends by itself."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                log = data / "log" / f"{name}.log"
                raise CannotStart(f"The {name} program has ended. {log} ends with:\n{last_lines(log, 20)}")
        time.sleep(0.5)


def _on_signal(number: int, frame: FrameType | None) -> None:
    """Once: a second Ctrl-C must not cut the orderly end short."""
    for handled in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(handled, signal.SIG_IGN)
    print(flush=True)
    raise Stop


def say(what: str) -> None:
    print(f"  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
