"""The provider's pages in a real browser: keyboard, small screens, axe."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from access.context import acting
from tests.browser import check_page
from tests.cases.rows import a_case
from tests.cast import OWNER
from tests.victims.rows import a_client, someone_turned_away
from victims import services
from victims.models import Arrest, Enrollment, FamilyMember, ServiceEntry

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("ECM_SHOTS")  # a folder to keep pictures in, when somebody wants to look


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png", full_page=True)


def sign_in(page, live, client):
    """The browser goes on with the client's session."""
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}])


def a_full_client(cast):
    client, by, case = a_client(cast), cast.advocate, a_case(cast)
    with acting(by):
        services.set_identity(by=by, client=client, safe_contact="Text only, after 6 pm", remarks="Afraid of dogs")
        services.write_note(by=by, client=client, text="She is looking for work.", privileged=True)
        services.note_need(by=by, client=client, category="dental")
        services.add_task(by=by, client=client, text="Call the clinic", due_on=timezone.localdate())
        services.add_hearing(by=by, client=client, kind="trial", on=timezone.localdate() + dt.timedelta(days=4))
        services.add_family_member(by=by, client=client, relation="child", name="Tito")
        services.add_arrest(by=by, client=client, time="before", outcome="open")
        services.bookmark(by=by, client=client, case=case)
        row = {"client": client, "category": "food", "award": cast.services_award, "note": "Groceries"}
        services.enter_services(by=by, rows=[row])
    return client


@pytest.mark.parametrize("width", ["page", "narrow_page"])
def test_pages_are_sound_wide_and_narrow(request, cast, signed_in, live, width):
    client, page = a_full_client(cast), request.getfixturevalue(width)
    sign_in(page, live, signed_in(cast.advocate_supervisor))
    named = {name: reverse(f"victims:{name}") for name in ("list", "new", "quick", "tasks", "caseload", "turned_away")}
    of_client = ("detail", "services", "exit", "close", "assign", "arrest", "family", "bookmark", "note", "need")
    named |= {
        name: reverse(f"victims:{name}", args=[client.pk]) for name in (*of_client, "task", "hearing", "quick_for")
    }
    named |= {name: reverse("victims:intake", args=[client.pk, name]) for name in services.SECTIONS}
    named |= {
        "task_new": reverse("victims:task_new"),
        "hearing_new": reverse("victims:hearing_new"),
        "turned_away_new": reverse("victims:turned_away_new"),
        "change_arrest": reverse("victims:change_arrest", args=[Arrest.objects.using(OWNER).get().pk]),
        "change_family": reverse("victims:change_family", args=[FamilyMember.objects.using(OWNER).get().pk]),
        "first_service": reverse("victims:first_service", args=[Enrollment.objects.using(OWNER).get().pk]),
        "turned_away_change": reverse("victims:turned_away_change", args=[someone_turned_away(cast).pk]),
    }
    gone = a_client(cast)
    with acting(cast.advocate):
        services.exit_client(by=cast.advocate, client=gone, on=timezone.localdate(), reason="goals_met")
    named |= {f"{name}-exited": reverse(f"victims:{name}", args=[gone.pk]) for name in ("detail", "reenter", "forget")}
    unsound = []
    for name, address in named.items():
        page.goto(live + address)
        shoot(page, name)
        try:
            assert page.locator("h1").count() == 1
            check_page(page)
        except AssertionError as wrong:
            unsound.append((name, str(wrong)))
    assert unsound == []


def test_twenty_services_are_typed_without_a_mouse(page, cast, signed_in, live):
    client = a_full_client(cast)
    sign_in(page, live, signed_in(cast.advocate))
    page.goto(live + reverse("victims:quick"))
    page.locator("#id_rows-0-client").focus()
    for number in range(20):
        page.keyboard.type(client.code_name if number else "luna")
        page.keyboard.press("Enter")
        page.keyboard.type("Crisis")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.keyboard.type("15")
        if number < 19:
            page.keyboard.press("Alt+Enter")
    page.keyboard.press("Control+Enter")
    page.get_by_text("20 services were entered.").wait_for()
    shoot(page, "quick-saved")
    with acting(cast.advocate):
        found = set(ServiceEntry.objects.filter(category="crisis").values_list("minutes", "award"))
        assert ServiceEntry.objects.filter(category="crisis").count() == 20
    assert found == {(15, cast.services_award.pk)}


def test_a_wrong_row_is_told_by_row_and_field_and_the_rest_is_kept(page, cast, signed_in, live):
    a_full_client(cast)
    sign_in(page, live, signed_in(cast.advocate))
    page.goto(live + reverse("victims:quick"))
    page.locator("#id_rows-0-client").fill("luna")
    page.locator("#id_rows-0-category").select_option("food")
    page.locator("#id_rows-1-client").fill("nobody of that name")
    page.get_by_role("button", name="Save all rows").click()
    page.get_by_role("link", name="Row 2, client").wait_for()
    shoot(page, "quick-refused")
    assert page.locator("#id_rows-0-client").input_value() == "luna"
    check_page(page)
