"""The best quote for a sentence: what in the articles supports it, else contradicts it, else comes nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yinju.index.library import View
from yinju.index.types import Article, Filter, Hit, Span
from yinju.rag import evidence
from yinju.rag.checking.phrases import say
from yinju.rag.types import Turn, Verdict
from yinju.rag.understand import understand
from yinju.rag.verify.alignment import aligned
from yinju.rag.verify.claims import judge
from yinju.rag.verify.presence import presence
from yinju.rag.verify.pronouns import unexplained
from yinju.rag.verify.sentence import CHINESE, language_of, sentences
from yinju.rag.verify.sounds import Presence
from yinju.rag.verify.weighing import Judgement

_SEARCHED, _LOOKED_INTO = 20, 10  # passages; the latter sentence by sentence
_PASSAGES = 3  # of an article that are read together
_READ = 20_000  # characters of an article that are looked through for a name
_WIDENED = 4  # of the sentences that come nearest, how many are read together with their neighbours
GOOD = (Verdict.VERBATIM, Verdict.SUPPORTED)
ABOUT, ABOUT_ACROSS = 0.5, 0.35
"""Share of a sentence's words, names and values that a quote has at least to be about the same, by languages."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of an article, held against a sentence: the verdict, and how much of the sentence it holds (0 to 1)."""

    article: Article
    start: int
    end: int
    language: str
    judgement: Judgement
    share: float
    same_language: bool

    @property
    def text(self) -> str:
        """Its words, code point for code point as stored."""
        return self.article.text[self.start : self.end]

    @property
    def supports(self) -> bool:
        """Whether it supports the sentence."""
        return self.judgement.verdict in GOOD

    @property
    def about(self) -> bool:
        """Whether it is about the same, so that what it says otherwise is a contradiction."""
        return self.share >= (ABOUT if self.same_language else ABOUT_ACROSS)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence to find quotes for, with what was said before it (its pronouns may mean that)."""

    text: str
    language: str
    before: tuple[str, ...] = ()

    def quotes(self, view: View, wanted: Filter | None = None) -> list[Quote]:
        """Return the sentences of the articles that bear on it, the best first: the shortest one that supports it,
        then what comes nearest. Where none supports it, the nearest are read with what stands around them.
        """
        question = understand(self.text, [Turn(text, "") for text in self.before])
        hits = view.search(
            question.search_text,
            language=question.language,
            depth=_SEARCHED,
            with_sentences=_LOOKED_INTO,
            wanted=wanted,
        )
        found = [
            self._quote(item.article, item.start, item.end, item.language)
            for item in evidence.choose(question, hits, view)
        ]
        found.sort(key=_order)
        if found and not found[0].supports:
            near = sorted(found, key=lambda quote: -quote.share)[:_WIDENED]
            for wider in (self._under_title, self._with_neighbours, self._with_passages):
                supporting = [quote for one in near for quote in wider(one, hits) if quote.supports]
                if supporting:
                    return sorted([*supporting, *found], key=_order)
        return found

    def _under_title(self, quote: Quote, _: Sequence[Hit]) -> Iterator[Quote]:
        """What a sentence leaves to its article's title: which forum it was."""
        yield self._quote(quote.article, quote.start, quote.end, quote.language, (quote.article.title,))

    def _with_neighbours(self, quote: Quote, hits: Sequence[Hit]) -> Iterator[Quote]:
        for start, end in _around(quote, hits):
            yield self._quote(quote.article, start, end, quote.language, (quote.article.title,))

    def _with_passages(self, quote: Quote, hits: Sequence[Hit]) -> Iterator[Quote]:
        """What stands elsewhere in the article's passages that were found."""
        own = [hit for hit in hits if hit.article_id == quote.article.id][:_PASSAGES]
        texts = (quote.article.title, *(quote.article.text[hit.start : hit.end] for hit in own))
        yield self._quote(quote.article, quote.start, quote.end, quote.language, texts)

    def _quote(self, article: Article, start: int, end: int, language: str, context: Sequence[str] = ()) -> Quote:
        text = article.text[start:end]
        own, stated = sentences(self.text), sentences(text)
        share = aligned(own[0], stated)[1] if own else 0.0
        judgement = judge(self.text, [text, *filter(None, context)], " ".join(self.before))
        pronoun = unexplained(own[0], stated) if own and self.before and judgement.verdict in GOOD else ""
        if pronoun and not self._speaks_of(article):
            judgement = Judgement(Verdict.UNCHECKED, judgement.score, (say("pronoun", self.language, word=pronoun),))
        return Quote(article, start, end, language, judgement, share, language == self.language)

    def _speaks_of(self, article: Article) -> bool:
        """Tell whether an article has a name of the last sentence before that has any: whom a pronoun may mean."""
        told = [read for text in reversed(self.before) for read in sentences(text) if read.names]
        if not told:
            return True
        text, chinese = f"{article.title}\n{article.text[:_READ]}", language_of(article.text[:_READ]) == CHINESE
        return any(presence(name, text, chinese, told[0].chinese) is Presence.FOUND for name in told[0].names)


def nearest(quotes: Sequence[Quote]) -> Quote | None:
    """Return the quote that decides: one that supports, else the one that holds most of the sentence."""
    supporting = next((quote for quote in quotes if quote.supports), None)
    return supporting or max(quotes, key=lambda quote: quote.share, default=None)


def _order(quote: Quote) -> tuple[bool, bool, bool, float]:
    """Supporting quotes first, word for word before all, then the reader's language and how much they hold."""
    verbatim = quote.judgement.verdict is Verdict.VERBATIM
    return (not quote.supports, not verbatim, quote.supports and not quote.same_language, -quote.share)


def _around(quote: Quote, hits: Sequence[Hit]) -> list[Span]:
    """Return the sentence of a quote together with its neighbours in the passage: before, after, both."""
    for hit in hits:
        if hit.article_id == quote.article.id and hit.start <= quote.start and quote.end <= hit.end:
            own = [Span(sentence.start, sentence.end) for sentence in hit.sentences]
            at = next((n for n, span in enumerate(own) if span == (quote.start, quote.end)), None)
            if at is None:
                continue
            windows = [(at - 1, at), (at, at + 1), (at - 1, at + 1)]
            return [Span(own[a].start, own[b].end) for a, b in windows if a >= 0 and b < len(own)]
    return []
