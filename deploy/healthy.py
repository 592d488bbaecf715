"""Whether one of our containers is well: `python deploy/healthy.py web|worker|beat`, 0 for yes."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

BEAT_WRITES_EVERY = 180


def web() -> bool:
    """The front door answers under its public name, as if the proxy had asked."""
    host = os.environ["ECM_HOST"].split(",")[0]
    asked = urllib.request.Request(
        "http://127.0.0.1:8000/account/login/", headers={"Host": host, "X-Forwarded-Proto": "https"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310  our own address
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def worker() -> bool:
    ping = [sys.executable, "-m", "celery", "--app", "ecm", "inspect", "ping", "--timeout", "5"]
    return (
        subprocess.run([*ping, "--destination", f"celery@{os.uname().nodename}"], capture_output=True).returncode == 0
    )


def beat() -> bool:
    """The clock writes down regularly what it has sent."""
    written = [file.stat().st_mtime for file in Path(os.environ["ECM_DATA"]).glob("beat*")]
    return bool(written) and time.time() - max(written) < 3 * BEAT_WRITES_EVERY


if __name__ == "__main__":
    sys.exit(not {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]())
