"""A receipt checked again as HTML: what became of every citation, and what stands in its place now."""

from __future__ import annotations

from yinju.rag.receipt.phrases import say as say_receipt
from yinju.rag.receipt.phrases import summary
from yinju.rag.receipt.types import Receipt, Rechecked, RecheckedCitation, State
from yinju.ui.html.base import does, escape, safe
from yinju.ui.html.tally import Sort, tally
from yinju.ui.strings import Interface, say

SIGNS = {State.VERIFIED: "✓", State.MOVED: "~", State.LOST: "✗", State.GONE: "✗", State.BROKEN: "✗"}
_LOOKS = {
    State.VERIFIED: "supported",
    State.MOVED: "partial",
    State.LOST: "contradicted",
    State.GONE: "unsupported",
    State.BROKEN: "contradicted",
}


def rechecked(found: Rechecked, interface: Interface) -> str:
    """Return a receipt: whether it was edited, a summary that filters, and its citations in order."""
    sorts = [
        Sort(state.value, say(f"check_state_{state.value}", interface), SIGNS[state], count, _wrong(state))
        for state, count in found.counts.items()
    ]
    over = tally(
        found.receipt.answer + found.receipt.created,
        summary(found, interface),
        sorts,
        interface,
        finished=True,
        receipt=False,
    )
    items = "".join(_item(number, item, found.receipt, interface) for number, item in enumerate(found.citations, 1))
    return safe(f'{_receipt(found.receipt, interface)}{over}<div class="yj-checked yj-anchors">{items}</div>')


def _wrong(state: State) -> bool:
    return state not in (State.VERIFIED, State.MOVED)


def _receipt(receipt: Receipt, interface: Interface) -> str:
    seal = say_receipt("intact" if receipt.intact else "edited", interface)
    made = say("check_receipt_made", interface, day=receipt.created[:10], version=receipt.version)
    asked = (
        f'<p dir="auto">{escape(say("check_receipt_question", interface, question=receipt.question))}</p>'
        if receipt.question
        else ""
    )
    return (
        f'<p class="yj-seal yj-is-{"supported" if receipt.intact else "contradicted"}" role="status">'
        f'<span aria-hidden="true">{"✓" if receipt.intact else "✗"}</span> {escape(seal)}</p>'
        f'<p class="yj-facts">{escape(made)}</p>{asked}'
    )


def _item(number: int, item: RecheckedCitation, receipt: Receipt, interface: Interface) -> str:
    citation, state = item.citation, item.state
    wrong = ' data-problem="1"' if _wrong(state) else ""
    said = "".join(
        f'<p class="yj-facts" dir="auto">{escape(say("check_receipt_said", interface, text=statement.text))}</p>'
        for statement in receipt.statements
        if citation.marker in statement.citations
    )
    now = _words("check_receipt_now", item.now, citation.language, interface) if item.now else ""
    place = "".join(f" · {escape(fact)}" for fact in (citation.published, citation.language, citation.url) if fact)
    return (
        f'<section class="yj-sentence yj-anchor yj-is-{_LOOKS[state]}" tabindex="0" data-number="{number}" '
        f'data-outcome="{state.value}"{wrong}>'
        f'<h3><span class="yj-sign">[{citation.marker}]</span> <span class="yj-outcome yj-is-{_LOOKS[state]}"><span aria-hidden="true">{SIGNS[state]}</span> '
        f"{escape(say(f'check_state_{state.value}', interface))}</span></h3>"
        f'<p dir="auto">{escape(item.reason)}</p>{said}'
        f"{_words('check_receipt_then', citation.quote, citation.language, interface)}{now}"
        f'<p class="yj-facts"><span dir="auto">{escape(citation.title or citation.article_id)}</span>{place}</p>'
        f"{_way(item, interface)}</section>"
    )


def _words(heading: str, text: str, language: str, interface: Interface) -> str:
    return (
        f'<p class="yj-then"><span>{escape(say(heading, interface))}</span>'
        f'<span class="yj-quote" dir="auto" lang="{escape(language)}">{escape(text)}</span></p>'
    )


def _way(item: RecheckedCitation, interface: Interface) -> str:
    """Return the button that opens the article as it is now: its place is of the present text, so no hash goes along."""
    if item.article_id is None:
        return ""
    place = does("select", article=item.article_id, start=item.start or 0, end=item.end or 0, now=item.now or "")
    return f'<button class="yj-way" {place}>{escape(say("check_open", interface))} →</button>'
