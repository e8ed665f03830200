"""The nouns of evaluation: Query and Claim with what is expected of them, Reply and Verdict line as they came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from yinju.rag.types import Turn


class Document(NamedTuple):
    """An article of a corpus set, or a passage of a reading question, as the dataset has it."""

    id: str
    text: str
    title: str = ""
    language: str | None = None
    published: str | None = None


class GoldSpan(NamedTuple):
    """A stretch of a document that answers; code points, half open."""

    doc: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Query:
    """A question with what is expected of the reply.

    `parts` are what a right reply holds: every part, each by any one of its aliases; `wrong` are the values
    that other sources state instead, likewise. `relevant` are the
    qrels (document id → grade) or the gold passages, `gold` the sentences that answer. Queries of one
    `cluster` (the same question, or the same article) are not independent of each other. `slices` are the
    groups besides `all` that results are shown for. `documents` are a reading question's own passages.
    """

    id: str
    text: str
    language: str
    cluster: str
    answerable: bool = True
    parts: tuple[tuple[str, ...], ...] = ()
    wrong: tuple[tuple[str, ...], ...] = ()
    conflict: bool = False
    relevant: Mapping[str, int] | None = None
    gold: tuple[GoldSpan, ...] = ()
    slices: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the texts it is held against; `supported` is the gold label and is not read while predicting."""

    id: str
    text: str
    evidence: tuple[str, ...]
    language: str
    cluster: str
    supported: bool
    slices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A line of answers.jsonl. A reply that is missing, or that failed (`error`), counts as wrong everywhere."""

    id: str
    answer: str = ""
    refused: bool = False
    conflict: bool = False
    probability: float = 0.0
    statements: tuple[Mapping[str, Any], ...] = ()
    citations: tuple[Mapping[str, Any], ...] = ()
    conflicts: tuple[Mapping[str, Any], ...] = ()
    evidence: tuple[GoldSpan, ...] = ()
    error: str | None = None

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> Reply:
        """Return the reply of a parsed line of answers.jsonl."""
        return cls(
            id=line["id"],
            answer=line["answer"],
            refused=line["refused"],
            conflict=line["conflict"],
            probability=line.get("probability", 0.0),
            statements=tuple(line["statements"]),
            citations=tuple(line["citations"]),
            conflicts=tuple(line["conflicts"]),
            evidence=tuple(GoldSpan(item["doc"], item["start"], item["end"]) for item in line["evidence"]),
            error=line.get("error"),
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of verdicts.jsonl; one that is missing counts as unsupported and unchecked."""

    id: str
    predicted: str = "unsupported"
    verdict: str = "unchecked"
    score: float = 0.0


class Interval(NamedTuple):
    """A mean with its 95 % bootstrap interval over `n` queries."""

    mean: float
    low: float
    high: float
    n: int
