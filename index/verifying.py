"""Whether a catalogue is sound: every row against what it must be, read in one transaction.

Nothing is changed here. What SQLite itself finds comes first: rows of a file that contradicts itself are
not looked at.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from yinju.index.embeddings import are_unit, is_of, is_sized
from yinju.index.encoders.remembering import text_key
from yinju.index.tables import meta
from yinju.index.types import article_id

Kind = Literal["file", "notes", "article", "details", "passages", "embedding", "orphan", "derived"]
LONELY: Mapping[str, str] = {
    "passages": "NOT EXISTS (SELECT 1 FROM articles WHERE id = passages.article)",
    "sentences": "NOT EXISTS (SELECT 1 FROM passages WHERE id = sentences.passage)",
    "reembedded": "NOT EXISTS (SELECT 1 FROM embeddings WHERE id = reembedded.embedding)",
    "embeddings": "NOT EXISTS (SELECT 1 FROM passages WHERE embedding = embeddings.id)"
    " AND NOT EXISTS (SELECT 1 FROM sentences WHERE embedding = embeddings.id)",
}
"""Which rows of a table belong to nothing, as SQL; in the order in which they can be dropped."""

_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it must be: of what kind, about which article, embedding or table, in words."""

    kind: Kind
    about: str
    what: str


def faults(connection: sqlite3.Connection) -> list[Fault]:
    """Return everything that is wrong with a catalogue; none when all is well. Raises sqlite3.DatabaseError."""
    broken = [Fault("file", "catalogue", text) for (text,) in connection.execute("PRAGMA integrity_check")]
    if [fault.what for fault in broken] != ["ok"]:
        return broken
    return [*_notes(connection), *_orphans(connection), *_embeddings(connection), *_articles(connection)]


def _notes(connection: sqlite3.Connection) -> Iterator[Fault]:
    for key in ("id", "generation"):
        if not meta(connection, key) and meta(connection, key) != 0:
            yield Fault("notes", key, f"the library's {key} is not noted")
    filled = connection.execute("SELECT 1 FROM articles LIMIT 1").fetchone()
    if filled:
        if not isinstance(meta(connection, "encoder"), str):
            yield Fault("notes", "encoder", "the encoder that made the vectors is not noted")
        if not isinstance(meta(connection, "dimensions"), int):
            yield Fault("notes", "dimensions", "the dimensions of the vectors are not noted")


def _orphans(connection: sqlite3.Connection) -> Iterator[Fault]:
    for table, lonely in LONELY.items():
        (count,) = connection.execute(f"SELECT count(*) FROM {table} WHERE {lonely}").fetchone()
        if count:
            yield Fault("orphan", table, f"{count} of the {table} belong to nothing")


def _embeddings(connection: sqlite3.Connection) -> Iterator[Fault]:
    dimensions = meta(connection, "dimensions")
    if not isinstance(dimensions, int):
        return
    cursor = connection.execute("SELECT key, vector FROM embeddings")
    while rows := cursor.fetchmany(_AT_ONCE):
        sized = [(key, vector) for key, vector in rows if is_sized(vector, dimensions)]
        sound = are_unit([vector for _, vector in sized], dimensions)
        good = {key for (key, _), is_unit in zip(sized, sound, strict=True) if is_unit}
        for key, vector in rows:
            if key not in good:
                right = is_sized(vector, dimensions)
                yield Fault("embedding", str(key), "not a unit vector" if right else "of the wrong number of bytes")


def _articles(connection: sqlite3.Connection) -> Iterator[Fault]:
    query = "SELECT id, identity, sha256, title, text, facets, pages, url, published FROM articles ORDER BY id"
    for identifier, identity, sha256, title, text, facets, pages, *_ in connection.execute(query):
        if not isinstance(text, str) or hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield Fault("article", identifier, "its text does not match its hash")
            continue
        if article_id(str(identity)) != identifier:
            yield Fault("article", identifier, "its id does not match its address")
            continue
        if not are_facets(facets):
            yield Fault("details", identifier, "its facets cannot be read")
        if not are_pages(pages, len(text)):
            yield Fault("details", identifier, "its page numbers cannot be read")
        if trouble := _passages(connection, identifier, str(title), text):
            yield Fault("passages", identifier, trouble)


def are_facets(stored: str) -> bool:
    """Say whether something is facets as they are stored."""
    try:
        facets = json.loads(stored)
    except (ValueError, TypeError):
        return False
    return isinstance(facets, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values) for values in facets.values()
    )


def are_pages(stored: str | None, length: int) -> bool:
    """Say whether something is the page numbers, if any, of a text of that length as they are stored."""
    try:
        pages = json.loads(stored) if stored is not None else []
    except (ValueError, TypeError):
        return False
    return isinstance(pages, list) and all(isinstance(at, int) and 0 <= at <= length for at in pages)


def _passages(connection: sqlite3.Connection, identifier: str, title: str, text: str) -> str | None:
    """Return what is wrong with an article's passages and sentences, or None."""
    reached = 0
    passages = connection.execute(
        'SELECT p.id, p.start, p."end", p.language, p.terms, p.counts, e.key FROM passages p'
        " LEFT JOIN embeddings e ON e.id = p.embedding WHERE p.article = ? ORDER BY p.start",
        (identifier,),
    ).fetchall()
    for passage, start, end, language, terms, counts, key in passages:
        if not _is_gap(text, reached, start) or not start < end <= len(text):
            return "its passages are not in order, overlap or leave text out"
        if not isinstance(language, str) or not isinstance(terms, bytes) or not isinstance(counts, bytes):
            return "a passage is damaged"
        if len(terms) % 8 or len(counts) * 4 != len(terms):
            return "a passage's terms and their counts are not equally many"
        if key != text_key(text[start:end]):
            return "a passage has no embedding" if key is None else "a passage has the embedding of another text"
        reached = start
        sentences = connection.execute(
            'SELECT s.start, s."end", e.key FROM sentences s LEFT JOIN embeddings e ON e.id = s.embedding'
            " WHERE s.passage = ? ORDER BY s.start",
            (passage,),
        )
        for first, last, own in sentences:
            if not _is_gap(text, reached, first) or not first < last <= end:
                return "its sentences are not in order, overlap or leave text out"
            if own is None or not is_of(own, title, text, first, last):
                return "a sentence has no embedding" if own is None else "a sentence has the embedding of another text"
            reached = last
        if reached != end:
            return "sentences are missing"
    return None if _is_gap(text, reached, len(text)) and passages else "passages are missing"


def _is_gap(text: str, start: object, end: object) -> bool:
    """Say whether nothing but white space stands between two places."""
    return isinstance(start, int) and isinstance(end, int) and start <= end and not text[start:end].strip()
