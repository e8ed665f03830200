"""A question, as far as disagreeing about it goes: the sorts of values that answer it, and its words in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from yinju.rag.conflicts.asked import asked, units
from yinju.rag.conflicts.differences import Sort
from yinju.rag.conflicts.reading import Reading, reading
from yinju.rag.conflicts.tokens import tokens
from yinju.rag.conflicts.twins import Stretch
from yinju.rag.types import Question
from yinju.rag.understanding.words import content

_CLAUSE = 4  # pieces that a mark between clauses stands for


@dataclass(frozen=True)
class Asked:
    """A question, as far as disputes about it go."""

    question: Question

    @cached_property
    def sorts(self) -> frozenset[Sort]:
        """The sorts of values that answer it."""
        return asked(self.question)

    @cached_property
    def units(self) -> frozenset[str]:
        """The units of the amount that it asks for, none where it does not tell."""
        return units(self.question)

    @cached_property
    def text(self) -> str:
        """Its pieces with a space between, folded."""
        return joined(token.form for token in tokens(self.question.text))

    @cached_property
    def dated(self) -> bool:
        """Whether it says itself of which time it speaks."""
        return any(date.year or date.month for date in reading(self.question.text).sentence.dates)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its pieces that carry content, those of scripts without spaces in pairs."""
        forms = [token.form for token in tokens(content(self.question.search_text))]
        pairs = (a + b for a, b in pairwise(forms))
        return frozenset(pairs) | {form for form in forms if len(form) > 1 and not form[0].isdigit()}

    def names(self, forms: Sequence[str]) -> bool:
        """Tell whether the question itself holds these pieces, one after the other."""
        return joined(forms) in self.text

    def mentions(self, forms: Sequence[str]) -> bool:
        """Tell whether some of these pieces are among the words of the question, or there are none."""
        return not forms or any(
            a in self.words or a + b in self.words for a, b in zip(forms, [*forms[1:], ""], strict=True)
        )


def joined(forms: Iterable[str]) -> str:
    """Return pieces as one text, so that a run of them is found in it."""
    return f" {' '.join(forms)} "


def nearness(about: Asked, reading: Reading, value: Stretch) -> float:
    """Return how near a value stands to the words of a question, the sum of 1 / distance; a clause away is further."""
    forms, clauses = [piece.form for piece in reading.pieces], reading.clauses
    near = 0.0
    for place, form in enumerate(forms):
        apart = max(value.start - place, place - value.end + 1, 0)
        if apart and about.mentions(forms[place : place + 2] if len(form) == 1 else [form]):
            near += 1 / (apart + _CLAUSE * abs(clauses[place] - clauses[value.start]))
    return near
