"""The disagreements among the sentences found for a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yinju.index.types import Article, Hit
from yinju.rag.conflicts.pool import Pool
from yinju.rag.conflicts.types import Conflict
from yinju.rag.types import Evidence, Question

_LEADING = 5  # pieces of evidence whose statements are held against others …
_LEADS = 0.85  # … if they score at least this share of the best


def conflicts(
    question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit], article_of: Callable[[str], Article]
) -> tuple[Conflict, ...]:
    """Return in what the sources disagree about a question: nothing, or one conflict of two to four values.

    `evidence` are the sentences chosen for it, best first, `hits` what was searched for them.
    """
    leading = [item for item in evidence[:_LEADING] if item.score >= _LEADS * evidence[0].score]
    pool = Pool.of(evidence, hits, article_of)
    alike = [list(pool.like(item)) for item in leading]
    if not any(alike) and len(leading) < 2:
        return ()
    from yinju.rag.conflicts import sides  # reads lists of names, which a question with one source can spare

    about = sides.Asked(question)
    for item, twins in zip(leading, alike, strict=True):
        found = sides.of_twins(about, item, twins)
        if found:
            return (found,)
    found = sides.of_rivals(about, leading)
    return (found,) if found else ()
