"""The chat in a real browser: ask in Chinese, click a marker, see the sentence marked in its English article."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import Open, yinju

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(folder: Path) -> Path:
    """The samples, and an article that would take the page over."""
    (folder / "trap.md").write_text(
        "---\ntitle: <script>document.title = 'taken over'</script>\n---\n"
        "The lighthouse keeper is called Ada Marsh <img src=x onerror=\"document.title = 'taken over'\">.\n"
    )
    yinju(folder, "add", "trap.md")
    return folder


def ask(page: Page, question: str) -> None:
    page.locator("#yj-question textarea").fill(question)
    page.keyboard.press("Enter")


def test_a_chinese_question_leads_to_the_marked_sentence_of_an_english_article(page: Page) -> None:
    ask(page, "SmartMore公司开发了什么模型？")
    marker = page.locator(".yj-marker").filter(has_text="verbatim")
    expect(marker.first).to_be_visible(timeout=15_000)
    english = page.locator(".yj-card", has_text="SmartMore builds an industry GPT").first
    english.click()
    cited = page.locator("#yj-cited")
    expect(cited).to_be_visible(timeout=10_000)
    expect(cited).to_be_in_viewport()
    assert "SmartMore" in cited.inner_text()
    expect(page.locator("#yj-panel article")).to_have_attribute("lang", "en")
    page.locator(".yj-back").click()
    expect(page.locator(".yj-card").first).to_be_visible()
    marker.first.click()
    expect(page.locator("#yj-cited")).to_be_visible()


def test_an_example_is_asked_with_one_click_and_a_refusal_shows_the_nearest_passages(page: Page) -> None:
    page.locator(".yj-example").first.click()
    expect(page.locator(".yj-answer", has_text="Gao Daming")).to_be_visible(timeout=15_000)
    ask(page, "What was Tesla's revenue in 2023?")
    expect(page.locator(".yj-refusal")).to_be_visible(timeout=15_000)
    expect(page.locator("#yj-panel h3")).to_have_text("Nearest passages")
    page.locator("#yj-clear").click()
    expect(page.locator(".yj-example").first).to_be_visible()


def test_the_interface_changes_its_language_in_place(page: Page) -> None:
    page.locator("#yj-language").click()
    expect(page.locator("#yj-ask")).to_have_text("提问")
    ask(page, "虹桥分论坛的开幕环节由谁主持？")
    expect(page.locator(".yj-marker").first).to_contain_text("原文", timeout=15_000)


def test_hostile_article_text_stays_text(page: Page) -> None:
    ask(page, "Who is the lighthouse keeper?")
    expect(page.locator(".yj-answer", has_text="Ada Marsh")).to_be_visible(timeout=15_000)
    page.locator(".yj-marker").first.click()
    expect(page.locator("#yj-cited")).to_be_visible()
    assert "taken over" not in page.title()
    assert page.locator("#yj-panel script, #yj-panel img").count() == 0


@pytest.mark.parametrize(("language", "said"), [("en", "at most 2,000 are read"), ("zh", "最多读取 2,000 个")])
def test_an_empty_and_an_endless_question_are_answered_in_words(opened: Open, language: str, said: str) -> None:
    page = opened(language)
    ask(page, "   ")
    expect(page.locator(".yj-example").first).to_be_visible()
    ask(page, "why " * 50_000)  # of which the box takes 20,000 characters
    expect(page.locator(".yj-error")).to_contain_text(said, timeout=15_000)
    expect(page.locator(".yj-question")).to_contain_text("why why")
    ask(page, "Who is the lighthouse keeper?")
    expect(page.locator(".yj-answer", has_text="Ada Marsh")).to_be_visible(timeout=15_000)
