"""A conversation as a file to take along: Markdown with footnotes, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import count
from typing import Any

from yinju.index.text.invisible import escaped
from yinju.rag.conversations.types import Conversation, EvidencePlace, Exchange, Transcript
from yinju.rag.inert import for_reading
from yinju.rag.types import Answer, Citation
from yinju.ui.conflicts import disagreements
from yinju.ui.html.conversations import shown
from yinju.ui.markdown import address, inert
from yinju.ui.render import answer_json
from yinju.ui.strings import Interface, say

_NEAREST = 3  # passages beside a refusal
_UNSPACED = ("zh", "ja", "th")  # languages whose sentences follow each other without a space


def footnotes(answer: Answer, interface: Interface | None = None) -> str:
    """Return an answer as Markdown, a footnote for each citation; in the answer's language unless told."""
    interface = interface or ("zh" if answer.language == "zh" else "en")
    return "\n\n".join(_answer(answer, (), count(1), interface)) + "\n"


def markdown(transcript: Transcript, interface: Interface) -> str:
    """Return a conversation as Markdown: questions as headings, answers below them, footnotes numbered throughout."""
    talk, numbers = transcript.conversation, count(1)
    blocks = [f"# {inert(talk.title) or say('conversations_untitled', interface)}"]
    blocks.append(
        say("conversations_made", interface, day=talk.created.astimezone().date(), count=len(transcript.exchanges))
    )
    for exchange in transcript.exchanges:
        blocks.append(f"## {inert(exchange.question)}")
        if exchange.answer is not None:
            blocks += _answer(exchange.answer, exchange.evidence, numbers, interface)
        else:
            blocks += [inert(statement.text) for statement in exchange.statements]
            blocks.append(f"*{inert(_why(exchange, interface))}*")
    return "\n\n".join(blocks) + "\n"


def as_json(transcript: Transcript) -> str:
    """Return a conversation as JSON, its answers as `ask --json` prints them."""
    talk = transcript.conversation
    content = {
        "id": talk.id,
        "title": talk.title,
        "created": talk.created.isoformat(),
        "changed": talk.changed.isoformat(),
        "exchanges": [_exchange(exchange) for exchange in transcript.exchanges],
    }
    return escaped(json.dumps(content, ensure_ascii=False, indent=1)) + "\n"


def file_name(conversation: Conversation, suffix: str) -> str:
    """Return a name for the file that any system takes, whatever the title holds: `yinju-how-many-otters.md`."""
    words = re.findall(r"[^\W_]+", for_reading(conversation.title).lower())
    return f"{'-'.join(['yinju', *words])[:60].rstrip('-')}.{suffix}"


def _why(exchange: Exchange, interface: Interface) -> str:
    """Return why a question has no answer."""
    if exchange.stopped:
        return say("answer_stopped" if exchange.statements else "answer_stopped_early", interface)
    return shown(exchange, interface).error or ""


def _exchange(exchange: Exchange) -> Mapping[str, Any]:
    return {
        "number": exchange.number,
        "question": exchange.question,
        "asked": exchange.asked.isoformat(),
        "error": exchange.error,
        "stopped": exchange.stopped,
        "filtered": exchange.filtered,
        "answer": None if exchange.answer is None else answer_json(exchange.answer),
        "statements": [asdict(statement) for statement in exchange.statements],
        "evidence": [asdict(place) for place in exchange.evidence],
    }


def _answer(
    answer: Answer, evidence: Sequence[EvidencePlace], numbers: Iterator[int], interface: Interface
) -> Iterator[str]:
    """Yield the blocks of an answer; its footnotes take the next numbers."""
    notes = {citation.marker: f"[^{next(numbers)}]" for citation in answer.citations}
    if answer.refused:
        yield f"**{inert(answer.answer)}**"
    if answer.statements:
        between = "" if answer.language in _UNSPACED else " "
        yield between.join(
            inert(statement.text) + "".join(notes[marker] for marker in statement.citations)
            for statement in answer.statements
        )
    if answer.reason:
        yield inert(answer.reason)
    for conflict in disagreements(answer, interface):
        sides = [f"{inert(side.value)}{notes[side.citation.marker]} — {inert(side.source)}" for side in conflict.sides]
        yield f"{inert(conflict.heading)}\n\n" + _list(sides)
    if answer.refused and evidence:
        yield f"{say('nearest', interface)}\n\n" + _list(_quoted(place, interface) for place in evidence[:_NEAREST])
    if notes:
        yield "\n".join(
            f"{notes[citation.marker]}: {_quoted(citation, interface)} · {say(citation.verdict.value, interface)}"
            for citation in answer.citations
        )


def _quoted(source: Citation | EvidencePlace, interface: Interface) -> str:
    """Return a quote with what says where it stands."""
    page = say("page", interface, number=source.page) if source.page else ""
    facts = (inert(source.title), inert(source.published or ""), page, address(source.url or ""))
    return f"“{inert(source.quote)}” — {' · '.join(filter(None, facts))}"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
