"""What is found for a question: passages, evidence, and whether that answers it; each of its parts for itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from yinju.index.fusion import Ranking
from yinju.index.library import View
from yinju.index.types import Filter, Hit
from yinju.rag import answerability, evidence
from yinju.rag.answerability import Decision
from yinju.rag.clock import Clock
from yinju.rag.phrases import phrase
from yinju.rag.types import Evidence, Question

_SEARCHED = 20  # passages per question; the first half are looked into sentence by sentence
_BESIDE = 0.3  # probability from which a part counts as answered beside another one that is


class Found(NamedTuple):
    """Passages and evidence, both best first, and the decision whether that is an answer."""

    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]
    decision: Decision


def find(question: Question, view: View, wanted: Filter | None, ranking: Ranking, clock: Clock) -> Found:
    """Return what a library holds on a question.

    The passages are those of the whole question. Evidence is chosen for every part of it, the parts taking turns,
    and one part that is answered is enough for an answer; its reason then tells of the parts that are not.
    """
    whole = _find(question, view, wanted, ranking, clock)
    if not question.parts:
        return whole
    parts = [_find(part, view, wanted, ranking, clock) for part in question.parts]
    if not any(found.decision.answerable for found in parts):
        return whole
    parts = [_beside(found) for found in parts]
    answered = [found for found in parts if found.decision.answerable]
    chosen = [
        [replace(item, part=number) for item in found.evidence]
        for number, found in enumerate(parts)
        if found in answered
    ]
    best = max((found.decision for found in answered), key=lambda decision: decision.probability)
    silent = [
        phrase("part", question.language, part=part.text, reason=found.decision.reason)
        for part, found in zip(question.parts, parts, strict=True)
        if found.decision.reason
    ]
    return Found(
        whole.hits,
        tuple(replace(item, number=number) for number, item in enumerate(_in_turn(chosen), 1)),
        best._replace(reason=" ".join(silent) or None),
    )


def _find(question: Question, view: View, wanted: Filter | None, ranking: Ranking, clock: Clock) -> Found:
    with clock("search"):
        hits = view.search(
            question.search_text,
            language=question.language,
            depth=_SEARCHED,
            with_sentences=_SEARCHED // 2,
            wanted=wanted,
            ranking=ranking,
        )
    with clock("evidence"):
        chosen = evidence.choose(question, hits, view)
        decision = answerability.decide(question, chosen, view, filtered=bool(wanted))
    return Found(tuple(hits), tuple(chosen), decision)


def _beside(found: Found) -> Found:
    """Return what was found for one part, knowing that the articles speak of another one: less is asked of it then."""
    if found.decision.answerable or found.decision.probability < _BESIDE:
        return found
    return found._replace(decision=found.decision._replace(answerable=True, reason=None))


def _in_turn(chosen: Sequence[Sequence[Evidence]]) -> Iterator[Evidence]:
    """Yield the best of every part, then the second of every part, and so on; none twice."""
    seen: set[tuple[str, int]] = set()
    for row in zip_longest(*chosen):
        for item in row:
            if item is not None and (item.article.id, item.start) not in seen:
                seen.add((item.article.id, item.start))
                yield item
