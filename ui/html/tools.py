"""The quiet row under an answer: what can be done with it, and what readers said of it."""

from __future__ import annotations

from yinju.rag.feedback import Kind, Noted
from yinju.rag.types import Answer
from yinju.ui.html.base import does, escape
from yinju.ui.strings import Interface, say


def stop(number: int, interface: Interface) -> str:
    """Return the row under an answer that is on its way."""
    word = escape(say("answer_stop", interface))
    return (
        f'<div class="yj-tools"><button class="yj-tool yj-stop" {does("stop", exchange=number)}>{word}</button></div>'
    )


def retry(number: int, interface: Interface) -> str:
    """Return the row under an answer that did not come about."""
    return f'<div class="yj-tools">{_tool("retry", "answer_retry", interface, exchange=number)}</div>'


def ask_again(question: str, interface: Interface) -> str:
    """Return the row under a question that no conversation has, by which it is asked once more; none under no question."""
    if not question:
        return ""
    label = escape(say("answer_retry", interface))
    button = f'<button class="yj-tool yj-retry" {does("option_select", ask=question)} title="{label}" aria-label="{label}"></button>'
    return f'<div class="yj-tools">{button}</div>'


def tools(answer: Answer, number: int, noted: Noted, interface: Interface) -> str:
    """Return the row under an answer; buttons tell the number of its exchange, and are pressed where feedback is kept."""
    took = say("took", interface, milliseconds=round(answer.timings_ms.get("total", 0)))
    receipt = (
        f'<button class="yj-tool yj-receipt" {does("download", exchange=number)} '
        f'title="{escape(say("answer_receipt_why", interface))}">{escape(say("answer_receipt", interface))}</button>'
    )
    return (
        f'<div class="yj-tools" role="group" aria-label="{escape(say("answer_tools", interface))}">'
        f"{_tool('copy', 'answer_copy', interface, exchange=number)}{receipt}"
        f"{_thumb(Kind.UP, 'answer_good', number, noted, interface)}"
        f"{_thumb(Kind.DOWN, 'answer_bad', number, noted, interface)}"
        f"{_tool('retry', 'answer_retry', interface, exchange=number)}{_citations(answer, number, noted, interface)}"
        f'<span class="yj-took">{escape(took)}</span></div>'
    )


def _tool(event: str, word: str, interface: Interface, **values: object) -> str:
    label = escape(say(word, interface))
    return f'<button class="yj-tool yj-{event}" {does(event, **values)} title="{label}" aria-label="{label}"></button>'


def _thumb(kind: Kind, word: str, number: int, noted: Noted, interface: Interface) -> str:
    """Return a thumb."""
    pressed = noted.rating is kind
    label = say(word, interface)
    label = escape(say("answer_withdraw", interface, said=label) if pressed else label)
    return (
        f'<button class="yj-tool yj-thumb-{kind}" {does("like", exchange=number, value=_value(kind, pressed))} '
        f'title="{label}" aria-label="{label}" aria-pressed="{str(pressed).lower()}"></button>'
    )


def _citations(answer: Answer, number: int, noted: Noted, interface: Interface) -> str:
    """Return by which a citation is said to be wrong: one button each, behind one word."""
    buttons = []
    for citation in answer.citations:
        pressed = citation.marker in noted.markers
        said = say("answer_citation", interface, number=citation.marker)
        label = escape(say("answer_withdraw", interface, said=said) if pressed else said)
        buttons.append(
            f'<button class="yj-tool yj-doubt" {does("edit", exchange=number, marker=citation.marker, value=_value(Kind.CITATION, pressed))} '
            f'title="{label}" aria-label="{label}" aria-pressed="{str(pressed).lower()}">{citation.marker}</button>'
        )
    if not buttons:
        return ""
    opened = " open" if noted.markers else ""
    word = escape(say("answer_citations", interface))
    return f'<details class="yj-doubts"{opened}><summary class="yj-tool">{word}</summary>{"".join(buttons)}</details>'


def _value(kind: Kind, pressed: bool) -> str:
    """Return what is kept once a button is pressed: what is pressed already is taken back."""
    return "none" if pressed else kind.value
