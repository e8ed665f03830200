"""The library view's components and their events; what happens is in `browsing` and `receiving`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from yinju.rag import settings
from yinju.ui.app.browsing import Browsing
from yinju.ui.app.desk import Desk, View, asset
from yinju.ui.app.receiving import LARGEST, MOST, Receiving
from yinju.ui.html.additions import drop_zone
from yinju.ui.html.look import Look
from yinju.ui.strings import Interface, say

NAME = "library"
_EVERY = 1.0  # seconds between two looks at what is being added
# whose additions and removals these are: a name that this tab alone knows, and keeps when it is reloaded
_OWNER = "() => yinju.session('yinju-owner', yinju.session('yinju-owner') || `${Date.now()}-${Math.random()}`)"


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
    additions = gr.HTML("", js_on_load=asset("library_list.js"), elem_id="yj-additions")
    notice = gr.HTML("", elem_id="yj-notice")
    listed = gr.HTML("", js_on_load=asset("library_list.js"), elem_id="yj-listed")
    held = gr.HTML("", js_on_load=asset("library_list.js"), elem_id="yj-state")
    look, owner, version = (gr.Textbox("", visible="hidden", show_label=False) for _ in range(3))
    timer = gr.Timer(_EVERY, active=False)
    gr.on(None, None, None, owner, js=_OWNER)

    def state(code: Interface) -> str:
        return browsing.state(receiving.engine(code), code)

    def show(text: str, at: str, who: str, code: Interface) -> tuple[str, str]:
        return receiving.shown(who, code), browsing.page(Look.read(at).searching(text), who, code)

    def remove(at: str, who: str, code: Interface, event: gr.EventData) -> tuple[str, str, str, str]:
        told, to = browsing.remove(str(event._data["ids"]).split(), Look.read(at), who, code)
        return told, str(to), browsing.version(), state(code)

    def restore(at: str, who: str, code: Interface) -> tuple[str, str, str, str]:
        told, to = browsing.restore(Look.read(at), who, code)
        return told, str(to), browsing.version(), state(code)

    def forget(who: str, code: Interface) -> str:
        browsing.forget(who)
        return f"{code} {time.time_ns()}"

    def receive(who: str, code: Interface, event: gr.EventData) -> tuple[str, Any]:
        receiving.receive(event._data["sent"], who)
        return receiving.shown(who, code), gr.Timer(active=True)

    def look_on(who: str, code: Interface) -> tuple[str, str, str, Any]:
        busy = receiving.busy()  # first: what ends after this is shown at the next look
        return receiving.shown(who, code), f"{browsing.version()} {busy}", state(code), gr.Timer(active=busy)

    def stop(who: str, code: Interface, event: gr.EventData) -> str:
        receiving.stop(int(event._data["addition"]), who)
        return receiving.shown(who, code)

    def close(who: str, code: Interface, event: gr.EventData) -> str:
        receiving.close(int(event._data["addition"]), who)
        return receiving.shown(who, code)

    def verify(code: Interface) -> Iterator[str]:
        yield from browsing.verify(receiving.engine(code), code)

    def refresh(code: Interface) -> list[Any]:
        words = gr.Textbox(placeholder=say("library_search", code), label=say("library_search", code))
        # the list follows by the event below; and never is the timer put to sleep here: both may have changed meanwhile
        ticking = gr.Timer(active=True) if receiving.busy() else gr.skip()
        return [
            words,
            drop_zone(LARGEST, MOST, code, receiving.closed(code)),
            "",
            f"{code} {time.time_ns()}",
            state(code),
            ticking,
        ]

    quiet: dict[str, Any] = {"show_progress": "hidden"}
    # one event alone shows the list, whatever changed: so an older list never takes the place of a newer one. And the
    # search tells of a `change`, since Gradio's `input` is for typed keys alone, not for what is pasted or composed
    gr.on(
        [search.change, look.change, version.change, owner.change],
        show, [search, look, owner, interface], [additions, listed], trigger_mode="always_last", **quiet,
    )  # fmt: skip
    listed.apply(None, None, [look, notice], js="() => [yinju.look, '']")
    listed.undo(None, None, [look, notice], js="() => [yinju.look, '']")
    listed.expand(None, None, [search, look, notice], js="() => ['', 'focus=top', '']")
    listed.delete(remove, [look, owner, interface], [notice, look, version, held], **quiet)
    listed.retry(restore, [look, owner, interface], [notice, look, version, held], **quiet)
    listed.collapse(forget, [owner, interface], version, **quiet)
    zone.submit(receive, [owner, interface], [additions, timer], **quiet)
    additions.select(None, None, [search, look, notice], js="() => ['', yinju.look, '']")
    additions.undo(stop, [owner, interface], additions, **quiet)
    additions.delete(close, [owner, interface], additions, **quiet)
    timer.tick(look_on, [owner, interface], [additions, version, held, timer], **quiet)
    held.submit(verify, interface, held, **quiet)
    return View([], [search, zone, notice, version, held, timer], refresh)
