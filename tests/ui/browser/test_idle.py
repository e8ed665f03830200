"""A page on which nobody does anything, in a real browser: it leaves its server alone."""

from __future__ import annotations

import pytest
from serving import Open

pytestmark = pytest.mark.browser

WATCHED = 5_000  # milliseconds


@pytest.mark.parametrize(("view", "most"), [("chat", 0), ("check", 0), ("library", 0), ("evaluate", 4)])
def test_an_idle_page_asks_its_server_for_next_to_nothing(opened: Open, view: str, most: int) -> None:
    page = opened(view=view)
    page.wait_for_timeout(2_000)  # for what the view brings up to date when it is opened
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(WATCHED)
    assert len(asked) <= most, asked
