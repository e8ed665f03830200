"""One answer as HTML, from the search to the verified whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from yinju.rag.conversations.types import EvidencePlace, place_of
from yinju.rag.feedback import Noted
from yinju.rag.inert import for_reading
from yinju.rag.types import Answer, Evidence, Origin, Statement
from yinju.ui.conflicts import Disagreement, disagreements
from yinju.ui.html.base import escape
from yinju.ui.html.citing import cited, coming
from yinju.ui.html.refusing import refusal
from yinju.ui.html.tools import ask_again, retry, stop, tools
from yinju.ui.render import parts as parts_of
from yinju.ui.strings import Interface, say

_UNKNOWN = Noted()


@dataclass(frozen=True, slots=True)
class Shown:
    """One exchange as far as it has come: evidence first, then statements, then the verified answer.

    Evidence of an exchange that was kept is the places it stood at: its articles may have changed or gone.
    `filtered` says that it was asked of some articles only, `stopped` that no more of the answer will come, `kept` that
    its conversation has it.
    """

    question: str
    evidence: tuple[Evidence | EvidencePlace, ...] = ()
    statements: tuple[Statement, ...] = ()
    answer: Answer | None = None
    error: str | None = None
    filtered: bool = False
    stopped: bool = False
    kept: bool = True

    def places(self) -> list[EvidencePlace]:
        """The places of the evidence."""
        return [place_of(item) for item in self.evidence]


def answer(turn: Shown, interface: Interface, number: int = 1, noted: Noted = _UNKNOWN) -> str:
    """Return what stands under a question, wherever its answer has come to.

    `number` is the exchange's, from 1, which every button tells; `noted` what readers said of it.
    """
    if turn.error is not None:
        again = retry(number, interface) if turn.kept else ask_again(turn.question, interface)
        return f'<p class="yj-error" role="alert">{escape(turn.error)}</p>{again}'
    if turn.answer is None:
        return _on_its_way(turn, number, interface)
    row = tools(turn.answer, number, noted, interface)
    if turn.answer.refused:
        return refusal(turn.answer, turn.places(), number, turn.filtered, interface) + row
    return _answered(turn.answer, number, interface) + row


def _on_its_way(turn: Shown, number: int, interface: Interface) -> str:
    """Return an answer that is not whole, in the very places where the whole one will stand."""
    places = turn.places()
    said = "".join(
        f"{_opening(statement, _language(statement, places))}{escape(for_reading(statement.text))} "
        f"{coming(statement, interface)}</p>"
        for statement in turn.statements
    )
    if turn.stopped:
        note = escape(say("answer_stopped" if said else "answer_stopped_early", interface))
        return f'{said}<p class="yj-note">{note}</p>{retry(number, interface)}'
    waiting = f'<p class="yj-waiting">{escape(say("searching", interface))}</p>'
    return f"{said or waiting}{stop(number, interface)}"


def _answered(answer: Answer, number: int, interface: Interface) -> str:
    marks = (f"{number}-{mark}" for mark in count(1))
    parts = []
    for statement in answer.statements:
        citations = [answer.cited(marker) for marker in statement.citations]
        markers = "".join(cited(citation, next(marks), interface) for citation in citations)
        said = "".join(f"<mark>{escape(text)}</mark>" if short else escape(text) for text, short in parts_of(statement))
        parts.append(f"{_opening(statement, citations[0].language if citations else '')}{said} {markers}</p>")
    for conflict in disagreements(answer, interface):
        sides = [cited(side.citation, next(marks), interface) for side in conflict.sides]
        parts.append(_conflict(conflict, sides, interface))
    if answer.reason:
        parts.append(f'<p class="yj-note">{escape(answer.reason)}</p>')
    return "".join(parts)


def _opening(statement: Statement, language: str) -> str:
    """Return the opening tag of a statement; a quote is in its source's language, whatever was asked in."""
    if statement.origin is not Origin.QUOTED:
        return '<p class="yj-said" dir="auto">'
    return f'<p class="yj-said yj-verbatim-quote" dir="auto" lang="{escape(language)}">'


def _language(statement: Statement, places: Sequence[EvidencePlace]) -> str:
    return next((place.language for place in places if " ".join(place.quote.split()) == statement.text), "")


def _conflict(conflict: Disagreement, markers: Sequence[str], interface: Interface) -> str:
    """Return the values that sources state instead of each other, side by side, each under its date."""
    sides = "".join(
        f'<li class="yj-side"><p class="yj-day">{escape(side.citation.published or say("undated", interface))}</p>'
        f'<p class="yj-value" dir="auto">{escape(for_reading(side.value))} {marker}</p>'
        f'<p class="yj-facts" dir="auto">{escape(for_reading(side.citation.title))}</p></li>'
        for side, marker in zip(conflict.sides, markers, strict=True)
    )
    return f'<div class="yj-conflict"><p>{escape(conflict.heading)}</p><ul class="yj-sides">{sides}</ul></div>'
