"""The values of a disagreement put together, one sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from yinju.rag.conflicts.about import Asked
from yinju.rag.conflicts.differences import Sort
from yinju.rag.conflicts.disputes import Dispute, dispute
from yinju.rag.conflicts.pairs import Pair
from yinju.rag.conflicts.reading import Reading, reading
from yinju.rag.conflicts.rivals import rivalry
from yinju.rag.conflicts.twins import Stretch
from yinju.rag.conflicts.types import Conflict, Value
from yinju.rag.types import Evidence
from yinju.rag.verify.matching import agrees

__all__ = ["MOST", "Asked", "of_rivals", "of_twins"]

MOST = 4
"""Values set side by side."""

_COMPARED = 12  # twins that are read; each takes a millisecond or two
_NEAR = 0.8  # how near a value stands to the question's words (see `nearness`) that answers it, if none does surely
_TELLING = 10  # up to which a number is one of many things by chance
_REPEATED = 2  # places in which the same values stand instead of each other, from which on they are no chance


def of_twins(about: Asked, pairs: Iterable[Pair], leading: Sequence[Evidence]) -> Conflict | None:
    """Return in what sentences that say nearly the same disagree; `leading` is the best evidence."""
    found: list[Dispute] = []
    for pair in pairs:
        item = dispute(about, pair)
        if item:
            found.append(item)
            if len(found) == _COMPARED:
                break
    times = Counter(item.key for item in found)
    sure = [item for item in found if _is_sure(about, item, times[item.key]) or _answers(about, item, leading)]
    if not sure:
        return None
    best = min(sure, key=lambda item: (-times[item.key], not item.pair.leading, -item.pair.score))
    own = best.mine.written(best.value.one)
    values = [Value(own, best.pair.one)]
    _add(values, best.theirs, best.value.other, best.pair.other)
    for item in sure:
        if item.pair.one.quote == best.pair.one.quote and item.mine.written(item.value.one) == own:
            _add(values, item.theirs, item.value.other, item.pair.other)
    return Conflict(best.mine.around(best.value.one), tuple(values)) if len(values) > 1 else None


def _is_sure(about: Asked, item: Dispute, times: int) -> bool:
    """Tell whether a dispute is about the question: common words may differ by chance, and so may what is far from it."""
    if times >= _REPEATED:
        return item.close
    if len(about.sorts) > 1 and item.value.sort in (Sort.AMOUNT, Sort.TIME):
        return item.pair.leading or (item.close and item.near >= _NEAR)  # who knows whether they were asked for
    if item.pair.copied:
        return item.close
    if item.value.sort in (Sort.WORD, Sort.STATEMENT):
        return False
    return item.pair.leading or (item.close and len(about.sorts) == 1 and item.near >= _NEAR)


def _answers(about: Asked, item: Dispute, leading: Sequence[Evidence]) -> bool:
    """Tell whether the best evidence says one of two amounts that sources in another language than the question's state."""
    foreign = item.pair.one.language != about.question.language
    if not (foreign and item.close and item.value.sort is Sort.AMOUNT and about.sorts == {Sort.AMOUNT}):
        return False
    amounts = [*item.mine.amounts(item.value.one), *item.theirs.amounts(item.value.other)]
    said = [amount for best in leading for amount in reading(best.quote).sentence.quantities]
    return any(one.value > _TELLING and agrees(one, other) for one in amounts for other in said)


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


def _add(values: list[Value], source: Reading, stretch: Stretch, item: Evidence) -> None:
    text = source.written(stretch)
    if len(values) < MOST and all(value.text.casefold() != text.casefold() for value in values):
        values.append(Value(text, item))
