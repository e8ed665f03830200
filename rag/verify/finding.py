"""What a check found: how grave it is, where in the claim, and the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from yinju.rag.verify.sentence import Sentence


class Level(IntEnum):
    """What a finding means for its clause, from harmless to grave."""

    FOUND = 0
    OPEN = 1  # nothing to compare it with: it may be so
    MISSING = 2  # the evidence does not say it
    AGAINST = 3  # the evidence says something else


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing of a claim, held against the evidence; `place` is where in the sentence it stands."""

    level: Level
    kind: str
    place: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a sentence of a claim is held against: the evidence sentences it is about, and all of them."""

    near: Sequence[Sentence]
    every: Sequence[Sentence]
    language: str

    @property
    def text(self) -> str:
        """The whole evidence."""
        return "\n".join(sentence.text for sentence in self.every)
