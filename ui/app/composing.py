"""The choice between quotes and a language model; what is known of the model is in `yinju.ui.app.modelling`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from yinju.index.text.invisible import shown
from yinju.ui.app.desk import Desk
from yinju.ui.app.modelling import ModelState
from yinju.ui.html.base import escape, safe
from yinju.ui.strings import Interface, say


@dataclass(frozen=True, slots=True)
class Composing:
    """The choice on the page: the value of `choice` is `quotes` or `llm`.

    `refresh` is called with the interface's language and that value and gives those of `shown`.
    """

    choice: Any
    shown: Sequence[Any]
    refresh: Callable[[Interface, str | None], list[Any]]


def build(desk: Desk) -> Composing:
    """Put the choice on the page; without a model there is none, and it is said how to get one."""
    model = desk.engine.llm
    state = ModelState(model)
    choice = gr.Radio(
        _choices(model, "en"), value="llm" if model else "quotes", label=say("compose", "en"), visible=bool(model),
        elem_id="yj-compose",
    )  # fmt: skip
    about = gr.HTML(_about(state, "en", wait=False) if model is None else "", padding=False, elem_id="yj-compose-about")

    def refresh(interface: Interface, chosen: str | None) -> list[Any]:
        value = chosen if model and chosen in ("quotes", "llm") else "llm" if model else "quotes"
        return [
            gr.update(
                choices=_choices(model, interface), value=value, label=say("compose", interface), visible=bool(model)
            ),
            _about(state, interface, wait=False),
        ]

    def look(interface: Interface) -> str:
        return _about(state, interface, wait=True)

    choice.input(look, desk.interface, about, show_progress="hidden")
    return Composing(choice, [choice, about], refresh)


def _choices(model: str | None, interface: Interface) -> list[tuple[str, str]]:
    # both also where there is one alone to choose: a page that was open before may still say the other
    return [
        (say("compose_quotes", interface), "quotes"),
        (say("compose_llm", interface, model=shown(model or "")), "llm"),
    ]


def _about(state: ModelState, interface: Interface, *, wait: bool) -> str:
    return safe(f'<p class="yj-hint">{escape(state.told(interface, wait=wait))}</p>')
