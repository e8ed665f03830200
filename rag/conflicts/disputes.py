"""Whether two sentences that are twins disagree about what was asked, or are of different things, times or wordings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yinju.rag.conflicts.about import Asked, joined, nearness
from yinju.rag.conflicts.differences import Difference, Sort, difference
from yinju.rag.conflicts.pairs import Pair
from yinju.rag.conflicts.reading import LASTING, Reading, reading
from yinju.rag.conflicts.tokens import tokens
from yinju.rag.conflicts.twins import twins
from yinju.rag.verify.quantity import COUNT

_SHARED = 5  # pieces that twins have in common at least …
_LOOSE, _CLOSE = (
    0.6,
    0.8,
)  # … and the share of theirs: from which on amounts and times are compared, and from which on words
_NEAR = 0.6  # how near (share of the nearest value) a disputed value stands to the question's words


class Dispute(NamedTuple):
    """Two sentences with the values they state instead of each other.

    `close` when the sentences are one but for that, `near` is how near the value stands to the question's words.
    """

    pair: Pair
    value: Difference
    mine: Reading
    theirs: Reading
    close: bool
    near: float

    @property
    def key(self) -> frozenset[str]:
        """The two values, whichever sentence states which."""
        return frozenset((joined(self.mine.forms(self.value.one)), joined(self.theirs.forms(self.value.other))))


def dispute(about: Asked, pair: Pair) -> Dispute | None:
    """Return in which value two sentences disagree about what was asked; None where they do not, or who knows."""
    pieces = [tokens(item.quote) for item in (pair.one, pair.other)]
    found = twins(*([token.form for token in own] for own in pieces))
    if found is None or not found.changes or not (pair.copied or (found.shared >= _SHARED and found.share >= _LOOSE)):
        return None
    close = pair.copied or found.share >= _CLOSE
    mine, theirs = reading(pair.one.quote), reading(pair.other.quote)
    if [len(mine.tokens), len(theirs.tokens)] != [len(own) for own in pieces]:
        return None
    told: dict[tuple[str, ...], Difference] = {}
    for change in found.changes:
        item = difference(mine, theirs, change)
        if item:
            told.setdefault((*mine.forms(item.one), "|", *theirs.forms(item.other)), item)
    value = _value(about, list(told.values()), mine, theirs, close, found.share >= _CLOSE)
    return Dispute(pair, value, mine, theirs, close, nearness(about, mine, value.one)) if value else None


def _value(
    about: Asked, told: Sequence[Difference], mine: Reading, theirs: Reading, close: bool, same: bool
) -> Difference | None:
    """Return the one difference that is about what was asked."""
    if any(item.sort in (Sort.DENIAL, Sort.WORDING) for item in told):
        return None
    if any(item.sort is Sort.STATEMENT for item in told):
        # in the same sentence a whole phrase may stand in the place of another
        return told[0] if same and len(told) == 1 and Sort.WORD in about.sorts else None
    if any(about.names(mine.forms(item.one)) != about.names(theirs.forms(item.other)) for item in told):
        return None  # only one of them speaks of what was asked
    by_sort = {sort: [item for item in told if item.sort is sort] for sort in Sort}
    times, amounts = by_sort[Sort.TIME], by_sort[Sort.AMOUNT]
    words = by_sort[Sort.NAME] + by_sort[Sort.WORD]
    if about.sorts == {Sort.TIME}:
        return times[0] if times and not words and not amounts and _nearest(about, times[0], mine) else None
    if (times and about.dated) or len(amounts) > 1:
        return None  # of two times, and the question means one; or of two things, of which everything differs
    if about.sorts == {Sort.AMOUNT}:
        near = [item for item in amounts if _nearest(about, item, mine) and _in_unit(about, item, mine)]
        return near[0] if near and not words else None
    if not close:
        return None  # other words may mean another thing
    if amounts and not words:
        near = [item for item in amounts if Sort.AMOUNT in about.sorts and _nearest(about, item, mine)]
        return near[0] if len(near) == 1 else None
    if words:
        sorts = about.sorts | {Sort.WORD} if mine.sentence.chinese else about.sorts  # whose names are hard to tell
        return words[0] if len(words) == 1 and not amounts and words[0].sort in sorts else None
    return times[0] if Sort.TIME in about.sorts and len(times) == 1 and _nearest(about, times[0], mine) else None


def _in_unit(about: Asked, item: Difference, reading: Reading) -> bool:
    """Tell whether an amount may be in the unit that was asked for."""
    units = {amount.unit for amount in reading.amounts(item.one)}
    wanted = about.units if about.units == LASTING else about.units | {COUNT}
    return not about.units or not units or bool(units & wanted)


def _nearest(about: Asked, item: Difference, reading: Reading) -> bool:
    """Tell whether no other value of the sort stands much nearer to the words of the question."""
    near = nearness(about, reading, item.one)
    return all(
        near >= _NEAR * nearness(about, reading, rival)
        for rival in reading.like(item.one)
        if not about.mentions(reading.forms(rival))
    )
