"""A receipt checked again: does each quote still stand in its source? No encoder and no model is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import Postfix, Prefix

from yinju.index.text.sentences import sentence_spans
from yinju.index.types import Article, Span
from yinju.rag.receipt.phrases import say
from yinju.rag.receipt.shelf import Shelf
from yinju.rag.receipt.types import Receipt, Rechecked, RecheckedCitation, State
from yinju.rag.types import Citation

_PLACES = 1_000  # of a quote in one text that are compared
_ALIKE = 75.0  # of 100 (rapidfuzz), from which a stretch is shown as what a lost quote reads now
_SEARCHED = 200_000  # characters of a text that are searched for it
_AROUND = 1_000  # characters before and after it in which its sentences begin and end


def recheck(receipt: Receipt, shelf: Shelf, language: str | None = None) -> Rechecked:
    """Return what became of each citation of a receipt, the reasons in a language, the answer's own unless told."""
    said = language or receipt.language
    return Rechecked(receipt, tuple(_checked(citation, shelf, said) for citation in receipt.citations))


def _checked(citation: Citation, shelf: Shelf, language: str) -> RecheckedCitation:
    article = shelf.find(citation)
    if article is None:
        return RecheckedCitation(citation, State.GONE, say("gone", language))
    if article.sha256 == citation.sha256:
        stands = article.text[citation.start : citation.end] == citation.quote
        state = State.VERIFIED if stands else State.BROKEN
        elsewhere = stands and article.id != citation.article_id
        reason = say("other id" if elsewhere else state.value, language, title=article.title or article.id)
        span = (citation.start, citation.end) if stands else (None, None)
        return RecheckedCitation(citation, state, reason, article.id, *span)
    again = _again(article.text, citation)
    if again is not None:
        place = f"{again.start}–{again.end}"
        return RecheckedCitation(citation, State.MOVED, say("moved", language, place=place), article.id, *again)
    if article.id != citation.article_id and article.url != citation.url:  # only its title is alike
        return RecheckedCitation(citation, State.GONE, say("gone", language))
    return RecheckedCitation(
        citation, State.LOST, say("lost", language), article.id, now=_alike(article, citation.quote)
    )


def _again(text: str, citation: Citation) -> Span | None:
    """Return where a quote stands in a changed text: of several places the one whose surroundings are most alike."""
    places = list(_places(text, citation.quote))
    return max(
        places, key=lambda span: (_surroundings(text, span, citation), -abs(span.start - citation.start)), default=None
    )


def _places(text: str, quote: str) -> Iterator[Span]:
    at = text.find(quote)
    found = 0
    while at >= 0 and found < _PLACES:
        yield Span(at, at + len(quote))
        found += 1
        at = text.find(quote, at + 1)
    if not found and quote.split():  # lines may be cut otherwise now
        loose = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
        for match, _ in zip(loose.finditer(text), range(_PLACES), strict=False):
            yield Span(*match.span())


def _surroundings(text: str, span: Span, citation: Citation) -> int:
    before = text[max(0, span.start - len(citation.prefix)) : span.start]
    after = text[span.end : span.end + len(citation.suffix)]
    return Postfix.similarity(before, citation.prefix) + Prefix.similarity(after, citation.suffix)


def _alike(article: Article, quote: str) -> str | None:
    text = article.text[:_SEARCHED]
    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=_ALIKE) if len(quote) <= len(text) else None
    if not found:
        return None
    whole = _sentences(text, Span(found.dest_start, found.dest_end), article.language)
    return text[whole.start : whole.end]


def _sentences(text: str, found: Span, language: str) -> Span:
    """Return the sentences that a stretch mostly covers: the likest stretch is as long as the quote, not as what is said."""
    begin = max(text.rfind("\n", 0, found.start) + 1, found.start - _AROUND)
    finish = min(at if (at := text.find("\n", found.end)) >= 0 else len(text), found.end + _AROUND)
    spans = [Span(begin + start, begin + end) for start, end in sentence_spans(text[begin:finish], language)]
    shared = [min(span.end, found.end) - max(span.start, found.start) for span in spans]
    least = [min(span.end - span.start, found.end - found.start) / 2 for span in spans]
    held = [span for span, own, half in zip(spans, shared, least, strict=True) if own > half]
    return Span(held[0].start, held[-1].end) if held else found
