"""Whether texts support a claim, with reasons; what cannot be judged is said to be unchecked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from yinju.index.text.language import identify
from yinju.index.text.sentences import sentence_spans
from yinju.rag.types import Verdict
from yinju.rag.verify.quotes import folded


class Judgement(NamedTuple):
    """A verdict on a claim; `score` (0 to 1) orders claims by how much speaks for them."""

    verdict: Verdict
    score: float
    reasons: tuple[str, ...]


def judge(claim: str, evidence: Sequence[str]) -> Judgement:
    """Return whether the evidence supports the claim.

    `verbatim`: every sentence of the claim stands in the evidence, but for case, white space and the marks
    around it. `unchecked`: anything else, because comparing text says nothing about other words. The score
    is the share of the claim that stands in the evidence in the same order.
    """
    sources = [folded(text) for text in evidence]
    sentences = [folded(claim[start:end]) for start, end in sentence_spans(claim, identify(claim))]
    if not any(sentences) or not any(sources):
        return Judgement(Verdict.UNCHECKED, 0.0, ("there is nothing to compare",))
    best = [max(fuzz.partial_ratio(sentence, source) / 100 for source in sources) for sentence in sentences]
    score = sum(best) / len(best)
    missing = [s for s in sentences if not any(s in source for source in sources)]
    if not missing:
        return Judgement(Verdict.VERBATIM, 1.0, ("every sentence stands in the source word for word",))
    return Judgement(Verdict.UNCHECKED, score, (f"in other words than the source: “{missing[0][:80]}”",))
