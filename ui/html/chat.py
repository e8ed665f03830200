"""The conversation and its evidence as HTML: pure functions from answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yinju.rag.conversations.types import EvidencePlace
from yinju.rag.feedback import Noted
from yinju.rag.types import Answer
from yinju.ui.html.answer import Shown as Shown
from yinju.ui.html.answer import answer
from yinju.ui.html.base import does, escape, opens, safe
from yinju.ui.strings import EXAMPLES, Interface, say

_CARDS = 6  # pieces of evidence beside an answer, the cited ones first


def conversation(
    turns: Sequence[Shown],
    interface: Interface,
    examples: Sequence[str] = EXAMPLES,
    noted: Mapping[int, Noted] | None = None,
) -> str:
    """Return the conversation, or the welcome with example questions when there is none yet.

    `noted` is what readers said of its exchanges, by their numbers from 1.
    """
    if not turns:
        buttons = "".join(
            f'<button class="yj-example" {does("option_select", ask=text)}>{escape(text)}</button>' for text in examples
        )
        heading = f"<p>{escape(say('examples', interface))}</p>" if examples else ""
        return safe(
            f'<div class="yj-welcome"><h2>{escape(say("tagline", interface))}</h2>{heading}<div class="yj-examples">{buttons}</div></div>'
        )
    known = noted or {}
    return safe(
        "".join(_turn(turn, number, known.get(number, Noted()), interface) for number, turn in enumerate(turns, 1))
    )


def _turn(turn: Shown, number: int, noted: Noted, interface: Interface) -> str:
    question = (
        f'<div class="yj-question" role="note" aria-label="{escape(say("you", interface))}">{escape(turn.question)}</div>'
        if turn.question
        else ""  # a conversation that cannot be read
    )
    body = answer(turn, interface, number, noted)
    return f'{question}<div class="yj-answer" aria-label="{escape(say("answer", interface))}" aria-live="polite">{body}</div>'


def panel(turn: Shown | None, interface: Interface) -> str:
    """Return the evidence of an exchange: what is cited first, or the nearest sentences of a refusal."""
    if turn is None or not turn.evidence:
        hint = escape(say("evidence_empty", interface))
        return f'<h3>{escape(say("evidence", interface))}</h3><p class="yj-hint">{hint}</p>'
    refused = turn.answer is not None and turn.answer.refused
    cards = sorted(_card(place, turn.answer, interface) for place in turn.places())[:_CARDS]
    title = say("nearest" if refused else "evidence", interface)
    return safe(f"<h3>{escape(title)}</h3>" + "".join(card for _, card in cards))


def _card(place: EvidencePlace, replied: Answer | None, interface: Interface) -> tuple[int, str]:
    """Return the sort key (cited before uncited) and the card of one sentence."""
    cited = (
        next((c for c in replied.citations if (c.article_id, c.start) == (place.article_id, place.start)), None)
        if replied
        else None
    )
    number = f'<span class="yj-number">{cited.marker}</span>' if cited else ""
    page = say("page", interface, number=place.page) if place.page else None
    title = f'<span dir="auto">{escape(place.title)}</span>' if place.title else None
    rest = (escape(fact) if fact else None for fact in (page, place.published, place.language))
    facts = " · ".join(filter(None, (title, *rest)))  # a title in Hebrew must not turn the day behind it round
    label = escape(say("open", interface, number=cited.marker) if cited else say("read", interface))
    return (cited.marker if cited else 100 + place.number), (
        f'<button class="yj-card{" yj-cited" if cited else ""}" {opens(place.article_id, place.start, place.end, place.sha256)} aria-label="{label}">'
        f'{number}<span class="yj-quote" dir="auto" lang="{escape(place.language)}">{escape(place.quote)}</span><span class="yj-facts">{facts}</span></button>'
        f"{_also(place, interface)}"
    )


def _also(place: EvidencePlace, interface: Interface) -> str:
    """Return the other places of a sentence as small buttons that open them like a source."""
    buttons = "".join(
        f'<button class="yj-other" dir="auto" {opens(other.article_id, other.start, other.end, other.sha256)}>'
        f"{escape(other.title or other.article_id)}</button>"
        for other in place.also
    )
    return f'<div class="yj-also">{escape(say("also", interface, titles=""))}{buttons}</div>' if buttons else ""
