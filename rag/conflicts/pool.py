"""The sentences among which sources may disagree: the evidence, what stands around it, and what reprints word otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from yinju.index.text.sentences import sentence_spans
from yinju.index.types import Article, Hit, Span
from yinju.rag.types import Evidence

_ALIKE = 60  # rapidfuzz's ratio from which on two sentences are compared piece by piece
_COMPARED = 10  # the first sentences, the evidence, are compared in any case
_LONGEST = 600  # characters of a sentence that is looked at
_MOST = 400  # sentences


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of an article."""

    article: Article
    span: Span

    @property
    def text(self) -> str:
        """The sentence as it stands."""
        return self.article.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Pool:
    """Sentences that differ, each with the first place it stands at and the ids of all articles that have it."""

    evidence: dict[str, Evidence]
    texts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    articles: list[set[str]] = field(default_factory=list)

    @classmethod
    def of(cls, evidence: Sequence[Evidence], hits: Sequence[Hit], article_of: Callable[[str], Article]) -> Pool:
        """Return the evidence, best first, then the other sentences of the hits, then those of their reprints."""
        pool, known = cls({item.quote: item for item in evidence}), dict[str, int]()
        for place in _places(evidence, hits, article_of):
            text = place.text
            if text in known:
                pool.articles[known[text]].add(place.article.id)
            elif len(text) <= _LONGEST and len(known) < _MOST:
                known[text] = len(pool.texts)
                pool.texts.append(text)
                pool.places.append(place)
                pool.articles.append({place.article.id})
        return pool

    def like(self, item: Evidence) -> Iterator[Evidence]:
        """Yield the sentences of other articles that may be twins of a piece of evidence, in order, as evidence too."""
        own = item.quote
        near = process.cdist([own], self.texts, scorer=fuzz.ratio, score_cutoff=_ALIKE)[0].tolist()
        here = next((found for text, found in zip(self.texts, self.articles, strict=True) if text == own), set[str]())
        for number, (text, alike) in enumerate(zip(self.texts, near, strict=True)):
            one_source = len(here) == 1 and self.articles[number] == here
            if text != own and not one_source and (alike or number < _COMPARED):
                yield self.evidence.get(text) or _as_good(item, self.places[number])


def _as_good(item: Evidence, place: Place) -> Evidence:
    """Return a sentence as evidence that is as good as another piece, which says nearly the same."""
    return replace(item, article=place.article, start=place.span.start, end=place.span.end, also=())


def _places(evidence: Sequence[Evidence], hits: Sequence[Hit], article_of: Callable[[str], Article]) -> Iterator[Place]:
    for item in evidence:
        yield Place(item.article, Span(item.start, item.end))
        for other in item.also:
            yield Place(article_of(other.article_id), Span(other.start, other.end))
    for hit in hits:
        article = article_of(hit.article_id) if hit.sentences or hit.copies else None
        for sentence in hit.sentences if article else ():
            yield Place(article, Span(sentence.start, sentence.end))
    for hit in hits:
        for copy in hit.copies:
            reprint = article_of(copy.article_id)
            for span in sentence_spans(reprint.text[copy.start : copy.end], hit.language):
                yield Place(reprint, Span(copy.start + span.start, copy.start + span.end))
