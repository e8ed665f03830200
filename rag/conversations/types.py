"""The nouns of kept conversations: Conversation, Exchange, and the places that evidence was found at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from yinju.index.types import Filter
from yinju.rag.types import Answer, Elsewhere, Evidence, Statement


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """A piece of evidence without its article: where it stands and all that is shown of it.

    It is the same years later, whatever became of the article; `sha256` tells whether the article has changed.
    """

    number: int
    article_id: str
    start: int
    end: int
    quote: str
    language: str
    title: str
    url: str | None
    published: str | None
    sha256: str
    page: int | None = None
    also: tuple[Elsewhere, ...] = ()


def place_of(evidence: Evidence | EvidencePlace) -> EvidencePlace:
    """Return the place of a piece of evidence, which may be one already."""
    if isinstance(evidence, EvidencePlace):
        return evidence
    article = evidence.article
    return EvidencePlace(
        number=evidence.number,
        article_id=article.id,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.quote,
        language=evidence.language,
        title=article.title,
        url=article.url,
        published=article.published,
        sha256=article.sha256,
        page=article.page(evidence.start),
        also=evidence.also,
    )


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of a conversation, numbered from 1, and what became of it.

    With neither `answer` nor `error` it was `stopped` (`statements` are what was written by then), or it is still on
    its way, or its way was cut short; `unreadable` says that what was kept is damaged. `filtered` says that it was
    asked of some articles only, `wanted` of which; None where that was not kept.
    """

    number: int
    question: str
    asked: datetime
    answer: Answer | None = None
    error: str | None = None
    evidence: tuple[EvidencePlace, ...] = ()
    statements: tuple[Statement, ...] = ()
    stopped: bool = False
    filtered: bool = False
    unreadable: bool = False
    wanted: Filter | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a conversation is called and whose it is; `changed` is when it was last asked or answered in."""

    id: str
    title: str
    created: datetime
    changed: datetime
    owner: str = ""


class Entry(NamedTuple):
    """A conversation in a list; `matched` is the question in which the words searched for were found, if any was."""

    conversation: Conversation
    matched: str | None = None


class Listing(NamedTuple):
    """The newest conversations, and whether there are older ones."""

    entries: tuple[Entry, ...] = ()
    more: bool = False


class Transcript(NamedTuple):
    """A conversation with all that was asked in it, in order."""

    conversation: Conversation
    exchanges: tuple[Exchange, ...]
