"""Page or fragment at one address, and pages of a long list."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

PER_PAGE = 25


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part; coming back through history it needs the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def page_or_fragment(
    request: HttpRequest,
    page: str,
    fragment: str,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The full page, or its fragment when htmx asks, at the same address."""
    template = fragment if wants_fragment(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def paged(rows: QuerySet | list, request: HttpRequest, per_page: int = PER_PAGE) -> Page:
    """The page of ``rows`` that ``?page=`` names; a wrong number gives the nearest."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
