"""The answer without a language model: the evidence itself, word for word."""

from __future__ import annotations

from collections.abc import Sequence

from yinju.rag.types import Evidence, Statement

MOST = 3
"""Quotes in an answer."""

_NEAR = 0.85  # a further quote has at least this share of the best one's score …
_COVERS = 0.6  # … in the same language also this share of its coverage of the question's words
_NEW = 0.6  # … and at most this share of its words in common with a quote of the same language


def compose(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the one to three pieces of evidence that are the answer, renumbered from 1.

    A second or third quote has to be nearly as good as the first and to say something else, or the same in
    another language.
    """
    chosen: list[Evidence] = []
    for item in evidence:
        if len(chosen) == MOST or (chosen and item.score < _NEAR * evidence[0].score):
            break
        covers = item.language != evidence[0].language or item.coverage >= _COVERS * evidence[0].coverage
        if covers and not any(_repeats(item, other) for other in chosen):
            chosen.append(item)
    return tuple(chosen)


def statements(chosen: Sequence[Evidence]) -> tuple[Statement, ...]:
    """Return one statement a quote, citing it."""
    return tuple(Statement(" ".join(item.quote.split()), (item.number,)) for item in chosen)


def _repeats(item: Evidence, other: Evidence) -> bool:
    if item.language != other.language:
        return False
    mine, theirs = _grams(item.quote), _grams(other.quote)
    return bool(mine and theirs) and len(mine & theirs) / min(len(mine), len(theirs)) > _NEW


def _grams(text: str) -> set[str]:
    plain = "".join(c for c in text.casefold() if c.isalnum())
    return {plain[i : i + 3] for i in range(len(plain) - 2)}
