"""The secrets of one installation: made at its first start, kept in its data folder, handed on as environment."""

import base64
import os
import secrets
from pathlib import Path

LOGINS = ("owner", "door", "app", "counter", "clerk")

# A key made here says so, and `ecm.safety` refuses it with a public host: it lies beside the data that it protects.
MADE_HERE = "demonstration-"


def load_or_make(data: Path) -> dict[str, str]:
    """Read the installation's secrets; make those that are not there yet."""
    file = data / "secrets.env"
    known = _read(file)
    missing = {name: value for name, value in _fresh().items() if name not in known}
    if missing:
        known |= missing
        _write(file, known)
    return known


def _fresh() -> dict[str, str]:
    passwords = {f"ECM_{login.upper()}_PASSWORD": secrets.token_urlsafe(24) for login in LOGINS}
    return passwords | {
        "ECM_ADMIN_PASSWORD": secrets.token_urlsafe(24),
        "ECM_REDIS_PASSWORD": secrets.token_urlsafe(24),
        "ECM_SECRET_KEY": MADE_HERE + secrets.token_urlsafe(48),
        "ECM_CONTEXT_KEY": secrets.token_hex(32),
        "ECM_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    return dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)


def _write(file: Path, values: dict[str, str]) -> None:
    """Write beside the file and rename, so that a start cut short never leaves half the secrets."""
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.writelines(f"{name}={value}\n" for name, value in values.items())
    beside.replace(file)
