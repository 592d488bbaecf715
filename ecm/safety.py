"""What settings refuse to start with: each refusal a sentence that says how to mend it."""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from ecm.keys import MADE_HERE

Settings = Mapping[str, Any]
THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]", "::1", "testserver"}
NEEDED = {
    "SECRET_KEY": "ECM_SECRET_KEY",
    "ECM_CONTEXT_KEY": "ECM_CONTEXT_KEY",
    "ECM_MASTER_KEY": "ECM_MASTER_KEY",
}


def refuse_unsafe(settings: Settings) -> None:
    """Raise when these settings would open the house to people who should stay outside."""
    if reasons := list(unsafe(settings)):
        raise ImproperlyConfigured("\n".join(reasons))


def unsafe(settings: Settings) -> Iterator[str]:
    """Every reason not to start."""
    yield from _missing_keys(settings)
    yield from _malformed_keys(settings)
    if public := sorted(_public_hosts(settings)):
        yield from _unfit_for_the_public(settings, ", ".join(public))


def _missing_keys(settings: Settings) -> Iterator[str]:
    for setting, variable in NEEDED.items():
        if not settings.get(setting):
            yield f"{variable} is not set: script/server makes one, docs/operators.md tells how to make your own."


def _malformed_keys(settings: Settings) -> Iterator[str]:
    if (key := settings.get("ECM_CONTEXT_KEY")) and not _is_32_bytes(key, bytes.fromhex):
        yield "ECM_CONTEXT_KEY must be 64 hexadecimal digits: openssl rand -hex 32"
    if (key := settings.get("ECM_MASTER_KEY")) and not _is_32_bytes(key, _from_base64):
        yield "ECM_MASTER_KEY must be 32 bytes in base64: openssl rand -base64 32"


def _unfit_for_the_public(settings: Settings, hosts: str) -> Iterator[str]:
    if settings.get("DEBUG"):
        yield f"ECM_DEBUG=1 shows code and data to whoever makes a page fail, and {hosts} is public: set ECM_DEBUG=0."
    if settings.get("ECM_DEMO", "none") != "none":
        yield f"The demonstration's accounts have known passwords, and {hosts} is public: set ECM_DEMO=none."
    if str(settings.get("SECRET_KEY", "")).startswith(MADE_HERE):
        yield f"ECM_SECRET_KEY is one of the demonstration's, and {hosts} is public: openssl rand -base64 48"
    if "*" in settings.get("ALLOWED_HOSTS", []):
        yield "ECM_HOST=* answers to any name: list the names that people use."
    origin = urlsplit(str(settings.get("ECM_ORIGIN", "")))
    if origin.scheme != "https":
        yield f"{hosts} is public, and passwords would cross the network in the clear: set ECM_ORIGIN=https://..."


def _public_hosts(settings: Settings) -> set[str]:
    return {host for host in settings.get("ALLOWED_HOSTS", []) if host not in THIS_MACHINE}


def _is_32_bytes(key: str, decode: Callable[[str], bytes]) -> bool:
    try:
        return len(decode(key)) == 32
    except (ValueError, binascii.Error):
        return False


def _from_base64(key: str) -> bytes:
    return base64.b64decode(key, validate=True)
