"""The nouns of the index: Article, Passage, Sentence, Hit.

All offsets are Unicode code points, half open, into the stored article text.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Facets = Mapping[str, tuple[str, ...]]


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One source text. `id` derives from `identity` (url, or path when there is none), `sha256` from the text.

    `pages` are the code points at which its pages begin, where it has pages.
    """

    identity: str
    text: str
    title: str = ""
    url: str | None = None
    published: str | None = None
    language: str = "und"
    facets: Facets = field(default_factory=dict)
    pages: tuple[int, ...] = ()
    id: str = field(init=False)
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", article_id(self.identity))
        object.__setattr__(self, "sha256", hashlib.sha256(self.text.encode()).hexdigest())

    def page(self, at: int) -> int | None:
        """Return the number of the page, from 1, that holds a code point; None where there are no pages."""
        return bisect_right(self.pages, at) if self.pages else None


class Head(NamedTuple):
    """What an article is called, without its text."""

    id: str
    identity: str
    title: str
    url: str | None


def article_id(identity: str) -> str:
    """Return the stable id of an identity: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader found in one place, before cleaning: raw text and whatever the format declares.

    With `pages` (the code points at which they begin) the reader has cleaned the text itself.
    """

    identity: str
    raw: str
    where: str
    title: str = ""
    url: str | None = None
    published: str | None = None
    language: str | None = None
    facets: Facets = field(default_factory=dict)
    pages: tuple[int, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over everything the draft says: equal digests need no second look."""
        facets = sorted((key, list(values)) for key, values in self.facets.items())
        parts = repr((self.raw, self.title, self.url, self.published, self.language, facets, *self.pages))
        return hashlib.sha256(parts.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a row of one, that gave no article: where, why and what to do about it.

    `ignored` marks what was never meant to be read: an unknown suffix met while walking a folder.
    """

    where: str
    why: str
    ignored: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of an article that is indexed: whole sentences, never overlapping its neighbours."""

    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of a passage, the unit that is cited, found by one search.

    `score` is the cosine (−1 to 1) of the question's and the sentence's language-centred vectors.
    """

    article_id: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: a span of an article."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by one search; rank 1 is the best, higher scores are better.

    `copies` are the places of its reprints in other articles, the best first.
    """

    article_id: str
    start: int
    end: int
    language: str
    score: float
    rank: int
    sentences: tuple[Sentence, ...] = ()
    copies: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles may be found; an empty field admits all. Dates are ISO days, both ends included.

    Of languages, sources (see `index.sources`) and ids any one is enough, of facets all are needed.
    """

    languages: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    facets: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.languages or self.since or self.until or self.facets or self.ids or self.sources)


OnProgress = Callable[[int], None]
"""Called with the number of drafts done since the last call."""


class Remark(NamedTuple):
    """Something left out of an article that went in: where, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class AddReport:
    """What an `add` did, article by article; `stored` are the ids of what was added or updated, in order."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)

    @property
    def failed(self) -> list[Unreadable]:
        """What should have gone in and did not."""
        return [item for item in self.unreadable if not item.ignored]
