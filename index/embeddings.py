"""Embeddings as they are stored: vectors in half precision, by the key of the text they are of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

import numpy as np

from yinju.index import tables
from yinju.index.context import in_context
from yinju.index.encoders.remembering import text_key
from yinju.index.encoders.types import Encoder
from yinju.index.splitting import texts
from yinju.index.tables import ArticleRow

_STORED = np.dtype(np.float16)
_OFF = 0.05  # by how much the length of a unit vector may be off: half precision costs less than .001
_ALIKE = 0.98  # cosine of two engines' vectors of one text (int8 and 4 bit: .9964)
_AT_ONCE = 32


def dimensions(size: int) -> int:
    """Return how many dimensions a stored vector of so many bytes has."""
    return size // _STORED.itemsize


def is_sized(vector: object, dimensions: int) -> bool:
    """Say whether something is as many bytes as a stored vector has."""
    return isinstance(vector, bytes) and len(vector) == dimensions * _STORED.itemsize


def are_unit(vectors: Sequence[bytes], dimensions: int) -> list[bool]:
    """Say which stored vectors, all of the right size, are finite and of length 1."""
    values = np.frombuffer(b"".join(vectors), _STORED).reshape(-1, dimensions).astype(np.float32)
    lengths = np.linalg.norm(values, axis=1)
    return [bool(near) for near in np.abs(lengths - 1) <= _OFF]  # what is not finite is not near


def are_alike(one: bytes, other: bytes) -> bool:
    """Say whether two stored vectors can be of the same text and model."""
    if len(one) != len(other):
        return False
    first, second = (np.frombuffer(vector, _STORED).astype(np.float32) for vector in (one, other))
    return bool(first @ second >= _ALIKE)


def encoded(encoder: Encoder, texts: dict[str, str]) -> dict[str, bytes]:
    """Return the stored vectors of texts, by key; texts of one length go together."""
    keys = sorted(texts, key=lambda key: len(texts[key]))
    vectors: dict[str, bytes] = {}
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        for key, vector in zip(some, encoder.encode([texts[key] for key in some], "passage"), strict=True):
            vectors[key] = vector.astype(_STORED).tobytes()
    return vectors


def missing(connection: sqlite3.Connection, encoder: Encoder, rows: Sequence[ArticleRow]) -> dict[str, bytes]:
    """Return the vectors that articles need and the catalogue does not hold, by key."""
    wanted = {key: text for row in rows for key, text in texts(row).items()}
    known = tables.known_keys(connection, list(wanted))
    return encoded(encoder, {key: text for key, text in wanted.items() if key not in known})


def texts_of(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, str]:
    """Return the texts that embeddings are of, by key: each from one passage or sentence that uses it."""
    rows = connection.execute(
        """SELECT e.key, a.title, a.text, p.start, p."end" FROM embeddings e
              JOIN passages p ON p.id = (SELECT min(id) FROM passages WHERE embedding = e.id)
              JOIN articles a ON a.id = p.article WHERE e.key IN (SELECT value FROM json_each(?))
            UNION ALL
            SELECT e.key, a.title, a.text, s.start, s."end" FROM embeddings e
              JOIN sentences s ON s.id = (SELECT min(id) FROM sentences WHERE embedding = e.id)
              JOIN passages p ON p.id = s.passage
              JOIN articles a ON a.id = p.article WHERE e.key IN (SELECT value FROM json_each(?))""",
        (json.dumps(keys), json.dumps(keys)),
    )
    return {key: _text_of(key, *place) for key, *place in rows}


def is_of(key: str, title: str, text: str, start: int, end: int) -> bool:
    """Say whether a key is that of a stretch of a text, read alone or after the headline."""
    return key in (text_key(text[start:end]), text_key(in_context(title, text, start, end)))


def _text_of(key: str, title: str, text: str, start: int, end: int) -> str:
    alone = text[start:end]
    return alone if key == text_key(alone) else in_context(title, text, start, end)
