"""The shared shell and the desk in a real browser: keyboard, both widths, axe."""

import os
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseAgency, CaseEntry
from tests.browser import check_page
from tests.cases.rows import a_case, a_lead, an_activity, write
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ECM_SHOTS", "")


def sign_in(page, live, cast, who):
    page.goto(f"{live}{reverse('account_login')}")
    page.fill("input[name=login]", cast.email(who))
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live}/")


def a_busy_case(cast):
    today = timezone.localdate()
    case = a_case(
        cast,
        "2026-BKRTZW",
        next_step="Meet the labor office",
        next_step_on=today,
        county="Riverbend County",
        labor_asked="found",
    )
    write(CaseAgency, cast.coordinator, case=case, task_force=cast.riverbend, agency=cast.police)
    for kind in ("opened", "joined", "changed"):
        write(CaseEntry, cast.coordinator, case=case, task_force=cast.riverbend, kind=kind, agency=cast.police)
    a_case(cast, "2026-CKRTZW", form="sex", status="inactive", law_lead=cast.police)
    a_lead(cast, city="Riverbend", state="OH")
    an_activity(cast, labor_share="half", attendees={"law_enforcement": 12}, form="labor", hours=2)
    an_activity(cast, title="Meeting", kind="meeting", meeting_kind="full", award=None)
    return case


def pages(case, lead, activity, meeting):
    return {
        "home": reverse("desk:home"),
        "inbox": reverse("desk:inbox"),
        "calendar": reverse("desk:calendar"),
        "cases": reverse("cases:list"),
        "case": case.get_absolute_url(),
        "case-log": reverse("cases:log"),
        "case-change": reverse("cases:change", args=[case.pk]),
        "case-status": reverse("cases:status", args=[case.pk]),
        "case-bring-in": reverse("cases:bring_in", args=[case.pk]),
        "case-strike-out": reverse("cases:redact", args=[case.pk]),
        "leads": reverse("cases:leads"),
        "lead": lead.get_absolute_url(),
        "lead-log": reverse("cases:lead_log"),
        "lead-decide": reverse("cases:lead_dispose", args=[lead.pk]),
        "activities": reverse("cases:activities"),
        "activity": activity.get_absolute_url(),
        "meeting": meeting.get_absolute_url(),
        "training-log": reverse("cases:activity_log", args=["training"]),
        "outreach-log": reverse("cases:activity_log", args=["outreach"]),
        "meeting-log": reverse("cases:activity_log", args=["meeting"]),
        "action-add": reverse("cases:action_add", args=[meeting.pk]),
    }


@pytest.mark.parametrize("width", ["page", "narrow_page"])
def test_every_page_passes_at_both_widths(cast, live, request, width):
    from cases.models import Activity, Lead

    case = a_busy_case(cast)
    lead = Lead.objects.using("owner").get()
    training = Activity.objects.using("owner").get(kind="training")
    meeting = Activity.objects.using("owner").get(kind="meeting")
    browser_page = request.getfixturevalue(width)
    sign_in(browser_page, live, cast, "coordinator")
    found = {}
    for name, address in pages(case, lead, training, meeting).items():
        browser_page.goto(f"{live}{address}")
        if SHOTS:
            browser_page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        try:
            check_page(browser_page)
        except AssertionError as failed:
            found[name] = str(failed)[:600]
    assert found == {}


def test_a_case_is_logged_by_keyboard_alone_in_under_a_minute(cast, live, page, acting):
    sign_in(page, live, cast, "coordinator")
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
