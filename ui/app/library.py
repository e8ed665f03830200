"""The library view's components and their events; what happens is in `browsing` and `receiving`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from yinju.rag import settings
from yinju.ui.app.browsing import Browsing
from yinju.ui.app.desk import Desk, View, asset, clicks
from yinju.ui.app.receiving import LARGEST, MOST, Receiving
from yinju.ui.html.additions import drop_zone
from yinju.ui.html.look import Look
from yinju.ui.strings import Interface, say

NAME = "library"
_EVERY = 1.0  # seconds between two looks at what is being added
# whose additions and removals these are: a name that this tab alone knows, and keeps when it is reloaded
_OWNER = (
    "() => { const key = 'yinju-owner'; const known = sessionStorage.getItem(key) || `${Date.now()}-${Math.random()}`;"
    " sessionStorage.setItem(key, known); return known; }"
)


def build(desk: Desk) -> View:
    """Put the view on the page."""
    library, interface = desk.engine.library, desk.interface
    browsing = Browsing(desk.engine)
    receiving = Receiving(library, settings.read(library.catalogue.folder), Path(get_upload_folder()))

    search = gr.Textbox(
        placeholder=say("library_search", "en"), label=say("library_search", "en"), show_label=False, container=False,
        max_lines=1, max_length=200, elem_id="yj-library-search",
    )  # fmt: skip
    zone = gr.HTML(drop_zone(LARGEST, MOST, "en"), js_on_load=asset("library_drop.js"))
    additions = gr.HTML("", js_on_load=clicks(), elem_id="yj-additions")
    listed = gr.HTML("", js_on_load=asset("library_list.js"), elem_id="yj-listed")
    state = gr.HTML("", js_on_load=clicks(), elem_id="yj-state")
    look = gr.Textbox("", visible="hidden", show_label=False)
    owner = gr.Textbox("", visible="hidden", show_label=False, elem_id="yj-owner")
    timer = gr.Timer(_EVERY, active=False)
    gr.on(None, None, None, owner, js=_OWNER)

    def go(text: str, before: str, who: str, code: Interface, event: gr.EventData) -> tuple[str, str]:
        to = Look.read(str(event._data["look"])).searching(text)
        focus = "top" if to.page != Look.read(before).page else ""
        return str(to), browsing.page(to, who, code, focus)

    def find(text: str, before: str, who: str, code: Interface) -> tuple[str, str]:
        to = Look.read(before).searching(text)
        return str(to), browsing.page(to, who, code)

    def show_all(who: str, code: Interface) -> tuple[str, str, str]:
        return "", "", browsing.page(Look(), who, code, "top")

    def open_article(before: str, who: str, code: Interface, event: gr.EventData) -> tuple[str, str]:
        to = Look.read(before).opening(str(event._data["article"]))
        return str(to), browsing.page(to, who, code)

    def back(before: str, who: str, code: Interface) -> tuple[str, str]:
        from_ = Look.read(before)
        to = replace(from_, article="")
        return str(to), browsing.page(to, who, code, from_.article)

    def remove(before: str, who: str, code: Interface, event: gr.EventData) -> tuple[str, str, str]:
        at = Look.read(before)
        shown = browsing.remove(str(event._data["ids"]).split(), at, who, code)
        return str(replace(at, article="")), shown, browsing.state(receiving.engine(code), code)

    def restore(before: str, who: str, code: Interface) -> tuple[str, str]:
        return browsing.restore(Look.read(before), who, code), browsing.state(receiving.engine(code), code)

    def receive(who: str, code: Interface, event: gr.EventData) -> tuple[str, Any]:
        receiving.receive(event._data["sent"], who)
        return receiving.shown(who, code), gr.Timer(active=True)

    def look_on(before: str, who: str, code: Interface) -> tuple[str, str, str, Any]:
        busy = receiving.busy()  # first: what ends after this is shown at the next look
        told = browsing.state(receiving.engine(code), code)
        return receiving.shown(who, code), browsing.page(Look.read(before), who, code), told, gr.Timer(active=busy)

    def stop(who: str, code: Interface, event: gr.EventData) -> str:
        receiving.stop(int(event._data["addition"]), who)
        return receiving.shown(who, code)

    def close(who: str, code: Interface, event: gr.EventData) -> str:
        receiving.close(int(event._data["addition"]), who)
        return receiving.shown(who, code)

    def verify(code: Interface) -> Iterator[str]:
        yield from browsing.verify(receiving.engine(code), code)

    def refresh(code: Interface, before: str, who: str) -> list[Any]:
        words = [gr.Textbox(placeholder=say("library_search", code), label=say("library_search", code))]
        parts = [
            drop_zone(LARGEST, MOST, code),
            receiving.shown(who, code),
            browsing.page(Look.read(before), who, code),
        ]
        return [*words, *parts, browsing.state(receiving.engine(code), code), gr.Timer(active=receiving.busy())]

    quiet: dict[str, Any] = {"show_progress": "hidden"}
    search.input(find, [search, look, owner, interface], [look, listed], trigger_mode="always_last", **quiet)
    listed.apply(go, [search, look, owner, interface], [look, listed], **quiet)
    listed.expand(show_all, [owner, interface], [search, look, listed], **quiet)
    listed.undo(back, [look, owner, interface], [look, listed], **quiet)
    listed.delete(remove, [look, owner, interface], [look, listed, state], **quiet)
    listed.retry(restore, [look, owner, interface], [listed, state], **quiet)
    zone.submit(receive, [owner, interface], [additions, timer], **quiet)
    additions.select(open_article, [look, owner, interface], [look, listed], **quiet)
    additions.undo(stop, [owner, interface], additions, **quiet)
    additions.delete(close, [owner, interface], additions, **quiet)
    timer.tick(look_on, [look, owner, interface], [additions, listed, state, timer], **quiet)
    state.submit(verify, interface, state, **quiet)
    return View([look, owner], [search, zone, additions, listed, state, timer], refresh)
