"""Pages on which nobody does anything, in a real browser: they leave their server alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from serving import Open, settled

pytestmark = pytest.mark.browser

MOST = {"chat": 0, "check": 0, "library": 0, "evaluate": 4}
"""How often a view may ask its server while it is watched: a run that somebody else begins is shown."""

WATCHED = 5_000  # milliseconds


@pytest.mark.slow
def test_idle_pages_ask_their_server_for_next_to_nothing(opened: Open) -> None:
    pages = {view: opened(view=view) for view in MOST}
    for page in pages.values():
        expect(page.locator("#yj-view-library")).to_be_attached()  # the last view to come
        settled(page)
    asked: dict[str, list[str]] = {view: [] for view in MOST}
    for view, page in pages.items():
        page.on("request", lambda request, view=view: asked[view].append(request.url))
    pages["evaluate"].wait_for_timeout(WATCHED)
    assert {view: urls for view, urls in asked.items() if len(urls) > MOST[view]} == {}
