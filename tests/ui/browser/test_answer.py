"""An answer in a real browser: its pointers, what helps after a refusal, and that nothing jumps when it is verified."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from serving import Open, settled

from factories import a_citation, an_article, evidence_for
from yinju.rag.types import Answer, Statement, Verdict
from yinju.ui.app import page as pages
from yinju.ui.html.chat import Shown, conversation
from yinju.ui.strings import STRINGS, Interface

pytestmark = pytest.mark.browser

LONG = "The port of Larkmouth, which opened in 1995 after long years of planning, has 600 cranes along its five quays."
CHINESE = "拉克茅斯港经过多年筹划于1995年启用，五个码头上共有六百台起重机，每年装卸两千万个标准箱。"
ARTICLES = (
    an_article(LONG, "memory:1", title="The port"),
    an_article(CHINESE, "memory:2", title="港口", language="zh"),
)
STATEMENTS = (Statement(LONG, (1,), marked=(LONG.index("five"), LONG.index("quays") + 5)), Statement(CHINESE, (2,)))
FOUND = tuple(evidence_for(article, article.text, number) for number, article in enumerate(ARTICLES, 1))


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 500, "height": 700})
    yield page
    page.close()


def put(page: Page, turn: Shown, interface: Interface) -> None:
    """Show an exchange in the page's own style, without the page."""
    page.set_content(
        f"<style>{pages.style()}</style><div id=yj-conversation>{conversation([turn], interface)}</div>",
    )


def places(page: Page) -> list[list[int]]:
    """Where statements and their markers stand, and where the row of tools begins, to the pixel."""
    boxes = [line.bounding_box() or {} for line in page.locator(".yj-said, .yj-coming, .yj-marker").all()]
    row = page.locator(".yj-tools").bounding_box() or {}
    return [[round(box[side]) for side in ("x", "y", "width", "height")] for box in boxes] + [[round(row["y"])]]


@pytest.mark.parametrize("interface", STRINGS)
@pytest.mark.parametrize("width", [340, 500, 900])
def test_nothing_jumps_when_an_answer_is_verified(blank: Page, interface: Interface, width: int) -> None:
    blank.set_viewport_size({"width": width, "height": 700})
    put(blank, Shown("q", FOUND, STATEMENTS), interface)
    before = places(blank)
    citations = tuple(a_citation(a, a.text, n, Verdict.VERBATIM) for n, a in enumerate(ARTICLES, 1))
    answer = Answer("q", "en", "", False, None, "quotes", STATEMENTS, citations)
    put(blank, Shown("q", FOUND, STATEMENTS, answer), interface)
    assert len(before) == 5
    assert places(blank) == before


def ask(page: Page, question: str) -> Locator:
    page.locator("#yj-question textarea").fill(question)
    page.keyboard.press("Enter")
    answer = page.locator(".yj-answer").last
    expect(answer.locator(".yj-took")).to_be_visible(timeout=20_000)
    settled(page)  # then nothing moves any more
    return answer


@pytest.mark.parametrize("width", [360, 1280])
def test_what_a_marker_rests_on_shows_under_the_pointer_and_for_the_keyboard(opened: Open, width: int) -> None:
    page = opened(width=width)
    answer = ask(page, "Who is the chairman of Trinity Innovation Fund?")
    marker, popover = answer.locator(".yj-marker").first, answer.locator(".yj-popover").first
    expect(popover).to_be_hidden()
    marker.hover()
    expect(popover).to_be_visible()
    expect(popover).to_contain_text("Gao Daming")
    expect(popover).to_be_in_viewport(ratio=1)
    page.mouse.move(0, 0)
    expect(popover).to_be_hidden()
    page.locator("#yj-question textarea").focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if marker.evaluate("element => element === document.activeElement"):
            break
    expect(marker).to_be_focused()
    expect(popover).to_be_visible()
    expect(popover).to_be_in_viewport(ratio=1)


def test_a_popover_finds_room_above_a_marker_at_the_foot_of_the_page(opened: Open) -> None:
    page = opened()
    answer = ask(page, "Who is the chairman of Trinity Innovation Fund?")
    marker, popover = answer.locator(".yj-marker").first, answer.locator(".yj-popover").first
    for height in (700, 300):
        page.set_viewport_size({"width": 1280, "height": height})
        marker.scroll_into_view_if_needed()
        marker.hover()
        expect(popover).to_be_in_viewport(ratio=1)


def test_the_nearest_passages_of_a_refusal_lead_to_their_articles(page: Page) -> None:
    answer = ask(page, "What was Tesla's revenue in 2023?")
    expect(answer.locator(".yj-near")).to_have_count(3)
    answer.locator(".yj-near").first.click()
    expect(page.locator("#yj-cited")).to_be_visible(timeout=10_000)


def test_the_row_of_tools_fits_a_narrow_page(opened: Open) -> None:
    page = opened("zh", width=360)
    answer = ask(page, "虹桥分论坛的开幕环节由谁主持？")
    answer.locator(".yj-doubts summary").click()
    for tool in answer.locator(".yj-tools button").all():
        box = tool.bounding_box()
        assert box is not None
        assert box["height"] >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert tool.get_attribute("title") or tool.inner_text()
