"""The check view in a real browser: an answer comes back judged, a receipt too, and bad input gets a sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from serving import LOCALES, Open, serving, settled, yinju

import commands
from yinju.ui.strings import Interface, say

pytestmark = pytest.mark.browser

LANGUAGES: tuple[Interface, ...] = ("en", "zh")
OUTCOMES = ["contradicted", "wrong", "unsupported", "supported"]
QUESTION = "Who is the chairman of Trinity Innovation Fund?"


def a_file(content: bytes | str, name: str) -> FilePayload:
    """A file as a person chooses it."""
    return {
        "name": name,
        "mimeType": "application/octet-stream",
        "buffer": content.encode() if isinstance(content, str) else content,
    }


def choose(page: Page, file: FilePayload) -> None:
    settled(page)
    with page.expect_file_chooser() as chooser:
        page.locator("#yj-check-file").click()
    chooser.value.set_files(file)


def drop(page: Page, name: str, content: str, times: int = 1) -> None:
    """Drop a file on the view."""
    settled(page)
    page.evaluate(
        """([name, content, times]) => {
            const data = new DataTransfer();
            for (let n = 0; n < times; n += 1) data.items.add(new File([content], name));
            document.getElementById('yj-check-text').dispatchEvent(
                new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        [name, content, times],
    )


def check(page: Page, text: str) -> None:
    settled(page)  # what is sent while an answer is still being told is dropped
    box = page.locator("#yj-check-text textarea")
    box.fill(text)
    box.press("Control+Enter")


def finished(page: Page) -> None:
    expect(page.locator(".yj-save").first).to_be_visible(timeout=30_000)


def picked(page: Page) -> str | None:
    return page.locator(".yj-picked").get_attribute("data-outcome")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_example_leads_from_a_wrong_sentence_to_its_article_and_back(opened: Open, code: Interface) -> None:
    page = opened(code, view="check")
    page.locator("#yj-check-example").click()
    finished(page)
    sentences = page.locator(".yj-sentence")
    assert [s.get_attribute("data-outcome") for s in sentences.all()] == OUTCOMES
    shown = page.locator(".yj-checked").evaluate(
        "(text) => { const whole = text.cloneNode(true); whole.querySelectorAll('.yj-outcome').forEach((x) => x.remove()); return whole.textContent; }"
    )
    assert shown == say("check_sample", code), "paragraphs, order and what is no sentence stay"
    expect(sentences.first).to_contain_text(say("outcome_contradicted", code))
    assert picked(page) == "contradicted", "the first problem is open already"
    expect(page.locator(".yj-reasons:visible")).to_contain_text("400 billion yuan" if code == "en" else "4000亿元")

    sentences.nth(1).click()
    reasons = page.locator(".yj-reasons:visible")
    expect(reasons).to_contain_text(say("check_fault_wrong", code))
    reasons.locator(".yj-card").first.click()
    cited = page.locator("#yj-check-source mark")
    expect(cited).to_contain_text("600", timeout=10_000)
    expect(cited).to_be_in_viewport()
    expect(cited).to_be_focused()
    page.locator("#yj-check-source .yj-back").click()
    expect(reasons).to_be_visible()
    expect(sentences.nth(1)).to_be_focused()


def test_problems_are_reached_by_keys_by_buttons_and_alone(opened: Open) -> None:
    page = opened(view="check")
    page.locator("#yj-check-example").click()
    finished(page)
    page.locator(".yj-summary").click()
    assert picked(page) == "contradicted"
    for key, outcome in (("n", "wrong"), ("n", "unsupported"), ("n", "contradicted"), ("p", "unsupported")):
        page.keyboard.press(key)
        assert picked(page) == outcome
    page.locator(".yj-step").first.click()
    assert picked(page) == "wrong"
    page.keyboard.press("Escape")
    expect(page.locator(".yj-reasons:visible")).to_have_count(0)

    page.locator("#yj-check-text textarea").press("n")
    expect(page.locator(".yj-picked")).to_have_count(0)
    assert page.locator("#yj-check-text textarea").input_value().count("n") > 0

    only = page.locator(".yj-filter", has_text="not supported")
    only.click()
    expect(only).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".yj-sentence:visible")).to_have_count(1)
    expect(page.locator(".yj-between:visible")).to_have_count(0)
    page.locator(".yj-filter").first.click()
    expect(page.locator(".yj-sentence:visible")).to_have_count(4)

    page.locator(".yj-sentence").nth(3).focus()
    page.keyboard.press("Enter")
    assert picked(page) == "supported"
    expect(page.locator(".yj-sentence").nth(3)).to_have_attribute("aria-expanded", "true")
    page.locator(".yj-reasons:visible .yj-card").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#yj-check-source mark")).to_contain_text("Sifakis", timeout=10_000)
    page.keyboard.press("Escape")
    expect(page.locator(".yj-sentence").nth(3)).to_be_focused()


