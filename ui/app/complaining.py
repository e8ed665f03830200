"""The form under a wrong answer: its components and their events; what they do is in `yinju.ui.app.complaints`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from yinju.index.errors import UsageError, YinjuError
from yinju.rag.feedback import Feedback
from yinju.ui.app.complaints import Complaints
from yinju.ui.app.desk import Desk
from yinju.ui.html.answer import Shown
from yinju.ui.html.feedback import heading, kept, problem, verdicts
from yinju.ui.html.troubles import trouble
from yinju.ui.strings import Interface, say


@dataclass(frozen=True, slots=True)
class Complaining:
    """The form on the page.

    `press(turns, conversation, interface, event, request)` is the handler of `like` and `edit` of the conversation and
    gives the values of `shown`; `refresh` is called with the interface's language and the values of `inputs` and gives
    them too. `of(conversation, request)` is what readers said, for whoever shows it.
    """

    inputs: Sequence[Any]
    shown: Sequence[Any]
    refresh: Callable[..., list[Any]]
    press: Callable[..., list[Any]]
    of: Callable[[str, gr.Request | None], Complaints]


def build(desk: Desk, conversation: Any) -> Complaining:
    """Put the form on the page, out of sight; `conversation` is the component whose value is the conversation's id."""
    folder = desk.engine.library.catalogue.folder
    place = gr.Textbox(visible="hidden", show_label=False)  # the exchange and the marker that the form is about
    done = gr.HTML("", padding=False, elem_id="yj-complaint-done")
    with gr.Column(visible=False, elem_id="yj-complaint") as form:
        head = gr.HTML("", padding=False)
        expected = gr.Textbox(label=say("feedback_expected", "en"), lines=1, max_lines=6, max_length=2_000, elem_id="yj-complaint-expected")  # fmt: skip
        refuse = gr.Checkbox(label=say("feedback_refuse", "en"), elem_id="yj-complaint-refuse")
        verdict = gr.Radio(verdicts("en"), label=say("feedback_verdict", "en"), elem_id="yj-complaint-verdict")
        with gr.Row(elem_classes="yj-row"):
            keep = gr.Button(say("feedback_keep", "en"), variant="primary", size="sm", min_width=80, elem_id="yj-complaint-keep")  # fmt: skip
            close = gr.Button(say("feedback_close", "en"), size="sm", min_width=80, elem_id="yj-complaint-close")
    shown = [place, done, form, head, expected, refuse, verdict, keep, close]

    def of(conversation_id: str, request: gr.Request | None) -> Complaints:
        return Complaints(folder, getattr(request, "username", None) or "", conversation_id)

    def unkept(error: YinjuError, interface: Interface) -> str:
        why = trouble(error, str(folder), interface)
        return problem(why if isinstance(error, UsageError) else say("feedback_unkept", interface, why=why))

    def opened(said: Feedback | None, interface: Interface, message: str = "") -> list[Any]:
        """Return the values of `shown` for a form about something, or for none."""
        whole = said is not None and said.marker is None
        refused = said is not None and bool(said.reply.get("refused"))
        return [
            f"{said.exchange} {said.marker or ''}" if said else "",
            message,
            gr.update(visible=said is not None),
            heading(said, interface) if said else "",
            gr.update(
                value="\n".join(said.expected) if said else "", visible=whole, label=say("feedback_expected", interface),
                info=say("feedback_expected_hint", interface),
            ),
            gr.update(value=bool(said and said.refuse), visible=whole and not refused, label=say("feedback_refuse", interface)),
            gr.update(
                choices=verdicts(interface), value=said.verdict.value if said and said.verdict else None,
                visible=not whole, label=say("feedback_verdict", interface),
            ),
            say("feedback_keep", interface),
            say("feedback_close", interface),
        ]  # fmt: skip

    def press(
        turns: list[Shown], conversation_id: str, interface: Interface, event: gr.EventData, request: gr.Request
    ) -> list[Any]:
        try:
            return opened(of(conversation_id, request).press(event._data, turns), interface)
        except YinjuError as error:
            return opened(None, interface, unkept(error, interface))

    def refresh(interface: Interface, where: str, conversation_id: str, request: gr.Request | None = None) -> list[Any]:
        try:
            said = of(conversation_id, request).find(*_place(where)) if where else None
        except YinjuError as error:
            return opened(None, interface, unkept(error, interface))
        return opened(said, interface)

    def store(
        where: str, text: str, refused: bool, deserved: str | None, conversation_id: str, interface: Interface,
        request: gr.Request,
    ) -> list[Any]:  # fmt: skip
        try:
            of(conversation_id, request).keep(*_place(where), text, refused, deserved, interface)
        except YinjuError as error:
            return [gr.skip(), unkept(error, interface), gr.skip()]
        return ["", kept(interface), gr.update(visible=False)]

    keep.click(store, [place, expected, refuse, verdict, conversation, desk.interface], [place, done, form], show_progress="hidden")  # fmt: skip
    close.click(lambda: ["", "", gr.update(visible=False)], None, [place, done, form], show_progress="hidden")
    return Complaining([place, conversation], shown, refresh, press, of)


def _place(where: str) -> tuple[int, int | None]:
    number, _, marker = where.partition(" ")
    return int(number), int(marker) if marker else None
