"""Twins: two sentences that say the same in the same words but for a stretch here and there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

_SHARED_LEAST = 5  # pieces that twins have in common at least …
_SHARED = 0.6  # … and the share of the shorter one's
_BETWEEN = 1  # pieces between two changes that are one: the comma's neighbour in “Tampa, Florida”, 海 of 上海 and 海口
_LONGEST = 14  # pieces of a stretch; a longer one is another statement


class Stretch(NamedTuple):
    """Where something stands among the pieces of a sentence, half open."""

    start: int
    end: int


class Change(NamedTuple):
    """What one sentence has in the place of what the other has; one of them may be empty."""

    one: Stretch
    other: Stretch


def changes(one: Sequence[str], other: Sequence[str]) -> tuple[Change, ...] | None:
    """Return in what two sentences, given as pieces, differ; None when they are no twins.

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
    inside = []
    for change in merged:
        lengths = [stretch.end - stretch.start for stretch in change]
        at_edge = not change.one.start or not change.other.start
        at_edge |= change.one.end == len(one) or change.other.end == len(other)
        if not (at_edge and min(lengths) == 0):
            if max(lengths) > _LONGEST:
                return None
            inside.append(change)
    changed = [sum(stretch.end - stretch.start for stretch in side) for side in zip(*inside, strict=True)] or [0, 0]
    shared = len(one) - sum(change.one.end - change.one.start for change in merged)
    return tuple(inside) if shared >= max(_SHARED_LEAST, _SHARED * (shared + min(changed))) else None
