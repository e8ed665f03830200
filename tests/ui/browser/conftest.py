"""The page in a real browser: a server of its own over a folder of its own, and pages that may reach nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from serving import ARGUMENTS, CHROMIUM, LOCALES, Open, serving, settled, yinju

expect.set_options(timeout=20_000)  # what a server does takes its time on a busy machine


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


class Contexts:
    """Browser contexts of a module, used again so that what the page loads is loaded once; nothing else stays in them."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._free: dict[str, list[BrowserContext]] = {}

    @contextmanager
    def lent(self, language: str, options: dict[str, Any]) -> Iterator[BrowserContext]:
        """Lend a context that nobody else has; afterwards its pages are closed and what they kept is forgotten."""
        free = self._free.setdefault(repr((language, sorted(options.items()))), [])
        if free:
            context = free.pop()
        else:
            context = self._browser.new_context(locale=LOCALES[language], accept_downloads=True, **options)
        yield context
        page, *others = context.pages
        for other in others:
            other.close()
        page.goto("about:blank")  # a page that is still there would write down what it shows
        context.new_cdp_session(page).send(
            "Storage.clearDataForOrigin",
            {"origin": self._address, "storageTypes": "cookies,local_storage,indexeddb,service_workers,cache_storage"},
        )
        page.close()  # and with it what it kept for its session
        free.append(context)


@pytest.fixture(scope="module")
def contexts(browser: Browser, address: str) -> Contexts:
    return Contexts(browser, address)


@pytest.fixture
def opened(contexts: Contexts, address: str) -> Iterator[Open]:
    """Opens the page: `opened("zh", view="check", width=360)`. Afterwards nothing was asked of any other machine.

    Two pages that a test opens are of two people: neither knows what the other keeps.
    """
    outside: list[str] = []
    refused: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            outside.append(request.url)

    with ExitStack() as lent:

        def open_page(
            language: str = "en",
            view: str = "chat",
            width: int = 1280,
            query: str = "",
            fragment: str = "",
            **options: object,
        ) -> Page:
            page = lent.enter_context(contexts.lent(language, options)).new_page()
            page.set_viewport_size({"width": width, "height": 800})
            page.on("request", note)
            page.on(
                "console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None
            )
            parts = "&".join(filter(None, (f"view={view}" if view != "chat" else "", query)))
            page.goto(f"{address}/{'?' if parts else ''}{parts}{'#' if fragment else ''}{fragment}")
            expect(page.locator(f"body[data-view={view}]")).to_be_attached(timeout=20_000)
            expect(page.locator("body[data-arrived]")).to_be_attached()
            if view != "chat":
                settled(page)  # what a view brings up to date when it is opened would be told over what is done in it
            return page

        yield open_page
    assert outside == [], "no request leaves the machine"
    assert refused == [], "the page needs nothing that its policy forbids"


@pytest.fixture
def page(opened: Open) -> Page:
    return opened()
