"""From the files of a run to its figures: metrics.json, and questions.jsonl with every question's own scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yinju.eval import measures, runs, significance
from yinju.eval.datasets import ClaimSet, CorpusSet, ReadingSet
from yinju.eval.measures.refusal import risk
from yinju.eval.measures.types import Case, ClaimCase, Measure, Values
from yinju.eval.significance import Clusters
from yinju.eval.types import Claim, Judged, Query, Reply

SAME, ACROSS = "same language", "across languages"
"""Slices that put cells together: question and article in one language, or in two."""

_SHOWN = 3  # evidence sentences kept with a question

Rows = NDArray[np.int64]
Table = tuple[Rows, Values]
"""Which questions a measure has figures for in one slice, and those figures: a row a question, its columns."""

Scores = Mapping[str, Mapping[str, tuple[float, ...]]]
"""One question's scores: measure → slice → columns."""


def score_queries(dataset: CorpusSet | ReadingSet, folder: Path, signature: Mapping[str, Any], seed: int) -> None:
    """Score answers.jsonl and run.trec of a folder against the dataset."""
    replies = {line["id"]: Reply.read(line) for line in runs.read_lines(folder / runs.ANSWERS)}
    ranked = runs.read_run(folder / runs.RUN) if isinstance(dataset, CorpusSet) else {}
    texts = _texts(dataset, replies.values()) if isinstance(dataset, CorpusSet) else {}
    scored, lines = [], []
    for query in dataset.queries:
        case = Case(
            query=query,
            reply=replies.get(query.id, Reply(query.id, error="no reply")),
            run=ranked.get(query.id, ()),
            texts=texts or {document.id: document.text for document in query.documents},
            languages=dataset.languages if isinstance(dataset, CorpusSet) else None,
        )
        scores = _scores(measures.FOR_QUERIES, case, query)
        scored.append((query.cluster, scores))
        lines.append({**_query_line(case), "scores": _listed(scores)})
    _write(folder, measures.FOR_QUERIES, scored, lines, signature, seed)


def score_claims(dataset: ClaimSet, folder: Path, signature: Mapping[str, Any], seed: int) -> None:
    """Score verdicts.jsonl of a folder against the dataset."""
    verdicts = {
        line["id"]: Judged(line["id"], line["predicted"], line["verdict"], line["score"])
        for line in runs.read_lines(folder / runs.VERDICTS)
    }
    scored, lines = [], []
    for claim in dataset.claims:
        case = ClaimCase(claim, verdicts.get(claim.id, Judged(claim.id)))
        scores = _scores(measures.FOR_CLAIMS, case, claim)
        scored.append((claim.cluster, scores))
        lines.append({**_claim_line(case), "scores": _listed(scores)})
    _write(folder, measures.FOR_CLAIMS, scored, lines, signature, seed)


def _scores(every: Sequence[Measure[Any]], case: Any, asked: Query | Claim) -> Scores:
    return {measure.name: found for measure in every if (found := dict(_slices(measure.score(case), asked)))}


def _slices(labelled: Mapping[str, tuple[float, ...]], asked: Query | Claim) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield the slices that each label belongs to: the query's own figure to all of its groups, a cell to itself."""
    for label, columns in labelled.items():
        if label:
            yield label, columns
        else:
            yield from ((name, columns) for name in dict.fromkeys(("all", asked.language, *asked.slices)))


def _write(
    folder: Path,
    every: Sequence[Measure[Any]],
    scored: Sequence[tuple[str, Scores]],
    lines: Sequence[Mapping[str, Any]],
    signature: Mapping[str, Any],
    seed: int,
) -> None:
    clusters = Clusters.draw([cluster for cluster, _ in scored], seed)
    found: dict[str, dict[str, Any]] = {}
    for measure in every:
        table = tables([scores for _, scores in scored], measure.name)
        figures = {
            name: interval._asdict()
            for name, (rows, values) in table.items()
            if (interval := significance.interval(measure.statistic, values, rows, clusters))
        }
        if figures:
            found[measure.name] = figures
    runs.write_lines(folder / runs.QUESTIONS, lines)
    runs.write_json(folder / runs.METRICS, {"signature": dict(signature), "measures": found})


def tables(scored: Sequence[Mapping[str, Mapping[str, Sequence[float]]]], measure: str) -> dict[str, Table]:
    """Return the table of a measure in every slice.

    Cells question language → article language are also put together, as SAME and as ACROSS.
    """
    rows: dict[str, list[int]] = {}
    values: dict[str, list[Sequence[float]]] = {}
    for row, scores in enumerate(scored):
        for name, columns in scores.get(measure, {}).items():
            asked, arrow, found_in = name.partition("→")
            for slice_ in (name, SAME if asked == found_in else ACROSS) if arrow else (name,):
                rows.setdefault(slice_, []).append(row)
                values.setdefault(slice_, []).append(columns)
    return {name: (np.array(rows[name], np.int64), np.array(values[name], np.float64)) for name in _ordered(rows)}


def _ordered(slices: Mapping[str, Any]) -> list[str]:
    return sorted(slices, key=lambda name: (name != "all", "→" in name, name))


def _listed(scores: Scores) -> dict[str, dict[str, list[float]]]:
    return {
        measure: {name: [round(column, 6) for column in columns] for name, columns in slices.items()}
        for measure, slices in scores.items()
    }


def _query_line(case: Case) -> dict[str, Any]:
    query, reply = case.query, case.reply
    return {
        "id": query.id,
        "question": query.text,
        "language": query.language,
        "cluster": query.cluster,
        "slices": list(query.slices),
        "expected": {
            "answerable": query.answerable,
            "conflict": query.conflict,
            "parts": [list(part) for part in query.parts],
            "gold": [case.text(span) for span in query.gold[:_SHOWN]],
        },
        "answer": reply.answer,
        "refused": reply.refused,
        "probability": reply.probability,
        "risk": risk(case),
        "evidence": [case.text(span) for span in reply.evidence[:_SHOWN]],
        "error": reply.error,
    }


def _claim_line(case: ClaimCase) -> dict[str, Any]:
    claim, reply = case.query, case.reply
    return {
        "id": claim.id,
        "question": claim.text,
        "language": claim.language,
        "cluster": claim.cluster,
        "slices": list(claim.slices),
        "expected": {"supported": claim.supported},
        "answer": reply.verdict,
        "score": reply.score,
        "evidence": [text[:300] for text in claim.evidence[:_SHOWN]],
        "error": None,
    }


def _texts(dataset: CorpusSet, replies: Any) -> dict[str, str]:
    """Return the texts of the documents that replies and gold spans name."""
    named = {span.doc for query in dataset.queries for span in query.gold}
    for reply in replies:
        named |= {span.doc for span in reply.evidence} | {citation["doc"] for citation in reply.citations}
    return {document.id: document.text for document in dataset.documents() if document.id in named}
