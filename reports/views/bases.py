"""What the pages of this room share: where they lead back to, downloads, the chosen family."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from reports.tables import Family

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOME = ("Reports", "reports:list")


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """(label, address) of the pages above."""
    return [(HOME[0], reverse(HOME[1])), *more]


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A download."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def chosen(request: HttpRequest, families: list[Family]) -> Family | None:
    """The family of measures that the address names, or the first."""
    wanted = request.GET.get("family")
    return next((family for family in families if family.letter == wanted), families[0] if families else None)
