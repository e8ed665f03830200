"""A refusal that helps: what is missing, which passages come nearest, and what can be tried."""

from __future__ import annotations

from collections.abc import Sequence

from yinju.rag.conversations.types import EvidencePlace
from yinju.rag.inert import for_reading
from yinju.rag.types import Answer
from yinju.ui.html.base import does, escape, opens
from yinju.ui.strings import Interface, say

_NEAREST = 3  # passages named; the panel beside the conversation has more


def refusal(answer: Answer, nearest: Sequence[EvidencePlace], number: int, filtered: bool, interface: Interface) -> str:
    """Return a refusal; `filtered` says that the question was asked of some articles only."""
    why = f'<p class="yj-why">{escape(answer.reason)}</p>' if answer.reason else ""
    named = "".join(_near(place, interface) for place in nearest[:_NEAREST])
    passages = f'<p class="yj-label">{escape(say("nearest", interface))}</p><ul class="yj-nearest">{named}</ul>'
    return (
        f'<div class="yj-refused"><p class="yj-refusal">{escape(answer.answer)}</p>{why}{passages if named else ""}'
        f'<p class="yj-label">{escape(say("answer_helps", interface))}</p>'
        f'<ul class="yj-helps">{_helps(bool(nearest), number, filtered, interface)}</ul></div>'
    )


def _near(place: EvidencePlace, interface: Interface) -> str:
    page = say("page", interface, number=place.page) if place.page else None
    title = f'<span dir="auto">{escape(for_reading(place.title or place.article_id))}</span>'
    rest = (escape(fact) for fact in (page, place.published) if fact)
    return (
        f'<li><button class="yj-near" {opens(place.article_id, place.start, place.end, place.sha256)} '
        f'aria-label="{escape(say("read", interface))}"><span class="yj-quote" dir="auto" lang="{escape(place.language)}">'
        f'{escape(for_reading(place.quote))}</span><span class="yj-facts">{" · ".join((title, *rest))}</span></button></li>'
    )


def _helps(has_nearest: bool, number: int, filtered: bool, interface: Interface) -> str:
    helps = ["answer_help_words", "answer_help_parts"] if has_nearest else []
    if not filtered:
        helps.append("answer_help_add")
    items = [escape(say(name, interface)) for name in helps]
    if filtered:
        word = escape(say("answer_unfiltered", interface))
        items.insert(0, f'<button class="yj-plain" {does("retry", exchange=number, unfiltered=1)}>{word}</button>')
    return "".join(f"<li>{item}</li>" for item in items)
