"""The claims set made of true statements and their swaps, within a language and across the two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yinju.eval.datasets.lines import Line
from yinju.eval.swaps.generate import swaps

PAIRS = {"en": ("en", "en"), "zh": ("zh", "zh"), "en→zh": ("en", "zh"), "zh→en": ("zh", "en")}
"""What a pair's claim and its evidence are written in."""


def claims(line: Line) -> Iterator[dict[str, Any]]:
    """Yield the claims of one item: for each pair the true statement, then its swaps. Raises DatasetInvalid.

    The swaps avoid what either source says, so they are the same whichever they are held against.
    """
    item = line.id("id")
    sources = {language: _part(line, language, "source") for language in ("en", "zh")}
    for pair, (written, evidence) in PAIRS.items():
        statement = _part(line, written, "statement")
        wrong = swaps(statement, written, avoid="\n".join(sources.values()))
        for task, text in [("true", statement), *((swap.kind, swap.text) for swap in wrong)]:
            yield {
                "id": f"{item}-{pair}-{task}",
                "topic": item,
                "pair": pair,
                "task": task,
                "claim": text,
                "evidence": [sources[evidence]],
                "language": written,
                "label": "supported" if task == "true" else "unsupported",
            }


def _part(line: Line, language: str, name: str) -> str:
    part = line.row.get(language)
    text = part.get(name) if isinstance(part, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise line.wrong(f"“{language}” has to have a “{name}” with something in it")
    return text
