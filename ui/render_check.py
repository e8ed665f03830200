"""Checked answers and receipts as text for a terminal and as JSON."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from yinju.rag.checking.summary import summary
from yinju.rag.checking.types import CheckedAnswer, CheckedStatement, Outcome
from yinju.rag.receipt.phrases import say as say_receipt
from yinju.rag.receipt.phrases import summary as receipt_summary
from yinju.rag.receipt.types import Rechecked, RecheckedCitation, State
from yinju.rag.types import Citation
from yinju.ui.render import plain
from yinju.ui.strings import Interface, say
from yinju.ui.styled import Styled

_SIGNS = {
    Outcome.SUPPORTED: ("✓", "green"),
    Outcome.MISSING: ("✓", "yellow"),
    Outcome.WRONG: ("!", "red"),
    Outcome.NOWHERE: ("!", "yellow"),
    Outcome.PARTIAL: ("~", "yellow"),
    Outcome.CONTRADICTED: ("✗", "red"),
    Outcome.UNSUPPORTED: ("✗", "red"),
    Outcome.UNCHECKED: ("·", "dim"),
}
_STATES = {
    State.VERIFIED: ("✓", "green"),
    State.MOVED: ("~", "yellow"),
    State.LOST: ("✗", "red"),
    State.GONE: ("✗", "red"),
    State.BROKEN: ("✗", "red"),
}
_unseen = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")  # characters that hide or turn others round
_SILENT = (Outcome.SUPPORTED, Outcome.MISSING, Outcome.WRONG, Outcome.NOWHERE)


def check_text(checked: CheckedAnswer) -> Styled:
    """Return a checked answer for a terminal: the summary, then each sentence, why, and the quote it is judged by."""
    interface = _interface(checked.language)
    text = Styled(summary(checked), "bold")
    for statement in checked.statements:
        text.append("\n\n")
        text.extend(_statement(statement, interface))
    return text


def _statement(statement: CheckedStatement, interface: Interface) -> Styled:
    sign, style = _SIGNS[statement.outcome]
    text = Styled(f"{sign} ", style)
    text.append(f"{say(f'outcome_{statement.outcome.value}', interface)}  ", style)
    text.append(_line(statement.text))
    for citation in statement.citations:
        text.append(f" {_line(citation.marker)}", "cyan")
    supported = statement.outcome in _SILENT
    shown = statement.reasons[1:] if supported else statement.reasons  # the quote itself is shown below
    for reason in shown:
        text.append(f"\n    {_line(reason)}", "" if statement.outcome is not Outcome.UNCHECKED else "dim")
    if statement.quote and (supported or statement.outcome in (Outcome.CONTRADICTED, Outcome.PARTIAL)):
        text.extend(_quote(statement.quote, interface))
    elif statement.quote:
        text.append(f"\n    {say('comes_nearest', interface)}", "dim")
        text.extend(_quote(statement.quote, interface))
    if statement.against:
        text.extend(_quote(statement.against, interface))
    return text


def _quote(quote: Citation, interface: Interface) -> Styled:
    opening, closing = "“”"
    text = Styled(f"\n    {opening}{_line(quote.quote)}{closing}", "dim")
    page = say("page", interface, number=quote.page) if quote.page else ""
    place = " · ".join(
        filter(None, (quote.title or quote.article_id, quote.published, quote.language, quote.url, page))
    )
    text.append(f"\n    {_line(place)}", "dim")
    return text


def check_json(checked: CheckedAnswer) -> dict[str, Any]:
    """Return a checked answer as `check --json` prints it."""
    return {
        "language": checked.language,
        "summary": summary(checked),
        "counts": {outcome.value: count for outcome, count in checked.counts.items()},
        "statements": [_statement_json(statement) for statement in checked.statements],
        **({"left": checked.left} if checked.left else {}),  # the check was stopped
        "timings_ms": dict(checked.timings_ms),
        "models": dict(checked.models),
    }


def _statement_json(statement: CheckedStatement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "start": statement.start,
        "end": statement.end,
        "language": statement.language,
        "outcome": statement.outcome.value,
        "verdict": statement.verdict.value,
        "reasons": list(statement.reasons),
        "quote": _quote_json(statement.quote),
        "against": _quote_json(statement.against),
        "citations": [asdict(citation) for citation in statement.citations],
    }


def _quote_json(quote: Citation | None) -> dict[str, Any] | None:
    if quote is None:
        return None
    kept = asdict(quote)
    return {key: value for key, value in kept.items() if key != "marker" and (value or key not in ("page", "also"))}


def recheck_text(found: Rechecked) -> Styled:
    """Return a receipt checked again for a terminal."""
    receipt, interface = found.receipt, _interface(found.receipt.language)
    text = Styled(receipt_summary(found), "bold")
    text.append(f"\n{say('receipt_of', interface, day=_line(receipt.created), version=_line(receipt.version))}", "dim")
    if receipt.intact:
        text.append(f"{say_receipt('intact', interface)}", "dim")
    else:
        text.append(f"{say_receipt('edited', interface)}", "bold red")
    if receipt.question:
        text.append(f"\n{say('you', interface)}: {_line(receipt.question)}")
    for item in found.citations:
        text.append("\n\n")
        text.extend(_rechecked(item))
    return text


def _rechecked(item: RecheckedCitation) -> Styled:
    sign, style = _STATES[item.state]
    citation = item.citation
    text = Styled(f"{sign} ", style)
    text.append(f"[{citation.marker}] ", "cyan")
    text.append(_line(item.reason), style)
    text.append(f"\n    “{_line(citation.quote)}”")
    if item.now:
        text.append(f"\n    → “{_line(item.now)}”")
    place = " · ".join(filter(None, (citation.title or citation.article_id, citation.published, citation.url)))
    text.append(f"\n    {_line(place)}", "dim")
    return text


def recheck_json(found: Rechecked) -> dict[str, Any]:
    """Return a receipt checked again as `check --json` prints it."""
    receipt = found.receipt
    return {
        "created": receipt.created,
        "version": receipt.version,
        "intact": receipt.intact,
        "holds": found.holds,
        "question": receipt.question,
        "language": receipt.language,
        "answer": receipt.answer,
        "summary": receipt_summary(found),
        "counts": {state.value: count for state, count in found.counts.items()},
        "citations": [
            {
                "marker": item.citation.marker,
                "state": item.state.value,
                "reason": item.reason,
                "article_id": item.article_id,
                "start": item.start,
                "end": item.end,
                "now": item.now,
                "quote": item.citation.quote,
                "title": item.citation.title,
                "url": item.citation.url,
                "sha256": item.citation.sha256,
                "verdict": item.citation.verdict.value,
            }
            for item in found.citations
        ],
    }


def _interface(language: str) -> Interface:
    return "zh" if language == "zh" else "en"


def _line(text: str) -> str:
    """Return a text on one line, without anything that could steer a terminal."""
    return plain(" ".join(_unseen.sub("", text.encode("utf-8", "replace").decode()).split()))
