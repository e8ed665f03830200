"""The form in which a reader says what would have been right: its heading, its choices, and what became of it."""

from __future__ import annotations

from yinju.rag.feedback import Feedback
from yinju.rag.inert import for_reading
from yinju.rag.types import Verdict
from yinju.ui.html.base import escape, safe
from yinju.ui.strings import Interface, say

_LONGEST = 160  # characters of what the form is about


def heading(feedback: Feedback, interface: Interface) -> str:
    """Return what the form asks, about which question or which cited sentence, and why it is worth answering."""
    if feedback.marker is None:
        asked, about = say("feedback_wrong", interface), str(feedback.reply.get("question", ""))
    else:
        asked = say("feedback_wrong_citation", interface, number=feedback.marker)
        cited = (c for c in feedback.reply.get("citations", ()) if c.get("marker") == feedback.marker)
        about = next((str(citation.get("quote", "")) for citation in cited), "")
    line = for_reading(about)
    line = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
    return safe(
        f'<h3>{escape(asked)}</h3><p class="yj-complained" dir="auto">{escape(line)}</p>'
        f'<p class="yj-hint">{escape(say("feedback_thanks", interface))}</p>'
    )


def verdicts(interface: Interface) -> list[tuple[str, str]]:
    """Return the verdicts that a citation may deserve, each in words and as its value."""
    return [
        (f"{say(verdict.value, interface)} – {say(f'feedback_deserves_{verdict.value}', interface)}", verdict.value)
        for verdict in Verdict
        if verdict is not Verdict.UNCHECKED
    ]


def kept(interface: Interface) -> str:
    """Return that the form was kept."""
    return safe(f'<p class="yj-hint" role="status">{escape(say("feedback_kept", interface))}</p>')


def problem(text: str) -> str:
    """Return why the form was not kept."""
    return safe(f'<p class="yj-error" role="alert">{escape(text)}</p>')
