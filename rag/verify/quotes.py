"""The first check of every citation: does the quote stand in the stored text, and does the statement say just that."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from yinju.index.types import Article
from yinju.rag.types import Citation, Statement, Verdict

_loose = re.compile(r"[\W_]+")


def verify(
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    article_of: Callable[[str], Article | None],
) -> tuple[Citation, ...]:
    """Return the citations with verdicts.

    `verbatim`: the anchor resolves and every statement citing it repeats the quote (but for punctuation and
    case). `unsupported`: the anchor does not resolve. `unchecked`: the statement is in other words, which
    comparing text cannot judge.
    """
    return tuple(
        _verified(citation, [s.text for s in statements if citation.marker in s.citations], article_of)
        for citation in citations
    )


def _verified(citation: Citation, sayings: Sequence[str], article_of: Callable[[str], Article | None]) -> Citation:
    article = article_of(citation.article_id)
    if article is None:
        return replace(
            citation, verdict=Verdict.UNSUPPORTED, reasons=("the cited article is no longer in the library",)
        )
    if article.sha256 != citation.sha256:
        return replace(citation, verdict=Verdict.UNCHECKED, reasons=("the source has changed since it was cited",))
    if article.text[citation.start : citation.end] != citation.quote:
        return replace(citation, verdict=Verdict.UNSUPPORTED, reasons=("the quote does not stand at the cited place",))
    if all(_folded(saying) in _folded(citation.quote) for saying in sayings):
        where = f"characters {citation.start}–{citation.end}"
        return replace(
            citation,
            verdict=Verdict.VERBATIM,
            reasons=(f"the statement is the source's own sentence, {where} of the stored text",),
        )
    return replace(
        citation,
        verdict=Verdict.UNCHECKED,
        reasons=("written in other words than the source; compare it with the quote",),
    )


def _folded(text: str) -> str:
    return _loose.sub("", text).casefold()
