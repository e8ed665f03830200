"""Search: where the relevant articles stand in the run, as trec_eval counts (ir-measures agrees, in tests).

A cell is question language → article language: run and qrels are limited to articles of that language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log2

from yinju.eval.measures.types import NONE, Case, Measure, Scores, value
from yinju.eval.types import GoldSpan

Score = Callable[[Sequence[str], Mapping[str, int]], float]
"""A run (document ids, best first) and the relevant documents' grades in, a figure of 0 to 1 out."""


def recall(run: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    """Return the share of relevant documents among the first `depth` (trec_eval's recall_k)."""
    return len(relevant.keys() & set(run[:depth])) / len(relevant)


def ndcg(run: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    """Return the normalised discounted cumulative gain (Järvelin and Kekäläinen 2002; gain = grade, as trec_eval)."""
    gains = [relevant.get(document, 0) for document in run[:depth]]
    return _discounted(gains) / _discounted(sorted(relevant.values(), reverse=True)[:depth])


def reciprocal_rank(run: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    """Return 1 / rank of the first relevant document, 0 when it is not among the first `depth`."""
    return next((1 / rank for rank, document in enumerate(run[:depth], 1) if document in relevant), 0.0)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def by_cell(score: Score) -> Callable[[Case], Scores]:
    """Return the scoring of a query over the whole run and, in a mixed library, over each article language."""

    def scored(case: Case) -> Scores:
        relevant = case.query.relevant
        if not relevant or case.languages is None:  # a reading question's passages are not searched
            return NONE
        scores = {"": (score(case.run, relevant), 1.0)}
        languages = case.languages
        if len(set(languages.values())) > 1:
            for language in sorted({languages[document] for document in relevant}):
                run = [document for document in case.run if languages.get(document) == language]
                own = {document: grade for document, grade in relevant.items() if languages[document] == language}
                scores[cell(case.query.language, language)] = (score(run, own), 1.0)
        return scores

    return scored


def cell(question: str, article: str) -> str:
    """Return the name of a cell."""
    return f"{question}→{article}"


def _hit(own: bool) -> Callable[[Case], Scores]:
    def scored(case: Case) -> Scores:
        languages = case.languages or {}
        wanted = [d for d in case.query.relevant or {} if (languages.get(d) == case.query.language) is own]
        return value(any(document in case.run[:10] for document in wanted)) if wanted and languages else NONE

    return scored


def covers(found: GoldSpan, gold: GoldSpan) -> bool:
    """Say whether a sentence holds at least half of a gold span."""
    shared = min(found.end, gold.end) - max(found.start, gold.start)
    return found.doc == gold.doc and 2 * shared >= gold.end - gold.start


def _evidence_recall(case: Case) -> Scores:
    gold, found = case.query.gold, case.reply.evidence
    if not gold or not case.query.answerable:
        return NONE
    scores = {"": (float(_first_three_hold(found, gold)), 1.0)}
    languages = case.languages or {}
    if len(set(languages.values())) > 1:
        for language in sorted({languages[span.doc] for span in gold}):
            own_found = [span for span in found if languages.get(span.doc) == language]
            own_gold = [span for span in gold if languages[span.doc] == language]
            scores[cell(case.query.language, language)] = (float(_first_three_hold(own_found, own_gold)), 1.0)
    return scores


def _first_three_hold(found: Sequence[GoldSpan], gold: Sequence[GoldSpan]) -> bool:
    return any(covers(sentence, span) for sentence in found[:3] for span in gold)


MEASURES: tuple[Measure[Case], ...] = (
    Measure(
        "nDCG@10",
        "normalised discounted cumulative gain of the first ten articles",
        by_cell(lambda run, qrels: ndcg(run, qrels, 10)),
    ),
    Measure("R@1", "share of relevant articles at rank 1", by_cell(lambda run, qrels: recall(run, qrels, 1))),
    Measure("R@5", "share of relevant articles in the first 5", by_cell(lambda run, qrels: recall(run, qrels, 5))),
    Measure("R@10", "share of relevant articles in the first 10", by_cell(lambda run, qrels: recall(run, qrels, 10))),
    Measure("R@20", "share of relevant articles in the first 20", by_cell(lambda run, qrels: recall(run, qrels, 20))),
    Measure(
        "MRR@10",
        "1 / rank of the first relevant article, 0 beyond rank 10",
        by_cell(lambda run, qrels: reciprocal_rank(run, qrels, 10)),
    ),
    Measure(
        "own-language hit@10",
        "a relevant article in the question's language is among the first ten of all languages",
        _hit(own=True),
    ),
    Measure(
        "other-language hit@10",
        "a relevant article in another language is among the first ten of all languages",
        _hit(own=False),
    ),
    Measure(
        "evidence recall@3",
        "one of the first three evidence sentences (in a cell: of that language) holds half or more of a gold span",
        _evidence_recall,
    ),
)