def test_an_article_beside_leaves_the_sentence_that_led_there_where_it_is(opened: Open) -> None:
    page = opened(view="check")
    check(page, say("check_sample", "en").split("## ")[0] * 8)
    finished(page)
    page.locator(".yj-summary").click()
    expect(page.locator(".yj-picked")).to_be_visible()
    for _ in range(20):
        page.keyboard.press("n")
    sentence = page.locator(".yj-picked")
    expect(sentence).to_have_attribute("data-number", "21")
    page.locator(".yj-reasons:visible .yj-card").first.click()
    expect(page.locator("#yj-check-source mark")).to_be_in_viewport(timeout=10_000)
    expect(sentence).to_be_in_viewport()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_result_is_saved_speaks_the_other_language_at_once_and_its_receipt_holds(
    opened: Open, code: Interface
) -> None:
    page = opened(code, view="check")
    page.locator("#yj-check-example").click()
    finished(page)
    kept = {}
    for kind in ("json", "markdown", "receipt"):
        with page.expect_download() as download:
            page.locator(f"[data-save={kind}]").click()
        kept[download.value.suggested_filename] = Path(download.value.path()).read_text("utf-8")
    assert json.loads(kept["answer.check.json"])["counts"]["wrong"] == 1
    assert kept["answer.check.md"].startswith(f"# {say('check_report', code)}")

    page.locator(".yj-sentence").nth(1).click()
    page.locator("#yj-language").click()
    other: Interface = "zh" if code == "en" else "en"
    expect(page.locator("#yj-check-go")).to_have_text(say("check_go", other))
    expect(page.locator(".yj-reasons:visible")).to_contain_text(say("check_fault_wrong", other))
    assert picked(page) == "wrong", "what was open stays open"
    assert page.locator("#yj-check-text textarea").input_value() == say("check_sample", code)

    drop(page, "answer.receipt.json", kept["answer.receipt.json"])
    expect(page.locator(".yj-anchor")).to_have_count(4, timeout=10_000)
    expect(page.locator(".yj-seal")).to_contain_text("as it was made" if other == "en" else "与开具时一致")


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_long_text_says_how_far_it_is_and_can_be_stopped(opened: Open, code: Interface) -> None:
    page = opened(code, view="check")
    check(page, say("check_sample", code).split("## ")[0] * 150)
    expect(page.locator(".yj-progress progress[max='600']")).to_be_visible(timeout=30_000)
    expect(page.locator(".yj-sentence").nth(3)).to_be_visible(timeout=30_000)
    page.locator("#yj-check-stop").click()
    finished(page)
    expect(page.locator("#yj-check-status")).to_contain_text(re.compile("Stopped: .* of 600|已停止：共 600 句"))
    done = page.locator(".yj-sentence").count()
    assert 4 <= done < 600
    expect(page.locator("#yj-check-go")).to_be_visible()
    page.locator("#yj-check-example").click()
    expect(page.locator(".yj-sentence")).to_have_count(4, timeout=30_000)


# a receipt


