"""The pages of this room in a browser: axe, 320 pixels, and an arrest by keyboard."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from investigations.models import Arrest
from tests.browser import check_page
from tests.cases import rows as case_rows
from tests.cast import OWNER
from tests.investigations import rows

pytestmark = pytest.mark.browser


def to(name: str, *args: object) -> str:
    return reverse(f"investigations:{name}", args=args)


@pytest.fixture
def worked(cast):
    """An investigation of the sheriff's with people, a charge and a grant."""
    suspect = rows.a_suspect(cast)
    one = suspect.investigation
    rows.a_charge(cast, suspect)
    rows.a_survivor_arrest(cast, rows.a_victim(cast, one), reason="safety")
    rows.an_agency_grant(cast, one)
    rows.an_arrest(cast, suspect)
    charged = {"investigation": one, "investigating": cast.sheriff, "kind": "trial", "at": timezone.now()}
    rows.write(rows.models.Hearing, cast.detective, **charged)
    rows.write(rows.models.Note, cast.detective, investigation=one, text="Spoke to the bank.\nCall again Friday.")
    return one


def sign_in(page, client, live):
    """The browser goes on with the client's session."""
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}])
    return page


@pytest.fixture
def heads_up(cast):
    """A heads-up to Harbor House that nobody has answered."""
    return rows.a_notice(cast, to=cast.harbor)


def of_rows(one) -> list[str]:
    """The pages of what hangs on an investigation: its changes, its strikings, its ends."""
    suspect, charge = one.suspects.using(OWNER).get(), one.charges.using(OWNER).get()
    survivors, victim = one.survivorarrests.using(OWNER).get(), one.victims.using(OWNER).get()
    arrest, hearing = one.arrests.using(OWNER).get(), one.hearings.using(OWNER).get()
    named = {
        suspect: ("suspect_change", "decide"),
        charge: ("charge_change", "dispose", "charge_strike"),
        arrest: ("arrest_change", "arrest_strike"),
        survivors: ("survivor_arrest_change", "survivor_arrest_strike"),
        victim: ("victim_change", "hang", "refer"),
        hearing: ("hearing_change", "hearing_cancel"),
        one.notes.using(OWNER).get(): ("note_redact",),
        one.agency_grants.using(OWNER).get(): ("end_agency",),
    }
    return [to(name, row.pk) for row, names in named.items() for name in names]


def addresses(one) -> list[str]:
    """The pages of this room."""
    names = (
        *("detail", "change", "status", "case", "victim_new", "suspect_new", "arrest_new", "survivor_arrest_new"),
        *("charge_new", "note_new", "hearing_new", "share_agency", "share_person", "seal", "reassign", "hand_over"),
    )
    plain = ("list", "new", "operations", "operation_new", "notices", "notice_new", "statutes")
    return [to(name, one.pk) for name in names] + [to(name) for name in plain]


def test_every_page_is_clean_on_a_laptop_and_on_a_phone(cast, signed_in, live, page, narrow_page, worked):
    client = signed_in(cast.detective)
    for screen in (page, narrow_page):
        sign_in(screen, client, live)
        for address in addresses(worked) + of_rows(worked):
            screen.goto(live + address)
            check_page(screen)


def test_a_sealed_one_and_its_unsealing_are_clean(cast, signed_in, live, narrow_page):
    one = rows.an_investigation(cast, sealed=True)
    sign_in(narrow_page, signed_in(cast.detective), live)
    for name in ("detail", "unseal", "share_person"):
        narrow_page.goto(live + to(name, one.pk))
        check_page(narrow_page)


def test_handing_over_a_caseload_is_clean(cast, signed_in, live, page, narrow_page, worked):
    client = signed_in(cast.le_supervisor)
    for screen in (page, narrow_page):
        sign_in(screen, client, live).goto(live + to("caseload"))
        check_page(screen)


def test_a_heads_up_and_its_answer_are_clean(cast, signed_in, live, narrow_page, heads_up):
    sign_in(narrow_page, signed_in(cast.advocate), live)
    for name in ("notice", "notice_answer"):
        narrow_page.goto(live + to(name, heads_up.pk))
        check_page(narrow_page)


def test_the_pages_of_a_conflict_of_interest_are_clean(cast, signed_in, live, page, narrow_page):
    block = case_rows.ROWS["cases.CaseBlock"](cast)
    client = signed_in(cast.le_supervisor)
    for screen in (page, narrow_page):
        sign_in(screen, client, live)
        for name, pk in (("conflicts", block.case_id), ("conflict_new", block.case_id), ("conflict_end", block.pk)):
            screen.goto(live + reverse(f"cases:{name}", args=[pk]))
            check_page(screen)


def test_an_arrest_is_recorded_by_keyboard_once_the_question_is_answered(cast, signed_in, live, page, worked):
    sign_in(page, signed_in(cast.detective), live).goto(live + to("arrest_new", worked.pk))
    page.locator("#id_suspect").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Level").select_option("state")
    page.get_by_label("Trafficking", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.locator(".usa-alert--error, .usa-error-message").first.wait_for()
    page.get_by_label("No, it was asked").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{to('detail', worked.pk)}#arrests")

    arrest = Arrest.objects.using(OWNER).latest("made_at")
    assert (arrest.is_survivor, arrest.on) == ("no", timezone.localdate())
