"""Rotating keys: agencies' and rows' keys under a new master key, clients' keys under a new agency key.

Runs as the clerk, one key a step: what was reached stays reached, so a rotation that was cut short is
finished by running it again. It never sees a record.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from access import keys
from access.clerk import call
from access.keys import AgencyKey
from access.sealed import row_bound

BATCH = 200  # keys read at once


@dataclass
class Done:
    """What one agency's rotation did."""

    agency: int
    rewrapped: int = 0
    rows: int = 0
    added: int = 0
    moved: int = 0


def rotate(*, new_agency_keys: bool = False) -> Iterator[Done]:
    """Bring every agency's and row's key under the master key in use; with `new_agency_keys` also give each a new one.

    Raises keys.Unreadable when the master key that wraps a key is not here (ECM_MASTER_KEY_OLD).
    """
    for (agency,) in call("wall.agencies_with_keys"):
        done = Done(agency)
        done.rewrapped = _under_new_master(agency)
        done.rows = _rows_under_new_master(agency)
        if new_agency_keys and not _unfinished(agency):
            _add_key(agency)
            done.added = 1
        done.moved = _under_newest(agency)
        yield done


def _under_new_master(agency: int) -> int:
    now = next(iter(keys.master_keys()))
    moved = 0
    for pk, _, _, wrapped, master in call("wall.keys_of_agency", agency):
        if master != now:
            wrapping, name = keys.wrap_agency_key(pk, keys.unwrap_agency_key(pk, bytes(wrapped), master))
            moved += call("wall.rewrap_agency_key", pk, master, wrapping, name)[0][0]
    return moved


def _rows_under_new_master(agency: int) -> int:
    now = next(iter(keys.master_keys()))
    moved = 0
    while batch := call("wall.row_keys_not_under", agency, now, BATCH):
        for table, pk, wrapped, master in batch:
            bound = row_bound(table, pk)
            wrapping, name = keys.wrap(keys.unwrap(bytes(wrapped), master, bound=bound), bound=bound)
            moved += call("wall.rewrap_row_key", table, pk, master, wrapping, name)[0][0]
    return moved


def _secrets(agency: int) -> dict[uuid.UUID, bytes]:
    """The agency's data keys, oldest first."""
    return {
        pk: keys.unwrap_agency_key(pk, bytes(wrapped), master)
        for pk, purpose, _, wrapped, master in call("wall.keys_of_agency", agency)
        if purpose == AgencyKey.Purpose.DATA
    }


def _unfinished(agency: int) -> bool:
    """Whether a rotation before this one was cut short: it is finished first, without another new key."""
    newest = list(_secrets(agency))[-1:]
    return bool(newest) and bool(call("wall.data_keys_not_under", agency, newest[0], 1))


def _add_key(agency: int) -> None:
    pk = uuid.uuid4()
    wrapping, name = keys.wrap_agency_key(pk, keys.fresh())
    call("wall.add_agency_key", agency, pk, len(_secrets(agency)) + 1, wrapping, name)


def _under_newest(agency: int) -> int:
    held = _secrets(agency)
    if not held:
        return 0
    newest = list(held)[-1]
    moved = 0
    while batch := call("wall.data_keys_not_under", agency, newest, BATCH):
        for pk, was, wrapped in batch:
            secret = keys.unseal(held[was], bytes(wrapped), bound=f"data-key:{pk}")
            wrapping = keys.seal(held[newest], secret, bound=f"data-key:{pk}")
            moved += call("wall.rewrap_data_key", pk, was, wrapping, newest)[0][0]
    return moved
