"""The citations that an answer carries: where each leads, and whether its source supports the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from yinju.index.library import View
from yinju.index.types import Filter
from yinju.rag.checking.phrases import say
from yinju.rag.checking.sources import Sources
from yinju.rag.checking.support import GOOD, Claim, Quote, nearest
from yinju.rag.checking.types import Fault, GivenCitation, Mark
from yinju.rag.types import Verdict
from yinju.rag.verify.claims import judge

_NOTHING = 0.15  # likeness below which a source in another language says nothing of a sentence
_LESS = 0.7  # of what the best quote holds of a sentence: what cannot be judged and holds less is another matter


@dataclass(slots=True)
class Given:
    """The citations of one answer and the articles they may lead to."""

    sources: Sources
    view: View
    _found: dict[Mark, str | None] = field(default_factory=dict)

    def quotes(self, claim: Claim, marks: Sequence[Mark], known: Sequence[Quote]) -> list[Quote | None]:
        """Return for each mark the quote of its source that decides about a sentence; None where it has none.

        `known` are the quotes that were found for the sentence in all articles.
        """
        looked: dict[str, Quote | None] = {}
        for mark in marks:
            found = self._article_id(mark)
            if found and found not in looked:
                own = next((quote for quote in known if quote.article.id == found and quote.supports), None)
                looked[found] = own or nearest(claim.quotes(self.view, Filter(ids=(found,))))
        return [looked.get(self._article_id(mark) or "") for mark in marks]

    def judged(
        self, claim: Claim, marks: Sequence[Mark], quotes: Sequence[Quote | None], best: Quote
    ) -> tuple[GivenCitation, ...]:
        """Return what becomes of each mark, given its source's quote and the best one of all articles."""
        own = list({(q.article.id, q.start): q for q in quotes if q is not None}.values())
        together = len(own) > 1 and not any(quote.supports for quote in own)
        joint = together and judge(claim.text, [quote.text for quote in own]).verdict in GOOD
        return tuple(self._judged(claim, mark, quote, best, joint) for mark, quote in zip(marks, quotes, strict=True))

    def unread(self, marks: Sequence[Mark], language: str) -> tuple[GivenCitation, ...]:
        """Return where marks lead, for a sentence that is not held against anything."""
        return tuple(self._unread(mark, language) for mark in marks)

    def _judged(self, claim: Claim, mark: Mark, quote: Quote | None, best: Quote, joint: bool) -> GivenCitation:
        if quote is None:
            return self._unread(mark, claim.language)
        found, reasons, title = quote.judgement.verdict, quote.judgement.reasons, _title(quote)
        fault = None
        if not quote.supports and not joint and _wrong(quote, best):
            fault = Fault.WRONG
            contradicts = quote.about and found is Verdict.CONTRADICTED
            key = "says otherwise" if contradicts else "does not fully" if quote.about and reasons else "does not"
            reasons = (say(key, claim.language, marker=mark.text, title=title, why=reasons[0] if reasons else ""),)
            if best.supports:
                reasons = (*reasons, say("but does", claim.language, title=_title(best)))
        return GivenCitation(
            marker=mark.text,
            reference=mark.reference.text if mark.reference else "",
            article_id=quote.article.id,
            title=quote.article.title,
            url=quote.article.url,
            fault=fault,
            verdict=found if quote.about or quote.supports else Verdict.UNSUPPORTED,
            reasons=reasons,
        )

    def _unread(self, mark: Mark, language: str) -> GivenCitation:
        if mark.reference is None:
            reason = say("nowhere", language, marker=mark.text)
            return GivenCitation(mark.text, "", fault=Fault.NOWHERE, reasons=(reason,))
        named = mark.reference.text or mark.reference.url or ""
        found = self._article_id(mark)
        if found is None:
            reason = say("absent", language, marker=mark.text, title=named)
            return GivenCitation(mark.text, named, url=mark.reference.url, fault=Fault.ABSENT, reasons=(reason,))
        article = self.view.article(found)
        return GivenCitation(mark.text, named, found, article.title, article.url)

    def _article_id(self, mark: Mark) -> str | None:
        if mark not in self._found:
            self._found[mark] = self.sources.find(mark.reference) if mark.reference else None
        return self._found[mark]


def _wrong(quote: Quote, best: Quote) -> bool:
    """Tell whether a source that does not support a sentence is the wrong one, rather than the right one misread."""
    if not best.supports and not quote.same_language:  # across languages little is in sight even of the right source
        return quote.likeness < _NOTHING
    if not quote.about or quote.judgement.verdict is Verdict.UNSUPPORTED:
        return True
    if quote.judgement.verdict is Verdict.UNCHECKED:
        return best.supports and quote.likeness < _LESS * best.likeness
    return best.supports


def _title(quote: Quote) -> str:
    return quote.article.title or quote.article.id
