"""What a conversation is called: its first question, shortened, until somebody gives it a name."""

from __future__ import annotations

from yinju.rag.inert import for_reading

_LONGEST = 60  # code points of a title made of a question: more than any list shows in a line
_NAME = 200  # … of a title that was given


def of_question(question: str) -> str:
    """Return a question as a title: one line, cut between words where it has any."""
    whole = for_reading(question[: 20 * _LONGEST])
    if len(whole) <= _LONGEST:
        return whole
    cut = whole[: _LONGEST + 1]
    space = cut.rfind(" ")
    return f"{cut[: space if space > _LONGEST // 2 else _LONGEST].rstrip()}…"


def given(title: str) -> str | None:
    """Return a title as it is kept, one line; None when nothing of it is to be seen."""
    return for_reading(title[: 20 * _NAME])[:_NAME].strip() or None