@pytest.fixture(scope="module")
def receipts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A receipt of each language from the samples, one that was edited, and one of a source that changed since."""
    folder = tmp_path_factory.mktemp("receipts")
    yinju(folder, "ask", QUESTION, "--receipt", "en.json")
    yinju(folder, "ask", "虹桥分论坛的开幕环节由谁主持？", "--receipt", "zh.json")
    (folder / "otters.txt").write_text("Otters\n\nForty otters swim in the delta. Their dam is old.\n")
    yinju(folder, "add", "otters.txt", "--library", "L")
    yinju(folder, "ask", "How many otters swim in the delta?", "--library", "L", "--receipt", "gone.json")
    found = {name: (folder / f"{name}.json").read_text("utf-8") for name in ("en", "zh", "gone")}
    return {**found, "edited": found["en"].replace("Gao Daming", "Gao Xiaoming")}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_receipt_shows_what_became_of_its_citations_opens_the_article_and_is_called_edited_or_gone(
    opened: Open, receipts: dict[str, str], code: Interface
) -> None:
    page = opened(code, view="check")
    page.locator("#yj-check-text textarea").fill("what stands here stays")
    choose(page, a_file(receipts[code], "kept.json"))
    expect(page.locator(".yj-seal")).to_be_visible(timeout=15_000)
    item = page.locator(".yj-anchor").first
    expect(item).to_contain_text(say("check_state_verified", code))
    item.locator(".yj-way").click()
    expect(page.locator("#yj-check-source mark")).to_be_in_viewport(timeout=10_000)
    assert page.locator("#yj-check-source mark").inner_text() in item.inner_text()
    page.locator("#yj-check-source .yj-back").click()
    expect(page.locator("#yj-check-source mark")).not_to_be_visible()
    assert page.locator("#yj-check-text textarea").input_value() == "what stands here stays"

    drop(page, "edited.json", receipts["edited"])
    expect(page.locator(".yj-seal")).to_contain_text("edited" if code == "en" else "改动过", timeout=15_000)
    expect(page.locator(".yj-anchor").first).to_contain_text(say("check_state_broken", code))
    drop(page, "gone.json", receipts["gone"])
    expect(page.locator(".yj-anchor").first).to_contain_text(say("check_state_gone", code), timeout=15_000)
    expect(page.locator(".yj-way")).to_have_count(0)


# bad input: a sentence that helps, and nothing is lost


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_texts_and_files_that_cannot_be_checked_are_answered_in_words(
    opened: Open, receipts: dict[str, str], code: Interface
) -> None:
    page = opened(code, view="check")
    page.locator("#yj-check-example").click()
    finished(page)
    error = page.locator("#yj-check-status .yj-error")
    for text, phrase in (
        ("   ", say("check_why_empty", code)),
        ("word " * 40_000, say("check_why_long", code, count="200,000", most="100,000")),
        ("# A title\n", say("check_why_wordless", code)),
    ):
        check(page, text)
        expect(error).to_have_text(phrase, timeout=15_000)
        expect(page.locator(".yj-sentence")).to_have_count(4)
        assert page.locator("#yj-check-text textarea").input_value() == text

    page.locator("#yj-check-text textarea").fill("mine")
    newer = receipts["en"].replace('"receipt": 1', '"receipt": 7')
    assert newer != receipts["en"]
    for content, name, phrase in (
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20, "photo.png", say("check_why_undecodable", code)),
        (receipts["en"][:400], "half.json", say("check_why_json", code)),
        (newer, "newer.json", say("check_why_newer", code, number=7, own=1)),
        ('{"some": "thing"}', "thing.json", say("check_why_other", code)),
        (receipts["en"].replace('"start"', '"begin"'), "bent.json", say("check_why_field", code, key="start")),
        (b"x" * 5_000_000, "large.txt", say("check_why_large", code, megabytes=4)),
    ):  # fmt: skip
        choose(page, a_file(content, name))
        expect(error).to_have_text(say("check_why_named", code, file=name, why=phrase), timeout=15_000)
        assert page.locator("#yj-check-text textarea").input_value() == "mine"
    drop(page, "a.md", "Otters swim.", times=2)
    expect(error).to_contain_text(say("check_why_several", code), timeout=15_000)


def test_a_file_of_three_hundred_megabytes_never_leaves_the_browser(opened: Open, tmp_path: Path) -> None:
    large = tmp_path / "film.txt"
    with large.open("wb") as file:
        file.truncate(300_000_000)
    for code, said in (("zh", "超过 4 MB"), ("en", "larger than 4 MB")):
        page = opened(code, view="check")
        sent: list[int] = []
        page.on("request", lambda request, sent=sent: sent.append(len(request.post_data_buffer or b"")))
        with page.expect_file_chooser() as chooser:
            page.locator("#yj-check-file").click()
        chooser.value.set_files(large)
        expect(page.locator("#yj-check-status .yj-error")).to_contain_text(said, timeout=30_000)
        assert sum(sent) < 100_000


def test_a_text_file_fills_the_box_and_is_checked_and_hostile_text_stays_text(opened: Open) -> None:
    page = opened(view="check")
    text = say("check_sample", "zh")
    choose(page, a_file(text.encode("gb18030"), "old.txt"))
    expect(page.locator(".yj-sentence")).to_have_count(4, timeout=15_000)
    assert page.locator("#yj-check-text textarea").input_value() == text

    check(
        page,
        "There are now over 600 AI companies in Pudong <img src=x onerror=\"document.title = 'taken over'\"> [1]. "
        "<script>document.title = 'taken over'</script> More than 3,000 companies belong to it.\n\n[1]: javascript:document.title='taken over'",
    )
    expect(page.locator(".yj-sentence").first).to_contain_text("600", timeout=15_000)
    finished(page)
    assert "taken over" not in page.title()
    assert page.locator("#yj-view-check script, #yj-view-check img, #yj-view-check a").count() == 0


@pytest.mark.slow
def test_an_empty_library_says_what_to_do_first(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Otters swim in the delta.")
    yinju(tmp_path, "add", "a.txt")
    listed = commands.run("list", "--json", folder=tmp_path)
    yinju(tmp_path, "remove", json.loads(listed.stdout)["id"])
    with serving(tmp_path) as address:
        for code in LANGUAGES:
            page = browser.new_page(locale=LOCALES[code])
            page.goto(f"{address}/?view=check")
            expect(page.locator("#yj-check-go")).to_have_text(say("check_go", code), timeout=20_000)
            expect(page.locator("#yj-check-example")).not_to_be_visible()
            expect(page.locator("#yj-check-result h2")).to_have_text(say("check_welcome", code))
            check(page, "Otters swim.")  # at once
            error, other = page.locator("#yj-check-status .yj-error"), next(one for one in LANGUAGES if one != code)
            expect(error).to_have_text(say("check_why_bare", code), timeout=15_000)
            page.locator("#yj-to-check").click()
            settled(page)  # whatever the page still had to bring up to date
            expect(error).to_have_text(say("check_why_bare", code))
            page.locator("#yj-language").click()
            expect(error).to_have_text(say("check_why_bare", other), timeout=15_000)
            expect(page.locator("#yj-check-result h2")).to_have_text(say("check_welcome", other))
            assert page.locator("#yj-check-text textarea").input_value() == "Otters swim."
            page.close()


@pytest.mark.slow
def test_a_server_that_was_restarted_costs_nothing_not_even_in_the_middle(browser: Browser, folder: Path) -> None:
    pages = {code: browser.new_page(locale=LOCALES[code]) for code in LANGUAGES}
    middle = browser.new_page(locale=LOCALES["en"])
    text = say("check_sample", "en").split("## ")[0] * 100
    with serving(folder) as address:
        for code, page in pages.items():
            page.goto(f"{address}/?view=check")
            expect(page.locator("#yj-check-go")).to_have_text(say("check_go", code), timeout=20_000)
            page.locator("#yj-check-example").click()
            finished(page)
        middle.goto(f"{address}/?view=check")
        expect(middle.locator("#yj-check-go")).to_have_text("Check", timeout=20_000)
        check(middle, text)
        expect(middle.locator(".yj-sentence").nth(1)).to_be_visible(timeout=30_000)
    with serving(folder, port=int(address.rsplit(":", 1)[1])):
        for code, page in pages.items():
            page.locator(".yj-sentence").nth(1).click()
            page.locator(".yj-reasons:visible .yj-card").first.click()
            expect(page.locator("#yj-check-source mark")).to_be_visible(timeout=20_000)
            with page.expect_download() as download:
                page.locator("[data-save=markdown]").click()
            assert download.value.suggested_filename == "answer.check.md"
            page.locator("#yj-to-check").click()
            settled(page)
            page.locator("#yj-language").click()
            other: Interface = "zh" if code == "en" else "en"
            expect(page.locator("#yj-check-go")).to_have_text(say("check_go", other), timeout=15_000)
            expect(page.locator(".yj-sentence")).to_have_count(4)
            page.reload()
            expect(page.locator("#yj-check-text textarea")).to_have_value(say("check_sample", code), timeout=20_000)
            page.locator("#yj-check-go").click()
            expect(page.locator(".yj-sentence")).to_have_count(4, timeout=20_000)
            page.close()
        # the page notices by itself, and comes back when the server does
        expect(middle.locator("#yj-check-go")).to_be_visible(timeout=30_000)
        expect(middle.locator("#yj-check-text textarea")).to_have_value(text)
        expect(middle.locator("body[data-view=check]")).to_be_attached()
        middle.close()


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_on_a_narrow_page_the_reasons_come_from_below_and_nothing_is_wider_than_the_page(
    opened: Open, receipts: dict[str, str], code: Interface
) -> None:
    page = opened(code, view="check", width=360)
    page.locator("#yj-check-example").click()
    finished(page)
    expect(page.locator(".yj-reasons:visible")).to_have_count(0)
    sentence = page.locator(".yj-sentence").nth(2)
    sentence.click()
    expect(page.locator(".yj-reasons:visible")).to_be_in_viewport()
    expect(sentence).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".yj-shut:visible").click()
    expect(page.locator(".yj-reasons:visible")).to_have_count(0)
    expect(sentence).to_be_focused()
    sentence.click()
    drop(page, "r.json", receipts[code])
    expect(page.locator(".yj-anchor")).not_to_have_count(0, timeout=15_000)
    expect(page.locator("#yj-check-beside")).not_to_be_visible()
    assert page.locator(".yj-anchor").first.evaluate("(item) => item.scrollWidth <= item.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
