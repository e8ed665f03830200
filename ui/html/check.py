"""A checked answer as HTML: its own text with every sentence marked by its outcome, in the order it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from yinju.index.errors import AnswerRefused, ReceiptBroken, YinjuError
from yinju.rag.checking.summary import summary
from yinju.rag.checking.types import CheckedAnswer, CheckedStatement, Outcome
from yinju.rag.receipt.types import Rechecked
from yinju.ui.html.base import escape, safe
from yinju.ui.html.recheck import rechecked
from yinju.ui.html.tally import Sort, tally
from yinju.ui.html.troubles import trouble
from yinju.ui.strings import Interface, say

SIGNS = {
    Outcome.SUPPORTED: "✓",
    Outcome.MISSING: "✓",
    Outcome.WRONG: "!",
    Outcome.NOWHERE: "!",
    Outcome.PARTIAL: "~",
    Outcome.CONTRADICTED: "✗",
    Outcome.UNSUPPORTED: "✗",
    Outcome.UNCHECKED: "○",
}
PROBLEMS = (Outcome.WRONG, Outcome.NOWHERE, Outcome.PARTIAL, Outcome.CONTRADICTED, Outcome.UNSUPPORTED)
"""What is wrong: a sentence without a citation is not, nor is one that nobody could check."""

_SHORTER = {Outcome.MISSING: "check_not_cited", Outcome.NOWHERE: "check_fault_nowhere"}  # the colour says the rest
_WORDLESS = (Outcome.SUPPORTED, Outcome.UNCHECKED)  # a sign is enough for the eye: most sentences should be these


class Refusal(NamedTuple):
    """Why something was not checked; `name` is the file's, "" for pasted text, `folder` the library's."""

    error: YinjuError
    name: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The last result, as far as it has come, and why what was handed in after it was not checked.

    `name` is the result's file, "" for pasted text.
    """

    name: str = ""
    checked: CheckedAnswer | None = None
    rechecked: Rechecked | None = None
    refusal: Refusal | None = None
    running: bool = False

    @property
    def found(self) -> bool:
        """Whether there is a result."""
        return self.checked is not None or self.rechecked is not None


def status(shown: Shown, interface: Interface) -> str:
    """Return how far a check has come, why nothing was checked, or nothing."""
    if shown.refusal is not None:
        return safe(f'<p class="yj-error" role="alert">{escape(refused(shown.refusal, interface))}</p>')
    checked = shown.checked
    if not shown.running:
        if checked is None or not checked.left:
            return ""
        done = len(checked.statements)
        said = say("check_stopped", interface, done=done, all=done + checked.left)
        return safe(f'<p class="yj-note" role="status">{escape(said)}</p>')
    if checked is None:
        return f'<p class="yj-progress" role="status"><progress></progress> {say("check_reading", interface)}</p>'
    done, problems = len(checked.statements), sum(checked.counts[outcome] for outcome in PROBLEMS)
    every = done + checked.left
    said = say("check_progress", interface, done=done, all=every, problems=problems)
    return f'<p class="yj-progress"><progress value="{done}" max="{every}" aria-label="{said}"></progress> {said}</p>'


def refused(refusal: Refusal, interface: Interface) -> str:
    """Return in a sentence why nothing was checked."""
    why = trouble(refusal.error, refusal.folder, interface)
    if refusal.name and isinstance(refusal.error, AnswerRefused | ReceiptBroken):
        return say("check_why_named", interface, file=refusal.name, why=why)
    return why  # of the library or the encoder: the file has no part in it


def result(shown: Shown, interface: Interface) -> str:
    """Return what came of a check: what it is for where there is none, a summary that filters, and the text."""
    if shown.rechecked is not None:
        return rechecked(shown.rechecked, interface)
    checked = shown.checked
    if checked is None:
        told = "".join(f"<li>{escape(say(f'check_welcome_{number}', interface))}</li>" for number in (1, 2, 3))
        return safe(
            f'<div class="yj-welcome"><h2>{escape(say("check_welcome", interface))}</h2><ol class="yj-told">{told}</ol></div>'
        )
    if not checked.statements:
        return ""
    sorts = [
        Sort(outcome.value, say(f"outcome_{outcome.value}", interface), SIGNS[outcome], count, outcome in PROBLEMS)
        for outcome, count in checked.counts.items()
    ]
    over = tally(checked.text, summary(checked, interface), sorts, interface, finished=not shown.running, receipt=True)
    label = escape(say("check_text", interface))
    return safe(f'{over}<div class="yj-checked" role="group" aria-label="{label}">{_text(checked, interface)}</div>')


def _text(checked: CheckedAnswer, interface: Interface) -> str:
    """Return the text as it was handed in, its sentences in their places; what stands between them is kept."""
    parts, at = list[str](), 0
    for number, statement in enumerate(checked.statements, 1):
        start = max(at, statement.start)
        parts.append(_between(checked.text[at:start]))
        at = max(start, statement.end)
        # a line that breaks inside a sentence is only as long as the page it was pasted from
        parts.append(_sentence(number, " ".join(checked.text[start:at].split("\n")), statement, interface))
    return "".join(parts) + _between(checked.text[at:])


def _between(text: str) -> str:
    return f'<span class="yj-between">{escape(text)}</span>' if text else ""


def _sentence(number: int, text: str, statement: CheckedStatement, interface: Interface) -> str:
    outcome = statement.outcome
    wrong = ' data-problem="1"' if outcome in PROBLEMS else ""
    return (
        f'<span class="yj-sentence yj-is-{outcome.value}" role="button" tabindex="0" data-number="{number}" '
        f'data-outcome="{outcome.value}"{wrong} aria-expanded="false" aria-controls="yj-reasons-{number}">'
        f'<span dir="auto">{escape(text)}</span><span class="yj-outcome">{_outcome(outcome, interface)}</span></span>'
    )


def _outcome(outcome: Outcome, interface: Interface) -> str:
    sign = f'<span aria-hidden="true">{SIGNS[outcome]}</span>'
    word = escape(say(_SHORTER.get(outcome, f"outcome_{outcome.value}"), interface))
    return f'{sign}<span class="{"yj-unseen" if outcome in _WORDLESS else "yj-word"}"> {word}</span>'
