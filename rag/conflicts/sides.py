"""The values of a disagreement put together, one sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yinju.rag.conflicts.disputes import Asked, dispute
from yinju.rag.conflicts.reading import Reading
from yinju.rag.conflicts.rivals import rivalry
from yinju.rag.conflicts.twins import Stretch
from yinju.rag.conflicts.types import Conflict, Value
from yinju.rag.types import Evidence

__all__ = ["MOST", "Asked", "of_rivals", "of_twins"]

MOST = 4
"""Values set side by side."""


def of_twins(about: Asked, item: Evidence, twins: Iterable[Evidence]) -> Conflict | None:
    """Return in what sentences that are much like a piece of evidence disagree with it."""
    values: list[Value] = []
    shared = ""
    for other in twins:
        found = dispute(about, item.quote, other.quote)
        if found is None:
            continue
        told, mine, theirs = found
        if not values:
            values.append(Value(mine.written(told.one), item))
            shared = mine.around(told.one)
        _add(values, theirs, told.other, other)
    return Conflict(shared, tuple(values)) if len(values) > 1 else None


def of_rivals(about: Asked, leading: Sequence[Evidence]) -> Conflict | None:
    """Return in what the best evidence disagrees with others that say it in other words."""
    for place, item in enumerate(leading):
        for other in leading[place + 1 :]:
            found = rivalry(about, item, other) if other.article.id != item.article.id else None
            if found:
                own, mine, rival, theirs = found
                values = [Value(mine.written(own), item)]
                _add(values, theirs, rival, other)
                return Conflict(about.question.text, tuple(values))
    return None


def _add(values: list[Value], reading: Reading, stretch: Stretch, item: Evidence) -> None:
    text = reading.written(stretch)
    if len(values) < MOST and all(value.text.casefold() != text.casefold() for value in values):
        values.append(Value(text, item))
