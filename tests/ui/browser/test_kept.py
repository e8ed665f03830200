"""Conversations in a real browser: kept across reloads and restarts, listed, renamed, deleted, exported, linked to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from serving import LOCALES, Open, ask, serving, settled

pytestmark = pytest.mark.browser

CHAIRMAN = "Who is the chairman of Trinity Innovation Fund?"
HOST = "虹桥分论坛的开幕环节由谁主持？"


@pytest.mark.parametrize(("language", "today", "undo"), [("en", "Today", "Undo"), ("zh", "今天", "撤销")])
def test_a_conversation_is_listed_renamed_deleted_and_brought_back(
    opened: Open, language: str, today: str, undo: str
) -> None:
    page = opened(language)
    ask(page, CHAIRMAN, "Gao Daming")
    listed = page.locator("#yj-talks")
    expect(listed.locator("h3").first).to_have_text(today)
    row = listed.locator(".yj-talk").first
    row.hover()
    row.locator("[data-rename]").click()
    page.locator(".yj-talk-name").fill(f"The fund {language}")
    page.keyboard.press("Enter")
    expect(listed).to_contain_text(f"The fund {language}", timeout=10_000)
    search = page.locator("#yj-talks-search input, #yj-talks-search textarea")
    search.fill("zebra")
    expect(listed.locator(".yj-talk")).to_have_count(0)
    search.fill("chairman")
    expect(listed).to_contain_text(f"The fund {language}")
    search.fill("")
    settled(page)
    row = listed.locator(".yj-talk", has_text=f"The fund {language}")
    row.hover()
    row.locator("[data-on=delete]").click()
    expect(listed.locator(".yj-talks-undo")).to_have_text(undo, timeout=10_000)
    expect(listed.locator(".yj-talk", has_text=f"The fund {language}")).to_have_count(0)
    expect(page.locator(".yj-example").first).to_be_visible()
    listed.locator(".yj-talks-undo").click()
    expect(page.locator(".yj-answer", has_text="Gao Daming")).to_be_visible(timeout=10_000)
    expect(listed).to_contain_text(f"The fund {language}")


@pytest.mark.slow
def test_reloading_comes_back_to_the_conversation_and_to_the_open_article(opened: Open) -> None:
    page = opened()
    ask(page, CHAIRMAN, "Gao Daming")
    page.locator(".yj-marker").first.click()
    expect(page.locator("#yj-cited")).to_be_visible(timeout=10_000)
    expect(page).to_have_url(re.compile("#article=.*sentence="))
    page.reload()
    expect(page.locator(".yj-answer", has_text="Gao Daming")).to_be_visible(timeout=20_000)
    expect(page.locator("#yj-cited")).to_contain_text("Gao Daming", timeout=10_000)
    page.locator(".yj-back").click()
    expect(page.locator(".yj-card").first).to_be_visible(timeout=10_000)
    expect(page).not_to_have_url(re.compile("#article"))


@pytest.mark.slow
def test_a_link_asks_and_a_link_to_an_article_that_is_gone_says_so(opened: Open) -> None:
    page = opened(query="q=Who%20is%20the%20chairman%20of%20Trinity%20Innovation%20Fund%3F")
    expect(page.locator(".yj-answer", has_text="Gao Daming")).to_be_visible(timeout=20_000)
    for language, said in (("en", "no longer in the library"), ("zh", "不在资料库")):
        gone = opened(language, fragment="article=0123456789abcdef&sentence=3-9")
        expect(gone.locator("#yj-panel .yj-error")).to_contain_text(said, timeout=20_000)
        expect(gone.locator("#yj-question textarea")).to_be_enabled()


@pytest.mark.slow
def test_two_tabs_in_two_languages_go_on_with_one_conversation(opened: Open) -> None:
    first = opened("en")
    ask(first, CHAIRMAN, "Gao Daming")
    second = opened("zh", query="conversation=" + first.url.split("conversation=")[1].split("#")[0])
    expect(second.locator(".yj-answer", has_text="Gao Daming")).to_be_visible(timeout=20_000)
    ask(second, HOST, "陈英")
    ask(first, "How many AI companies are there in Pudong?", "600")
    expect(first.locator(".yj-question")).to_have_count(3)
    # what one tab deletes is there again once the other one asks
    row = first.locator(".yj-talk", has=first.locator("[aria-current]"))
    row.hover()
    row.locator("[data-on=delete]").click()
    expect(first.locator(".yj-example").first).to_be_visible(timeout=10_000)
    ask(second, CHAIRMAN, "Gao Daming")
    expect(second.locator(".yj-question")).to_have_count(4)
    expect(second.locator(".yj-error")).to_have_count(0)


@pytest.mark.slow
def test_a_server_that_was_restarted_goes_on_where_it_was(browser: Browser, tmp_path: Path) -> None:
    contexts = [browser.new_context(locale=locale) for locale in LOCALES.values()]
    pages = [context.new_page() for context in contexts]
    with serving(tmp_path) as address:
        for page in pages:
            page.goto(address)
            expect(page.locator("body[data-view=chat]")).to_be_attached(timeout=20_000)
            ask(page, CHAIRMAN, "Gao Daming")
            expect(page.locator("#yj-view-library")).to_be_attached()  # the last view to come
            settled(page)
    with serving(tmp_path, port=int(address.rsplit(":", 1)[1])):
        for page, word in zip(pages, ("Ask", "提问"), strict=True):
            expect(page.locator(".yj-answer", has_text="Gao Daming")).to_be_visible(timeout=20_000)
            ask(page, HOST, "陈英")
            expect(page.locator(".yj-question")).to_have_count(2)
            expect(page.locator("#yj-ask")).to_have_text(word)
    for context in contexts:
        context.close()


def test_an_answer_is_copied_kept_exported_praised_and_doubted(opened: Open) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    ask(page, CHAIRMAN, "Gao Daming")
    page.locator(".yj-copy").first.click()
    copied = ""
    for _ in range(50):
        copied = page.evaluate("navigator.clipboard.readText()")
        if "[^1]" in copied:
            break
        page.wait_for_timeout(200)
    assert "Gao Daming" in copied
    assert "[^1]:" in copied
    with page.expect_download(timeout=10_000) as receipt:
        page.locator(".yj-receipt").first.click()
    kept = json.loads(Path(receipt.value.path()).read_text("utf-8"))
    assert "Gao Daming" in json.dumps(kept)
    with page.expect_download(timeout=10_000) as exported:
        page.locator("#yj-export-md").click()
    assert exported.value.suggested_filename.endswith(".md")
    assert CHAIRMAN in Path(exported.value.path()).read_text("utf-8")
    page.locator(".yj-thumb-up").first.click()
    expect(page.locator(".yj-thumb-up").first).to_have_attribute("aria-pressed", "true", timeout=10_000)
    page.locator(".yj-thumb-down").first.click()
    expect(page.locator("#yj-complaint-expected textarea")).to_be_visible(timeout=10_000)
    page.locator("#yj-complaint-expected textarea").fill("Gao Daming")
    page.locator("#yj-complaint-keep").click()
    expect(page.locator("#yj-complaint-done")).not_to_be_empty(timeout=10_000)
    page.reload()
    expect(page.locator(".yj-thumb-down").first).to_have_attribute("aria-pressed", "true", timeout=20_000)


def test_keys_lead_to_the_question_from_citation_to_citation_and_back(opened: Open) -> None:
    page = opened()
    ask(page, CHAIRMAN, "Gao Daming")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator(".yj-marker").first).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator(".yj-marker").nth(1)).to_be_focused()
    page.keyboard.press("p")
    page.keyboard.press("Enter")
    expect(page.locator("#yj-cited")).to_be_focused(timeout=10_000)
    page.keyboard.press("Escape")
    expect(page.locator(".yj-card").first).to_be_visible(timeout=10_000)
    page.keyboard.press("/")
    expect(page.locator("#yj-question textarea")).to_be_focused()


@pytest.mark.slow
@pytest.mark.parametrize(("language", "narrowed"), [("en", "Only articles"), ("zh", "只")])
def test_a_filter_narrows_what_is_asked(opened: Open, language: str, narrowed: str) -> None:
    page = opened(language)
    page.locator("#yj-filter .label-wrap").click()
    page.locator("#yj-filter-since input, #yj-filter-since textarea").fill("2030-01-01")
    page.keyboard.press("Tab")
    expect(page.locator("#yj-filter-told")).to_contain_text("2030", timeout=10_000)
    page.locator("#yj-question textarea").fill(CHAIRMAN)
    page.keyboard.press("Enter")
    expect(page.locator(".yj-refusal")).to_be_visible(timeout=20_000)
    page.locator(".yj-plain[data-unfiltered]").click()
    expect(page.locator(".yj-answer", has_text="Gao Daming")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_view_fits_a_narrow_screen(opened: Open, language: str) -> None:
    page = opened(language, width=360)
    for view in ("chat", "check", "evaluate", "library"):
        page.locator(f"#yj-to-{view}").click()
        expect(page.locator(f"body[data-view={view}]")).to_be_attached()
        expect(page.locator(f"#yj-view-{view}")).to_be_visible()
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth <= 361"), view
