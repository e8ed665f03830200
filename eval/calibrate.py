"""Fits the answerability model: `python -m yinju.eval.calibrate DATA` prints the table of `yinju.rag.answerability`.

Two kinds of questions are learned from, by ridge logistic regression.

Of a parallel corpus set in two languages (xquad) the topics are dealt into three. Libraries hold one third in one
language and the next in the other (so each question finds its answer in its own language, in the other, or
nowhere), or one third in one language only. Evidence answers where one of the three best sentences comes from a
relevant document.

Inside a language that is too easy: what does not answer is not even about the subject. There questions over near
passages count most, those made of marked answers (`yinju.eval.near`) and those that people judged (nomiracl).

The intercept is then moved so that one question in twenty with an answer among the near passages people judged
(across languages: one in ten) falls below a probability of one half.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from yinju.eval import near
from yinju.eval.datasets import ReadingSet
from yinju.eval.types import Query
from yinju.eval.workspace import Workspace
from yinju.index.catalogue import Catalogue
from yinju.index.library import Library
from yinju.index.types import Draft
from yinju.rag.answerability import Features, Situation, features, situation
from yinju.rag.evidence import choose
from yinju.rag.settings import Settings
from yinju.rag.understand import understand

_JUDGED = ("en-relevant", "en-non_relevant", "zh-relevant", "zh-non_relevant")
_WEIGHTS = {"dealt": 0.2, "marked": 1.0, "judged": 1.0}  # of a question of each kind
_OVER_REFUSAL = {Situation.OWN: 0.05, Situation.OTHER: 0.10, Situation.FOREIGN: 0.10}
_RIDGE = 1e-3


class Row(NamedTuple):
    """One question asked: its kind, where its evidence comes from, whether that answers it, and the features."""

    kind: str
    situation: Situation
    answered: bool
    features: Features


def main(folder: Path) -> None:
    """Print the weights of every situation with the figures they reach on the same questions."""
    rows = [Row("dealt", *found) for found in _rows(folder / "xquad")]
    rows += _near(folder)
    for case in Situation:
        own = [row for row in rows if row.situation is case and (row.kind == "dealt" or case is Situation.OWN)]
        x = np.array([row.features for row in own], np.float64)
        y = np.array([row.answered for row in own], np.float64)
        weights = _fit(x, y, np.array([_WEIGHTS[row.kind] for row in own]))
        probability = _probability(x, weights)
        judged = np.array([row.kind == "judged" or case is not Situation.OWN for row in own])
        threshold = np.quantile(probability[(y == 1) & judged], _OVER_REFUSAL[case])
        weights[0] -= np.log(threshold / (1 - threshold))
        names = ", ".join(
            f"{name} {weight:.2f}" for name, weight in zip(("intercept", *Features._fields), weights, strict=True)
        )
        print(f"{case.name}: {names}")
        for kind in _WEIGHTS:
            of_kind = np.array([row.kind == kind for row in own])
            refused = _probability(x, weights) < 0.5
            if of_kind.any():
                print(
                    f"  {kind}: n {of_kind.sum()}, refused when unanswerable {refused[of_kind & (y == 0)].mean():.3f}, "
                    f"when answerable {refused[of_kind & (y == 1)].mean():.3f}"
                )


def _near(folder: Path) -> Iterator[Row]:
    """Ask the questions over near passages, in their own language."""
    for name in _JUDGED:
        dataset = ReadingSet.read(folder / "nomiracl" / f"{name}.jsonl")
        yield from _read("judged", dataset.queries, Workspace.open(Settings(), dataset, print))
    spans = folder / "train" / "spans.jsonl"
    workspace = Workspace.open(Settings(), None, print)
    yield from _read("marked", near.questions(spans, workspace), workspace)


def _read(kind: str, queries: Iterable[Query], workspace: Workspace) -> Iterator[Row]:
    for query in queries:
        question = understand(query.text)
        with workspace.small_library(query.documents) as library, library.view() as view:
            found = choose(question, view.search(question.search_text, language=question.language), view)
            if found:
                yield Row(kind, situation(question, found, view), query.answerable, features(question, found, view))


def _rows(folder: Path) -> Iterator[tuple[Situation, bool, Features]]:
    corpus, queries = list(_lines(folder / "corpus.jsonl")), list(_lines(folder / "queries.jsonl"))
    relevant = _relevant(folder / "qrels.tsv")
    topics = sorted({document["_id"].split("-")[1] for document in corpus})
    one, other = sorted({document["metadata"]["language"] for document in corpus})
    thirds = [topics[0::3], topics[1::3], topics[2::3]]
    pools = [{one: thirds[i], other: thirds[i - 1]} for i in range(3)] + [{one: thirds[0]}, {other: thirds[1]}]
    workspace = Workspace.open(Settings(), None, print)
    for pool in pools:
        with tempfile.TemporaryDirectory() as temporary:
            library = Library(Catalogue.create(Path(temporary) / "library"), workspace.encoder, workspace.profile)
            library.add(_drafts(corpus, pool), clean=False)
            yield from _asked(library, queries, relevant)


def _asked(
    library: Library, queries: Iterable[Mapping[str, Any]], relevant: Mapping[str, set[str]]
) -> Iterator[tuple[Situation, bool, Features]]:
    with library.view() as view:
        for query in queries:
            question = understand(query["text"])
            found = choose(question, view.search(question.search_text, language=question.language), view)
            answered = any(item.article.identity in relevant.get(query["_id"], ()) for item in found[:3])
            yield situation(question, found, view), answered, features(question, found, view)


def _drafts(corpus: Iterable[Mapping[str, Any]], pool: Mapping[str, list[str]]) -> Iterator[Draft]:
    for document in corpus:
        language = document["metadata"]["language"]
        if document["_id"].split("-")[1] in pool.get(language, ()):
            yield Draft(identity=document["_id"], raw=document["text"], where=document["_id"], language=language)


def _relevant(path: Path) -> dict[str, set[str]]:
    relevant: dict[str, set[str]] = {}
    for line in path.read_text("utf-8").splitlines()[1:]:
        query, document, _ = line.split("\t")
        relevant.setdefault(query, set()).add(document)
    return relevant


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _fit(x: NDArray[np.float64], y: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ridge logistic regression by Newton's method, each row counting so much; the first weight is the intercept."""
    x = np.column_stack([np.ones(len(x)), x])
    weights, counts = np.zeros(x.shape[1]), counts / counts.sum()
    for _ in range(50):
        probability = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (counts * (probability - y)) + _RIDGE * weights
        curvature = (x * (counts * probability * (1 - probability))[:, None]).T @ x + _RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def _probability(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.column_stack([np.ones(len(x)), x]) @ weights))
    return result


if __name__ == "__main__":
    main(Path(sys.argv[1]))
