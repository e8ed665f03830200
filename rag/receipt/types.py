"""The nouns of a receipt: what it keeps of an answer, and what became of its anchors since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from yinju.rag.types import Citation, Statement

FORMAT = 1
"""Which shape of a receipt this program reads and writes."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer as it was given. `content` is the JSON object; `intact` tells whether its hash is that of its content.

    `question` is None for an answer from elsewhere that was checked.
    """

    content: Mapping[str, Any]
    intact: bool
    created: str
    version: str
    question: str | None
    language: str
    answer: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]


class State(StrEnum):
    """What became of a citation's anchor."""

    VERIFIED = "verified"
    """The quote stands where it stood, in the very text."""
    MOVED = "moved"
    """The source has changed, and the quote still stands in it."""
    LOST = "lost"
    """The source has changed, and the quote no longer stands in it."""
    GONE = "gone"
    """The source is not there."""
    BROKEN = "broken"
    """The source has not changed, and the quote does not stand there: the receipt is wrong."""


@dataclass(frozen=True, slots=True)
class RecheckedCitation:
    """A citation of a receipt today. `start` and `end` are where the quote stands now; `now` is what reads most alike
    where it is lost.
    """

    citation: Citation
    state: State
    reason: str
    article_id: str | None = None
    start: int | None = None
    end: int | None = None
    now: str | None = None


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A receipt, checked again: each of its citations in order."""

    receipt: Receipt
    citations: tuple[RecheckedCitation, ...]

    @property
    def counts(self) -> Mapping[State, int]:
        """How many citations are in each state, in the order of `State`, none left out."""
        found = Counter(citation.state for citation in self.citations)
        return {state: found[state] for state in State}

    @property
    def holds(self) -> bool:
        """Whether the receipt is as it was made and every quote still stands in its source."""
        return self.receipt.intact and all(c.state in (State.VERIFIED, State.MOVED) for c in self.citations)
