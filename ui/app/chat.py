"""The chat's components and their events; what happens is in `asking`, `talks` and `answering` beside this file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from yinju.index.errors import NotKept, UsageError
from yinju.index.types import Filter
from yinju.rag.conversations.store import PAGE
from yinju.rag.feedback import FeedbackFile
from yinju.rag.types import Compose
from yinju.ui.app import complaining, composing, filtering
from yinju.ui.app.answering import Tools
from yinju.ui.app.asking import Chat, Frame
from yinju.ui.app.desk import Desk, View, asset, clicks
from yinju.ui.app.narrowing import Chosen, wanted
from yinju.ui.app.talks import Asker, Talks
from yinju.ui.html.chat import conversation, panel
from yinju.ui.strings import Interface, say

NAME = "chat"
_SHOW_CITED = "() => setTimeout(() => { const m = document.getElementById('yj-cited'); if (m) { m.scrollIntoView({block: 'center'}); m.focus({preventScroll: true}); } }, 60)"
_SHOW_LATEST = "(id) => { yinju.keep('conversation', id); yinju.answered(); setTimeout(() => { const c = document.getElementById('yj-conversation'); if (c) c.scrollTop = c.scrollHeight; }, 30); }"
_HIDDEN: dict[str, Any] = {"show_progress": "hidden"}


def build(desk: Desk) -> View:
    """Put the chat on the page."""
    engine, interface = desk.engine, desk.interface
    folder = engine.library.catalogue.folder
    talks, feedback = Talks(folder), FeedbackFile(folder)
    chat, tools = Chat(engine, talks, feedback), Tools(talks)

    # what has to outlive a server stands in hidden components, whose values are the browser's
    id, place, asked, made, none = (gr.Textbox("", visible="hidden", show_label=False) for _ in range(5))
    with gr.Row(elem_id="yj-chat"):
        with gr.Column(scale=2, min_width=200, elem_id="yj-talks-column"):
            new = gr.Button(say("clear", "en"), size="sm", elem_id="yj-clear")
            search = gr.Textbox(
                placeholder=say("conversations_search", "en"), label=say("conversations_search", "en"), show_label=False, container=False, max_lines=1,
                elem_id="yj-talks-search",
            )  # fmt: skip
            listed = gr.HTML("", elem_id="yj-talks", js_on_load=clicks() + asset("conversations.js"))
        with gr.Column(scale=6, min_width=300):
            talk = gr.HTML(conversation([], "en"), elem_id="yj-conversation", js_on_load=clicks())
            complaint = complaining.build(desk, id)
            with gr.Row(elem_id="yj-asking"):
                box = gr.Textbox(
                    placeholder=say("placeholder", "en"), label=say("chat_question", "en"), show_label=False, container=False, scale=8, autofocus=True,
                    max_lines=4, max_length=20_000, elem_id="yj-question",
                )  # fmt: skip
                send = gr.Button(say("ask", "en"), variant="primary", scale=1, min_width=80, elem_id="yj-ask")
            with gr.Row(elem_id="yj-asking-how"):
                filters = filtering.build(desk)
                how = composing.build(desk)
            with gr.Row(elem_id="yj-chat-foot"):
                keys = gr.HTML(f'<span class="yj-keys">{say("chat_keys", "en")}</span>')
                markdown = gr.Button(
                    say("chat_markdown", "en"), size="sm", elem_id="yj-export-md", elem_classes="yj-quiet"
                )
                as_json = gr.Button(
                    say("chat_json", "en"), size="sm", elem_id="yj-export-json", elem_classes="yj-quiet"
                )
        with gr.Column(scale=5, min_width=280):
            beside = gr.HTML(panel(None, "en"), elem_id="yj-panel", js_on_load=clicks())
    resume = gr.Button("", visible="hidden", elem_id="yj-resume")
    shown = [id, talk, beside, listed]

    def frame(found: Frame) -> tuple[Any, ...]:
        return tuple(gr.skip() if value is None else value for value in found)

    def who(request: gr.Request, code: Interface) -> Asker:
        return Asker(str(request.username or ""), code)

    def limits(chosen: Sequence[Any], code: Interface) -> Filter:
        try:
            return wanted(Chosen(*chosen), code)
        except UsageError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def ask(
        request: gr.Request, text: str, id: str, code: Interface, compose: Compose, *chosen: Any
    ) -> Iterator[tuple[Any, ...]]:
        yield from map(frame, chat.ask(text, id, who(request, code), limits(chosen, code), compose))

    def ask_example(
        request: gr.Request, event: gr.EventData, id: str, code: Interface, compose: Compose, *chosen: Any
    ) -> Iterator[tuple[Any, ...]]:
        question = str(event._data["ask"])
        yield from map(frame, chat.ask(question, id, who(request, code), limits(chosen, code), compose))

    def ask_again(
        request: gr.Request, event: gr.EventData, id: str, code: Interface, compose: Compose, *chosen: Any
    ) -> Iterator[tuple[Any, ...]]:
        number, asker = int(event._data["exchange"]), who(request, code)
        if "unfiltered" in event._data:
            yield from map(frame, chat.everywhere(id, number, asker, compose))
        else:
            yield from map(frame, chat.again(id, number, asker, lambda: limits(chosen, code), compose))

    def stop(id: str, code: Interface, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        talks.stop(id, int(event._data["exchange"]), who(request, code))
        return frame(chat.show(id, who(request, code)))

    def show(id: str, place: str, code: Interface, request: gr.Request) -> tuple[Any, ...]:
        return frame(chat.show(id, who(request, code), place))

    def show_other(code: Interface, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        return frame(chat.show(str(event._data["talk"]), who(request, code)))

    def open_article(code: Interface, event: gr.EventData, request: gr.Request) -> str:
        return chat.open(event._data, who(request, code))

    def listing(id: str, words: str, code: Interface, request: gr.Request) -> str:
        return talks.listed(who(request, code), id, words)

    def older(id: str, words: str, code: Interface, event: gr.EventData, request: gr.Request) -> str:
        return talks.listed(who(request, code), id, words, limit=PAGE * 20)

    def rename(id: str, words: str, code: Interface, event: gr.EventData, request: gr.Request) -> str:
        note = talks.rename(str(event._data["talk"]), str(event._data["title"]), who(request, code))
        return talks.listed(who(request, code), id, words, note=note)

    def remove(id: str, words: str, code: Interface, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        asker, talk_id = who(request, code), str(event._data["talk"])
        try:
            gone = talks.remove(talk_id, asker)
        except NotKept as error:
            return frame(Frame(id, listed=talks.listed(asker, id, words, note=talks.told(error, asker))))
        kept = chat.show("" if talk_id == id else id, asker)
        return frame(kept._replace(listed=talks.listed(asker, kept.id, words, deleted=gone)))

    def restore(code: Interface, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        asker, talk_id = who(request, code), str(event._data["talk"])
        note = talks.restore(talk_id, asker)
        return frame(chat.show(talk_id, asker)._replace(listed=talks.listed(asker, talk_id, note=note)))

    def copy(id: str, code: Interface, event: gr.EventData, request: gr.Request) -> str:
        return tools.footnotes(id, int(event._data["exchange"]), who(request, code))

    def receipt(id: str, code: Interface, event: gr.EventData, request: gr.Request) -> str:
        return tools.receipt(id, int(event._data["exchange"]), who(request, code))

    def press(id: str, code: Interface, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        values = complaint.press(chat.turns(id, who(request, code)), id, code, event, request)
        return (*values, *frame(chat.show(id, who(request, code))))

    def export_md(id: str, code: Interface, request: gr.Request) -> str:
        return tools.exported(id, "md", who(request, code))

    def export_json(id: str, code: Interface, request: gr.Request) -> str:
        return tools.exported(id, "json", who(request, code))

    def refresh(code: Interface, id: str, place: str, chosen: str, *values: Any, request: gr.Request) -> Sequence[Any]:
        limits, complained = values[: len(filters.inputs)], values[len(filters.inputs) :]
        return [
            say("clear", code), gr.Textbox(placeholder=say("conversations_search", code), label=say("conversations_search", code)),
            gr.Textbox(placeholder=say("placeholder", code), label=say("chat_question", code)), say("ask", code),
            f'<span class="yj-keys">{say("chat_keys", code)}</span>', say("chat_markdown", code), say("chat_json", code),
            *frame(chat.show(id, who(request, code), place)), *how.refresh(code, chosen), *filters.refresh(code, *limits),
            *complaint.refresh(code, *complained, request),
        ]  # fmt: skip

    # the box is emptied in the browser, at once: what is typed next is never lost
    typed = gr.on(
        [box.submit, send.click], None, box, [box, asked], js="(text) => { yinju.asked(text); return ['', text]; }"
    ).then(
        # a question sent while another is being answered waits for it, and is not dropped
        ask, [asked, id, interface, how.choice, *filters.inputs], shown, trigger_mode="always_last", **_HIDDEN,
    )  # fmt: skip
    clicked = talk.option_select(ask_example, [id, interface, how.choice, *filters.inputs], shown, **_HIDDEN)
    again = talk.retry(ask_again, [id, interface, how.choice, *filters.inputs], shown, **_HIDDEN)
    for coming in (typed, clicked, again):
        coming.then(None, id, None, js=_SHOW_LATEST)
    talk.stop(stop, [id, interface], shown, cancels=[typed, clicked, again], **_HIDDEN)
    for where in (talk, beside):
        where.select(open_article, interface, beside, **_HIDDEN).then(None, js=_SHOW_CITED)
    beside.undo(show, [id, none, interface], shown, **_HIDDEN)
    resume.click(show, [id, place, interface], shown, js="(id, place, code) => [yinju.talk() || id, yinju.place(), code]", **_HIDDEN).then(
        None, js=_SHOW_CITED
    )  # fmt: skip
    for event in (talk.like, talk.edit):
        event(press, [id, interface], [*complaint.shown, *shown], **_HIDDEN)
    talk.copy(copy, [id, interface], made, **_HIDDEN).then(None, made, None, js="(text) => yinju.copy(text)")
    for taken, what, needs in (
        (talk.download, receipt, [id, interface]),
        (markdown.click, export_md, [id, interface]),
        (as_json.click, export_json, [id, interface]),
    ):
        taken(what, needs, made, **_HIDDEN).then(None, made, None, js="(text) => yinju.save(text)")
    listed.select(show_other, interface, shown, **_HIDDEN).then(None, id, None, js=_SHOW_LATEST)
    listed.delete(remove, [id, search, interface], shown, **_HIDDEN).then(
        None, id, None, js="(id) => yinju.keep('conversation', id)"
    )
    listed.undo(restore, interface, shown, **_HIDDEN).then(None, id, None, js=_SHOW_LATEST)
    listed.edit(rename, [id, search, interface], listed, **_HIDDEN)
    listed.expand(older, [id, search, interface], listed, **_HIDDEN)
    search.change(listing, [id, search, interface], listed, **_HIDDEN)
    new.click(show, [none, none, interface], shown, cancels=[typed, clicked, again], **_HIDDEN).then(
        None, id, None, js=_SHOW_LATEST
    )
    return View(
        [id, place, how.choice, *filters.inputs, *complaint.inputs],
        [new, search, box, send, keys, markdown, as_json, *shown, *how.shown, *filters.shown, *complaint.shown],
        refresh,
        personal=True,
    )
