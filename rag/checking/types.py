"""The nouns of a check: what a pasted answer says and cites, and what became of each sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from yinju.rag.types import Citation, Verdict


class Fault(StrEnum):
    """What is wrong with a citation that a sentence carries."""

    WRONG = "wrong"
    """The cited source does not support the sentence."""
    NOWHERE = "nowhere"
    """The marker has no reference: the text does not say what it stands for."""
    ABSENT = "absent"
    """The source is not among the articles, so it cannot be looked into."""


class Outcome(StrEnum):
    """What is said of a sentence in one word; the first four are supported by an article."""

    SUPPORTED = "supported"
    MISSING = "missing"
    """… and carries no citation."""
    WRONG = "wrong"
    """… and cites a source that does not support it."""
    NOWHERE = "nowhere"
    """… and its markers lead nowhere."""
    PARTIAL = "partial"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a marker stands for, as the text says: an entry of its list of sources, a link, a footnote."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation as it is written: its own text, and what it stands for, None when the text does not say."""

    text: str
    reference: Reference | None


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence of a pasted answer: its words without markup, its place in the given text, and its marks.

    Offsets are code points, half open; the words begin at `start` and end before `end`, markup may stand between.
    `opens` tells that it only opens what follows, `row` that it is a row of a table.
    """

    text: str
    start: int
    end: int
    marks: tuple[Mark, ...] = ()
    opens: bool = False
    row: bool = False


@dataclass(frozen=True, slots=True)
class GivenCitation:
    """A citation that a sentence carries: where it leads, and what that source says of the sentence."""

    marker: str
    reference: str
    article_id: str | None = None
    title: str | None = None
    url: str | None = None
    fault: Fault | None = None
    verdict: Verdict = Verdict.UNCHECKED
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """A sentence of the answer with the best quote there is for it, the verdict on it and the reasons.

    `quote` supports or contradicts it, or is the nearest sentence; `against` is a quote that contradicts what another
    one supports. Their markers are the sentence's number, from 1.
    """

    text: str
    start: int
    end: int
    language: str
    outcome: Outcome
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    quote: Citation | None = None
    citations: tuple[GivenCitation, ...] = ()
    against: Citation | None = None


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """A pasted answer, checked: its statements in the order they stand in the text.

    `left` is how many more there are that were not looked at: not yet, or not any more where the check was stopped.
    """

    text: str
    language: str
    statements: tuple[CheckedStatement, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    models: Mapping[str, str | None] = field(default_factory=dict)
    left: int = 0

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many statements have each outcome, in the order of `Outcome`, none left out."""
        found = Counter(statement.outcome for statement in self.statements)
        return {outcome: found[outcome] for outcome in Outcome}
