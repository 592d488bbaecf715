"""What a person had typed before the lock, for the page that it was typed on."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from accounts.kept import Forms, give_back


def kept(request: HttpRequest) -> dict[str, Callable[[], Forms | None]]:
    """`kept_values`: asked for by the base page alone, and only then taken out."""
    return {"kept_values": cache(lambda: give_back(request))}
