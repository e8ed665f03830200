"""The check of every citation: does the quote stand in the stored text, and does it support what cites it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from yinju.index.types import Article
from yinju.rag.types import Citation, Statement, Verdict
from yinju.rag.verify.folding import folded
from yinju.rag.verify.weighing import Judgement

_GRAVEST = (Verdict.CONTRADICTED, Verdict.UNSUPPORTED, Verdict.PARTIAL, Verdict.UNCHECKED, Verdict.SUPPORTED)


def verify(
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    article_of: Callable[[str], Article | None],
) -> tuple[Citation, ...]:
    """Return the citations with verdicts.

    `verbatim`: the anchor resolves and every statement citing it is the quote, but for case, white space and
    the marks around it. `unsupported`: the anchor does not resolve. Otherwise a statement in other words is judged
    against all quotes that it cites, and the gravest verdict of the statements citing a quote is the quote's.
    """
    quotes = {citation.marker: citation.quote for citation in citations}
    return tuple(_verified(citation, statements, quotes, article_of) for citation in citations)


def _verified(
    citation: Citation,
    statements: Sequence[Statement],
    quotes: dict[int, str],
    article_of: Callable[[str], Article | None],
) -> Citation:
    article = article_of(citation.article_id)
    if article is None:
        return replace(
            citation, verdict=Verdict.UNSUPPORTED, reasons=("the cited article is no longer in the library",)
        )
    if article.sha256 != citation.sha256:
        return replace(citation, verdict=Verdict.UNCHECKED, reasons=("the source has changed since it was cited",))
    if article.text[citation.start : citation.end] != citation.quote:
        return replace(citation, verdict=Verdict.UNSUPPORTED, reasons=("the quote does not stand at the cited place",))
    sayings = [statement for statement in statements if citation.marker in statement.citations]
    written = [statement for statement in sayings if folded(statement.text) != folded(citation.quote)]
    if sayings and not written:
        reason = f"the source's own sentence, characters {citation.start}–{citation.end} of the stored text"
        return replace(citation, verdict=Verdict.VERBATIM, reasons=(reason,))
    judged = [_judged(statement, statements, quotes) for statement in written]
    if not judged:
        return replace(citation, verdict=Verdict.UNCHECKED, reasons=("no statement cites it",))
    worst = min(judged, key=lambda judgement: _GRAVEST.index(judgement.verdict))
    return replace(citation, verdict=worst.verdict, reasons=worst.reasons)


def _judged(statement: Statement, statements: Sequence[Statement], quotes: dict[int, str]) -> Judgement:
    """Hold a statement against all that it cites; its pronouns may mean what stands before it."""
    before = " ".join(other.text for other in statements[: statements.index(statement)])
    from yinju.rag.verify.claims import judge  # its lists take .1 s, which quotes need not wait for

    found = judge(statement.text, [quotes[marker] for marker in statement.citations if marker in quotes], before)
    # a sentence that stands inside a longer quote is supported by it, but is not the quote
    return found._replace(verdict=Verdict.SUPPORTED) if found.verdict is Verdict.VERBATIM else found
