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
