"""A library given over to another encoder, without a moment in which it cannot be asked.

New vectors are gathered beside the old ones, a transaction a batch, so that a kill costs one batch; the
library answers with the old ones until all are there, and changes over in one transaction. What is added
or removed meanwhile is followed. Vectors of two models never stand in one place.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from pathlib import Path

from yinju.index import embeddings, tables
from yinju.index.catalogue import Catalogue
from yinju.index.encoders import bundled
from yinju.index.encoders import profile as profiles
from yinju.index.encoders.types import Encoder
from yinju.index.errors import LibraryBusy, LibraryDamaged

_AT_ONCE = 256  # embeddings a transaction: some seconds of encoding
_NEXT = "next encoder"

OnStep = Callable[[int, int], None]
"""Called with how many embeddings are done, and how many there are."""


def reembed(folder: Path, encoder: Encoder, progress: OnStep = lambda _, __: None) -> int:
    """Give a library over to an encoder; return how many texts were encoded now. Raises LibraryError.

    Continues what was begun for the same encoder, and drops what was begun for another one.
    """
    catalogue = Catalogue(folder)
    if not _begin(catalogue, encoder):
        return 0
    means = _language_means(encoder)
    fresh = 0
    while True:
        with catalogue.reading() as connection:
            texts = embeddings.texts_of(connection, _waiting(connection))
            progress(*_counts(connection))
        vectors = embeddings.encoded(encoder, texts)
        fresh += len(vectors)
        with catalogue.writing() as connection:
            if _owner(connection) == encoder.model:
                return fresh  # another process with the same encoder has finished it
            if under_way(connection) != encoder.model:
                raise LibraryBusy(
                    f"another program re-embeds {folder} with {under_way(connection)}; end one of the two"
                )
            _keep(connection, vectors)
            if not (waiting := _waiting(connection)):
                _change_over(connection, encoder, means)
                progress(*_counts(connection))
                return fresh
            if not texts and not embeddings.texts_of(connection, waiting):
                raise LibraryDamaged(catalogue.path, f"{len(waiting)} embeddings are of no text")


def under_way(connection: sqlite3.Connection) -> str | None:
    """Return the encoder that a library is being given over to, if it is."""
    found = tables.meta(connection, _NEXT)
    return found if isinstance(found, str) else None


def _owner(connection: sqlite3.Connection) -> object:
    return tables.meta(connection, "encoder")


def _begin(catalogue: Catalogue, encoder: Encoder) -> bool:
    """Note where the library is going; what was begun for another encoder is dropped. Say whether there is a way to go."""
    with catalogue.reading() as connection:
        owner, begun = _owner(connection), under_way(connection)
    if owner == encoder.model and begun is None:
        return False
    if begun != encoder.model:
        with catalogue.writing() as connection:
            connection.execute("DELETE FROM reembedded")
            connection.execute("DELETE FROM meta WHERE key = ?", (_NEXT,))
            if _owner(connection) != encoder.model:
                tables.set_meta(connection, _NEXT, encoder.model)
    return owner != encoder.model


def _waiting(connection: sqlite3.Connection) -> list[str]:
    """Return keys of embeddings that have no new vector yet."""
    rows = connection.execute(
        """SELECT key FROM embeddings WHERE NOT EXISTS (SELECT 1 FROM reembedded WHERE embedding = embeddings.id)
           ORDER BY id LIMIT ?""",
        (_AT_ONCE,),
    )
    return [key for (key,) in rows]


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    (total,) = connection.execute("SELECT count(*) FROM embeddings").fetchone()
    if under_way(connection) is None:
        return total, total
    (fresh,) = connection.execute("SELECT count(*) FROM reembedded").fetchone()
    return fresh, total


def _keep(connection: sqlite3.Connection, vectors: dict[str, bytes]) -> None:
    """Store new vectors beside the old ones; those whose text has gone meanwhile find no place."""
    connection.executemany(
        "INSERT OR REPLACE INTO reembedded (embedding, vector) SELECT id, ? FROM embeddings WHERE key = ?",
        [(vector, key) for key, vector in vectors.items()],
    )


def _change_over(connection: sqlite3.Connection, encoder: Encoder, means: bytes | None) -> None:
    connection.execute("UPDATE embeddings SET vector = (SELECT vector FROM reembedded WHERE embedding = embeddings.id)")
    connection.execute("DELETE FROM reembedded")
    connection.execute("DELETE FROM meta WHERE key IN (?, 'profile')", (_NEXT,))
    tables.set_meta(connection, "encoder", encoder.model)
    tables.set_meta(connection, "dimensions", encoder.dimensions)
    if means is not None:
        tables.set_meta(connection, "profile", means)
    # whoever holds the old vectors in memory, or in a file, must not take the new state for a later one of the same
    connection.execute("UPDATE meta SET value = lower(hex(randomblob(8))) WHERE key = 'id'")


def _language_means(encoder: Encoder) -> bytes | None:
    """Return the stored form of a model's language means, where they do not come with Yinju."""
    if encoder.model == bundled.MODEL:
        return None
    content = io.BytesIO()
    profiles.save(profiles.profile_of(encoder), content)
    return content.getvalue()
