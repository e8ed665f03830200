"""The list of conversations in a real browser: a title is changed where it stands, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from yinju.rag.conversations.types import Conversation, Entry, Listing
from yinju.ui.app.desk import asset, clicks
from yinju.ui.html.conversations import conversations

pytestmark = pytest.mark.browser

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LONG = "Who is the chairman of Trinity Innovation Fund and since when has he been there?"
# as Gradio runs the script of an HTML component: with its element, and a function that tells the server
SCRIPT = """(code) => {
  window.told = [];
  new Function('element', 'trigger', code)(document.getElementById('list'), (name, data) => window.told.push([name, data]));
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 260, "height": 400})
    entries = [
        Entry(Conversation(name, title, NOW, NOW)) for name, title in (("one", LONG), ("two", "虹桥 <b>论坛</b>"))
    ]
    listed = conversations(Listing(tuple(entries), more=True), "en", NOW, current="two")
    page.set_content(f"<style>{asset('conversations.css')}</style><div id=list>{listed}</div>")
    page.evaluate(SCRIPT, clicks() + asset("conversations.js"))
    yield page
    page.close()


def told(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("window.told")
    return found


def rename(page: Page, number: int) -> Any:
    page.locator(".yj-talk").nth(number).hover()
    page.locator("[data-rename]").nth(number).click()
    field = page.locator(".yj-talk-name")
    expect(field).to_be_focused()
    return field


def test_enter_keeps_a_title(page: Page) -> None:
    field = rename(page, 1)
    assert field.input_value() == "虹桥 <b>论坛</b>"
    assert field.get_attribute("aria-label") == "Title of the conversation"
    page.keyboard.type(" <i>Otters</i> ")
    page.keyboard.press("Enter")
    assert told(page) == [["edit", {"talk": "two", "title": "<i>Otters</i>"}]]
    expect(page.locator(".yj-talk-title").nth(1)).to_have_text("<i>Otters</i>")
    expect(page.locator(".yj-talk-open").nth(1)).to_be_focused()


def test_leaving_the_field_keeps_a_title(page: Page) -> None:
    rename(page, 0)
    page.keyboard.type("Otters")
    page.keyboard.press("Tab")
    assert told(page) == [["edit", {"talk": "one", "title": "Otters"}]]


@pytest.mark.parametrize("keys", [["x", "Escape"], ["Enter"], [*"abc", "Escape"]])
def test_escape_and_the_same_title_change_nothing(page: Page, keys: list[str]) -> None:
    rename(page, 0)
    for key in keys:
        page.keyboard.press(key)
    assert told(page) == []
    expect(page.locator(".yj-talk-title").first).to_have_text(LONG)
    expect(page.locator("[data-rename]").first).to_be_focused()


def test_an_empty_title_is_told_too_and_takes_the_name_away(page: Page) -> None:
    rename(page, 0)
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    assert told(page) == [["edit", {"talk": "one", "title": ""}]]


def test_enter_that_ends_a_chinese_word_does_not_end_the_title(page: Page) -> None:
    field = rename(page, 1)
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(field).to_be_focused()
    assert told(page) == []


def test_the_other_buttons_tell_which_conversation_is_meant(page: Page) -> None:
    page.locator(".yj-talk-open").first.click()
    page.locator(".yj-talk").nth(1).hover()
    page.locator("[data-on=delete]").nth(1).click()
    page.locator("[data-on=expand]").click()
    assert [(name, data.get("talk")) for name, data in told(page)] == [
        ("select", "one"),
        ("delete", "two"),
        ("expand", None),
    ]


def test_everything_is_reached_by_keyboard_and_seen_when_it_is(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".yj-talk-open").first).to_be_focused()
    for place in (page.locator("[data-rename]").first, page.locator("[data-on=delete]").first):
        page.keyboard.press("Tab")
        expect(place).to_be_focused()
        assert place.evaluate("(button) => getComputedStyle(button).opacity") == "1"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".yj-talk-name")).to_be_focused()


def test_a_long_title_stays_in_its_line(page: Page) -> None:
    rows = [box for row in page.locator(".yj-talk").all() if (box := row.bounding_box())]
    assert len(rows) == 2
    assert {round(row["height"]) for row in rows} == {round(rows[0]["height"])}
    assert all(row["x"] + row["width"] <= 260 for row in rows)
    rename(page, 0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 260
