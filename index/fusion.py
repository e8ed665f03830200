"""From one cell a language to one ranked list: hybrid inside a language, balanced across languages.

Inside a cell the score is dense + lexical. Across cells only the dense part is comparable:
lexical scores favour the question's own language, and added with one weight for all they push the others
out. So the i-th passage of a cell, in fused order, carries the cell's i-th best dense score: exact words
decide which passage of a language comes first, never which language. And no language fills the first page alone:
each keeps some places there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from yinju.index import agreement
from yinju.index.encoders.types import Vectors
from yinju.index.fairness import Placed, first_page
from yinju.index.lexical import K1, Scores
from yinju.index.snapshot import Cell
from yinju.index.text.names import SOUND, WEAK_SOUND
from yinju.index.types import Hit, Sentence
from yinju.index.vectors import Mask, Rows


@dataclass(frozen=True, slots=True)
class Ranking:
    """How passages are ranked. The defaults are the product; everything else is for measuring what a part is worth."""

    sentence_share: float = 2 / 3
    """Weight of the best sentence, and a little of the best pair of neighbours, against the passage (XQuAD R@1
    en→zh .76 → .82)."""
    pairs: bool = True
    """Whether pairs of neighbours count; without them the best sentence counts alone."""
    lexical_weight: float = 1.0
    """Weight of the words shared against cosine (XQuAD R@1 zh→zh .93 → .967)."""
    balanced: bool = True
    """Whether lists of several languages are merged by what languages can be compared by."""
    places: bool = True
    """Whether every language keeps places on the first page."""
    names: bool = True
    """Whether other names of the same thing are looked for besides."""
    agreement: bool = True
    """Whether passages share the score of their counterparts in the question's language (XQuAD R@1 en→zh .87 → .94)."""
    grouped: bool = True
    """Whether reprints are one source with several places, see reprints.py."""


USUAL = Ranking()
_PAIR = np.float32(0.2)  # what the best pair of neighbours counts beside the best sentence
_COVERED = 0.2  # of the words' score: the share of the question they cover; the rest is BM25
_WORDS_TOLD = 0.6  # how far the score by words of a passage is passed on to its counterparts
_CANDIDATES = 100  # passages taken from each of the three ways; the exact scores are computed for all of them
_KIN = 30  # best passages in the question's language that may have counterparts in others …
_SOUGHT = 2  # … and how many of them counterparts are searched for, beyond what the question finds itself
_KIN_FOUND = 5  # counterparts taken for each


class Scored(NamedTuple):
    """Candidates of one cell with what can be compared across languages, and that with exact words on top."""

    cell: Cell
    rows: Rows
    dense: Scores
    fused: Scores


class Ranked(NamedTuple):
    """Passages of one cell in order, with scores that fall from the first to the last."""

    cell: Cell
    rows: Rows
    scores: Scores


