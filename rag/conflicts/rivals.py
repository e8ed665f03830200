"""Rivals: two sentences in other words that each state one amount, or one time, of what was asked, and not the same."""

from __future__ import annotations

from collections.abc import Sequence

from yinju.rag.conflicts.about import Asked, nearness
from yinju.rag.conflicts.differences import Sort
from yinju.rag.conflicts.reading import Reading, reading
from yinju.rag.conflicts.tokens import tokens
from yinju.rag.conflicts.twins import Stretch, twins
from yinju.rag.types import Evidence
from yinju.rag.verify.dates import Date, conflicting
from yinju.rag.verify.matching import agrees, comparable, follows
from yinju.rag.verify.quantity import COUNT, PERCENT, POINTS, Quantity

_COVERS = 0.6  # share of the question's words (by idf) that both sentences hold
_TWINS = 0.6  # share of their words from which on two sentences are twins
_ALONE = 0.5  # how near (share of the value's) any other value may stand to the question's words
_FOLLOWS = 5  # pieces after a number, or before it, among which stands what it counts


def rivalry(about: Asked, one: Evidence, other: Evidence) -> tuple[Stretch, Reading, Stretch, Reading] | None:
    """Return the values in which two sentences in one language disagree; None where they do not, or who knows."""
    if one.language != other.language or min(one.coverage, other.coverage) < _COVERS:
        return None
    if about.question.names and min(one.named, other.named) < 1 - 1e-6:
        return None
    found = twins(*([token.form for token in tokens(item.quote)] for item in (one, other)))
    if found and found.share >= _TWINS:
        return None  # they have been compared word for word
    mine, theirs = reading(one.quote), reading(other.quote)
    if any(r.sentence.denials for r in (mine, theirs)):
        return None
    if about.sorts == {Sort.AMOUNT}:
        return _amounts(about, mine, theirs)
    return _times(about, mine, theirs) if about.sorts == {Sort.TIME} else None


def _amounts(about: Asked, mine: Reading, theirs: Reading) -> tuple[Stretch, Reading, Stretch, Reading] | None:
    if any(conflicting(a, b) for a in mine.sentence.dates for b in theirs.sentence.dates):
        return None  # of two times
    own, rival = _amount(about, mine), _amount(about, theirs)
    if own is None or rival is None or own.unit != rival.unit or not comparable(own, rival):
        return None
    if own.bound != rival.bound or agrees(own, rival) or agrees(rival, own):
        return None
    if follows(own, theirs.sentence.quantities) or follows(rival, mine.sentence.quantities):
        return None
    if any(agrees(own, q) for q in theirs.sentence.quantities) or any(
        agrees(rival, q) for q in mine.sentence.quantities
    ):
        return None
    return mine.stretch(own), mine, theirs.stretch(rival), theirs


def _amount(about: Asked, reading: Reading) -> Quantity | None:
    """Return the one amount of a sentence that stands with the question's words and counts what it asks for."""
    amounts = [q for q in reading.sentence.quantities if q.unit != POINTS and reading.counts(q)]
    near = sorted(((nearness(about, reading, reading.stretch(q)), q.start, q) for q in amounts), reverse=True)
    if not near or (len(near) > 1 and near[1][0] > _ALONE * near[0][0]):
        return None
    best = near[0][2]
    if best.unit in (COUNT, PERCENT) and not _counts_asked(about, reading, reading.stretch(best)):
        return None
    return best


def _counts_asked(about: Asked, reading: Reading, value: Stretch) -> bool:
    forms = [piece.form for piece in reading.pieces]
    return about.mentions(forms[value.end : value.end + _FOLLOWS]) or about.mentions(
        forms[max(0, value.start - _FOLLOWS) : value.start]
    )


def _times(about: Asked, mine: Reading, theirs: Reading) -> tuple[Stretch, Reading, Stretch, Reading] | None:
    own, rival = _only(mine.sentence.dates), _only(theirs.sentence.dates)
    if own is None or rival is None or not conflicting(own, rival):
        return None
    return mine.stretch(own), mine, theirs.stretch(rival), theirs


def _only(dates: Sequence[Date]) -> Date | None:
    """Return the date of a sentence that has one with a year, no limit and nothing else that could be meant."""
    return dates[0] if len(dates) == 1 and dates[0].year and not dates[0].edge else None
