"""What stands around an answer, in a real browser: feedback that becomes a test, and the filter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from serving import Open, yinju

from yinju.ui.strings import say

pytestmark = pytest.mark.browser

CHAIRMAN = "Who is the chairman of Trinity Innovation Fund?"
HOST = "虹桥分论坛的开幕环节由谁主持？"


def ask(page: Page, question: str) -> Locator:
    """Ask, and wait for the answer."""
    page.locator("#yj-question textarea").fill(question)
    page.keyboard.press("Enter")
    answer = page.locator(".yj-question", has_text=question).last.locator("xpath=following-sibling::*[1]")
    expect(answer.locator(".yj-took")).to_be_visible(timeout=20_000)
    return answer


def complained(folder: Path) -> list[dict[str, object]]:
    """The lines that `yinju eval complain --stored` makes of all that was said."""
    lines = []
    for name in ("wrong.jsonl", "wrong-claims.jsonl"):
        (folder / name).unlink(missing_ok=True)
    yinju(folder, "eval", "complain", "--stored", "--to", "wrong.jsonl")
    for name in ("wrong.jsonl", "wrong-claims.jsonl"):
        if (folder / name).exists():
            lines += [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]
    return lines


def test_a_wrong_answer_is_said_to_be_wrong_and_becomes_a_line_of_a_dataset(page: Page, folder: Path) -> None:
    answer = ask(page, CHAIRMAN)
    expect(page.locator("#yj-complaint")).to_be_hidden()
    answer.locator(".yj-thumb-down").click()
    expect(answer.locator(".yj-thumb-down")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#yj-complaint")).to_contain_text(CHAIRMAN)
    page.locator("#yj-complaint-expected textarea").fill("Gao Daming\nchairman")
    page.locator("#yj-complaint-keep").click()
    expect(page.locator("#yj-complaint")).to_be_hidden()
    expect(page.locator("#yj-complaint-done")).to_have_text(say("feedback_kept", "en"))
    assert [line["answers"] for line in complained(folder)] == [["Gao Daming", "chairman"]]
    page.reload()
    expect(page.locator(".yj-thumb-down").first).to_have_attribute("aria-pressed", "true", timeout=20_000)
    page.locator(".yj-thumb-down").first.click()
    expect(page.locator(".yj-thumb-down").first).to_have_attribute("aria-pressed", "false")
    assert complained(folder) == []


def test_a_wrong_citation_gets_the_verdict_it_deserves(opened: Open, folder: Path) -> None:
    page = opened("zh")
    answer = ask(page, HOST)
    answer.locator(".yj-doubts summary").click()
    answer.locator(".yj-doubt").first.click()
    expect(page.locator("#yj-complaint")).to_contain_text(say("feedback_wrong_citation", "zh", number=1))
    page.locator("#yj-complaint-verdict label", has_text=say("feedback_deserves_partial", "zh")).click()
    page.locator("#yj-complaint-keep").click()
    expect(page.locator("#yj-complaint-done")).to_have_text(say("feedback_kept", "zh"))
    assert [(line["expected"], line["said"]) for line in complained(folder)] == [("partial", "verbatim")]
    expect(answer.locator(".yj-doubt").first).to_be_visible()
    answer.locator(".yj-doubt").first.click()
    expect(answer.locator(".yj-doubt").first).to_be_hidden()
    assert complained(folder) == []


def test_a_form_that_contradicts_itself_says_so_and_keeps_what_was_typed(page: Page) -> None:
    answer = ask(page, CHAIRMAN)
    answer.locator(".yj-thumb-down").click()
    page.locator("#yj-complaint-expected textarea").fill("Gao Daming")
    page.locator("#yj-complaint-refuse input").check()
    page.locator("#yj-complaint-keep").click()
    expect(page.locator("#yj-complaint-done")).to_have_text(say("feedback_both", "en"))
    expect(page.locator("#yj-complaint-expected textarea")).to_have_value("Gao Daming")
    page.locator("#yj-complaint-close").click()
    expect(page.locator("#yj-complaint")).to_be_hidden()
    answer.locator(".yj-thumb-down").click()
    expect(answer.locator(".yj-thumb-down")).to_have_attribute("aria-pressed", "false")


def test_a_filter_says_what_it_means_and_leaves_articles_out_until_it_is_removed(page: Page) -> None:
    page.locator("#yj-filter .label-wrap").click()
    expect(page.locator("#yj-filter-told")).to_have_text(say("filter_none", "en"))
    page.locator("#yj-filter-languages label", has_text="Chinese").click()
    expect(page.locator("#yj-filter-told")).to_contain_text("Only of articles in Chinese")
    answer = ask(page, CHAIRMAN)
    languages = answer.locator(".yj-said, .yj-near .yj-quote").evaluate_all("all => all.map(one => one.lang)")
    assert languages
    assert set(languages) == {"zh"}
    page.locator("#yj-filter-clear").click()
    expect(page.locator("#yj-filter-told")).to_have_text(say("filter_none", "en"))
    again = ask(page, "Who chairs the Trinity Innovation Fund?")
    expect(again.locator(".yj-said[lang=en]").first).to_be_visible()


def test_a_day_that_is_none_is_told_in_the_language_of_the_page(opened: Open) -> None:
    page = opened("zh", width=360)
    page.locator("#yj-filter .label-wrap").click()
    page.locator("#yj-filter-since input, #yj-filter-since textarea").first.fill("2021-02-30")
    page.keyboard.press("Tab")
    expect(page.locator("#yj-filter-told")).to_have_text(say("filter_bad_day", "zh", day="2021-02-30"))


def test_a_source_can_be_typed_and_a_refusal_offers_to_leave_the_filter_out(page: Page) -> None:
    page.locator("#yj-filter .label-wrap").click()
    page.locator("#yj-filter-sources input").fill("nowhere.example.org")
    page.keyboard.press("Enter")
    expect(page.locator("#yj-filter-told")).to_contain_text("from nowhere.example.org")
    page.locator("#yj-question textarea").click()
    answer = ask(page, CHAIRMAN)
    expect(answer.locator(".yj-refusal")).to_be_visible()
    answer.locator(".yj-plain").click()
    expect(page.locator(".yj-said[lang=en]").first).to_be_visible(timeout=20_000)
