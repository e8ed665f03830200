"""The filter's components and their events; what they do is in `yinju.ui.app.narrowing`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from yinju.index.errors import UsageError
from yinju.ui.app.desk import Desk
from yinju.ui.app.narrowing import Chosen, Narrowing, told
from yinju.ui.html.base import escape, safe
from yinju.ui.strings import Interface, say


@dataclass(frozen=True, slots=True)
class Filtering:
    """The filter on the page: `inputs` are the fields of `Chosen`, in its order.

    `refresh` is called with the interface's language and the values of `inputs` and gives those of `shown`; `clear`, with
    the interface's language alone, gives those of `shown` without any filter.
    """

    inputs: Sequence[Any]
    shown: Sequence[Any]
    refresh: Callable[..., list[Any]]
    clear: Callable[[Interface], list[Any]]


def build(desk: Desk) -> Filtering:
    """Put the filter on the page, folded up."""
    narrowing, code = Narrowing(desk.engine.library), desk.interface
    # hundreds of choices come when the view is opened: in the page itself each would stand many times
    with gr.Accordion(say("filter", "en"), open=False, elem_id="yj-filter") as group:
        languages = gr.CheckboxGroup(narrowing.languages("en"), label=say("filter_languages", "en"), elem_id="yj-filter-languages")  # fmt: skip
        with gr.Row():
            since = gr.Textbox(label=say("filter_since", "en"), max_length=40, min_width=120, elem_id="yj-filter-since")
            until = gr.Textbox(label=say("filter_until", "en"), max_length=40, min_width=120, elem_id="yj-filter-until")
        facets = gr.Dropdown([], value=[], multiselect=True, allow_custom_value=True, label=say("filter_facets", "en"), elem_id="yj-filter-facets")  # fmt: skip
        sources = gr.Dropdown([], value=[], multiselect=True, allow_custom_value=True, label=say("filter_sources", "en"), elem_id="yj-filter-sources")  # fmt: skip
        sentence = gr.HTML(_told(Chosen(), "en"), padding=False, elem_id="yj-filter-told")
        remove = gr.Button(say("filter_clear", "en"), size="sm", elem_id="yj-filter-clear", visible=False)
    inputs = [languages, since, until, facets, sources]
    shown = [group, *inputs, sentence, remove]

    def changed(interface: Interface, *values: Any) -> list[Any]:
        chosen = Chosen(*values)
        name = "filter_set" if chosen.limits else "filter"
        return [
            gr.update(label=say(name, interface, count=chosen.limits)),
            _told(chosen, interface),
            gr.update(value=say("filter_clear", interface), visible=bool(chosen.limits)),
        ]

    def refresh(interface: Interface, *values: Any) -> list[Any]:
        chosen = Chosen(*values)
        label, words, clears = changed(interface, *values)
        day = say("filter_day_hint", interface)
        return [
            label,
            gr.update(
                choices=narrowing.languages(interface, chosen.languages or ()),
                value=list(chosen.languages or ()),
                label=say("filter_languages", interface),
            ),
            # no value: what was typed since this was asked for would be lost
            gr.update(label=say("filter_since", interface), placeholder=day),
            gr.update(label=say("filter_until", interface), placeholder=day),
            _dropdown(
                narrowing.facets(), chosen.facets, say("filter_facets", interface), say("filter_type", interface)
            ),
            _dropdown(
                *(narrowing.sources(), chosen.sources, say("filter_sources", interface)),
                say("filter_sources_hint", interface),
            ),
            words,
            clears,
        ]

    def clear(interface: Interface) -> list[Any]:
        group, languages, since, until, *others = refresh(interface, [], "", "", [], [])
        return [group, languages, {**since, "value": ""}, {**until, "value": ""}, *others]

    # one after the other, and the last is never dropped: what was chosen last is told last
    quietly: dict[str, Any] = {
        "show_progress": "hidden", "trigger_mode": "always_last", "concurrency_limit": 1, "concurrency_id": "filter",
    }  # fmt: skip
    # what is typed into a list is told as a change of it alone
    for happens in (languages.input, facets.change, sources.change):
        happens(changed, [code, *inputs], [group, sentence, remove], **quietly)
    for field in (since, until):
        gr.on([field.submit, field.blur], changed, [code, *inputs], [group, sentence, remove], **quietly)
    remove.click(clear, code, shown, **quietly)
    return Filtering(inputs, shown, refresh, clear)


def _dropdown(choices: list[tuple[str, str]], chosen: Sequence[str] | None, label: str, hint: str) -> Any:
    return gr.update(choices=choices, value=list(chosen or ()), label=label, info=hint)


def _told(chosen: Chosen, interface: Interface) -> str:
    try:
        return safe(f'<p class="yj-hint">{escape(told(chosen, interface))}</p>')
    except UsageError as error:
        return safe(f'<p class="yj-error" role="alert">{escape(str(error))}</p>')
