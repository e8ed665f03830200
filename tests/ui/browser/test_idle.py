"""Pages on which nobody does anything, in a real browser: they leave their server alone."""

from __future__ import annotations

import pytest
from serving import Open

pytestmark = pytest.mark.browser

MOST = {"chat": 0, "check": 0, "library": 0, "evaluate": 4}
"""How often a view may ask its server while it is watched: a run that somebody else begins is shown."""

WATCHED = 5_000  # milliseconds


@pytest.mark.slow
def test_idle_pages_ask_their_server_for_next_to_nothing(opened: Open) -> None:
    pages = {view: opened(view=view) for view in MOST}
    pages["evaluate"].wait_for_timeout(2_000)  # for what a view brings up to date when it is opened
    asked: dict[str, list[str]] = {view: [] for view in MOST}
    for view, page in pages.items():
        page.on("request", lambda request, view=view: asked[view].append(request.url))
    pages["evaluate"].wait_for_timeout(WATCHED)
    assert {view: urls for view, urls in asked.items() if len(urls) > MOST[view]} == {}
