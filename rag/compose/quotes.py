"""The answer without a language model: the evidence itself, word for word."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from yinju.index.text.values import numbers
from yinju.rag.types import Evidence, Statement

MOST = 3
"""Quotes in an answer."""

_NEAR = 0.85  # a further quote has at least this share of the best one's score …
_COVERS = 0.6  # … in the same language also this share of its coverage of the question's words
_SAME = 70  # … and is no more alike to a quote of the same language than this (rapidfuzz, 0 to 100)


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
    # the same words with other numbers are no repetition: sources that disagree are both heard
    same_numbers = set(numbers(item.quote)) == set(numbers(other.quote))
    return same_numbers and fuzz.partial_ratio(item.quote, other.quote) > _SAME
