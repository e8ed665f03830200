"""The page: a head, the views one at a time, and the language of the interface."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

import gradio as gr

from yinju.index.errors import YinjuError
from yinju.rag.pipeline import Yinju
from yinju.ui.app import chat, check, evaluate, library
from yinju.ui.app.desk import Desk, View, asset
from yinju.ui.strings import STRINGS, Interface, say

FONT = ["system-ui", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
VIEWS = (chat, check, evaluate, library)
"""The views, in the order of the head; a view is deleted by its files and its name here."""

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
            tab.click(
                None, None, column, js=f"() => {{ yinju.show('{view.NAME}'); return {_there(view.NAME)}; }}"
            ).then(made.refresh, [interface, *made.inputs], list(made.shown), show_progress="hidden")

        (first, *others), words = built, [interface, head, language, *tabs]

        def named(code: Interface) -> list[Any]:
            views = (say(f"view_{view.NAME}", code) for view in VIEWS)
            return [code, _head(engine, code), say("other_language", code), *views]

        def renewed(views: Sequence[View], code: Interface, values: Sequence[Any], request: gr.Request) -> list[Any]:
            updates: list[Any] = []
            left = list(values)
            for made in views:
                own, left = left[: len(made.inputs)], left[len(made.inputs) :]
                try:
                    updates += made.refresh(code, *own, **({"request": request} if made.personal else {}))
                except YinjuError:  # the library cannot be read, which the view says when it is opened
                    updates += [gr.skip()] * len(made.shown)
            return updates

        def switch(request: gr.Request, known: str, *values: Any) -> list[Any]:
            code: Interface = "zh" if known == "en" else "en"
            return [*named(code), *renewed(built, code, values, request)]

        def greet(request: gr.Request, known: str, *values: Any) -> list[Any]:
            code: Interface = "zh" if known == "zh" else "en"
            return [*named(code), *renewed([first], code, values, request)]

        def follow(request: gr.Request, code: Interface, *values: Any) -> list[Any]:
            # what was built in English need not be told in it again
            return [gr.skip()] * len(_shown(others)) if code == "en" else renewed(others, code, values, request)

        language.click(
            switch, [interface, *_inputs(built)], [*words, *_shown(built)], show_progress="hidden"
        ).then(None, interface, None, js="(code) => yinju.remember(code)")  # fmt: skip
        # the first view alone is waited for; the others are put on the page once it stands
        greeted = page.load(
            greet, [interface, *first.inputs], [*words, *first.shown], js="(code, ...values) => [yinju.language(), ...values]", show_progress="hidden"
        )  # fmt: skip
        greeted.failure(None, None, None, js="() => yinju.arrive()")
        coming = greeted.then(None, None, None, js="() => yinju.arrive()").then(
            follow, [interface, *_inputs(others)], _shown(others), show_progress="hidden"
        )
        for view, column in zip(VIEWS[1:], columns[1:], strict=True):
            coming = coming.then(None, None, column, js=f"() => {_there(view.NAME)}")
        coming.then(None, None, None, js="() => yinju.settle()")
    for event in page.fns.values():  # the page is no service for programs, and need not describe its events to them
        event.api_visibility = "private"
    return page


def head() -> str:
    """Return what stands in the page's head: the scripts that all views share."""
    lost = json.dumps({code: say("lost", code) for code in STRINGS}, ensure_ascii=False)
    return f"<script>{asset('page.js')}{asset('events.js')}yinju.LOST = {lost};</script>"


def style() -> str:
    """Return the page's style sheets as one."""
    return "\n".join(asset(f"{name}.css") for name in _SHEETS)


def _there(name: str) -> str:
    """Return what puts a view on the page, and changes nothing where it is already: Gradio would uncover all it hides."""
    return f"({{ __type__: 'update', ...(document.getElementById('yj-view-{name}') ? {{}} : {{ visible: true }}) }})"


def _inputs(views: Sequence[View]) -> list[Any]:
    return [component for view in views for component in view.inputs]


def _shown(views: Sequence[View]) -> list[Any]:
    return [component for view in views for component in view.shown]


def _head(engine: Yinju, code: Interface) -> str:
    try:
        held = say("holds", code, count=f"{engine.library.count():,}")
    except YinjuError:  # the views say what is wrong with the library
        held = ""
    return f'<div class="yj-head"><h1>{escape(say("title", code))}</h1><span>{escape(held)}</span></div>'