def rank_all(
    cells: Sequence[Cell],
    vector: Vectors,
    terms: Collection[str],
    language: str,
    depth: int,
    admitted: Collection[str] | None = None,
    ranking: Ranking = USUAL,
    renamed: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> list[Ranked]:
    """Rank every cell for a question's centred vector, terms and language; `admitted` limits the articles.

    `renamed` are terms of other names to look for besides, by the cell's language.
    """
    first = sorted(cells, key=lambda cell: (cell.language != language, cell.language))
    kin: Scored | None = None
    ranked = []
    for cell in first:
        own = cell.language == language
        known = None if own or not ranking.agreement else kin
        wanted = comparable(terms, own).union(renamed.get(cell.language, ()))
        scored = score(cell, vector, wanted, depth, admitted, ranking, known)
        if own:
            places = agreement.best(scored.rows, scored.fused, _KIN)
            kin = Scored(cell, scored.rows[places], scored.dense[places], scored.fused[places])
        elif known:
            change = agreement.shared(
                scored.dense,
                cell.passages.vectors(scored.rows),
                known.dense + _WORDS_TOLD * (known.fused - known.dense),
                known.cell.passages.vectors(known.rows),
            )
            scored = scored._replace(dense=scored.dense + change, fused=scored.fused + change)
        ranked.append(order(scored, depth, ranking))
    return ranked


def score(
    cell: Cell,
    vector: Vectors,
    terms: Collection[str],
    depth: int,
    admitted: Collection[str] | None = None,
    ranking: Ranking = USUAL,
    kin: Scored | None = None,
) -> Scored:
    """Score a cell's candidates: what the question finds, and what lies near the best of its `kin`."""
    allowed = None if admitted is None else np.array([article in admitted for article in cell.articles], bool)
    lexical = cell.lexical.scores(terms)
    rows = _candidates(cell, vector, lexical, max(depth, _CANDIDATES), allowed)
    if kin is not None:
        sought = kin.cell.passages.vectors(kin.rows[:_SOUGHT])
        near = [cell.passages.nearest(one, _KIN_FOUND, allowed) for one in sought]
        rows = _distinct([rows, *near])
    if not len(rows):
        return Scored(cell, rows, np.zeros(0, np.float32), np.zeros(0, np.float32))
    passages, sentences = cell.passages.similarities(vector, rows), _sentences(cell, vector, rows, ranking.pairs)
    share, weight = np.float32(ranking.sentence_share), np.float32(ranking.lexical_weight)
    dense: Scores = (1 - share) * passages + share * sentences
    highest = sum(cell.lexical.inverse_frequency(terms).values()) * (K1 + 1) or 1.0
    words = (1 - _COVERED) * lexical[rows] / highest + _COVERED * cell.lexical.coverage(terms)[rows]
    return Scored(cell, rows, dense, dense + weight * words.astype(np.float32))


def order(scored: Scored, depth: int, ranking: Ranking = USUAL) -> Ranked:
    """Order a cell's candidates by everything, and give them the scores that languages can be compared by."""
    places = np.lexsort((scored.rows, -scored.fused))[:depth]
    scores = np.sort(scored.dense if ranking.balanced else scored.fused)[::-1]
    return Ranked(scored.cell, scored.rows[places], scores[: len(places)])


def comparable(terms: Collection[str], same_language: bool) -> set[str]:
    """Return the terms worth comparing: names by sound say nothing that the words of one language do not."""
    silent = (WEAK_SOUND, SOUND) if same_language else (WEAK_SOUND,)
    return {term for term in terms if not term.startswith(silent)}


def balance(ranked: Sequence[Ranked], depth: int, ranking: Ranking = USUAL) -> list[Placed]:
    """Merge the cells' lists by score, languages keeping places on the first page; the cells' order does not matter."""
    merged = [
        (cell, int(row), float(score)) for cell, rows, scores in ranked for row, score in zip(rows, scores, strict=True)
    ]
    merged.sort(key=lambda item: (-item[2], item[0].language, item[1]))
    return (first_page(merged) if ranking.places else merged)[:depth]


def hits(merged: Sequence[Placed], vector: Vectors, with_sentences: int) -> list[Hit]:
    """Turn a merged list into Hits; the first `with_sentences` carry their sentences with cosines."""
    found = []
    for rank_, (cell, row, score) in enumerate(merged, 1):
        start, end = cell.spans[row].tolist()
        sentences: tuple[Sentence, ...] = ()
        if rank_ <= with_sentences:
            own = np.arange(cell.offsets[row], cell.offsets[row + 1])
            cosines = cell.sentences.similarities(vector, own)
            spans = cell.sentence_spans[own].tolist()
            sentences = tuple(
                Sentence(cell.articles[row], a, b, float(c)) for (a, b), c in zip(spans, cosines, strict=True)
            )
        found.append(Hit(cell.articles[row], start, end, cell.language, score, rank_, sentences))
    return found


def _candidates(cell: Cell, vector: Vectors, lexical: Scores, count: int, allowed: Mask | None) -> Rows:
    nearest = cell.passages.nearest(vector, count, allowed)
    allowed_sentences = None if allowed is None else allowed[cell.passage_of]
    by_sentence = cell.passage_of[cell.sentences.nearest(vector, 2 * count, allowed_sentences)]
    usable = lexical if allowed is None else np.where(allowed, lexical, 0)
    words = np.argpartition(-usable, min(count, len(usable) - 1))[:count] if len(usable) else np.zeros(0, np.int64)
    return _distinct([nearest, by_sentence, words[usable[words] > 0]])


def _sentences(cell: Cell, vector: Vectors, rows: Rows, with_pairs: bool) -> Scores:
    """Return, for each passage, the mean of the highest cosine of a sentence and of two neighbours together."""
    counts = cell.offsets[rows + 1] - cell.offsets[rows]
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    own = np.repeat(cell.offsets[rows] - starts, counts) + np.arange(counts.sum())
    vectors = cell.sentences.vectors(own)
    cosines = vectors @ vector.astype(np.float32)
    sentences: Scores = np.maximum.reduceat(cosines, starts)
    if not with_pairs:
        return sentences
    pairs = cosines.copy()  # a passage of one sentence is its own pair
    alike = np.einsum("ij,ij->i", vectors[:-1], vectors[1:])
    pairs[:-1] = (cosines[:-1] + cosines[1:]) / np.sqrt(np.maximum(2 + 2 * alike, 1e-6))
    last = starts + counts - 1
    pairs[last] = np.where(counts > 1, np.float32(-1), cosines[last])
    together: Scores = np.maximum.reduceat(pairs, starts)
    return (1 - _PAIR) * sentences + _PAIR * together


def _distinct(rows: Sequence[Rows]) -> Rows:
    """Return all rows once, in order; np.unique would load masked arrays, 15 ms of the first question."""
    ordered = np.sort(np.concatenate(rows).astype(np.int64))
    return ordered[np.diff(ordered, prepend=-1) > 0]
