"""Mending rows of a catalogue whose file is sound: what can be derived is derived again, nothing is guessed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from yinju.index import embeddings, tables
from yinju.index.catalogue import Catalogue
from yinju.index.encoders.types import Encoder
from yinju.index.splitting import passage_rows
from yinju.index.tables import ArticleRow
from yinju.index.verifying import LONELY, are_facets, are_pages

_AT_ONCE = 64  # articles, or embeddings, a transaction
_SAMPLE = 16  # vectors that prove an encoder


def drop_lonely(catalogue: Catalogue) -> None:
    """Drop the rows that belong to nothing."""
    with catalogue.writing() as connection:
        for table, lonely in LONELY.items():
            connection.execute(f"DELETE FROM {table} WHERE {lonely}")


def split_again(catalogue: Catalogue, encoder: Encoder, ids: Sequence[str]) -> None:
    """Make the passages and sentences of articles anew from their texts."""
    for at in range(0, len(ids), _AT_ONCE):
        some = json.dumps(ids[at : at + _AT_ONCE])
        with catalogue.reading() as connection:
            rows = list(_rows(connection, some))
            vectors = embeddings.missing(connection, encoder, rows)
        with catalogue.writing() as connection:
            kept = dict(
                connection.execute(
                    "SELECT id, sha256 FROM articles WHERE id IN (SELECT value FROM json_each(?))", (some,)
                )
            )
            unchanged = [row for row in rows if kept.get(row.article.id) == row.article.sha256]
            tables.put(connection, unchanged, vectors, encoder.model)


def _rows(connection: sqlite3.Connection, ids: str) -> Iterator[ArticleRow]:
    clause = "WHERE id IN (SELECT value FROM json_each(?))"
    rest = {
        identifier: values
        for identifier, *values in connection.execute(f"SELECT id, digest, raw, added FROM articles {clause}", (ids,))
    }
    for article in tables.articles(connection, clause, (ids,)):
        digest, raw, added = rest[article.id]
        yield ArticleRow(article, digest, raw, passage_rows(article), added)


def encode_again(catalogue: Catalogue, encoder: Encoder, keys: Sequence[str]) -> None:
    """Make embeddings anew from the texts of the passages and sentences that use them."""
    for at in range(0, len(keys), _AT_ONCE):
        with catalogue.reading() as connection:
            texts = embeddings.texts_of(connection, keys[at : at + _AT_ONCE])
        vectors = embeddings.encoded(encoder, texts)
        with catalogue.writing() as connection:
            tables.owned(connection, encoder.model)
            connection.executemany(
                "UPDATE embeddings SET vector = ? WHERE key = ?", [(vector, key) for key, vector in vectors.items()]
            )


def take_out(catalogue: Catalogue, ids: Sequence[str], into: Path) -> dict[str, str]:
    """Remove articles that cannot be proved, after writing what is left of them into a file; return id → address."""
    lost: dict[str, str] = {}
    with catalogue.writing() as connection, into.open("a", encoding="utf-8") as file:
        for identifier in ids:
            cursor = connection.execute("SELECT * FROM articles WHERE id = ?", (identifier,))
            names = [column[0] for column in cursor.description]
            for row in cursor:
                values = {name: repr(v) if isinstance(v, bytes) else v for name, v in zip(names, row, strict=True)}
                file.write(json.dumps(values, ensure_ascii=False) + "\n")
                lost[identifier] = str(values["identity"])
        tables.remove(connection, ids)
    return lost


def reset_details(catalogue: Catalogue, ids: Sequence[str]) -> None:
    """Empty facets and pages that cannot be read; with the digest gone, adding the file again brings them back."""
    with catalogue.writing() as connection:
        for identifier in ids:
            for facets, pages, text in connection.execute(
                "SELECT facets, pages, text FROM articles WHERE id = ?", (identifier,)
            ).fetchall():
                whole = facets if are_facets(facets) else "{}", pages if are_pages(pages, len(text)) else None
                connection.execute(
                    "UPDATE articles SET digest = '', facets = ?, pages = ? WHERE id = ?", (*whole, identifier)
                )


def note_identity(catalogue: Catalogue) -> None:
    """Give the library an id of its own and count its changes from here, so that nobody takes it for an older state."""
    with catalogue.writing() as connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('generation', 1), ('id', lower(hex(randomblob(8))))")


def note_dimensions(catalogue: Catalogue) -> None:
    """Note the size that most vectors have."""
    with catalogue.writing() as connection:
        found = connection.execute(
            "SELECT length(vector) FROM embeddings GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
        if found:
            tables.set_meta(connection, "dimensions", embeddings.dimensions(found[0]))


def note_encoder(catalogue: Catalogue, encoder: Encoder) -> bool:
    """Note an encoder as the library's own if a sample of the vectors proves it; say whether it does."""
    with catalogue.reading() as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM embeddings ORDER BY key LIMIT ?", (_SAMPLE,))]
        texts = embeddings.texts_of(connection, keys)
        stored = dict(
            connection.execute(
                "SELECT key, vector FROM embeddings WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(keys),)
            )
        )
    anew = embeddings.encoded(encoder, texts)
    same = [embeddings.are_alike(anew[key], stored[key]) for key in anew]
    if not same or sum(same) < len(same) / 2:  # a few may be damaged
        return False
    with catalogue.writing() as connection:
        tables.set_meta(connection, "encoder", encoder.model)
        tables.set_meta(connection, "dimensions", encoder.dimensions)
    return True
