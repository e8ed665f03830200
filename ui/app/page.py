"""The page: Gradio's blocks, their events, and nothing else. The only file that builds Blocks."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib import resources
from typing import Any

import gradio as gr

from yinju.ui import html
from yinju.ui.app.chat import Chat
from yinju.ui.html import Shown
from yinju.ui.strings import Interface, say

FONT = ["system-ui", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_SHOW_CITED = "() => setTimeout(() => { const m = document.getElementById('yj-cited'); if (m) { m.scrollIntoView({block: 'center'}); m.focus({preventScroll: true}); } }, 60)"
_SHOW_LATEST = "() => setTimeout(() => { const c = document.getElementById('yj-conversation'); if (c) c.scrollTop = c.scrollHeight; }, 30)"


def build(chat: Chat) -> gr.Blocks:
    """Return the page over a chat."""
    clicks = _asset("clicks.js")
    with gr.Blocks(title="Yinju 引据", analytics_enabled=False, fill_width=True) as page:
        turns, interface = gr.State([]), gr.State("en")
        with gr.Row(elem_id="yj-top"):
            head = gr.HTML(_head(chat, "en"))
            language = gr.Button(say("other_language", "en"), size="sm", elem_id="yj-language")
        with gr.Row():
            with gr.Column(scale=6):
                conversation = gr.HTML(html.conversation([], "en"), elem_id="yj-conversation", js_on_load=clicks)
                with gr.Row():
                    box = gr.Textbox(
                        placeholder=say("placeholder", "en"), show_label=False, container=False, scale=8, autofocus=True,
                        max_lines=4, max_length=20_000, elem_id="yj-question",
                    )  # fmt: skip
                    send = gr.Button(say("ask", "en"), variant="primary", scale=1, min_width=80, elem_id="yj-ask")
                clear = gr.Button(say("clear", "en"), size="sm", variant="secondary", elem_id="yj-clear")
            with gr.Column(scale=4):
                panel = gr.HTML(html.panel(None, "en"), elem_id="yj-panel", js_on_load=clicks)

        shown = [turns, conversation, panel]

        def ask(text: str, known: list[Shown], code: Interface) -> Iterator[tuple[list[Shown], str, str]]:
            yield from chat.ask(text, known, code)

        def ask_example(
            known: list[Shown], code: Interface, event: gr.EventData
        ) -> Iterator[tuple[list[Shown], str, str]]:
            yield from chat.ask(str(event._data["ask"]), known, code)

        def open_article(code: Interface, event: gr.EventData) -> str:
            return chat.open(event._data, code)

        def back(known: list[Shown], code: Interface) -> str:
            return html.panel(known[-1] if known else None, code)

        def start_over(code: Interface) -> tuple[list[Shown], str, str]:
            return [], html.conversation([], code), html.panel(None, code)

        def switch(known: list[Shown], code: Interface) -> list[Any]:
            return _in_language(chat, known, "zh" if code == "en" else "en")

        def greet(known: list[Shown], request: gr.Request) -> list[Any]:
            chinese = (request.headers or {}).get("accept-language", "").lower().startswith("zh")
            return _in_language(chat, known, "zh" if chinese else "en")

        asked = gr.Textbox(visible="hidden", show_label=False)
        # the box is emptied in the browser, at once: what is typed next is never lost
        typed = gr.on([box.submit, send.click], None, box, [box, asked], js="(text) => ['', text]").then(
            # a question sent while another is being answered waits for it, and is not dropped
            ask, [asked, turns, interface], shown, show_progress="hidden", trigger_mode="always_last",
        )  # fmt: skip
        typed.then(None, js=_SHOW_LATEST)
        clicked = conversation.option_select(ask_example, [turns, interface], shown, show_progress="hidden")
        clicked.then(None, js=_SHOW_LATEST)
        for place in (conversation, panel):
            place.select(open_article, interface, panel, show_progress="hidden").then(None, js=_SHOW_CITED)
        panel.undo(back, [turns, interface], panel, show_progress="hidden")
        clear.click(start_over, interface, shown, show_progress="hidden", cancels=[typed, clicked])
        words = [interface, head, language, box, send, clear, conversation, panel]
        language.click(switch, [turns, interface], words, show_progress="hidden")
        page.load(greet, turns, words, show_progress="hidden")
    return page


def style() -> str:
    """Return the page's style sheet."""
    return _asset("style.css")


def _in_language(chat: Chat, turns: list[Shown], code: Interface) -> list[Any]:
    return [
        code,
        _head(chat, code),
        say("other_language", code),
        gr.Textbox(placeholder=say("placeholder", code)),
        say("ask", code),
        say("clear", code),
        html.conversation(turns, code),
        html.panel(turns[-1] if turns else None, code),
    ]


def _head(chat: Chat, code: Interface) -> str:
    return f'<div class="yj-head"><h1>{escape(say("title", code))}</h1><span>{escape(chat.holds(code))}</span></div>'


def _asset(name: str) -> str:
    return (resources.files("yinju.ui.app") / name).read_text("utf-8")
