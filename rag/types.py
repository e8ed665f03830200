"""The nouns of an answer: Question, Evidence, Statement, Citation, Verdict, Answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from yinju.index.types import Article, Hit
from yinju.rag.understanding.kinds import Kind as Kind


class Verdict(StrEnum):
    """Whether the cited sentence really supports the statement."""

    VERBATIM = "verbatim"
    SUPPORTED = "supported"
    PARTIAL = "partial"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    UNCHECKED = "unchecked"


class Origin(StrEnum):
    """How a statement came about."""

    QUOTED = "quoted"
    """The source's own sentence, also where it stands for one that a model wrote."""
    WRITTEN = "written"
    """A model's words, borne out by what they cite."""
    REPAIRED = "repaired"
    """A model's words that were borne out only after they, or the numbers they cite, were changed."""


Compose = Literal["quotes", "llm"]
"""Who composes an answer: nobody, it is quotes; or a language model."""


class Name(NamedTuple):
    """A name in a question: how it is written there, and the terms by which a text may show it."""

    text: str
    terms: frozenset[str]


class Period(NamedTuple):
    """The days that a question asks about, as ISO days, both included; a side is None where it sets no limit."""

    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """What the person asked, understood: its language, what is searched, its content terms, names and kind.

    `standalone` is the text without need of the conversation, the text itself when it never had any. `period` is
    the time it asks about, for weighing only. `parts` are the questions inside it, each of which stands alone;
    none when it is one. `negated` and `superlative` say that its words deny something, or ask for the most of it.
    """

    text: str
    language: str
    search_text: str
    terms: frozenset[str]
    names: tuple[Name, ...] = ()
    kind: Kind = Kind.ANY
    standalone: str = ""
    period: Period | None = None
    parts: tuple[Question, ...] = ()
    negated: bool = False
    superlative: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another article in which the very sentence stands, word for word, and where."""

    article_id: str
    title: str
    url: str | None
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence chosen for a question, numbered from 1.

    `score` orders, `strength` does so more exactly among sentences of one language, `lead` is how far the best
    passage of that language is ahead of the others found; `coverage` is the share of the
    question's idf that the sentence holds, `named` the share of its names' idf, and `missing` that of its names that
    the whole passage lacks (all 0 to 1; `missing` is known inside one language only). `answers` are the short answers
    it may give, in one form for all languages, `exact` is how much the best of them pins down (0 to 1), and `part` which of the question's parts it was found for, from 0.
    """

    number: int
    article: Article
    start: int
    end: int
    language: str
    score: float
    cosine: float
    coverage: float
    named: float
    missing: float
    also: tuple[Elsewhere, ...] = ()
    strength: float = 0.0
    lead: float = 0.0
    exact: float = 0.0
    answers: tuple[str, ...] = ()
    part: int = 0

    @property
    def quote(self) -> str:
        """The sentence, code point for code point as stored."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with the markers of its citations, and how it came about.

    `marked` is where the short answer stands in the text of a quote, code points half open, where that can be told.
    """

    text: str
    citations: tuple[int, ...]
    origin: Origin = Origin.QUOTED
    marked: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer from a statement to a sentence, durable: offsets, quote, surroundings and content hash.

    `page` is where a source with pages shows it, from 1.
    """

    marker: int
    article_id: str
    title: str
    url: str | None
    published: str | None
    language: str
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    sha256: str
    verdict: Verdict = Verdict.UNCHECKED
    reasons: tuple[str, ...] = ()
    page: int | None = None
    also: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown for a question. A refusal has no statements and a reason; `hits` are always there.

    The `reason` of an answer says what became of a model's words that are not in it.

    `probability` (0 to 1) is how likely the evidence answers the question.
    """

    question: str
    language: str
    answer: str
    refused: bool
    reason: str | None
    compose: Compose
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Mapping[str, Any], ...] = ()
    hits: tuple[Hit, ...] = ()
    probability: float = 0.0
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    models: Mapping[str, str | None] = field(default_factory=dict)

    def cited(self, marker: int) -> Citation:
        """Return the citation with a marker. Raises KeyError."""
        for citation in self.citations:
            if citation.marker == marker:
                return citation
        raise KeyError(marker)
