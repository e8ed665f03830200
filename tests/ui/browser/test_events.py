"""The one stream over which everything comes to the page: what ends it early leaves nobody waiting."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import LOCALES, ask, serving, settled

from yinju.ui.strings import Interface, say

pytestmark = pytest.mark.browser

CHAIRMAN = "Who is the chairman of Trinity Innovation Fund?"
PUDONG = "How many AI companies are there in Pudong?"

# a connection between page and server that does `TREAT(message)` to each message of the stream, and ends it where that is 'end'
_CONNECTION = """
const fetched = window.fetch;
window.fetch = async (request, options) => {
  const answer = await fetched(request, options);
  if (window.slow && (request.url ?? String(request)).includes('/queue/join')) await new Promise((go) => setTimeout(go, 1000));
  if (!(request.url ?? String(request)).includes('/queue/data')) return answer;
  const stream = new TransformStream();
  const out = stream.writable.getWriter();
  (async () => {
    let text = '';
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const messages = (text + read.value).split('\\n\\n');
      text = messages.pop();
      for (const message of messages) {
        if (await (TREAT)(message) === 'end') { reader.cancel(); out.close(); return; }
        await out.write(new TextEncoder().encode(`${message}\\n\\n`));
      }
    }
    out.close();
  })();
  return new Response(stream.readable, { headers: answer.headers });
};
"""


def opened(browser: Browser, address: str, language: str, treat: str) -> Page:
    """A page whose stream is treated on its way."""
    page = browser.new_context(locale=LOCALES[language]).new_page()
    page.add_init_script(_CONNECTION.replace("TREAT", treat))
    page.goto(address)
    expect(page.locator("body[data-arrived]")).to_be_attached(timeout=20_000)
    return page


LATE = "async (message) => { if (message.includes('close_stream')) await new Promise((go) => setTimeout(go, 800)); }"
UNSAID = "(message) => message.includes('close_stream') ? 'end' : ''"
BROKEN = "(message) => window.cut ? 'end' : ''"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("treat", [LATE, UNSAID], ids=["the end comes late", "the end is not told"])
def test_a_question_asked_while_the_stream_ends_is_answered(
    browser: Browser, address: str, language: str, treat: str
) -> None:
    page = opened(browser, address, language, treat)
    ask(page, CHAIRMAN, "Gao Daming")
    ask(page, PUDONG, "600")
    ask(page, CHAIRMAN, "Gao Daming")
    expect(page.locator(".yj-question")).to_have_count(3)
    page.context.close()


def test_an_event_that_ends_before_it_is_read_that_it_joined_is_waited_for_no_longer(
    browser: Browser, address: str
) -> None:
    page = opened(browser, address, "en", "(message) => ''")
    expect(page.locator("#yj-view-library")).to_be_attached()  # the last view to come
    page.locator("#yj-question textarea").fill(CHAIRMAN)
    settled(page)
    page.evaluate("window.slow = true")
    page.evaluate("yinju.press('yj-to-library')")
    page.wait_for_timeout(600)  # the stream is opened for this one, and is there when the next one ends
    page.evaluate("yinju.press('yj-ask')")
    expect(page.locator(".yj-answer", has_text="Gao Daming")).to_be_attached()
    page.wait_for_function("!yinju.waits()", timeout=20_000)
    page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize(("language", "sent"), [("en", True), ("zh", True), ("zh", False)])
def test_what_was_written_outlives_a_server_that_is_restarted(
    browser: Browser, tmp_path: Path, language: Interface, sent: bool
) -> None:
    with serving(tmp_path) as address:
        page = opened(browser, address, language, "(message) => ''")
        ask(page, CHAIRMAN, "Gao Daming")
    page.locator("#yj-question textarea").fill(PUDONG)
    if sent:
        page.keyboard.press("Enter")
    else:
        page.locator(".yj-marker").first.click()
    expect(page.locator(".yj-lost")).to_have_text(say("lost", language), timeout=10_000)
    expect(page.locator(".yj-lost")).to_be_in_viewport()
    with serving(tmp_path, port=int(address.rsplit(":", 1)[1])):
        expect(page.locator(".yj-lost")).to_have_count(0, timeout=20_000)
        expect(page.locator("#yj-question textarea")).to_have_value(PUDONG, timeout=20_000)
        page.locator("#yj-question textarea").press("Enter")
        expect(page.locator(".yj-answer", has_text="600").last.locator(".yj-took")).to_be_visible(timeout=20_000)
    page.context.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_question_whose_stream_was_cut_is_there_to_be_asked_again(
    browser: Browser, address: str, language: str
) -> None:
    page = opened(browser, address, language, BROKEN)
    ask(page, CHAIRMAN, "Gao Daming")
    page.evaluate("window.cut = true")
    page.locator("#yj-question textarea").fill(PUDONG)
    page.keyboard.press("Enter")
    page.wait_for_function("!window.cut", timeout=15_000)  # it found its server again
    expect(page.locator(".yj-answer", has_text="Gao Daming")).to_be_visible(timeout=20_000)
    expect(page.locator("#yj-question textarea")).to_have_value(PUDONG)
    page.keyboard.press("Enter")
    expect(page.locator(".yj-answer", has_text="600").last.locator(".yj-took")).to_be_visible(timeout=20_000)
    page.context.close()
