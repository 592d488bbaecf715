"""What pages do in a browser: axe, narrow screens, the lock, the way out, rows, double clicks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe_findings, check_page
from tests.ui import urls

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    yield
    urls.KEPT.clear()
    urls.SAVED.clear()


@pytest.mark.parametrize("address", ["guide", "form", "rows", "outside"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page: Page, narrow_page: Page, server: str, address: str
) -> None:
    for each in (page, narrow_page):
        each.goto(f"{server}/{address}/")
        check_page(each)


def test_the_menu_opens_on_a_narrow_screen_and_axe_finds_nothing_in_it(narrow_page: Page, server: str) -> None:
    narrow_page.goto(f"{server}/form/")
    narrow_page.get_by_role("button", name="Menu").click()
    narrow_page.get_by_role("button", name="Work").click()
    expect(narrow_page.get_by_role("link", name="Cases")).to_be_visible()
    assert axe_findings(narrow_page) == []


def test_without_javascript_the_menu_and_the_form_are_there(browser: object, server: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{server}/form/")
    expect(page.get_by_role("link", name="Cases")).to_be_visible()
    expect(page.get_by_label("Place")).to_be_visible()
    context.close()


def test_an_error_link_leads_to_its_field(page: Page, server: str) -> None:
    page.goto(f"{server}/guide/")
    page.get_by_role("link", name="Place: Fill this in.").click()
    expect(page.get_by_label("Place")).to_be_focused()


def test_sorting_and_paging_refresh_only_the_table(page: Page, server: str) -> None:
    page.goto(f"{server}/guide/")
    page.evaluate("document.body.dataset.still = 'here'")
    page.get_by_role("link", name="Number").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Number")
    page.get_by_role("link", name="Page 2", exact=True).click()
    expect(page.locator("#results")).to_contain_text("Cases 26 to 50 of 60.")
    expect(page.locator("#live")).to_have_text("Cases 26 to 50 of 60.")
    assert page.evaluate("document.body.dataset.still") == "here"
    assert page.url.endswith("?sort=number&page=2")


@pytest.mark.rule("R31")
def test_escape_twice_leaves_at_once_and_back_does_not_return(page: Page, server: str, settings: object) -> None:
    settings.ECM_QUICK_EXIT_URL = f"{server}/outside/"
    page.goto(f"{server}/rows/")
    page.goto(f"{server}/form/")
    page.get_by_label("Place").fill("Mesa")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/outside/")
    page.go_back()
    assert page.url.endswith("/rows/")


def test_the_exit_button_leaves_too(narrow_page: Page, server: str, settings: object) -> None:
    settings.ECM_QUICK_EXIT_URL = f"{server}/outside/"
    narrow_page.goto(f"{server}/form/")
    narrow_page.get_by_role("link", name="Leave now").click()
    narrow_page.wait_for_url("**/outside/")


def test_without_a_key_pressed_the_page_locks_and_gives_back_what_was_typed(
    page: Page, server: str, settings: object
) -> None:
    settings.ECM_IDLE_SECONDS = 2
    page.goto(f"{server}/form/?from=case")
    page.get_by_label("Place").fill("Mesa")
    page.get_by_text("Labor", exact=True).click()
    page.wait_for_url("**/sign-in/?next=%2Fform%2F%3Ffrom%3Dcase")
    assert page.evaluate("Object.keys(localStorage)") == ["ecm-active"]
    assert "Mesa" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    [kept] = urls.KEPT
    assert (kept["address"], kept["lock"]) == ("/form/?from=case", True)

    settings.ECM_IDLE_SECONDS = 1800
    page.goto(f"{server}/form/?from=case")
    expect(page.get_by_label("Place")).to_have_value("Mesa")
    expect(page.get_by_label("Labor")).to_be_checked()
    expect(page.get_by_role("status").filter(has_text="is back")).to_be_visible()


def test_rows_that_were_added_come_back_after_the_lock(page: Page, server: str, settings: object) -> None:
    settings.ECM_IDLE_SECONDS = 2
    page.goto(f"{server}/rows/")
    page.get_by_label("Day").fill("Monday")
    page.get_by_role("button", name="Add a row").click()
    page.get_by_label("Day").last.fill("Tuesday")
    page.wait_for_url("**/sign-in/**")
    settings.ECM_IDLE_SECONDS = 1800
    page.goto(f"{server}/rows/")
    assert [row.input_value() for row in page.get_by_label("Day").all()] == ["Monday", "Tuesday"]


def test_pressing_a_key_keeps_the_page_open(page: Page, server: str, settings: object) -> None:
    settings.ECM_IDLE_SECONDS = 3
    page.goto(f"{server}/form/")
    for _ in range(5):
        page.wait_for_timeout(900)
        page.keyboard.press("Shift")
    assert page.url.endswith("/form/")
    assert urls.KEPT == []


def test_clicking_twice_saves_once(page: Page, server: str) -> None:
    page.goto(f"{server}/form/")
    page.get_by_label("Place").fill("Mesa")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").evaluate("button => { button.click(); button.click() }")
    assert [saved["place"] for saved in urls.SAVED] == ["Mesa"]


def test_rows_are_typed_with_the_keyboard_alone(page: Page, server: str) -> None:
    page.goto(f"{server}/rows/")
    page.get_by_label("Day").focus()
    for word in ("Monday", "housing", "Tuesday", "food"):
        page.keyboard.type(word)
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()
    expect(page.get_by_label("Day")).to_have_count(1)
    [saved] = urls.SAVED
    assert saved["rows-TOTAL_FORMS"] == "3"
    assert [saved[f"rows-{n}-service"] for n in range(3)] == ["housing", "food", ""]


def test_the_question_mark_shows_the_shortcuts(page: Page, server: str) -> None:
    page.goto(f"{server}/form/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert axe_findings(page) == []


def test_leaving_a_form_with_something_typed_is_asked_about(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"{server}/form/")
    page.get_by_label("Place").press_sequentially("Mesa")
    page.get_by_role("link", name="Home").first.click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/form/")


def test_a_page_prints_without_navigation_and_links_are_not_spelled_out(page: Page, server: str) -> None:
    page.goto(f"{server}/guide/")
    page.emulate_media(media="print")
    for hidden in (".ecm-strip", ".usa-nav", ".ecm-heading__actions"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('main a'), '::after').content") in ("none", "normal")
