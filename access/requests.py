"""What a request carries once it has passed through the middleware."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from access.hats import Hat


class Request(HttpRequest):
    """A request as pages see it; only a type, since middleware adds to Django's own object.

    `hat` is who is acting, None for whoever wears none; `htmx` tells whether htmx asks for a part.
    """

    hat: Hat | None
    htmx: HtmxDetails


def route(request: HttpRequest) -> str:
    """The name of the page that was asked for, "cases:detail"; empty where there is none."""
    return request.resolver_match.view_name if request.resolver_match else ""
