"""The result of a check in one line."""

from __future__ import annotations

from yinju.rag.checking.phrases import counted
from yinju.rag.checking.types import CheckedAnswer


def summary(checked: CheckedAnswer, language: str | None = None) -> str:
    """Return "4 sentences: 1 supported, 1 contradicted, …" in a language, the answer's own unless told."""
    language = language or checked.language
    number = len(checked.statements)
    parts = [counted(outcome, language, count) for outcome, count in checked.counts.items() if count]
    if language == "zh":
        return f"共{number}句：{'，'.join(parts)}。"
    return f"{number} sentence{'s' if number != 1 else ''}: {', '.join(parts)}."
