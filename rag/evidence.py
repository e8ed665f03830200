"""Evidence: the sentences that bear on a question, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from yinju.index.library import View
from yinju.index.types import Hit
from yinju.rag.elsewhere import elsewhere
from yinju.rag.scoring import Scored, Scorer, agreed
from yinju.rag.types import Evidence, Question

_EACH = 3  # sentences of a language that are looked at before any more of another, if there are so many

DEPTH = 10
"""Evidence sentences kept for a question."""


def choose(question: Question, hits: Sequence[Hit], view: View) -> list[Evidence]:
    """Return at most `DEPTH` sentences of the hits, best first, none of them twice word for word.

    Like passages, sentences are ranked inside each language by everything that is known, and merged by what
    can be compared across languages: the i-th sentence of a language carries its i-th best comparable score.
    """
    every: list[Scored] = []
    scorers: dict[str, Scorer] = {}
    for hit in hits:
        if not hit.sentences:
            continue
        if hit.language not in scorers:
            scorers[hit.language] = Scorer.of(question, hit.language, view)
        every += scorers[hit.language].scores(hit, view.article(hit.article_id))
    by_language: dict[str, list[Scored]] = {}
    for item in agreed(every, question.language):
        by_language.setdefault(item.hit.language, []).append(item)
    merged: list[tuple[float, Scored]] = []
    for scored in by_language.values():
        scored.sort(key=lambda item: (-item.full, item.hit.rank, item.sentence.start))
        comparable_scores = sorted((item.comparable for item in scored), reverse=True)
        merged += zip(comparable_scores, scored, strict=True)
    merged.sort(key=lambda pair: (-pair[0], -pair[1].full, pair[1].hit.rank, pair[1].sentence.start))
    leads = _leads(hits)
    chosen = [
        _evidence(number, score, item, leads[item.hit.language])
        for number, (score, item) in enumerate(_shortlist(merged), 1)
    ]
    holding: dict[str, list[Hit]] = {}
    for _, item in merged:
        holding.setdefault(item.text, []).append(item.hit)
    article = cache(view.article)
    return [replace(e, also=elsewhere(e.quote, e.article.id, holding[e.quote], article)) for e in chosen]


def _shortlist(merged: Sequence[tuple[float, Scored]]) -> list[tuple[float, Scored]]:
    """Return the first `DEPTH` sentences that differ, with up to `_EACH` of every language among them."""
    distinct: dict[str, tuple[float, Scored]] = {}
    for score, item in merged:
        distinct.setdefault(item.text, (score, item))
    by_language: dict[str, list[tuple[float, Scored]]] = {}
    for pair in distinct.values():
        by_language.setdefault(pair[1].hit.language, []).append(pair)
    each = max(1, min(_EACH, DEPTH // len(by_language))) if by_language else 0
    others = list(by_language.values())[: DEPTH // 2]  # in the order of their best sentences
    certain = {id(pair[1]) for found in others for pair in found[:each]}
    room = DEPTH - len(certain)
    kept = []
    for pair in distinct.values():
        if id(pair[1]) in certain:
            kept.append(pair)
        elif room > 0:
            kept.append(pair)
            room -= 1
    return kept


def _leads(hits: Sequence[Hit]) -> dict[str, float]:
    """Return for every language how far its best passage is ahead of the mean of those looked into."""
    scores: dict[str, list[float]] = {}
    for hit in hits:
        if hit.sentences:
            scores.setdefault(hit.language, []).append(hit.score)
    return {language: max(found) - sum(found) / len(found) for language, found in scores.items()}


def _evidence(number: int, score: float, item: Scored, lead: float) -> Evidence:
    return Evidence(
        number=number,
        article=item.article,
        start=item.sentence.start,
        end=item.sentence.end,
        language=item.hit.language,
        score=score,
        strength=item.full,
        cosine=item.sentence.score,
        coverage=item.coverage,
        named=item.named,
        missing=item.missing,
        lead=lead,
        exact=item.exact,
        answers=item.answers,
    )
