"""Where joined words begin and end that Chinese does not set apart: 北京冬奥会〔女子〕和〔男子〕五百米冠军."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Word = tuple[str, str]
"""A word and its part of speech."""

_LONGEST = 3  # words of a joined thing
_OF_EVENTS = frozenset(["时间", "日期", "地点", "地址", "结果", "原因", "经过", "人数"])
_PLACES, _PEOPLE = {"ns", "nt"}, {"nr", "nrt", "nrfg"}


class Parallel(NamedTuple):
    """How many characters two things have that are joined: the end of what stands before, the beginning of what follows."""

    one: int
    other: int
    of_events: bool = False


def parallel(left: Sequence[Word], right: Sequence[Word]) -> Parallel | None:
    """Return the two things on both sides of a joining word that are formed alike, the shortest such; None when none are."""
    if (
        _alike(left[-1], right[-1]) and abs(_length(left) - _length(right)) <= 1
    ):  # 裕仁天皇和香淳皇后: alike as they are
        return None
    for many in range(1, min(_LONGEST, len(left), len(right)) + 1):
        one, other = left[-many:], right[:many]
        if many == 1 and _alike(one[0], other[0]):
            return Parallel(_length(one), _length(other))
        if many == 1 and {one[0][0], other[0][0]} <= _OF_EVENTS:
            return Parallel(_length(one), _length(other), of_events=True)
        if many > 1 and one[-1][0][-1] == other[-1][0][-1]:  # 江滨文学奖和北岭文学奖
            return Parallel(_length(one), _length(other))
        if many > 1 and one[0][0] == other[0][0] and len(right) <= many + 1:  # 最佳电视剧和最佳动画片
            return Parallel(_length(one), _length(right))
    return None


def _alike(one: Word, other: Word) -> bool:
    (first, tag), (second, other_tag) = one, other
    if min(len(first), len(second)) < 2 or first == second:
        return False
    if any({tag, other_tag} <= sort for sort in (_PLACES, _PEOPLE)):
        return True
    return abs(len(first) - len(second)) <= 1 and not set(first).isdisjoint(second)


def _length(words: Sequence[Word]) -> int:
    return sum(len(word) for word, _ in words)
