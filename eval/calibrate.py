"""Fits the answerability model: `python -m yinju.eval.calibrate XQUAD` prints the table of `yinju.rag.answerability`.

The topics of a parallel corpus set in two languages are dealt into three. Libraries hold one third in one
language and the next in the other (so each question finds its answer in its own language, in the other, or
nowhere), or one third in one language only. Whether one of the three best evidence sentences comes from a
relevant document is what is learned, by ridge logistic regression; the intercept is then moved so that one
question in twenty with such evidence (in ten across languages) falls below a probability of one half.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yinju.index.encoders.bundled import BundledEncoder
from yinju.index.encoders.remembering import RememberingEncoder
from yinju.index.encoders.types import Encoder, Role, Vectors
from yinju.index.library import Library
from yinju.index.types import Draft
from yinju.rag.answerability import Features, Situation, features, situation
from yinju.rag.evidence import choose
from yinju.rag.understand import understand

Row = tuple[Situation, bool, Features]
_OVER_REFUSAL = {Situation.OWN: 0.05, Situation.OTHER: 0.10, Situation.FOREIGN: 0.10}
_RIDGE = 1e-3


def main(folder: Path) -> None:
    """Print the weights of every situation with the figures they reach on the same questions."""
    rows = list(_rows(folder))
    for case in Situation:
        own = [(answerable, values) for found, answerable, values in rows if found is case]
        x = np.array([values for _, values in own], np.float64)
        y = np.array([answerable for answerable, _ in own], np.float64)
        weights = _fit(x, y)
        probability = _probability(x, weights)
        threshold = np.quantile(probability[y == 1], _OVER_REFUSAL[case])
        weights[0] -= np.log(threshold / (1 - threshold))
        refused = (_probability(x, weights) < 0.5)[y == 0].mean()
        names = ", ".join(
            f"{name} {weight:.2f}" for name, weight in zip(("intercept", *Features._fields), weights, strict=True)
        )
        print(
            f"{case.name}: {names}; n {len(own)}, refused when unanswerable {refused:.3f}, when answerable {_OVER_REFUSAL[case]:.3f}"
        )


def _rows(folder: Path) -> Iterator[Row]:
    corpus, queries = list(_lines(folder / "corpus.jsonl")), list(_lines(folder / "queries.jsonl"))
    relevant = _relevant(folder / "qrels.tsv")
    topics = sorted({document["_id"].split("-")[1] for document in corpus})
    one, other = sorted({document["metadata"]["language"] for document in corpus})
    thirds = [topics[0::3], topics[1::3], topics[2::3]]
    pools = [{one: thirds[i], other: thirds[i - 1]} for i in range(3)] + [{one: thirds[0]}, {other: thirds[1]}]
    encoder: Encoder = _Questions(BundledEncoder())
    for pool in pools:
        with tempfile.TemporaryDirectory() as temporary:
            library = Library.open(Path(temporary) / "library", encoder, create=True)
            library.add(_drafts(corpus, pool), clean=False)
            encoder = RememberingEncoder(encoder, _vectors(library))
            yield from _asked(library, queries, relevant)


class _Questions:
    """An encoder that encodes each question once, however often it is asked."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self._known = encoder, dict[str, Vectors]()
        self.model, self.dimensions = encoder.model, encoder.dimensions

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        if role == "passage" or len(texts) != 1:
            return self._encoder.encode(texts, role)
        if texts[0] not in self._known:
            self._known[texts[0]] = self._encoder.encode(texts, role)
        return self._known[texts[0]]


def _asked(library: Library, queries: Iterable[Mapping[str, Any]], relevant: Mapping[str, set[str]]) -> Iterator[Row]:
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


def _vectors(library: Library) -> dict[str, Vectors]:
    with library.catalogue.reading() as connection:
        rows = connection.execute("SELECT key, vector FROM embeddings").fetchall()
    return {key: np.frombuffer(vector, np.float16).astype(np.float32) for key, vector in rows}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ridge logistic regression by Newton's method; the first weight is the intercept."""
    x = np.column_stack([np.ones(len(x)), x])
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (probability - y) / len(y) + _RIDGE * weights
        curvature = (x * (probability * (1 - probability))[:, None]).T @ x / len(y) + _RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def _probability(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.column_stack([np.ones(len(x)), x]) @ weights))
    return result


if __name__ == "__main__":
    main(Path(sys.argv[1]))
