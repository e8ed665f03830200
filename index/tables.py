"""Reading and writing the catalogue's tables: every SQL statement about articles and passages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yinju.index.errors import EncoderMismatch
from yinju.index.sources import within
from yinju.index.types import Article, Filter, Head

_COLUMNS = "id, identity, text, title, url, published, language, facets, pages, sha256"
_LISTED = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage ready to be stored: span, language, embedding key, hashed terms and their counts (bytes)."""

    start: int
    end: int
    language: str
    key: str
    terms: bytes
    counts: bytes
    sentences: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article ready to be stored, with the digest of its draft and its raw text where cleaning changed it.

    `added` is when it first came (UTC), now unless it is known.
    """

    article: Article
    digest: str
    raw: str | None
    passages: tuple[PassageRow, ...]
    added: str | None = None


class Unsound(sqlite3.DatabaseError):
    """A row that cannot be what was stored."""


def meta(connection: sqlite3.Connection, key: str) -> str | int | bytes | None:
    """Return a value of the library's own notes (generation, encoder, dimensions, …)."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def set_meta(connection: sqlite3.Connection, key: str, value: str | int | bytes) -> None:
    """Store a value among the library's own notes."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def owned(connection: sqlite3.Connection, model: str) -> None:
    """Make sure that the library belongs to an encoder. Raises EncoderMismatch."""
    if (owner := meta(connection, "encoder")) not in (None, model):
        (_, _, file) = connection.execute("PRAGMA database_list").fetchone()
        raise EncoderMismatch.between(Path(file).parent, str(owner), model)


def digests(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, str]:
    """Return the stored draft digests of those articles that are there."""
    rows = connection.execute(f"SELECT id, digest FROM articles WHERE id IN {_LISTED}", (json.dumps(ids),))
    return dict(rows.fetchall())


def article(connection: sqlite3.Connection, article_id: str) -> Article | None:
    """Return one article, or None."""
    return next(articles(connection, "WHERE id = ?", (article_id,)), None)


def articles(
    connection: sqlite3.Connection, clause: str = "ORDER BY added, identity", values: Sequence[object] = ()
) -> Iterator[Article]:
    """Yield articles; `clause` is SQL of our own making, `values` its parameters.

    Raises Unsound for one that is not what was stored: a damaged text is never quoted.
    """
    for row in connection.execute(f"SELECT {_COLUMNS} FROM articles {clause}", values):
        yield _article(*row)


def heads(connection: sqlite3.Connection) -> list[Head]:
    """Return what every article is called, in the order they came."""
    rows = connection.execute("SELECT id, identity, title, url FROM articles ORDER BY added, identity")
    return [Head(*row) for row in rows]


def _article(
    identifier: str,
    identity: str,
    text: str,
    title: str,
    url: str | None,
    published: str | None,
    language: str,
    facets: str,
    pages: str | None,
    sha256: str,
) -> Article:
    try:
        known = {key: tuple(found) for key, found in json.loads(facets).items()}
        begins = tuple(json.loads(pages)) if pages else ()
        article = Article(identity, text, title, url, published, language, known, begins)
    except (ValueError, TypeError, AttributeError) as error:
        raise Unsound(f"article {identifier} cannot be read: {error}") from error
    if (article.id, article.sha256) != (identifier, sha256):
        raise Unsound(f"article {identifier} is not what was stored")
    return article


def matching(connection: sqlite3.Connection, wanted: Filter) -> set[str]:
    """Return the ids of the articles that a filter admits; an article without a date fails any date limit."""
    clauses, values = ["1"], []
    if wanted.languages:
        clauses.append(f"language IN {_LISTED}")
        values.append(json.dumps(wanted.languages))
    if wanted.ids:
        clauses.append(f"id IN {_LISTED}")
        values.append(json.dumps(wanted.ids))
    for limit, comparison in ((wanted.since, ">="), (wanted.until, "<=")):
        if limit:
            clauses.append(f"published {comparison} ?")
            values.append(limit)
    for key, value in wanted.facets:
        clauses.append(
            "EXISTS (SELECT 1 FROM json_each(facets) f, json_each(f.value) v WHERE f.key = ? AND v.value = ?)"
        )
        values += [key, value]
    if wanted.sources:
        connection.create_function("within", 2, within(wanted.sources))
        clauses.append("within(url, identity)")
    rows = connection.execute(f"SELECT id FROM articles WHERE {' AND '.join(clauses)}", values)
    return {row[0] for row in rows}


def passage_count(connection: sqlite3.Connection) -> int:
    """Return how many passages the library holds."""
    return int(connection.execute("SELECT count(*) FROM passages").fetchone()[0])


def known_keys(connection: sqlite3.Connection, keys: Sequence[str]) -> set[str]:
    """Return those embedding keys whose vectors are stored."""
    rows = connection.execute(f"SELECT key FROM embeddings WHERE key IN {_LISTED}", (json.dumps(keys),))
    return {row[0] for row in rows}


def put(connection: sqlite3.Connection, rows: Sequence[ArticleRow], vectors: Mapping[str, bytes], model: str) -> None:
    """Store articles in place of their older versions; `vectors` holds what the embedding cache lacks.

    `model` is the encoder that made the vectors. Raises EncoderMismatch when the library belongs to another
    one, be it only since it was opened.
    """
    owned(connection, model)
    ids = [row.article.id for row in rows]
    loosened = _embeddings_of(connection, ids)
    _delete(connection, ids)
    for row in rows:
        _insert(connection, row, vectors)
    _forget(connection, loosened)  # only now: a new version mostly needs what the old one had


def _insert(connection: sqlite3.Connection, row: ArticleRow, vectors: Mapping[str, bytes]) -> None:
    article = row.article
    connection.execute(
        "INSERT INTO articles (id, identity, digest, sha256, title, url, published, language, facets, text, raw, pages,"
        " added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, datetime('now')))",
        (
            *(
                article.id,
                article.identity,
                row.digest,
                article.sha256,
                article.title,
                article.url,
                article.published,
            ),
            *(
                article.language,
                json.dumps({k: list(v) for k, v in article.facets.items()}, ensure_ascii=False),
                article.text,
            ),
            *(row.raw, json.dumps(article.pages) if article.pages else None, row.added),
        ),
    )
    for passage in row.passages:
        (passage_id,) = connection.execute(
            'INSERT INTO passages (article, start, "end", language, embedding, terms, counts) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id',
            (
                *(
                    article.id,
                    passage.start,
                    passage.end,
                    passage.language,
                    _embedding(connection, passage.key, vectors),
                ),
                *(passage.terms, passage.counts),
            ),
        ).fetchone()
        connection.executemany(
            'INSERT INTO sentences (passage, start, "end", embedding) VALUES (?, ?, ?, ?)',
            [(passage_id, start, end, _embedding(connection, key, vectors)) for start, end, key in passage.sentences],
        )


def _embedding(connection: sqlite3.Connection, key: str, vectors: Mapping[str, bytes]) -> int:
    row = connection.execute("SELECT id FROM embeddings WHERE key = ?", (key,)).fetchone()
    if row is None:
        row = connection.execute(
            "INSERT INTO embeddings (key, vector) VALUES (?, ?) RETURNING id", (key, vectors[key])
        ).fetchone()
    return int(row[0])


def remove(connection: sqlite3.Connection, ids: Sequence[str]) -> int:
    """Remove articles with their passages, sentences, terms and the vectors no other article needs; return how many."""
    loosened = _embeddings_of(connection, ids)
    removed = _delete(connection, ids)
    _forget(connection, loosened)
    return removed


def _embeddings_of(connection: sqlite3.Connection, ids: Sequence[str]) -> list[int]:
    used = f"""
      SELECT embedding FROM passages WHERE article IN {_LISTED} UNION
      SELECT s.embedding FROM sentences s JOIN passages p ON s.passage = p.id WHERE p.article IN {_LISTED}"""
    return [row[0] for row in connection.execute(used, (json.dumps(ids), json.dumps(ids)))]


def _delete(connection: sqlite3.Connection, ids: Sequence[str]) -> int:
    return connection.execute(f"DELETE FROM articles WHERE id IN {_LISTED}", (json.dumps(ids),)).rowcount


def _forget(connection: sqlite3.Connection, embeddings: Sequence[int]) -> None:
    """Drop those of the embeddings that no passage and no sentence uses any more."""
    connection.execute(
        f"""DELETE FROM embeddings WHERE id IN {_LISTED}
            AND NOT EXISTS (SELECT 1 FROM passages WHERE embedding = embeddings.id)
            AND NOT EXISTS (SELECT 1 FROM sentences WHERE embedding = embeddings.id)""",
        (json.dumps(embeddings),),
    )
