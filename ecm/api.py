"""The API's addresses: every room's routes under /api/v1/."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

ROOMS = ("agencies", "cases", "referrals", "investigations", "victims", "reports")

app_name = "api"
router = SimpleRouter(use_regex_path=False)
for room in ROOMS:
    if find_spec(f"{room}.api"):
        for prefix, view in import_module(f"{room}.api").routes:
            router.register(prefix, view, basename=prefix)

urlpatterns = [path("schema/", SpectacularAPIView.as_view(), name="schema"), *router.urls]
