"""Starting, watching and ending other programs: each in a session of its own, so that Ctrl-C reaches us alone."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1


class CannotStart(Exception):
    """Something stands in the way of a start; the message says what, and what mends it."""


@dataclass(frozen=True)
class Account:
    """The system account that a program runs under."""

    name: str
    uid: int
    gid: int


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    dies_with_us: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in the background; `dies_with_us` is the signal it gets should we be killed outright."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(env) if env is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[account.gid] if account else None,
            preexec_fn=_bind_to_parent(dies_with_us) if dies_with_us else None,
        )


def _bind_to_parent(number: int) -> Callable[[], None] | None:
    """Ask the kernel to send a signal when our process dies, even by kill -9. Linux alone can."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def bind() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return bind


def is_running(pid: int, *, marked: str) -> bool:
    """Whether this process lives and its command line holds `marked`: a number alone may have been reused."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return marked.encode() in command


def working_in(folder: Path) -> set[int]:
    """The processes whose working folder this is: PostgreSQL's are all to be known by it, orphans too."""
    found = set()
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if link.readlink() == folder:
                found.add(int(link.parent.name))
    return found


def end(pid: int, *, marked: str, by: signal.Signals, patience: float = 20) -> None:
    """End a process politely and wait for it; after `patience` seconds, bluntly."""
    for number in (by, signal.SIGKILL):
        if not is_running(pid, marked=marked):
            return
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if wait_until(lambda: _is_gone(pid, marked), seconds=patience):
            return


def _is_gone(pid: int, marked: str) -> bool:
    """A child of ours that has ended stays in the table until somebody asks for its end: ask."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    return not is_running(pid, marked=marked)


def wait_until(true: Callable[[], bool], *, seconds: float) -> bool:
    """Ask again and again, a little slower each time, until the answer is yes or time is up."""
    until, pause = time.monotonic() + seconds, 0.02
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(pause)
        pause = min(pause * 1.3, 0.25)
    return True


def last_lines(log: Path, count: int = 8) -> str:
    """The end of a log, for a sentence about what went wrong."""
    if not log.exists():
        return ""
    return "\n".join("    " + line for line in log.read_text(errors="replace").splitlines()[-count:])
