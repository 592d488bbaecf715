"""Make or refresh .venv from a lock file. Standard library alone: nothing is installed yet."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def main(lock_name: str) -> None:
    (ROOT / ".data").mkdir(exist_ok=True)
    with (ROOT / ".data" / "venv.lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        refresh(ROOT / lock_name)


def refresh(lock: Path) -> None:
    """Do nothing when the lock file is the one that was installed."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f"{lock.name}.sha256"
    if works() and stamp.exists() and stamp.read_text() == digest:
        return
    if not works():
        make()
    install(lock)
    stamp.write_text(digest)


def works() -> bool:
    """A venv dies when the Python that it points to is replaced."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0


def make() -> None:
    say(f"making a virtual environment in {VENV.name} (Python {sys.version.split()[0]})")
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "Python's venv is not installed here. On Debian and Ubuntu:\n"
            f"    {'' if os.geteuid() == 0 else 'sudo '}apt-get install python3-venv"
        )
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def install(lock: Path) -> None:
    """Install what the lock pins, by hash, wheels only, telling how far it is."""
    total = sum("==" in line for line in lock.read_text().splitlines())
    say(f"installing {total} packages pinned in {lock.name}")
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "--no-deps", "-r", lock]
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    pip = subprocess.Popen([*command, *quiet], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    seen, output = 0, []
    for line in pip.stdout or ():
        output.append(line)
        if line.startswith("Collecting "):
            seen += 1
            if seen % 10 == 0:
                say(f"    {seen} of {total}: {line.split()[1].split('==')[0]}")
        elif line.startswith("Installing "):
            say("    unpacking")
    if pip.wait():
        sys.exit("".join(output[-15:]) + f"\nInstalling from {lock.name} failed; the lines above are pip's.")


def say(what: str) -> None:
    print(f"  {what}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
