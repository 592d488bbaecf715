"""Services typed in a real browser, without a mouse; and a wrong row."""

import pytest
from django.urls import reverse

from access.context import acting
from tests.browser import carry, check_page
from tests.victims.looked_at import a_full_client
from victims.models import ServiceEntry

pytestmark = pytest.mark.browser


def test_twenty_services_are_typed_without_a_mouse(page, cast, signed_in, live):
    client = a_full_client(cast)
    carry(signed_in(cast.advocate), page, live)
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
    with acting(cast.advocate):
        found = set(ServiceEntry.objects.filter(category="crisis").values_list("minutes", "award"))
        assert ServiceEntry.objects.filter(category="crisis").count() == 20
    assert found == {(15, cast.services_award.pk)}


def test_a_wrong_row_is_told_by_row_and_field_and_the_rest_is_kept(page, cast, signed_in, live):
    a_full_client(cast)
    carry(signed_in(cast.advocate), page, live)
    page.goto(live + reverse("victims:quick"))
    page.locator("#id_rows-0-client").fill("luna")
    page.locator("#id_rows-0-category").select_option("food")
    page.locator("#id_rows-1-client").fill("nobody of that name")
    page.get_by_role("button", name="Save all rows").click()
    page.get_by_role("link", name="Row 2, client").wait_for()
    assert page.locator("#id_rows-0-client").input_value() == "luna"
    check_page(page)
