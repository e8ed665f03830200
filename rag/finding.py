"""What is found for a question: passages, evidence, and whether that answers it; each of its parts for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import NamedTuple

from yinju.index.fusion import Ranking
from yinju.index.library import View
from yinju.index.types import Filter, Hit
from yinju.rag import answerability, evidence
from yinju.rag.answerability import Decision
from yinju.rag.clock import Clock
from yinju.rag.types import Evidence, Question

_SEARCHED = 20  # passages per question; the first half are looked into sentence by sentence


class Found(NamedTuple):
    """Passages and evidence, both best first, and the decision whether that is an answer."""

    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]
    decision: Decision


def find(question: Question, view: View, wanted: Filter | None, ranking: Ranking, clock: Clock) -> Found:
    """Return what a library holds on a question. Parts take turns; one that is answered is enough for an answer."""
    parts = question.parts or (question,)
    found = [_find(part, view, wanted, ranking, clock) for part in parts]
    if len(found) == 1:
        return found[0]
    hits = {(hit.article_id, hit.start): hit for hit in _in_turn([part.hits for part in found])}
    chosen = [[replace(item, part=number) for item in part.evidence] for number, part in enumerate(found)]
    answered = [part.decision for part in found if part.decision.answerable]
    return Found(
        tuple(replace(hit, rank=rank, score=_falling(rank)) for rank, hit in enumerate(hits.values(), 1)),
        tuple(replace(item, number=number) for number, item in enumerate(_in_turn(chosen), 1)),
        max(answered or [part.decision for part in found], key=lambda decision: decision.probability),
    )
