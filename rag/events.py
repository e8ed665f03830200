"""What is told while an answer comes into being, in this order."""

from __future__ import annotations

from dataclasses import dataclass

from yinju.rag.types import Answer, Evidence, Statement


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """First event: the numbered sentences, before anything is written."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StatementWritten:
    """A statement, as soon as it may be shown: what a model wrote has been held against the evidence by then."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class StartedOver:
    """The model failed while it wrote: the statements so far are withdrawn, the quotes follow."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Last event: the whole answer with its verdicts."""

    answer: Answer


Event = EvidenceFound | StatementWritten | StartedOver | Answered
