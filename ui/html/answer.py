"""One answer as HTML, from the first statement written to the verified whole."""

from __future__ import annotations

from dataclasses import dataclass

from yinju.rag.conversations.types import EvidencePlace
from yinju.rag.inert import for_reading
from yinju.rag.types import Answer, Evidence, Statement
from yinju.ui.conflicts import Disagreement, disagreements
from yinju.ui.html.base import escape, marker
from yinju.ui.render import parts as parts_of
from yinju.ui.strings import Interface, say


@dataclass(frozen=True, slots=True)
class Shown:
    """One exchange as far as it has come: evidence first, then statements, then the verified answer.

    Evidence of an exchange that was kept is the places it stood at: its articles may have changed or gone.
    """

    question: str
    evidence: tuple[Evidence | EvidencePlace, ...] = ()
    statements: tuple[Statement, ...] = ()
    answer: Answer | None = None
    error: str | None = None


def answer(turn: Shown, interface: Interface) -> str:
    """Return what stands under a question: the statements as far as they are written, or the verified answer."""
    replied = turn.answer
    if replied is None:
        return "".join(f'<p dir="auto">{escape(for_reading(statement.text))}</p>' for statement in turn.statements)
    parts = [f'<p class="yj-refusal">{escape(replied.answer)}</p>'] if replied.refused else []
    for statement in replied.statements:
        markers = "".join(marker(replied.cited(number), interface) for number in statement.citations)
        said = "".join(f"<mark>{escape(text)}</mark>" if short else escape(text) for text, short in parts_of(statement))
        parts.append(f'<p dir="auto">{said} {markers}</p>')
    parts += [_conflict(conflict, interface) for conflict in disagreements(replied, interface)]
    if replied.reason:
        parts.append(f'<p class="yj-note">{escape(replied.reason)}</p>')
    took = say("took", interface, milliseconds=round(replied.timings_ms.get("total", 0)))
    return "".join(parts) + f'<p class="yj-took">{escape(took)}</p>'


def _conflict(conflict: Disagreement, interface: Interface) -> str:
    """Return the values that sources state instead of each other, side by side."""
    sides = "".join(
        f'<div class="yj-side"><p>{escape(for_reading(side.value))} {marker(side.citation, interface)}</p>'
        f'<span class="yj-facts">{escape(side.source)}</span></div>'
        for side in conflict.sides
    )
    return f'<div class="yj-conflict"><p>{escape(conflict.heading)}</p><div class="yj-sides">{sides}</div></div>'
