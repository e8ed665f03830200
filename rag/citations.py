"""Citations: durable anchors to sentences, in the spirit of the W3C Web Annotation selectors."""

from __future__ import annotations

from collections.abc import Iterable

from yinju.rag.types import Citation, Evidence

CONTEXT = 40
"""Code points of prefix and suffix kept: enough to find a quote again in a changed text."""


def cite(evidence: Iterable[Evidence]) -> tuple[Citation, ...]:
    """Return a citation for each piece of evidence, the marker being its number; nothing is verified yet."""
    return tuple(
        Citation(
            marker=item.number,
            article_id=item.article.id,
            title=item.article.title,
            url=item.article.url,
            published=item.article.published,
            language=item.language,
            start=item.start,
            end=item.end,
            quote=item.quote,
            prefix=item.article.text[max(0, item.start - CONTEXT) : item.start],
            suffix=item.article.text[item.end : item.end + CONTEXT],
            sha256=item.article.sha256,
            page=item.article.page(item.start),
            also=item.also,
        )
        for item in evidence
    )
