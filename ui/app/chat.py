"""The chat's components and their events; what happens is in `yinju.ui.app.asking`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from yinju.ui.app.asking import Chat
from yinju.ui.app.desk import Desk, View, clicks
from yinju.ui.html.chat import Shown, conversation, panel
from yinju.ui.strings import Interface, say

NAME = "chat"
_SHOW_CITED = "() => setTimeout(() => { const m = document.getElementById('yj-cited'); if (m) { m.scrollIntoView({block: 'center'}); m.focus({preventScroll: true}); } }, 60)"
_SHOW_LATEST = "() => setTimeout(() => { const c = document.getElementById('yj-conversation'); if (c) c.scrollTop = c.scrollHeight; }, 30)"


def build(desk: Desk) -> View:
    """Put the chat on the page."""
    chat, interface = Chat(desk.engine), desk.interface
    turns = gr.State([])
    with gr.Row():
        with gr.Column(scale=6):
            talk = gr.HTML(conversation([], "en"), elem_id="yj-conversation", js_on_load=clicks())
            with gr.Row():
                box = gr.Textbox(
                    placeholder=say("placeholder", "en"), show_label=False, container=False, scale=8, autofocus=True,
                    max_lines=4, max_length=20_000, elem_id="yj-question",
                )  # fmt: skip
                send = gr.Button(say("ask", "en"), variant="primary", scale=1, min_width=80, elem_id="yj-ask")
            clear = gr.Button(say("clear", "en"), size="sm", variant="secondary", elem_id="yj-clear")
        with gr.Column(scale=4):
            beside = gr.HTML(panel(None, "en"), elem_id="yj-panel", js_on_load=clicks())

    shown = [turns, talk, beside]

    def ask(text: str, known: list[Shown], code: Interface) -> Iterator[tuple[list[Shown], str, str]]:
        yield from chat.ask(text, known, code)

    def ask_example(known: list[Shown], code: Interface, event: gr.EventData) -> Iterator[tuple[list[Shown], str, str]]:
        yield from chat.ask(str(event._data["ask"]), known, code)

    def open_article(code: Interface, event: gr.EventData) -> str:
        return chat.open(event._data, code)

    def back(known: list[Shown], code: Interface) -> str:
        return panel(known[-1] if known else None, code)

    def start_over(code: Interface) -> tuple[list[Shown], str, str]:
        return [], conversation([], code), panel(None, code)

    def refresh(code: Interface, known: list[Shown]) -> list[Any]:
        words = [gr.Textbox(placeholder=say("placeholder", code)), say("ask", code), say("clear", code)]
        return [*words, conversation(known, code), panel(known[-1] if known else None, code)]

    asked = gr.Textbox(visible="hidden", show_label=False)
    # the box is emptied in the browser, at once: what is typed next is never lost
    typed = gr.on([box.submit, send.click], None, box, [box, asked], js="(text) => ['', text]").then(
        # a question sent while another is being answered waits for it, and is not dropped
        ask, [asked, turns, interface], shown, show_progress="hidden", trigger_mode="always_last",
    )  # fmt: skip
    typed.then(None, js=_SHOW_LATEST)
    clicked = talk.option_select(ask_example, [turns, interface], shown, show_progress="hidden")
    clicked.then(None, js=_SHOW_LATEST)
    for place in (talk, beside):
        place.select(open_article, interface, beside, show_progress="hidden").then(None, js=_SHOW_CITED)
    beside.undo(back, [turns, interface], beside, show_progress="hidden")
    clear.click(start_over, interface, shown, show_progress="hidden", cancels=[typed, clicked])
    return View([turns], [box, send, clear, talk, beside], refresh)
