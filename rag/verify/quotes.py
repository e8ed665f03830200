"""The first check of every citation: does the quote stand in the stored text, and does the statement say just that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from yinju.index.types import Article
from yinju.rag.types import Citation, Statement, Verdict

_AROUND = " .。“”\"'‘’「」『』"


def verify(
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    article_of: Callable[[str], Article | None],
) -> tuple[Citation, ...]:
    """Return the citations with verdicts.

    `verbatim`: the anchor resolves and every statement citing it is the quote, but for case, white space and
    the marks around it. `unsupported`: the anchor does not resolve. `unchecked`: the statement is in other words, which
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
    if sayings and all(folded(saying) == folded(citation.quote) for saying in sayings):
        reason = f"the source's own sentence, characters {citation.start}–{citation.end} of the stored text"
        return replace(citation, verdict=Verdict.VERBATIM, reasons=(reason,))
    reason = "written in other words than the source; compare it with the quote"
    return replace(citation, verdict=Verdict.UNCHECKED, reasons=(reason,))


def folded(text: str) -> str:
    """Return a text for comparison: fold case, white space, and the marks around a sentence; nothing else inside it."""
    return " ".join(text.split()).strip(_AROUND).casefold()
