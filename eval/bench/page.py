"""The page as a reader meets it: opened, asked, asked by twenty at once, and its library view over a large library."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

from yinju.eval.bench import growth, news
from yinju.eval.bench.questions import questions
from yinju.eval.bench.timing import quantile, stopwatch
from yinju.eval.bench.types import Bench, Goal, Outcome, Row, Unmeasured

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_PEOPLE, _EACH, _THINKING = 20, 4, 6.0
"""People, questions of each, and seconds between two questions of one, on the average."""
_SHOWN = 24  # questions asked in the browser, in one conversation

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# from the key that sends the question to the first card of evidence drawn, in the page's own clock; -1 when it does not come
_UNTIL_EVIDENCE = """async () => {
  const panel = document.querySelector('#yj-panel'), before = panel.innerHTML;
  const box = document.querySelector('#yj-question textarea'), begin = performance.now();
  for (const kind of ['keydown', 'keypress']) box.dispatchEvent(new KeyboardEvent(kind, { key: 'Enter', bubbles: true }));
  while (panel.innerHTML === before || !panel.querySelector('.yj-card')) {
    if (performance.now() - begin > 20000) return -1;
    await new Promise((done) => requestAnimationFrame(done));
  }
  return performance.now() - begin;
}"""


def measure(bench: Bench) -> Outcome:
    """Drive a real browser, and then twenty sessions without one. Raises Unmeasured where there is no browser."""
    if bench.plan.quick:
        raise Unmeasured("a browser takes seconds to start")
    asked = questions(bench.corpus, _PEOPLE * _EACH, bench.plan.seed)
    with _browser() as browser:
        with _serving(bench, bench.folder / "samples") as address:
            paints = [_paint(browser, address) for _ in range(bench.plan.runs)]
        usual = bench.folder / "usual"
        shutil.copytree(news.library(bench).folder, usual)  # conversations are kept in it
        with _serving(bench, usual) as address:
            opened = [_paint(browser, address) for _ in range(bench.plan.runs)]
            waits, request = _evidence(browser, address, asked[:_SHOWN])
            together = _crowd(address, request, asked, thinking=0.0)
            chatting = _crowd(address, request, asked, thinking=_THINKING)
        with _serving(bench, growth.library(bench, bench.plan.size * bench.plan.growth).folder) as address:
            listed = [_library_view(browser, address) for _ in range(bench.plan.runs)]
    size, large = f"{bench.size:,}", f"{bench.plan.size * bench.plan.growth:,}"
    return Outcome(
        (
            Row("first useful paint, sample library", tuple(paints), "s", Goal(2, most=True)),
            Row(f"… {size} articles", tuple(opened), "s", Goal(2, most=True)),
            Row(f"evidence on screen after Enter, {size} articles: p50", (quantile(waits, 0.5),), "ms", Goal(300, most=True), news.not_full(bench)),
            Row("… p95", (quantile(waits, 0.95),), "ms", Goal(300, most=True), news.not_full(bench)),
            Row(f"{_PEOPLE} people chatting, a question in {_THINKING:.0f} s each: p95 to the whole answer", (quantile(chatting, 0.95),), "s", Goal(1, most=True), news.not_full(bench)),
            Row(f"… all {_PEOPLE} pressing Enter in the same moment: p95", (quantile(together, 0.95),), "s"),
            Row(f"library view of {large} articles, from the click to its rows", tuple(listed), "s", Goal(1, most=True)),
        ),
        {"paint, s": paints, f"paint, {size}, s": opened, "evidence, ms": waits, "together, s": together, "chatting, s": chatting, "library view, s": listed},
        (f"Chromium on the same processors as the server. {len(asked)} questions; what the {_PEOPLE} people do is the page's own requests, sent without a browser.",),
    )  # fmt: skip


@contextmanager
def _browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise Unmeasured("needs playwright (the extra `dev`)") from None
    if program is None:
        raise Unmeasured("needs a Chromium browser (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def _serving(bench: Bench, folder: Path) -> Iterator[str]:
    """Serve a library as `yinju chat` does until the block ends, and give the address; a folder that is not there gets the samples."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YINJU_LLM")}
    environment |= {"YINJU_ENCODER": bench.settings.encoder, "YINJU_CACHE": str(bench.settings.cache)}
    named = ["--library", str(folder)] if folder.exists() else []
    process = subprocess.Popen(
        [sys.executable, "-m", "yinju.ui", "chat", "--port", "0", *named],
        cwd=bench.folder, env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        for line in process.stderr or ():
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                yield found.group()
                return
        raise Unmeasured("the server did not start")
    finally:
        process.terminate()
        process.communicate()


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(address)
    page.locator(".yj-example").first.wait_for()
    return page


def _paint(browser: Browser, address: str) -> float:
    """Return the seconds until the examples can be clicked, for somebody who was never here."""
    taken = stopwatch(lambda: _opened(browser, address))
    for context in browser.contexts:
        context.close()
    return taken


def _evidence(browser: Browser, address: str, asked: Sequence[str]) -> tuple[list[float], dict[str, Any]]:
    """Return the milliseconds each question took to its evidence, and what the page sent for the first of a conversation."""
    page = _opened(browser, address)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if "queue/join" in request.url else None)
    page.wait_for_timeout(3000)  # the server warms up beside the first page
    waits = []
    for number, question in enumerate(asked, 1):
        page.locator("#yj-question textarea").fill(question)
        waits.append(float(page.evaluate(_UNTIL_EVIDENCE)))
        if waits[-1] < 0:
            raise Unmeasured(f"no evidence came for “{question}”")
        page.locator(".yj-answer .yj-took").nth(number - 1).wait_for()
    request = next(body for body in map(json.loads, sent) if asked[0] in body["data"])
    page.context.close()
    return waits, request


def _crowd(address: str, request: dict[str, Any], asked: Sequence[str], thinking: float) -> list[float]:
    """Return the seconds to each whole answer, of sessions that ask side by side; all begin in the same moment."""
    taken: list[float] = []
    start = Barrier(_PEOPLE)

    def person(number: int) -> None:
        import httpx

        draw = random.Random(number)  # noqa: S311 - no secret
        with httpx.Client(base_url=f"{address}/gradio_api", timeout=60) as client:
            start.wait()
            for turn in range(_EACH):
                time.sleep(draw.uniform(0, 2 * thinking))
                question = asked[(number * _EACH + turn) % len(asked)]
                data = [question, *request["data"][1:]]
                body = {**request, "data": data, "session_hash": f"bench{number}x{turn}x{thinking}"}
                taken.append(stopwatch(lambda: _answered(client, body)))  # noqa: B023 - run at once

    threads = [Thread(target=person, args=(number,), daemon=True) for number in range(_PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) < _PEOPLE * _EACH:
        raise Unmeasured(f"{_PEOPLE * _EACH - len(taken)} questions of {_PEOPLE} people failed")
    return taken


def _answered(client: Any, body: dict[str, Any]) -> None:
    """Ask as the page does, and read until the last word of the answer."""
    client.post("/queue/join", json=body).raise_for_status()
    with client.stream("GET", "/queue/data", params={"session_hash": body["session_hash"]}) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:") and (said := json.loads(line[5:]))["msg"] == "process_completed":
                if not said["success"]:
                    raise Unmeasured("a question failed")
                return
    raise Unmeasured("an answer broke off")


def _library_view(browser: Browser, address: str) -> float:
    page = _opened(browser, address)

    def look() -> None:
        page.locator("#yj-to-library").click()
        page.locator(".yj-lib-articles .yj-lib-title").first.wait_for()

    taken = stopwatch(look)
    page.context.close()
    return taken
