"""The page in a real browser: a server of its own over a folder of its own, and pages that may reach nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from serving import ARGUMENTS, CHROMIUM, LOCALES, Open, serving, yinju


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose library holds the samples."""
    folder = tmp_path_factory.mktemp("page")
    yinju(folder, "ask", "warm up")
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs a Chromium browser (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page: `opened("zh", view="check", width=360)`. Afterwards nothing was asked of any other machine."""
    outside: list[str] = []
    refused: list[str] = []
    contexts = []

    def note(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            outside.append(request.url)

    def open_page(
        language: str = "en",
        view: str = "chat",
        width: int = 1280,
        query: str = "",
        fragment: str = "",
        **options: object,
    ) -> Page:
        context = browser.new_context(
            locale=LOCALES[language], viewport={"width": width, "height": 800}, accept_downloads=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", note)
        page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
        parts = "&".join(filter(None, (f"view={view}" if view != "chat" else "", query)))
        page.goto(f"{address}/{'?' if parts else ''}{parts}{'#' if fragment else ''}{fragment}")
        expect(page.locator(f"body[data-view={view}]")).to_be_attached(timeout=20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert outside == [], "no request leaves the machine"
    assert refused == [], "the page needs nothing that its policy forbids"


@pytest.fixture
def page(opened: Open) -> Page:
    return opened()
