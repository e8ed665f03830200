"""The best quote for a sentence: what in the articles supports it, else contradicts it, else comes nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yinju.index.library import View
from yinju.index.types import Article, Filter, Hit, Span
from yinju.rag import evidence
from yinju.rag.checking.likeness import likeness
from yinju.rag.checking.phrases import say
from yinju.rag.checking.strictness import differs_in_value, stricter
from yinju.rag.types import Turn, Verdict
from yinju.rag.understand import understand
from yinju.rag.verify.claims import judge
from yinju.rag.verify.presence import presence
from yinju.rag.verify.pronouns import unexplained
from yinju.rag.verify.sentence import CHINESE, language_of, sentences
from yinju.rag.verify.sounds import Presence
from yinju.rag.verify.weighing import Judgement

_UNSURE = 0.3  # likeness across languages that another source never had
_READABLE = 0.1  # of likeness
_SEARCHED, _LOOKED_INTO = 20, 10  # passages; the latter sentence by sentence
_PASSAGES = 3  # of an article that are read together
_READ = 20_000  # characters of an article that are looked through for a name
_WIDENED = 4  # of the sentences that come nearest, how many are read together with their neighbours
GOOD = (Verdict.VERBATIM, Verdict.SUPPORTED)
ABOUT, ABOUT_ACROSS, SUPPORTS_ACROSS = 0.5, 0.4, 0.6
"""Likeness from which a quote is about the same as a sentence, in its language and across, and supports it across.

