"""A server of the looks alone: no database, no sign-in, a made-up hat."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.http import HttpRequest, HttpResponse
from django.test.testcases import QuietWSGIRequestHandler


def made_up_hat(**changes: object) -> SimpleNamespace:
    """What pages read of ``request.hat``."""
    return SimpleNamespace(
        **{
            "person": SimpleNamespace(name="Rosa Delgado"),
            "agency": SimpleNamespace(name="Harbor House", sector="victim services"),
            "task_force": SimpleNamespace(name="Tri-County Task Force"),
            "roles": frozenset({"advocate", "agency_admin"}),
            "side": "services",
            "others": [("Coordinator (Harbor House)", "1:coordinator")],
        }
        | changes
    )


def wearing_a_hat(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: everybody is signed in and wears the made-up hat."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = SimpleNamespace(is_authenticated=True)
        request.hat = made_up_hat()
        return get_response(request)

    return middleware


@pytest.fixture
def looks(settings: object) -> None:
    """Settings under which pages are shown without a house behind them."""
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.ECM_DEMO = "small"
    settings.DEBUG = True  # the static files come from the finders
    [engine] = settings.TEMPLATES
    folders = [*engine["DIRS"], Path(__file__).parent / "templates"]
    # What accounts adds to every page is handed in by the test's own views.
    processors = [name for name in engine["OPTIONS"]["context_processors"] if not name.startswith("accounts.")]
    settings.TEMPLATES = [engine | {"DIRS": folders, "OPTIONS": {"context_processors": processors}}]
    settings.MIDDLEWARE = [
        "csp.middleware.CSPMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "tests.ui.conftest.wearing_a_hat",
    ]


@pytest.fixture
def server(looks: None) -> Iterator[str]:
    """The address of a server that shows ``tests/ui/urls.py``."""
    httpd = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    httpd.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()
    thread.join()
