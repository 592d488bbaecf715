"""How a service refuses: with a sentence that says how to mend it."""

from collections.abc import Callable
from typing import Any


class Refused(Exception):
    """A service will not do this.

    `message` is shown to the person; `field` names the form's field that it belongs to, if one.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Refused):
    """Somebody else saved this record since it was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this while you had it open. What you typed is still here: "
            "open the record again in another tab, compare, and save once more."
        )


def refusals(check: Callable[..., object], *arguments: Any) -> list[Refused]:
    """What `check` refuses, where every fault of a row is told at once; nothing when it agrees."""
    try:
        check(*arguments)
    except Refused as refusal:
        return [refusal]
    return []
