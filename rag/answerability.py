"""Whether the evidence answers the question, as a probability, and in words when it does not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from yinju.index.library import View
from yinju.rag.phrases import phrase
from yinju.rag.reasons import reason
from yinju.rag.types import Evidence, Name, Question
from yinju.rag.understanding.candidates import is_pointed


class Features(NamedTuple):
    """What the decision rests on: the best evidence, and the share of names that no article of the library has.

    `pointed` is 1 where the question asks for a stretch that can be found (a day, an amount, a name), and `exact` how
    well the evidence gives one.
    """

    strength: float
    pointed: float
    exact: float
    coverage: float
    missing: float
    lead: float
    unknown: float


class Situation(Enum):
    """Where the best evidence comes from; each needs weights of its own, because words speak only inside a language."""

    OWN = "evidence in the question's language"
    OTHER = "evidence in another language, though the library has the question's"
    FOREIGN = "evidence in another language, and the library has no article in the question's"


# intercept, then a weight a feature: `python -m yinju.eval.calibrate` (n 6,499, 1,946, 1,264). Inside a language .08 of
# the questions with the answer at hand are refused and .99 of those about other subjects, over near passages .05 and
# .19 as people judged them, .09 and .94 as made of marked answers; across languages .10 and .91
_WEIGHTS: Mapping[Situation, tuple[float, Features]] = {
    Situation.OWN: (-4.32, Features(3.15, -0.23, -1.54, 1.94, 0.12, 5.44, -0.08)),
    Situation.OTHER: (-5.28, Features(8.54, -0.33, -0.51, 1.39, 0.0, 3.19, -0.55)),
    Situation.FOREIGN: (-5.23, Features(8.50, -0.33, -0.44, 1.37, 0.0, 3.24, -0.34)),
}


class Decision(NamedTuple):
    """Whether to answer, how probable it is that the evidence answers, and the reason of a refusal."""

    answerable: bool
    probability: float
    reason: str | None


def decide(question: Question, evidence: Sequence[Evidence], view: View, *, filtered: bool) -> Decision:
    """Return whether the evidence answers the question. `filtered`: some articles were left out on request."""
    if not evidence:
        return Decision(False, 0.0, phrase("filtered" if filtered else "empty", question.language))
    intercept, weights = _WEIGHTS[situation(question, evidence, view)]
    values = features(question, evidence, view)
    probability = 1 / (1 + math.exp(-intercept - sum(w * v for w, v in zip(weights, values, strict=True))))
    if probability >= 0.5:
        return Decision(True, probability, None)
    return Decision(False, probability, reason(question, evidence, view, unknown_names(question, view)))


def situation(question: Question, evidence: Sequence[Evidence], view: View) -> Situation:
    """Return where the best evidence comes from."""
    if evidence[0].language == question.language:
        return Situation.OWN
    return Situation.OTHER if question.language in view.snapshot.cells else Situation.FOREIGN


def features(question: Question, evidence: Sequence[Evidence], view: View) -> Features:
    """Return the features of the best evidence."""
    best = evidence[0]
    unknown = len(unknown_names(question, view)) / len(question.names) if question.names else 0.0
    pointed = float(is_pointed(question.kind))
    return Features(best.strength, pointed, best.exact, best.coverage, best.missing, best.lead, unknown)


def unknown_names(question: Question, view: View) -> list[str]:
    """Return the names in a question that no passage in any language holds, as words, by sound or by another name."""
    cells = view.snapshot.cells
    listed = [named.name for named in view.library.aliases().found(question.search_text)]

    def known(name: Name) -> bool:
        whole = next((other for other in listed if name.text in other), name.text)  # a tagger may cut a listed name
        return any(view.lexical(code).holds_any(name.terms) or view.other_names(whole, code) for code in cells)

    return [name.text for name in question.names if not known(name)]
