"""The server of the page and the command line, as processes of their own, and the browser to look with."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import commands

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
LOCALES = {"en": "en-GB", "zh": "zh-CN"}

Open = Callable[..., Page]
"""Opens the page, see the fixture `opened`."""


@contextmanager
def serving(folder: Path, *arguments: str, port: int = 0) -> Iterator[str]:
    """Serve the library in a folder until the block ends, and give the address."""
    command = ("chat", "--port", str(port), *arguments)
    with commands.started(*command, folder=folder, modules=commands.SERVER) as server:
        give_up = time.monotonic() + 120
        while not (match := re.search(r"http://127\.0\.0\.1:\d+", said := server.written("stderr").decode())):
            if server.code() is not None or time.monotonic() > give_up:
                pytest.fail(f"the server did not start:\n{said}")
            time.sleep(0.02)
        try:
            yield match.group()
        finally:
            os.kill(server.pid, signal.SIGTERM)
            server.wait(10)


def settled(page: Page) -> None:
    """Wait until the server owes the page nothing, and has not for a moment."""
    page.evaluate(
        """async () => {
          for (let quiet = 0; quiet < 5; quiet = yinju.waits() ? 0 : quiet + 1) await new Promise((go) => setTimeout(go, 40));
        }"""
    )


def ask(page: Page, question: str, answered: str) -> None:
    """Ask, and wait until the answer is verified and kept."""
    box, took = page.locator("#yj-question textarea"), page.locator(".yj-answer .yj-tools .yj-took")
    before = took.count()
    box.fill(question)
    box.press("Enter")
    expect(took.nth(before)).to_be_visible()
    expect(page.locator(".yj-answer", has_text=answered).last.locator(".yj-tools .yj-took")).to_be_visible()
    expect(page).to_have_url(re.compile("conversation="))


def yinju(folder: Path, *arguments: str) -> None:
    """Run a command in a folder."""
    ended = commands.run(*arguments, folder=folder)
    assert ended.returncode == 0, ended.stderr.decode()
