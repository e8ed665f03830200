"""How the page comes up, in a real browser: the first view at once, the others behind it, and nothing hidden uncovered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from serving import LOCALES, Open, settled

from yinju.ui.strings import Interface, say

pytestmark = pytest.mark.browser

VIEWS = ("chat", "check", "evaluate", "library")
CHAIRMAN = "Who is the chairman of Trinity Innovation Fund?"
_SEEN = "elements => elements.filter(one => one.checkVisibility()).map(one => one.id || one.closest('[id^=yj-]')?.id || one.outerHTML.slice(0, 90))"


def seen(page: Page) -> list[str]:
    """What of the open view takes text or a press."""
    found: list[str] = page.locator(
        f"#yj-view-{page.evaluate('yinju.view()')} :is(textarea, input, button)"
    ).evaluate_all(_SEEN)
    return sorted(found)


def test_opening_a_view_again_uncovers_nothing(opened: Open) -> None:
    page = opened()
    expect(page.locator("#yj-view-library")).to_be_attached(timeout=20_000)  # the last one to come
    settled(page)
    first: dict[str, list[str]] = {}
    for _ in range(2):
        for view in VIEWS:
            page.locator(f"#yj-to-{view}").click()
            expect(page.locator(f"#yj-view-{view}")).to_be_visible()
            settled(page)  # it is up to date
            assert first.setdefault(view, seen(page)) == seen(page)
    assert page.locator("textarea:visible").count() <= 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_view_speaks_the_readers_language_when_it_is_first_seen(opened: Open, language: Interface) -> None:
    page = opened(language)
    expect(page.locator("#yj-view-library")).to_be_attached(timeout=20_000)
    expect(page.locator("#yj-view-check textarea").first).to_be_attached()
    shown = page.locator("#yj-view-check").evaluate(
        "view => { document.body.dataset.view = 'check'; return view.querySelector('textarea').placeholder; }"
    )
    assert shown == say("check_placeholder", language)


def test_back_leads_to_a_view_that_was_not_opened_since(opened: Open) -> None:
    page = opened("zh", view="library")
    expect(page.locator("#yj-view-library")).to_be_visible()
    page.locator("#yj-to-chat").click()
    expect(page.locator("#yj-view-chat")).to_be_visible()
    page.reload()
    expect(page.locator(".yj-example").first).to_be_visible(timeout=20_000)
    page.go_back()
    expect(page.locator("#yj-view-library")).to_be_visible()
    expect(page.locator("#yj-listed")).to_contain_text(re.compile("[\\u4e00-\\u9fff]"), timeout=20_000)
    expect(page.locator("#yj-to-library")).to_have_attribute("aria-current", "page")


def test_what_is_asked_before_the_greeting_is_asked_after_it(browser: Browser, address: str) -> None:
    page = browser.new_context(locale=LOCALES["en"]).new_page()
    held: list[Route] = []
    page.route("**/queue/join?*", lambda route: held.append(route))  # a server that takes its time
    page.goto(address)
    page.locator("#yj-question textarea").fill(CHAIRMAN)
    page.locator("#yj-question textarea").press("Enter")
    page.wait_for_timeout(300)
    assert page.locator(".yj-question").count() == 0
    page.route("**/queue/join?*", lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(page.locator(".yj-answer", has_text="Gao Daming")).to_be_visible(timeout=20_000)
    page.context.close()


def test_a_language_chosen_before_the_greeting_is_the_pages_after_it(browser: Browser, address: str) -> None:
    page = browser.new_context(locale=LOCALES["en"]).new_page()
    held: list[Route] = []
    page.route("**/queue/join?*", lambda route: held.append(route))
    page.goto(address)
    page.locator("#yj-language").click()
    page.wait_for_timeout(300)
    page.route("**/queue/join?*", lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(page.locator("#yj-ask")).to_have_text("提问")
    page.context.close()


def test_a_greeting_that_fails_leaves_a_page_whose_views_open(browser: Browser, address: str) -> None:
    page = browser.new_context(locale=LOCALES["zh"]).new_page()
    page.route("**/queue/join?*", lambda route: route.fulfill(status=500, json={"detail": "no"}), times=1)
    page.goto(address)
    expect(page.locator("#yj-view-chat")).to_be_visible(timeout=20_000)
    page.locator("#yj-to-check").click()
    expect(page.locator("#yj-view-check")).to_be_visible()
    page.context.close()
