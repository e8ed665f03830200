"""The check view's components and their events; what happens is in `yinju.ui.app.checking`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from yinju.ui.app.checking import Checking, Step, sample
from yinju.ui.app.desk import Desk, View, asset, clicks
from yinju.ui.html.check import Shown, result
from yinju.ui.strings import Interface, say

NAME = "check"
_KEEP = "(text) => { yinju.session('yinju-check', text || ''); }"
_RESTORE = "() => yinju.session('yinju-check')"
_GO = "() => document.getElementById('yj-check-go').click()"
_SHOW_ARTICLE = "() => document.dispatchEvent(new Event('yj-article'))"


def build(desk: Desk) -> View:
    """Put the view on the page."""
    checking, interface = Checking(desk.engine), desk.interface
    shown = gr.State(None)
    box = gr.Textbox(
        label=say("check_label", "en"), placeholder=say("check_placeholder", "en"), lines=6, max_lines=10,
        container=False, show_label=False, elem_id="yj-check-text",
    )  # fmt: skip
    with gr.Row(elem_id="yj-check-actions"):
        go = gr.Button(say("check_go", "en"), variant="primary", size="md", elem_id="yj-check-go")
        stop = gr.Button(say("check_stop", "en"), variant="stop", size="md", elem_id="yj-check-stop")
        choose = gr.Button(say("check_file", "en"), size="md", elem_id="yj-check-file")
        example = gr.Button(say("check_try", "en"), size="md", elem_id="yj-check-example")
        keys = gr.HTML(say("check_keys", "en"), elem_id="yj-check-keys")
    status = gr.HTML("", elem_id="yj-check-status")
    with gr.Row(elem_id="yj-check-found"):
        with gr.Column(scale=6):
            text = gr.HTML(result(Shown(), "en"), elem_id="yj-check-result", js_on_load=clicks() + asset("check.js"))
        with gr.Column(scale=4, elem_id="yj-check-beside"):
            why = gr.HTML("", elem_id="yj-check-reasons", js_on_load=clicks())
            source = gr.HTML("", elem_id="yj-check-source")
    files = gr.Textbox("", visible="hidden", show_label=False, elem_id="yj-check-files")
    # the language of the result that the page shows, "" for none: it may outlive the state
    held = gr.Textbox("", visible="hidden", show_label=False)
    outputs = [shown, status, text, why, files, held, box]

    def check(
        pasted: str, now: Shown | None, code: Interface, event: gr.EventData, request: gr.Request
    ) -> Iterator[list[Any]]:
        for step in checking.check(pasted, event._data, now, str(request.session_hash), code):
            yield _updates(step, code)

    def end(request: gr.Request) -> None:
        checking.stop(str(request.session_hash))

    def open_article(code: Interface, event: gr.EventData) -> str:
        return checking.open(event._data, code)

    def in_language(code: Interface, now: Shown | None, holds: str, request: gr.Request) -> list[Any]:
        step = checking.renewed(now, holds, str(request.session_hash), code)
        return _updates(step, code)[1:6] if step else [gr.skip()] * 5

    def refresh(code: Interface) -> list[Any]:
        return [
            gr.Textbox(label=say("check_label", code), placeholder=say("check_placeholder", code)),
            *(say(f"check_{name}", code) for name in ("go", "stop", "file")),
            gr.Button(say("check_try", code), visible=checking.has_sample()),
            say("check_keys", code),
        ]

    # what a check said is no part of what is brought up to date with the page: that may take longer than a check
    renewing = (in_language, [interface, shown, held], [status, text, why, files, held])
    interface.change(*renewing, show_progress="hidden")
    gr.on([go.click, text.submit], check, [box, shown, interface], outputs, show_progress="hidden").then(
        *renewing, show_progress="hidden"
    )
    stop.click(end, None, None, show_progress="hidden")
    example.click(sample, interface, box, show_progress="hidden").then(None, js=_GO)
    for place in (text, why):
        place.select(open_article, interface, source, show_progress="hidden").then(None, js=_SHOW_ARTICLE)
    box.change(None, box, None, js=_KEEP)
    gr.on(None, None, None, box, js=_RESTORE)
    return View([], [box, go, stop, choose, example, keys], refresh)


def _updates(step: Step, code: Interface) -> list[Any]:
    """Return a step in the order of the components; what it leaves as it is is skipped."""
    held = code if step.result is not None and step.shown.found else None
    return [step.shown, step.status, *map(_kept, (step.result, step.reasons, step.files, held, step.pasted))]


def _kept(value: str | None) -> Any:
    return gr.skip() if value is None else value
