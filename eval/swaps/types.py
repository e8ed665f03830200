"""The nouns of swapping: a Statement to be made wrong, an Edit that does it, a Swap as it came out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

KINDS = ("number", "date", "money", "percent", "name", "direction", "negation")


@dataclass(frozen=True, slots=True)
class Swap:
    """A wrong version of a statement: `before` stands in the statement where `after` stands in `text`."""

    kind: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A true statement as the rules read it: Chinese in simplified characters, one for one.

    `avoid` are the texts that what is put in must not occur in: the sources of the statement, likewise simplified.
    """

    text: str
    chinese: bool
    avoid: str = ""


class Edit(NamedTuple):
    """A stretch of a statement, code points, half open, and what is to stand there instead."""

    start: int
    end: int
    after: str


Rule = Callable[[Statement, Random], Iterator[Edit]]
"""What proposes the edits of one kind, best first; every one of them makes the statement wrong."""
