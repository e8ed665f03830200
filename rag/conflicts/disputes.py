"""Whether two sentences that are twins disagree about what was asked, or are of different things, times or wordings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from yinju.rag.conflicts.asked import asked
from yinju.rag.conflicts.differences import Difference, Sort, difference
from yinju.rag.conflicts.reading import Reading, reading
from yinju.rag.conflicts.tokens import tokens
from yinju.rag.conflicts.twins import Stretch, changes
from yinju.rag.types import Question
from yinju.rag.understand import content

_CLAUSE = 4  # pieces that a mark between clauses stands for
_NEAR = 0.6  # how near (share of the nearest value) a disputed value stands to the question's words


@dataclass(frozen=True)
class Asked:
    """A question, as far as disputes about it go."""

    question: Question

    @cached_property
    def sorts(self) -> frozenset[Sort]:
        """The sorts of values that answer it."""
        return asked(self.question)

    @cached_property
    def text(self) -> str:
        """Its pieces with a space between, folded."""
        return _joined(token.form for token in tokens(self.question.text))

    @cached_property
    def dated(self) -> bool:
        """Whether it says itself of which time it speaks."""
        return any(date.year or date.month for date in reading(self.question.text).sentence.dates)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its pieces that carry content, those of scripts without spaces in pairs."""
        forms = [token.form for token in tokens(content(self.question.text))]
        pairs = (a + b for a, b in pairwise(forms))
        return frozenset(pairs) | {form for form in forms if len(form) > 1 and not form[0].isdigit()}

    def names(self, forms: Sequence[str]) -> bool:
        """Tell whether the question itself holds these pieces, one after the other."""
        return _joined(forms) in self.text

    def mentions(self, forms: Sequence[str]) -> bool:
        """Tell whether some of these pieces are among the words of the question, or there are none."""
        return not forms or any(
            a in self.words or a + b in self.words for a, b in zip(forms, [*forms[1:], ""], strict=True)
        )


def _joined(forms: Iterable[str]) -> str:
    return f" {' '.join(forms)} "


def dispute(about: Asked, one: str, other: str) -> tuple[Difference, Reading, Reading] | None:
    """Return in which value two sentences disagree about what was asked; None where they do not."""
    found = changes([token.form for token in tokens(one)], [token.form for token in tokens(other)])
    if not found:
        return None
    mine, theirs = reading(one), reading(other)
    if len(mine.tokens) != len(tokens(one)) or len(theirs.tokens) != len(tokens(other)):
        return None
    told: dict[tuple[str, ...], Difference] = {}
    for change in found:
        item = difference(mine, theirs, change)
        if item:
            told.setdefault((*mine.forms(item.one), "|", *theirs.forms(item.other)), item)
    value = _value(about, list(told.values()), mine, theirs)
    return (value, mine, theirs) if value else None


def _value(about: Asked, told: Sequence[Difference], mine: Reading, theirs: Reading) -> Difference | None:
    if any(item.sort in (Sort.DENIAL, Sort.STATEMENT) for item in told):
        return None
    if any(about.names(mine.forms(item.one)) != about.names(theirs.forms(item.other)) for item in told):
        return None  # only one of them speaks of what was asked
    by_sort = {sort: [item for item in told if item.sort is sort] for sort in Sort}
    times, names = by_sort[Sort.TIME], by_sort[Sort.NAME]
    rest = names + by_sort[Sort.WORD] + by_sort[Sort.AMOUNT]
    if about.sorts == {Sort.TIME}:
        return times[0] if times and not rest and _nearest(about, times[0], mine) else None
    if times and about.dated:
        return None  # of two times, and the question means one
    if about.sorts == {Sort.AMOUNT}:
        amounts = [item for item in by_sort[Sort.AMOUNT] if _nearest(about, item, mine)]
        return amounts[0] if amounts and not names and len(by_sort[Sort.WORD]) <= 1 else None
    if rest:
        return rest[0] if len(rest) == 1 and rest[0].sort in about.sorts and _nearest(about, rest[0], mine) else None
    if Sort.TIME not in about.sorts:
        return None
    return times[0] if len(times) == 1 and times[0].one.start > 0 and _nearest(about, times[0], mine) else None


def _nearest(about: Asked, item: Difference, reading: Reading) -> bool:
    """Tell whether no other value of the sort stands much nearer to the words of the question."""
    near = nearness(about, reading, item.one)
    return all(
        near >= _NEAR * nearness(about, reading, rival)
        for rival in reading.like(item.one)
        if not about.mentions(reading.forms(rival))
    )


def nearness(about: Asked, reading: Reading, value: Stretch) -> float:
    """Return how near a value stands to the words of a question, the sum of 1 / distance; a clause away is further."""
    forms, clauses = [piece.form for piece in reading.pieces], reading.clauses
    near = 0.0
    for place, form in enumerate(forms):
        apart = max(value.start - place, place - value.end + 1, 0)
        if apart and about.mentions(forms[place : place + 2] if len(form) == 1 else [form]):
            near += 1 / (apart + _CLAUSE * abs(clauses[place] - clauses[value.start]))
    return near
