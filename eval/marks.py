"""Fits the marking of short answers: `python -m yinju.eval.marks SPANS` prints the weights of `rag.understanding.marking`.

SPANS holds a question a line with its passage and the span of the answer in it. Of every question the sentence
that holds the answer is taken; a candidate is right when it overlaps the answer. Weights come from one half of
the questions, by ridge logistic regression, and so does the threshold: the lowest probability from which four
marks in five and a little more are right. The other half tells how often that is so.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from yinju.index.text.sentences import sentence_spans
from yinju.rag.understanding.asked import kind
from yinju.rag.understanding.candidates import candidates
from yinju.rag.understanding.kinds import Kind
from yinju.rag.understanding.marking import Features, weighed

GROUPS: Mapping[str, tuple[Kind, ...]] = {
    "WHEN": (Kind.WHEN,),
    "NUMBER": (Kind.COUNT, Kind.AMOUNT, Kind.MONEY, Kind.PERCENT),
    "WHO": (Kind.WHO,),
    "WHERE": (Kind.WHERE,),
    "TITLE": (Kind.TITLE,),
}
"""Kinds that share weights, because each by itself is too rare to learn from.

Of WHICH nothing is marked: one mark in twenty questions could be told, and three in four of them were right.
"""

WANTED = 0.88
"""Share of marks that is right on the half learned from; above the .8 that is wanted of texts never seen."""

_LEAST = 0.3  # a threshold below it would only say that the learned half was easy

_RIDGE = 1e-3


class Asked(NamedTuple):
    """A question whose sentence holds candidates: in which half it is, its language, and each one with whether it is right."""

    learned: bool
    language: str
    candidates: tuple[tuple[bool, Features], ...]


def main(path: Path) -> None:
    """Print every group's weights with the precision of its marks and how often it marks, on the half not learned from."""
    questions: dict[str, list[Asked]] = defaultdict(list)
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for group, asked in _asked(path):
        questions[group].append(asked)
    for group, found in questions.items():
        learned = [item for asked in found if asked.learned for item in asked.candidates]
        weights = _fit(
            np.array([features for _, features in learned], np.float64),
            np.array([right for right, _ in learned], np.float64),
        )
        threshold = _threshold([_best(asked, weights) for asked in found if asked.learned and asked.candidates])
        written = ", ".join(f"{weight:.2f}" for weight in weights[1:])
        print(f"{group}: Group({weights[0]:.2f}, Features({written}), {threshold:.2f})")
        for asked in found:
            if asked.learned:
                continue
            for language in ("all", asked.language):
                tally = counted[group, language]
                tally[0] += 1
                if asked.candidates:
                    chance, is_right = _best(asked, weights)
                    tally[1] += chance >= threshold
                    tally[2] += chance >= threshold and is_right
    for (group, language), (total, marks, right) in sorted(counted.items()):
        print(f"{group:7} {language:8} n {total:5}  marked {marks / total:.2f}  right {right / max(marks, 1):.2f}")
    every = [tally for (_, language), tally in counted.items() if language == "all"]
    total, marks, right = (sum(column) for column in zip(*every, strict=True))
    print(f"all n {total}, marked {marks / total:.3f}, right {right / marks:.3f}")


def _asked(path: Path) -> Iterator[tuple[str, Asked]]:
    for number, line in enumerate(_lines(path)):
        written = str(line["language"]).partition("-")[0]
        wanted = kind(line["question"], written)
        group = next((name for name, kinds in GROUPS.items() if wanted in kinds), None)
        sentence = _sentence(line, written) if group else None
        if group is None or sentence is None:
            continue
        text, start, end = sentence
        found = candidates(wanted, line["question"], text)
        items = tuple(
            (item.start < end and start < item.end, features)
            for item, features in weighed(wanted, line["question"], text, found)
        )
        yield group, Asked(number % 2 == 0, line["language"], items)


def _sentence(line: Mapping[str, Any], language: str) -> tuple[str, int, int] | None:
    """Return the sentence in which an answer begins, and where in it the answer stands."""
    passage, start, end = line["passage"], line["answer"]["start"], line["answer"]["end"]
    for span in sentence_spans(passage, language):
        if span.start <= start < span.end:
            return passage[span.start : span.end], start - span.start, min(end, span.end) - span.start
    return None


def _best(asked: Asked, weights: NDArray[np.float64]) -> tuple[float, bool]:
    """Return how probable the best candidate is, and whether it is right."""
    values = np.array([features for _, features in asked.candidates], np.float64)
    chances = 1 / (1 + np.exp(-weights[0] - values @ weights[1:]))
    best = int(np.argmax(chances))
    return float(chances[best]), asked.candidates[best][0]


def _threshold(ranked: Sequence[tuple[float, bool]]) -> float:
    """Return the lowest probability from which as many marks are right as wanted; above 1 when none is."""
    lowest, right = 1.01, 0
    for number, (chance, is_right) in enumerate(sorted(ranked, reverse=True), 1):
        right += is_right
        if right / number >= WANTED:
            lowest = max(chance, _LEAST)
    return lowest


def _fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the intercept and the weights of a ridge logistic regression, by Newton's method."""
    x = np.column_stack([np.ones(len(x)), x])
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (chance - y) / len(y) + _RIDGE * weights
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x / len(y) + _RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
