"""What every page shows around its content: navigation, demo banner, version."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ui.navigation import navigation


def ui(request: HttpRequest) -> dict[str, Any]:
    """Navigation by ``request.hat``; reads nothing else about the person."""
    hat = getattr(request, "hat", None)
    return {
        "hat": hat,
        "navigation": SimpleLazyObject(lambda: navigation(hat, request.path)),
        "is_demo": getattr(settings, "ECM_DEMO", "none") != "none",
        "version": getattr(settings, "ECM_VERSION", ""),
        "idle_seconds": getattr(settings, "ECM_IDLE_SECONDS", 1800),
        "quick_exit_url": getattr(settings, "ECM_QUICK_EXIT_URL", "https://www.weather.gov/"),
    }
