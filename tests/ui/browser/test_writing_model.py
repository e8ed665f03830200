"""A language model behind the chat, in a real browser: it may die mid-sentence, and the reader still has the quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from serving import serving

from fake_endpoint import serving as endpoint_serving

pytestmark = pytest.mark.browser

CHAIRMAN = "Who is the chairman of Trinity Innovation Fund?"
COUNT = {"en": "How many AI companies are there in Pudong?", "zh": "浦东有多少家人工智能企业？"}


def test_a_model_that_dies_mid_sentence_leaves_the_quotes_and_a_word(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with endpoint_serving() as endpoint:
        whole, cut = "Gao Daming is the chairman of Trinity Innovation Fund [1].", "In Pudong there are more than"
        endpoint.replies = [[whole], [cut, None]]  # the second from then on
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
            for code, word in (("en", "Ask"), ("zh", "提问")):
                if code == "zh":
                    page.locator("#yj-language").click()
                expect(page.locator("#yj-ask")).to_have_text(word, timeout=10_000)
                page.locator("#yj-question textarea").fill(COUNT[code])
                page.keyboard.press("Enter")
                answer = page.locator(".yj-question", has_text=COUNT[code]).locator("+ .yj-answer")
                expect(answer.locator(".yj-took")).to_be_visible(timeout=30_000)
                expect(answer).to_contain_text("600")
                expect(answer.locator(".yj-note").last).to_be_visible()
                assert cut not in answer.inner_text()
            assert "Traceback" not in page.inner_text("body")
            context.close()
