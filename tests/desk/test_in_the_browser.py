"""The shared shell in a real browser: a case by keyboard alone."""

import time

import pytest
from django.urls import reverse

from cases.models import Case
from tests.browser import carry

pytestmark = pytest.mark.browser


def test_a_case_is_logged_by_keyboard_alone_in_under_a_minute(cast, live, page, acting, signed_in):
    carry(signed_in(cast.coordinator), page, live)
    page.goto(f"{live}{reverse('cases:log')}")
    page.focus("[name=source]")
    began = time.monotonic()
    keys = page.keyboard
    keys.type("Work")
    _until_focus(page, "form")
    keys.press("Space")
    keys.press("ArrowDown")
    _until_focus(page, "city")
    keys.type("Riverbend")
    _until_focus(page, "summary")
    keys.type("Workers at a nursery are paid nothing.")
    keys.press("Control+Enter")
    page.wait_for_url(f"{live}/cases/*-*/")
    assert time.monotonic() - began < 60
    with acting(cast.coordinator):
        case = Case.objects.get()
        assert (case.source, case.form, case.city) == ("inspection", "labor", "Riverbend")


def _until_focus(page, name):
    """Press Tab until the field `name` has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"Tab never came to {name}")
