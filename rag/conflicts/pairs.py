"""Which sentences are held against each other: those of passages that are nearly copies, and those much alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from yinju.index.text.sentences import sentence_spans
from yinju.index.types import Article, Hit
from yinju.rag.types import Evidence

_COPIES = 75  # rapidfuzz's ratio from which on two passages are copies of which one was changed …
_CHANGED = 4  # … in so many sentences at the most
_ALIKE = 80  # the ratio from which on two sentences are compared, whatever their passages are
_LEADING, _LEADS = 5, 0.85  # pieces of evidence that lead it, with this share of the best one's score …
_EVIDENCE = 10  # … and with how many others the first are compared in any case
_LONGEST = 600  # characters of a sentence that is looked at
_MOST = 300  # sentences looked at


class Pair(NamedTuple):
    """Two sentences of two articles; `copied` when their passages are nearly copies, `leading` when one leads the evidence."""

    one: Evidence
    other: Evidence
    copied: bool
    leading: bool

    @property
    def score(self) -> float:
        """How much the better one bears on the question."""
        return max(self.one.score, self.other.score)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its sentences."""

    text: str
    article: str
    language: str
    sentences: tuple[Evidence, ...]


def passages(
    evidence: Sequence[Evidence], hits: Sequence[Hit], article_of: Callable[[str], Article]
) -> Iterator[Passage]:
    """Yield the passages whose sentences the search has weighed, and their reprints.

    A sentence that is no evidence scores by what is known of it: its own cosine and its passage's score.
    """
    known = {(item.article.id, item.start, item.end): item for item in evidence}
    for hit in hits:
        if not hit.sentences:
            continue
        article = article_of(hit.article_id)
        plain = replace(evidence[0], language=hit.language, coverage=0.0, named=0.0, missing=0.0, also=())
        plain = replace(plain, strength=0.0, exact=0.0, answers=())
        found = [
            known.get((article.id, s.start, s.end))
            or replace(plain, article=article, start=s.start, end=s.end, cosine=s.score, score=hit.score + s.score)
            for s in hit.sentences
        ]
        yield Passage(article.text[hit.start : hit.end], article.id, hit.language, tuple(found))
        by_text = {item.quote: item for item in found}
        for copy in hit.copies:
            reprint = article_of(copy.article_id)
            text = reprint.text[copy.start : copy.end]
            spans = [(copy.start + s.start, copy.start + s.end) for s in sentence_spans(text, hit.language)]
            sentences = [
                replace(by_text.get(reprint.text[a:b], found[0]), article=reprint, start=a, end=b, also=())
                for a, b in spans
            ]
            yield Passage(text, reprint.id, hit.language, tuple(sentences))


def leading(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence that is nearly as good as the best, which is what a reply would quote."""
    return [item for item in evidence[:_LEADING] if item.score >= _LEADS * evidence[0].score]


def pairs(evidence: Sequence[Evidence], found: Sequence[Passage]) -> list[Pair]:
    """Return the pairs of sentences that may be twins, those that bear most on the question first."""
    best = {id(item) for item in leading(evidence)}
    result: dict[tuple[str, str], Pair] = {}
    for one, other, copied in (*_of_copies(found), *_alike(evidence, found)):
        if one.quote != other.quote and one.article.id != other.article.id:
            first, second = sorted((one, other), key=lambda item: -item.score)
            pair = Pair(first, second, copied, id(one) in best or id(other) in best)
            result.setdefault((first.quote, second.quote), pair)
    return sorted(result.values(), key=lambda pair: (not pair.leading, -pair.score))


def _of_copies(found: Sequence[Passage]) -> Iterator[tuple[Evidence, Evidence, bool]]:
    for one, other in combinations(found, 2):
        if one.article == other.article or one.language != other.language:
            continue
        if fuzz.ratio(one.text, other.text, score_cutoff=_COPIES) >= _COPIES:
            texts = [{item.quote for item in passage.sentences} for passage in (one, other)]
            own = [item for item in one.sentences if item.quote not in texts[1]]
            theirs = [item for item in other.sentences if item.quote not in texts[0]]
            if len(own) == len(theirs) <= _CHANGED:
                yield from ((a, b, True) for a, b in zip(own, theirs, strict=True))
            elif own and len(theirs) <= _CHANGED:
                yield from ((_likest(item, own), item, True) for item in theirs)


def _likest(item: Evidence, others: Sequence[Evidence]) -> Evidence:
    """Return which of some sentences is most like one that a splitter has cut otherwise."""
    return max(others, key=lambda other: fuzz.ratio(item.quote, other.quote))


def _alike(evidence: Sequence[Evidence], found: Sequence[Passage]) -> Iterator[tuple[Evidence, Evidence, bool]]:
    every = {item.quote: item for passage in found for item in passage.sentences if len(item.quote) <= _LONGEST}
    every = {item.quote: item for item in evidence} | every
    texts = list(every)[:_MOST]
    items = [every[text] for text in texts]
    near = process.cdist(texts[: len(evidence)], texts, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    for one, other in np.argwhere(near).tolist():
        if one < other and items[one].language == items[other].language:
            yield items[one], items[other], False
    for one, other in combinations(range(min(_EVIDENCE, len(evidence))), 2):
        if one < _LEADING and evidence[one].language == evidence[other].language:
            yield evidence[one], evidence[other], False
