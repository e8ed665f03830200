"""Twins: two sentences that say the same in the same words but for a stretch here and there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

_BETWEEN = 1  # pieces between two changes that are one: 海 of 上海 and 海口
_LONGEST = 14  # pieces of a stretch; a longer one is another statement


class Stretch(NamedTuple):
    """Where something stands among the pieces of a sentence, half open."""

    start: int
    end: int


class Change(NamedTuple):
    """What one sentence has in the place of what the other has; one of them may be empty."""

    one: Stretch
    other: Stretch


class Twins(NamedTuple):
    """In what two sentences differ, how many pieces they share, and which share of the stretch that both cover."""

    changes: tuple[Change, ...]
    shared: int
    share: float


def twins(one: Sequence[str], other: Sequence[str]) -> Twins | None:
    """Return how two sentences, given as pieces, differ; None when one states another thing at length.

    What only one of them has before or after all that is common is no difference: a byline, a cut-off end.
    """
    blocks = [block for block in Levenshtein.opcodes(one, other) if block.tag != "equal"]
    merged: list[Change] = []
    for block in blocks:
        change = Change(Stretch(block.src_start, block.src_end), Stretch(block.dest_start, block.dest_end))
        last = merged[-1] if merged else None
        if last and change.one.start - last.one.end <= _BETWEEN:
            change = Change(Stretch(last.one.start, change.one.end), Stretch(last.other.start, change.other.end))
            merged.pop()
        merged.append(change)
    shared, inside, more = len(one), list[Change](), 0
    for change in merged:
        sizes = [stretch.end - stretch.start for stretch in change]
        shared -= sizes[0]
        at_edge = not change.one.start or not change.other.start
        at_edge |= change.one.end == len(one) or change.other.end == len(other)
        if at_edge and min(sizes) == 0:
            continue
        if max(sizes) > _LONGEST:
            return None
        inside.append(change)
        more += max(sizes)
    return Twins(tuple(inside), shared, shared / (shared + more)) if shared else None
