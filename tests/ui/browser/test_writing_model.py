"""A language model behind the chat, in a real browser: it may die mid-sentence, and the reader still has the quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from serving import serving

from fake_endpoint import serving as endpoint_serving

pytestmark = pytest.mark.browser

CHAIRMAN = "Who is the chairman of Trinity Innovation Fund?"


def test_a_model_that_dies_mid_sentence_leaves_the_quotes_and_a_word(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with endpoint_serving() as endpoint:
        endpoint.replies = [["Gao Daming is the chairman of Trinity Innovation Fund [1]."], 500]
        monkeypatch.setenv("YINJU_LLM_MODEL", "scripted")
        monkeypatch.setenv("YINJU_LLM_BASE_URL", endpoint.url)
        with serving(tmp_path) as address:
            context = browser.new_context(locale="en-GB")
            page = context.new_page()
            page.goto(address)
            expect(page.locator("#yj-compose")).to_be_visible(timeout=20_000)
            page.locator("#yj-question textarea").fill(CHAIRMAN)
            page.keyboard.press("Enter")
            expect(page.locator(".yj-answer .yj-badge", has_text="supported").first).to_be_visible(timeout=20_000)
            page.locator("#yj-question textarea").fill("How many AI companies are there in Pudong?")
            page.keyboard.press("Enter")
            expect(page.locator(".yj-answer").last).to_contain_text("600", timeout=30_000)
            expect(page.locator(".yj-answer .yj-note").last).to_be_visible()
            assert "Traceback" not in page.inner_text("body")
            context.close()
