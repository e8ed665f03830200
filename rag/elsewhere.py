"""The other places of a sentence: the articles in which it stands word for word, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from yinju.index.types import Article, Hit, Place
from yinju.rag.types import Elsewhere


def elsewhere(quote: str, own: str, hits: Iterable[Hit], article_of: Callable[[str], Article]) -> tuple[Elsewhere, ...]:
    """Return where else a sentence of the article `own` stands: in these hits and their copies, once an article.

    A reprint that words the sentence otherwise is no place of it.
    """
    found: dict[str, Elsewhere] = {}
    for hit in hits:
        places: tuple[Hit | Place, ...] = (hit, *hit.copies)
        for place in places:
            if place.article_id == own or place.article_id in found:
                continue
            article = article_of(place.article_id)
            start = article.text.find(quote, place.start, place.end)
            if start >= 0:
                end = start + len(quote)
                found[article.id] = Elsewhere(article.id, article.title, article.url, start, end, article.sha256)
    return tuple(found.values())
