"""What a damaged catalogue still holds: articles proved by their hashes, vectors, and the ids of what is lost."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from yinju.index.embeddings import is_sized
from yinju.index.pages import Pages, Row
from yinju.index.types import Article, article_id

_ID = re.compile("[0-9a-f]{16}")
_KEY = re.compile("[0-9a-f]{32}")
_ARTICLE_COLUMNS = (12, 13)  # of format 1 and 2
_NOTES = {"encoder": str, "dimensions": int, "id": str, "generation": int}


@dataclass(frozen=True, slots=True)
class Saved:
    """An article as it was stored: proved by the hash of its text and by its address."""

    article: Article
    digest: str
    raw: str | None
    added: str


@dataclass(slots=True)
class Wreck:
    """A damaged catalogue, read once: its notes, and which articles it ever speaks of."""

    file: Path
    log: Path
    notes: dict[str, str | int] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    """Id → address (empty where it is not known) of every article that some row names."""
    proved: set[str] = field(default_factory=set)

    def articles(self) -> Iterator[Saved]:
        """Yield every article that can be proved, and note whatever else comes by."""
        with Pages(self.file, self.log) as pages:
            for row in pages.rows():
                if saved := self._article(row):
                    yield saved
                elif len(row) == 2 and type(row[1]) is _NOTES.get(str(row[0])):
                    self.notes[str(row[0])] = row[1]  # type: ignore[assignment]  # it is of the kind just asked for
                elif len(row) == 8 and isinstance(row[1], str) and _ID.fullmatch(row[1]):
                    self.named.setdefault(row[1], "")  # a passage's row names its article
                elif len(row) == 2 and isinstance(row[0], str) and _ID.fullmatch(row[0]):
                    self.named.setdefault(row[0], "")  # so does the index over them

    @property
    def lost(self) -> dict[str, str]:
        """Id → address of the articles that are named somewhere and could not be proved."""
        return {identifier: self.named[identifier] for identifier in sorted(self.named.keys() - self.proved)}

    def vectors(self, dimensions: int) -> Iterator[tuple[str, bytes]]:
        """Yield key and vector of every embedding of the right size."""
        with Pages(self.file, self.log) as pages:
            for row in pages.rows():
                if len(row) == 3 and isinstance(row[1], str) and _KEY.fullmatch(row[1]):
                    vector = row[2]
                    if isinstance(vector, bytes) and is_sized(vector, dimensions):
                        yield row[1], vector

    def _article(self, row: Row) -> Saved | None:
        if len(row) not in _ARTICLE_COLUMNS or not isinstance(row[0], str) or not _ID.fullmatch(row[0]):
            return None
        identifier, identity, digest, sha256, title, url, published, language, facets, text, raw, added = row[:12]
        if not isinstance(identity, str) or article_id(identity) != identifier:
            self.named.setdefault(row[0], "")
            return None
        self.named[row[0]] = identity
        if not isinstance(text, str) or hashlib.sha256(text.encode()).hexdigest() != sha256:
            return None
        if row[0] in self.proved:
            return None
        self.proved.add(row[0])
        known, inside = _facets(facets)
        article = Article(
            identity=identity,
            text=text,
            title=str(title),
            url=url if isinstance(url, str) else None,
            published=published if isinstance(published, str) else None,
            language=str(language),
            facets=known,
            pages=_pages(row[12]) if len(row) > 12 else inside,
        )
        return Saved(article, str(digest), raw if isinstance(raw, str) else None, str(added))


def _facets(stored: object) -> tuple[dict[str, tuple[str, ...]], tuple[int, ...]]:
    """Return the facets, and the page numbers that format 1 kept among them."""
    try:
        facets = dict(json.loads(str(stored)))
        inside = facets.pop("=pages", [])
        return {str(key): tuple(map(str, values)) for key, values in facets.items()}, tuple(map(int, inside))
    except (ValueError, TypeError):
        return {}, ()


def _pages(stored: object) -> tuple[int, ...]:
    try:
        return tuple(int(at) for at in json.loads(stored)) if isinstance(stored, str) else ()
    except (ValueError, TypeError):
        return ()
