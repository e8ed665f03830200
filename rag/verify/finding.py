"""What a check found: how grave it is, where in the claim, and the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from yinju.rag.verify.sentence import Sentence

FEW = 4
"""Sentences of evidence up to which all of it is taken to be about the claim."""


class Level(IntEnum):
    """What a finding means for its clause, from harmless to grave."""

    FOUND = 0
    FAR = 1  # in the evidence, but in another place than the rest
    OPEN = 2  # nothing to compare it with: it may be so
    MISSING = 3  # the evidence does not say it
    AGAINST = 4  # the evidence says something else


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
    def wide(self) -> bool:
        """Whether there is so much evidence that words meet in it by chance."""
        return len(self.every) > FEW

    @property
    def text(self) -> str:
        """The whole evidence."""
        return "\n".join(sentence.text for sentence in self.every)
