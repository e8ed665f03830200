"""The server of the page and the command line, as processes of their own, and the browser to look with."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

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
    process = subprocess.Popen(
        [sys.executable, "-m", "yinju.ui", "chat", "--port", str(port), *arguments],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    lines: list[str] = []
    try:
        for line in process.stderr:
            lines.append(line)
            if match := re.search(r"http://127\.0\.0\.1:\d+", line):
                yield match.group()
                break
        else:
            pytest.fail("the server did not start:\n" + "".join(lines))
    finally:
        process.terminate()
        process.wait(10)


def yinju(folder: Path, *arguments: str) -> None:
    """Run a command in a folder."""
    subprocess.run([sys.executable, "-m", "yinju.ui", *arguments], cwd=folder, check=True, capture_output=True)
