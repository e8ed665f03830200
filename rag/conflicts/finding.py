"""The disagreements among the sentences found for a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yinju.index.types import Article, Hit
from yinju.rag.conflicts.pairs import leading, pairs, passages
from yinju.rag.conflicts.types import Conflict
from yinju.rag.types import Evidence, Question


def conflicts(
    question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit], article_of: Callable[[str], Article]
) -> tuple[Conflict, ...]:
    """Return in what the sources disagree about a question: nothing, or one conflict of two to four values.

    `evidence` are the sentences chosen for it, best first, `hits` what was searched for them.
    """
    if not evidence:
        return ()
    compared = pairs(evidence, list(passages(evidence, hits, article_of)))
    if not compared:
        return ()
    from yinju.rag.conflicts import sides  # reads lists of names, which a question with one source can spare

    about = sides.Asked(question)
    best = leading(evidence)
    found = sides.of_twins(about, compared, best) or sides.of_rivals(about, best)
    return (found,) if found else ()
