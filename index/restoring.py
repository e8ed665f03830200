"""Articles taken out in such a way that they can be put back exactly: their texts, passages and vectors are kept.

What is kept lives in memory alone: what was removed from a library is nowhere on its disk.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yinju.index import tables
from yinju.index.library import Library
from yinju.index.tables import ArticleRow, PassageRow


@dataclass(frozen=True, slots=True)
class Removed:
    """Articles that were removed, with everything that is needed to put them back."""

    rows: tuple[ArticleRow, ...]
    vectors: Mapping[str, bytes]

    @property
    def titles(self) -> list[str]:
        """What they are called."""
        return [row.article.title or row.article.identity for row in self.rows]


def remove(library: Library, ids: Sequence[str]) -> Removed:
    """Remove articles and return what they were. Raises LibraryError; then nothing was removed."""
    kept: list[Removed] = []
    library.remove(ids, lambda connection: kept.append(_look(connection, ids)))
    return kept[0]


def restore(library: Library, removed: Removed) -> list[str]:
    """Put articles back as they were and return their ids; one that was added anew meanwhile stays as it is now.

    Raises LibraryError; then none was put back.
    """
    with library.catalogue.writing() as connection:
        there = tables.digests(connection, [row.article.id for row in removed.rows])
        rows = [row for row in removed.rows if row.article.id not in there]
        tables.put(connection, rows, removed.vectors, library.encoder.model)
    library.keep_up()
    return [row.article.id for row in rows]


def _look(connection: sqlite3.Connection, ids: Sequence[str]) -> Removed:
    rows, vectors = [], dict[str, bytes]()
    for article in tables.articles(connection, "WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)):
        digest, raw, added = connection.execute(
            "SELECT digest, raw, added FROM articles WHERE id = ?", (article.id,)
        ).fetchone()
        passages = _passages(connection, article.id, vectors)
        rows.append(ArticleRow(article, digest, raw, passages, added))
    return Removed(tuple(rows), vectors)


def _passages(connection: sqlite3.Connection, article: str, vectors: dict[str, bytes]) -> tuple[PassageRow, ...]:
    """Return the passages of an article as they were stored, and note their vectors and those of their sentences."""
    rows = []
    for passage, start, end, language, key, vector, terms, counts in connection.execute(
        'SELECT p.id, p.start, p."end", p.language, e.key, e.vector, p.terms, p.counts FROM passages p'
        " JOIN embeddings e ON e.id = p.embedding WHERE p.article = ? ORDER BY p.id",
        (article,),
    ).fetchall():
        sentences = connection.execute(
            'SELECT s.start, s."end", e.key, e.vector FROM sentences s JOIN embeddings e ON e.id = s.embedding'
            " WHERE s.passage = ? ORDER BY s.id",
            (passage,),
        ).fetchall()
        vectors[key] = vector
        vectors.update((own, stored) for _, _, own, stored in sentences)
        spans = tuple((first, last, own) for first, last, own, _ in sentences)
        rows.append(PassageRow(start, end, language, key, terms, counts, spans))
    return tuple(rows)
