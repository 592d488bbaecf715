"""The API's addresses: every room's routes under /api/v1/."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import SimpleRouter

from access.answers import WearsAHat
from access.api import Nothing

ROOMS = ("office", "cases", "referrals", "investigations", "victims", "reports")

app_name = "api"
router = SimpleRouter(use_regex_path=False)
for room in ROOMS:
    if find_spec(f"{room}.api"):
        for prefix, view in import_module(f"{room}.api").routes:
            router.register(prefix, view, basename=prefix)

described = SpectacularJSONAPIView.as_view(permission_classes=[WearsAHat])
nothing = Nothing.as_view(dict.fromkeys(("get", "post", "put", "patch", "delete"), "nothing"))
urlpatterns = [path("schema/", described, name="schema"), *router.urls, path("<path:rest>", nothing, name="nothing")]
