"""The answer without a language model: the evidence itself, word for word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from yinju.index.text.values import numbers
from yinju.rag.types import Evidence, Statement

MOST = 3
"""Quotes in an answer to one question."""

# how far behind the first a second quote may be, and a third, in the scores of `yinju.rag.scoring`
_BEHIND = (0.5, 0.25)
_MOST_OF_A_LANGUAGE = 2  # a third sentence in the same language hardly ever answers what two did not
_MOST_OF_A_PART = 2  # quotes for one of several parts of a question
_NOTHING_NEW = 0.3  # taken off a sentence that gives no short answer beyond those quoted already
_NEAR = 0.85  # a quote in another language than the first has at least this share of its score …
_SAME = 70  # … and one in a language quoted already is no more alike than this (rapidfuzz, 0 to 100)


def compose(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the pieces of evidence that are the answer, renumbered from 1: one to three for one question.

    A second quote has to be nearly as good as the first, and another short answer, where there are any, goes before
    one more sentence with the same; a third is in another language. Of a question with parts
    every part is quoted for, the best of each first.
    """
    parts = [[item for item in evidence if item.part == part] for part in sorted({item.part for item in evidence})]
    chosen = [_chosen(part, MOST if len(parts) == 1 else _MOST_OF_A_PART) for part in parts]
    kept: list[Evidence] = []
    for item in (*(found[0] for found in chosen), *(item for found in chosen for item in found[1:])):
        if len(kept) < max(MOST, len(parts) + 1) and not any(_repeats(item, other) for other in kept):
            kept.append(item)
    return tuple(replace(item, number=number) for number, item in enumerate(kept, 1))


def statements(chosen: Sequence[Evidence]) -> tuple[Statement, ...]:
    """Return one statement a quote, citing it."""
    return tuple(Statement(" ".join(item.quote.split()), (item.number,)) for item in chosen)


def _chosen(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    first = evidence[0]
    chosen = [first]
    # beside a sentence that gives a short answer, one in its language that gives none answers nothing
    left = [item for item in evidence[1:] if item.answers or not first.answers or item.language != first.language]
    while left and len(chosen) < most:
        said = {answer for item in chosen for answer in item.answers}
        languages = Counter(item.language for item in chosen)
        left = [item for item in left if languages[item.language] < _MOST_OF_A_LANGUAGE]
        if not left:
            break
        distances = [_behind(item, first, said) for item in left]
        nearest = min(range(len(left)), key=distances.__getitem__)
        if distances[nearest] > _BEHIND[len(chosen) - 1]:
            break
        item = left.pop(nearest)
        if not any(_repeats(item, other) for other in chosen):
            chosen.append(item)
    return chosen


def _behind(item: Evidence, first: Evidence, said: set[str]) -> float:
    """Return how far a sentence is behind the first."""
    if item.language != first.language:
        return _BEHIND[0] * (first.score - item.score) / (abs(first.score) * (1 - _NEAR) or 1.0)
    stale = _NOTHING_NEW if said and said.issuperset(item.answers) else 0.0
    return first.strength - item.strength + stale


def _repeats(item: Evidence, other: Evidence) -> bool:
    if item.language != other.language:
        return False
    # the same words with other numbers are no repetition: sources that disagree are both heard
    same_numbers = set(numbers(item.quote)) == set(numbers(other.quote))
    return same_numbers and fuzz.partial_ratio(item.quote, other.quote) > _SAME
