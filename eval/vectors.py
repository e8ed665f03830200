"""Vectors kept between runs: what was encoded once is never encoded again, whatever dataset it stands in."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np

from yinju.eval.errors import RunInvalid
from yinju.index.encoders.types import Encoder, Role, Vectors

_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"
_WAIT = 60.0  # seconds for another run that writes to the same file
_AT_ONCE = 500  # keys looked up by one statement


class KeptEncoder:
    """Two engines of one model, for passages and for questions, with a file of the vectors they gave.

    Vectors are rounded to half precision when they are made, so that a kept one is the same to the bit. The
    engines are loaded when a text is new.
    """

    def __init__(
        self, path: Path, model: str, dimensions: int, passages: Callable[[], Encoder], questions: Callable[[], Encoder]
    ) -> None:
        self.model, self.dimensions = model, dimensions
        self._path, self._make_passages, self._make_questions = path, passages, questions
        path.parent.mkdir(parents=True, exist_ok=True)
        self._make()

    @cached_property
    def _passages(self) -> Encoder:
        return self._make_passages()

    @cached_property
    def _questions(self) -> Encoder:
        return self._make_questions()

    def _make(self) -> None:
        give_up = time.monotonic() + _WAIT
        while True:
            try:
                with self._connected() as connection:
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.execute(_TABLE)
                return
            except sqlite3.OperationalError:  # while another run makes the file SQLite does not wait by itself
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.05)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
        try:
            yield connection
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise RunInvalid(f"{self._path} is damaged ({error}); delete it, it only saves time") from error
        finally:
            connection.close()

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return one unit vector a text, from the file where it is there."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        keys = [_key(text, role) for text in texts]
        with self._connected() as connection:
            known = _known(connection, list(dict.fromkeys(keys)))
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            if missing:
                engine = self._passages if role == "passage" else self._questions
                fresh = engine.encode(list(missing.values()), role).astype(np.float16)
                made = {key: vector.tobytes() for key, vector in zip(missing, fresh, strict=True)}
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", made.items())
                connection.execute("COMMIT")
                known |= made
        rows = np.frombuffer(b"".join(known[key] for key in keys), np.float16)
        return rows.reshape(len(keys), self.dimensions).astype(np.float32)


def _key(text: str, role: Role) -> bytes:
    return hashlib.blake2b(f"{role}\0{text}".encode(errors="replace"), digest_size=16).digest()


def _known(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    known: dict[bytes, bytes] = {}
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        marks = ",".join("?" * len(some))
        known.update(connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some))
    return known
