"""The page: a head, the views one at a time, and the language of the interface."""

from __future__ import annotations

from html import escape
from itertools import chain
from typing import Any

import gradio as gr

from yinju.index.errors import YinjuError
from yinju.rag.pipeline import Yinju
from yinju.ui.app import chat, check, evaluate, library
from yinju.ui.app.desk import Desk, View, asset
from yinju.ui.strings import Interface, say

FONT = ["system-ui", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
VIEWS = (chat, check, evaluate, library)
"""The views, in the order of the head; a view is deleted by its files and its name here."""

_THERE = "() => ({ __type__: 'update', visible: true })"
_SHEETS = ("page", "conversations", *(view.NAME for view in VIEWS))


def build(engine: Yinju) -> gr.Blocks:
    """Return the page over an engine."""
    # files that were sent and never used are deleted a day later
    with gr.Blocks(title="Yinju 引据", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)) as page:
        interface = gr.Textbox("en", visible="hidden", show_label=False, elem_id="yj-interface")
        with gr.Row(elem_id="yj-top"):
            head = gr.HTML(_head(engine, "en"))
            with gr.Row(elem_id="yj-views"):
                tabs = [
                    gr.Button(
                        say(f"view_{view.NAME}", "en"), size="sm", elem_id=f"yj-to-{view.NAME}", elem_classes="yj-tab"
                    )
                    for view in VIEWS
                ]
            language = gr.Button(say("other_language", "en"), size="sm", elem_id="yj-language")
        built: list[View] = []
        columns: list[gr.Column] = []
        for view in VIEWS:
            with gr.Column(visible=view is VIEWS[0], elem_id=f"yj-view-{view.NAME}", elem_classes="yj-view") as column:
                built.append(view.build(Desk(engine, interface)))
            columns.append(column)

        for view, tab, made, column in zip(VIEWS, tabs, built, columns, strict=True):
            # the view is shown in the browser, at once, and then brought up to date
            tab.click(None, None, column, js=_opening(view.NAME)).then(
                made.refresh, [interface, *made.inputs], list(made.shown), show_progress="hidden"
            )

        words = [interface, head, language, *tabs]
        whole = [*words, *chain.from_iterable(made.shown for made in built)]

        first = built[0]

        def named(code: Interface) -> list[Any]:
            return [
                code,
                _head(engine, code),
                say("other_language", code),
                *(say(f"view_{view.NAME}", code) for view in VIEWS),
            ]

        def switch(request: gr.Request, known: Interface, *values: Any) -> list[Any]:
            code: Interface = "zh" if known == "en" else "en"
            updates, left = named(code), list(values)
            for made in built:
                own, left = left[: len(made.inputs)], left[len(made.inputs) :]
                updates += made.refresh(code, *own, **({"request": request} if made.personal else {}))
            return updates

        def greet(request: gr.Request, known: str, *values: Any) -> list[Any]:
            code: Interface = "zh" if known == "zh" else "en"
            return [*named(code), *first.refresh(code, *values, **({"request": request} if first.personal else {}))]

        inputs = [interface, *chain.from_iterable(made.inputs for made in built)]
        language.click(switch, inputs, whole, show_progress="hidden").then(
            None, interface, None, js="(code) => yinju.remember(code)"
        )
        # the first view alone is waited for; the others are put on the page once it stands
        arrived = page.load(
            greet, [interface, *first.inputs], [*words, *first.shown], js="(code, ...values) => [yinju.language(), ...values]", show_progress="hidden"
        ).then(None, None, None, js="() => yinju.arrive()")  # fmt: skip
        for column in columns[1:]:
            arrived = arrived.then(None, None, column, js=_THERE)
    for event in page.fns.values():  # the page is no service for programs, and need not describe its events to them
        event.api_visibility = "private"
    return page


def head() -> str:
    """Return what stands in the page's head: the script that all views share."""
    return f"<script>{asset('page.js')}</script>"


def style() -> str:
    """Return the page's style sheets as one."""
    return "\n".join(asset(f"{name}.css") for name in _SHEETS)


def _opening(name: str) -> str:
    return f"() => {{ yinju.show('{name}'); return ({_THERE})(); }}"


def _head(engine: Yinju, code: Interface) -> str:
    try:
        held = say("holds", code, count=f"{engine.library.count():,}")
    except YinjuError:  # the views say what is wrong with the library
        held = ""
    return f'<div class="yj-head"><h1>{escape(say("title", code))}</h1><span>{escape(held)}</span></div>'