On our swaps the own source holds .58 to 1 of a sentence and another at most .40, across languages .33 to 1 (of nine in ten
true sentences .60 and more) and at most .27.
"""
_PARTLY = 0.55  # likeness of a quote that part of a sentence stands in, without its title
_ALONE, _ALONE_ACROSS = 0.4, 0.52  # likeness that a contradicting quote has at least without its title


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of an article, held against a sentence: the verdict, and its likeness to the sentence (0 to 1).

    `likeness` is that of the quote under its article's title, `alone` without it.
    """

    article: Article
    start: int
    end: int
    language: str
    judgement: Judgement
    likeness: float
    alone: float
    same_language: bool
    differs_in_value: bool

    @property
    def text(self) -> str:
        """Its words, code point for code point as stored."""
        return self.article.text[self.start : self.end]

    @property
    def supports(self) -> bool:
        """Whether it supports the sentence."""
        return self.judgement.verdict in GOOD

    @property
    def nearness(self) -> float:
        """What orders quotes: their own likeness, and of two alike the one that the reader can read."""
        return self.alone + (_READABLE if self.same_language else 0.0)

    @property
    def about(self) -> bool:
        """Whether it is about the same, so that what it says otherwise is a contradiction.

        A title may say which forum is meant; what is only partly there has to be in the quote itself.
        """
        if self.judgement.verdict is Verdict.PARTIAL:
            return self.alone >= _PARTLY
        if self.judgement.verdict is Verdict.CONTRADICTED and self.alone < (
            _ALONE if self.same_language else _ALONE_ACROSS
        ):
            return False
        return self.likeness >= (ABOUT if self.same_language else ABOUT_ACROSS)

    @property
    def unsure(self) -> bool:
        """Whether it may say the same in another language, of which too little can be compared."""
        return self.foreign and self.judgement.verdict is Verdict.UNCHECKED

    @property
    def foreign(self) -> bool:
        """Whether it is in another language and more like the sentence than what is about something else."""
        return not self.same_language and self.likeness >= _UNSURE

    @property
    def contradicts(self) -> bool:
        """Whether it is about the same and says otherwise."""
        return self.about and self.judgement.verdict is Verdict.CONTRADICTED


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
        best = nearest(found)
        if best is None or (best.supports and best.same_language):
            return found
        if wider := self._wider(best, found, hits):
            return sorted([*wider, *found], key=_order)
        return found if best.supports else [self._plainer(best, hits), *(q for q in found if q is not best)]

    def _wider(self, best: Quote, found: Sequence[Quote], hits: Sequence[Hit]) -> list[Quote]:
        """Return the nearest quotes that support the sentence once they are read with what stands around them.

        Another value is another value whatever stands around it; a name may stand in the sentence before. What is
        supported in another language already is only looked for in its own.
        """
        if best.contradicts and best.differs_in_value:
            return []
        near = [q for q in found if not q.supports and (q.same_language or not best.supports)]
        near = [quote for quote in near if not (quote.contradicts and quote.differs_in_value)]
        near = sorted(near, key=lambda quote: -quote.nearness)[:_WIDENED]
        most = max(found, key=lambda quote: quote.alone)
        (titled,) = self._under_title(most, hits)
        # what it says otherwise under its title too is not made good by putting its neighbours together
        apart = most.contradicts and most.same_language and titled.contradicts
        for wider in (self._under_title,) if apart else (self._under_title, self._with_neighbours, self._with_passages):
            among = [quote for quote in near if not (quote.contradicts and wider == self._with_passages)]
            supporting = [quote for one in among for quote in wider(one, hits) if quote.supports]
            if supporting:
                return supporting
        return []

    def _plainer(self, quote: Quote, hits: Sequence[Hit]) -> Quote:
        """Return the nearest quote with as few objections as its title, or what stands around it, leaves."""
        (titled,) = self._under_title(quote, hits)
        if quote.contradicts and not quote.differs_in_value and not titled.contradicts:
            return titled  # the name that it lacks is that of its article
        partly = quote.judgement.verdict is Verdict.PARTIAL
        wider = [titled, *(self._with_passages(quote, hits) if partly else ())]
        same = [other for other in wider if other.judgement.verdict is quote.judgement.verdict]
        plainest: Quote = min([quote, *same], key=lambda other: len(other.judgement.reasons))
        return plainest

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
        own, stated, same = sentences(self.text), sentences(text), language == self.language
        alike, alone = likeness(own, (*stated, *sentences(article.title))), likeness(own, stated)
        found = judge(self.text, [text, *filter(None, context)], " ".join(self.before))
        found = stricter(found, own, stated)
        if found.verdict is Verdict.SUPPORTED and not same and alone < SUPPORTS_ACROSS:
            found = Judgement(Verdict.UNCHECKED, found.score, (say("across", self.language),))
        pronoun = unexplained(own[0], stated) if own and self.before and found.verdict in GOOD else ""
        if pronoun and not self._speaks_of(article):
            found = Judgement(Verdict.UNCHECKED, found.score, (say("pronoun", self.language, word=pronoun),))
        differs = found.verdict is Verdict.CONTRADICTED and differs_in_value(own, stated)
        return Quote(article, start, end, language, found, alike, alone, same, differs)

    def _speaks_of(self, article: Article) -> bool:
        """Tell whether an article has a name of the last sentence before that has any: whom a pronoun may mean."""
        told = [read for text in reversed(self.before) for read in sentences(text) if read.names]
        if not told:
            return True
        text, chinese = f"{article.title}\n{article.text[:_READ]}", language_of(article.text[:_READ]) == CHINESE
        return any(presence(name, text, chinese, told[0].chinese) is Presence.FOUND for name in told[0].names)


def nearest(quotes: Sequence[Quote]) -> Quote | None:
    """Return the quote that decides: one that supports, else the one that is most like the sentence."""
    supporting = next((quote for quote in quotes if quote.supports), None)
    return supporting or max(quotes, key=lambda quote: (quote.about, quote.nearness), default=None)


def _order(quote: Quote) -> tuple[bool, bool, bool, float]:
    """Supporting quotes first, word for word before all, then the reader's language and how much they hold."""
    verbatim = quote.judgement.verdict is Verdict.VERBATIM
    return (not quote.supports, not verbatim, quote.supports and not quote.same_language, -quote.nearness)


def _around(quote: Quote, hits: Sequence[Hit]) -> list[Span]:
    """Return the sentence of a quote together with its neighbours in the passage: the one before, the one after."""
    for hit in hits:
        if hit.article_id == quote.article.id and hit.start <= quote.start and quote.end <= hit.end:
            own = [Span(sentence.start, sentence.end) for sentence in hit.sentences]
            at = next((n for n, span in enumerate(own) if span == (quote.start, quote.end)), None)
            if at is None:
                continue
            windows = [(at - 1, at), (at, at + 1)]
            return [Span(own[a].start, own[b].end) for a, b in windows if a >= 0 and b < len(own)]
    return []
