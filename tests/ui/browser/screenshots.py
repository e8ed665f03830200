"""`make pictures`: the pictures of the README, made from the sample articles."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright
from serving import ARGUMENTS, CHROMIUM, LOCALES, serving, yinju

_COLOURS = 128  # enough for a page of text, and a quarter of the size


def asked(page: Page, question: str) -> None:
    """Ask a question and wait for its answer."""
    page.locator("#yj-question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".yj-question").last).to_contain_text(question, timeout=20_000)
    expect(page.locator(".yj-answer").last.locator(".yj-took")).to_be_visible(timeout=20_000)


def chat(page: Page) -> None:
    """A question in English, its source open beside it."""
    asked(page, "Which talk did Joseph Sifakis give at the seventh Hongqiao sub-forum?")
    asked(page, "多少张三类证书获批？")
    page.locator(".yj-marker").last.click()
    expect(page.locator("#yj-cited")).to_be_visible()
    page.mouse.move(0, 0)


def chinese(page: Page) -> None:
    """A refusal and an answer, in Chinese, in the dark."""
    asked(page, "虹桥分论坛的开幕环节由谁主持？")
    page.locator("#yj-question textarea").fill("特斯拉2023年的营收是多少？")
    page.keyboard.press("Enter")
    expect(page.locator(".yj-refusal")).to_be_visible(timeout=20_000)


def check(page: Page) -> None:
    """A pasted answer, checked."""
    page.locator("#yj-check-example").click()
    page.locator("#yj-check-go").click()
    expect(page.locator("#yj-view-check")).to_contain_text("Keep the result", timeout=30_000)
    expect(page.locator("#yj-check-stop")).to_be_hidden(timeout=30_000)
    page.locator(".yj-sentence").nth(1).click()
    page.evaluate("window.scrollTo(0, 0)")


def evaluate(page: Page) -> None:
    """A run of the sample set and its figures."""
    page.locator("#yj-eval-start").click()
    expect(page.locator(".yj-eval-figures")).to_be_visible(timeout=120_000)
    expect(page.locator("#yj-eval-stop")).to_be_hidden(timeout=20_000)


def still(page: Page) -> None:
    """A view as it opens."""
    page.wait_for_timeout(2_500)


PICTURES: dict[str, tuple[str, str, int, str, Callable[[Page], None]]] = {
    "chat": ("en", "chat", 1280, "light", chat),
    "chat-zh": ("zh", "chat", 1280, "dark", chinese),
    "check": ("en", "check", 1280, "light", check),
    "evaluate": ("en", "evaluate", 1280, "light", evaluate),
    "library": ("zh", "library", 1280, "light", still),
    "narrow": ("en", "chat", 390, "light", chinese),
}
"""Name → language, view, width, colours, and what is done before the picture is taken."""


def main(target: Path) -> None:
    """Take every picture anew."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        yinju(folder, "ask", "warm up")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with serving(folder) as address:
            for name, (language, view, width, colours, prepared) in PICTURES.items():
                context = browser.new_context(
                    locale=LOCALES[language], viewport={"width": width, "height": 800}, color_scheme=colours
                )
                page = context.new_page()
                page.goto(f"{address}/?__theme={colours}{'' if view == 'chat' else f'&view={view}'}")
                expect(page.locator(f"body[data-view={view}]")).to_be_attached(timeout=20_000)
                prepared(page)
                page.screenshot(path=target / f"{name}.png")
                context.close()
                with Image.open(target / f"{name}.png") as picture:
                    small = picture.convert("RGB").quantize(_COLOURS)
                small.save(target / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
