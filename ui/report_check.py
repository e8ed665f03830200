"""Checked answers and receipts as a report in Markdown, in which nothing from outside is markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from yinju.index.text.invisible import shown
from yinju.rag.checking.summary import summary
from yinju.rag.checking.types import CheckedAnswer, CheckedStatement
from yinju.rag.receipt.phrases import say as say_receipt
from yinju.rag.receipt.phrases import summary as receipt_summary
from yinju.rag.receipt.types import Rechecked, RecheckedCitation
from yinju.rag.types import Citation
from yinju.ui.strings import Interface, say

_markup = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$^=-])|(?<=\d)(\.)(?=\s)")


def check_report(checked: CheckedAnswer, interface: Interface) -> str:
    """Return a checked answer as Markdown: the summary, then each sentence, why, and the quote it is judged by."""
    lines = [f"# {say('check_report', interface)}", summary(checked, interface)]
    if checked.left:
        done = len(checked.statements)
        lines.append(say("check_stopped", interface, done=done, all=done + checked.left))
    for number, statement in enumerate(checked.statements, 1):
        lines += _statement(number, statement, interface)
    return _joined(lines)


def recheck_report(found: Rechecked, interface: Interface) -> str:
    """Return a receipt checked again as Markdown: whether it was edited, and what became of every citation."""
    receipt = found.receipt
    lines = [
        f"# {say('check_report_receipt', interface)}",
        receipt_summary(found, interface),
        say("check_receipt_made", interface, day=_plain(receipt.created[:10]), version=_plain(receipt.version)),
        f"**{say_receipt('intact' if receipt.intact else 'edited', interface)}**",
    ]
    if receipt.question:
        lines.append(say("check_receipt_question", interface, question=_plain(receipt.question)))
    for item in found.citations:
        lines += _rechecked(item, interface)
    return _joined(lines)


def _statement(number: int, statement: CheckedStatement, interface: Interface) -> Iterator[str]:
    yield f"## {number}. {say(f'outcome_{statement.outcome.value}', interface)}"
    marks = " ".join(_plain(citation.marker) for citation in statement.citations)
    yield f"{_plain(statement.text)} {marks}".rstrip()
    if statement.reasons:
        yield "\n".join(f"- {_plain(reason)}" for reason in statement.reasons)
    for quote in filter(None, (statement.quote, statement.against)):
        yield _quote(quote)


def _rechecked(item: RecheckedCitation, interface: Interface) -> Iterator[str]:
    citation = item.citation
    yield f"## \\[{citation.marker}\\] {say(f'check_state_{item.state.value}', interface)}"
    yield _plain(item.reason)
    yield _quote(citation)
    if item.now:
        yield f"{say('check_receipt_now', interface)}:\n\n> {_plain(item.now)}"


def _quote(quote: Citation) -> str:
    place = " · ".join(filter(None, (quote.title or quote.article_id, quote.published, quote.language, quote.url)))
    return f"> {_plain(quote.quote)}\n>\n> — {_plain(place)}"


def _plain(text: str) -> str:
    """Return a text on one line as Markdown that shows it: no markup of its own, and nothing that nobody sees."""
    return _markup.sub(lambda found: f"\\{found.group()}", " ".join(shown(text).split()))


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"
