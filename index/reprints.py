"""Reprints: passages that say the same in nearly the same words are one source with several places.

Found when a question is asked, among what it finds; nothing is stored, so nothing has to be cleared up. Sources that
disagree are never put together: passages with other numbers, dates, denials or names stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from yinju.index.fusion import USUAL, Ranked, Ranking, balance
from yinju.index.snapshot import Cell
from yinju.index.text.patterns import Late
from yinju.index.text.scripts import UNSPACED
from yinju.index.text.values import numbers
from yinju.index.types import Place

_NEAR = 0.9  # cosine from which on two passages are compared word by word (with a byline .958 and more, strangers .60)
_ALIKE = 90.0  # per cent of their characters that reprints share, in order
_CHANGED = 0.05  # of their words are others at the most: in a short text another word is another matter
_LOOKED_AT = 2  # times the depth: the last hits have their copies below it
_DEEPER, _DEEPEST = 3, 100  # times the depth, and passages, that are ranked to fill the list up again

_TELLING = (
    "one|first|second|once|twice|half|quarter|dozen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?"
    "|thousands?|millions?|billions?|trillions?|no|not|none|never|without|nobody|nothing|neither|nor|cannot|[a-z]+n['’]t"
    "|january|february|march|april|may|june|july|august|september|october|november|december"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_telling = Late(rf"\d+|\b(?:{_TELLING})\b|[〇零一二两三四五六七八九十百千万亿半不没未无非否]", re.IGNORECASE)
_word = Late(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")


def deeper(depth: int) -> int:
    """Return how many passages of a language to rank so that a list of some depth is full without the reprints."""
    return max(depth, min(_DEEPER * depth, _DEEPEST))


def grouped(
    ranked: Sequence[Ranked], depth: int, text_of: Callable[[str], str], ranking: Ranking = USUAL
) -> tuple[list[Ranked], dict[Place, tuple[Place, ...]]]:
    """Return the ranked passages without reprints of better ones, and for those their reprints, the best first.

    Looked at is what gets into a merged list twice as deep. `text_of` gives an article's text by its id; it is asked for
    nothing unless two vectors are nearly equal.
    """
    kept, copies = list(ranked), dict[Place, list[Place]]()
    article = cache(text_of)

    @cache
    def same(one: Place, other: Place) -> bool:
        return alike(article(one.article_id)[one.start : one.end], article(other.article_id)[other.start : other.end])

    while True:  # what moves up may be a reprint too
        placed = balance(kept, _LOOKED_AT * depth, ranking)
        gone = {
            one.cell.language: _gone(one.cell, [row for cell, row, _ in placed if cell is one.cell], same, copies)
            for one in kept
        }
        if not any(gone.values()):
            return kept, {first: tuple(found) for first, found in copies.items()}
        kept = [_without(one, gone[one.cell.language]) for one in kept]


def _gone(
    cell: Cell, rows: Sequence[int], same: Callable[[Place, Place], bool], copies: dict[Place, list[Place]]
) -> set[int]:
    """Return which of a cell's rows, given best first, are copies of earlier ones, and note them there."""
    vectors = cell.passages.vectors(np.array(rows, np.int64))
    near = np.triu(np.einsum("ij,kj->ik", vectors, vectors) >= _NEAR, 1)  # not `@`, see FaissVectors.similarities
    gone: set[int] = set()
    for one, other in np.argwhere(near).tolist():
        first, copy = _place(cell, rows[one]), _place(cell, rows[other])
        if rows[one] in gone or rows[other] in gone:
            continue
        holders = {first.article_id, *(place.article_id for place in copies.get(first, ()))}
        if copy.article_id not in holders and same(first, copy):
            copies.setdefault(first, []).append(copy)
            gone.add(rows[other])
    return gone


def _place(cell: Cell, row: int) -> Place:
    start, end = cell.spans[row].tolist()
    return Place(cell.articles[row], start, end)


def _without(ranked: Ranked, gone: set[int]) -> Ranked:
    if not gone:
        return ranked
    stays = ~np.isin(ranked.rows, list(gone))
    return Ranked(ranked.cell, ranked.rows[stays], ranked.scores[stays])


def alike(one: str, other: str) -> bool:
    """Say whether two texts are nearly the same and state the same numbers, dates, denials and (capital) names."""
    if one == other:
        return True
    if fuzz.ratio(one, other, score_cutoff=_ALIKE) < _ALIKE or _stated(one) != _stated(other):
        return False
    words, others = _word.findall(one), _word.findall(other)
    changes = [change for change in Levenshtein.opcodes(words, others) if change.tag == "replace"]
    changed = [word for c in changes for word in words[c.src_start : c.src_end]]
    changed += [word for c in changes for word in others[c.dest_start : c.dest_end]]
    return len(changed) <= _CHANGED * (len(words) + len(others)) and not any(word[0].isupper() for word in changed)


def _stated(text: str) -> tuple[list[str], list[str]]:
    return list(numbers(text)), [found.lower() for found in _telling.findall(text)]
