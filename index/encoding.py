"""The texts of a batch made into vectors: each distinct text once, and none that the library already holds.

The seam behind which encoding may be spread over machines: rows in, vectors by key out.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import ChainMap, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np

from yinju.index.catalogue import Catalogue
from yinju.index.encoders.types import Encoder
from yinju.index.splitting import texts
from yinju.index.tables import ArticleRow, known_keys

Vectors = Mapping[str, bytes]
"""Key of a text → its vector as it is stored (half precision)."""

_IN_FLIGHT = 4  # batches encoded and perhaps not yet stored: one being stored, one waiting, one offered, one spare
_AT_ONCE = 64  # texts between two looks at whether to stop: about a second

T = TypeVar("T")


class Encoding:
    """Encodes batch after batch for one `add`; asks its encoder one thing at a time."""

    def __init__(self, catalogue: Catalogue, encoder: Encoder, stop: threading.Event) -> None:
        """Encode for a library until told to stop."""
        self._catalogue, self._encoder, self._stop = catalogue, encoder, stop
        self.model = encoder.model
        self._recent: deque[dict[str, bytes]] = deque(maxlen=_IN_FLIGHT)
        self._one_at_a_time = threading.Lock()

    def encoded(
        self, batches: Iterable[tuple[int, T, list[ArticleRow]]]
    ) -> Iterator[tuple[tuple[int, T, list[ArticleRow]], Vectors]]:
        """Yield each batch with the vectors that the library lacks."""
        for batch in batches:
            vectors = self._vectors(batch[2]) if batch[2] else {}
            if self._stop.is_set():
                return
            yield batch, vectors

    def _vectors(self, rows: Sequence[ArticleRow]) -> dict[str, bytes]:
        wanted = _texts(rows)
        with self._catalogue.reading() as connection:
            known = known_keys(connection, list(wanted))
        known |= wanted.keys() & ChainMap(*self._recent).keys()
        vectors = self._encode({key: text for key, text in wanted.items() if key not in known})
        self._recent.append(vectors)
        return vectors

    def missing(self, connection: sqlite3.Connection, rows: Sequence[ArticleRow], vectors: Vectors) -> Vectors:
        """Return the vectors that neither the library nor `vectors` has (any more)."""
        wanted = {key: text for key, text in _texts(rows).items() if key not in vectors}
        known = known_keys(connection, list(wanted))
        lacking = {key: text for key, text in wanted.items() if key not in known}
        recent = ChainMap(*list(self._recent))
        return {
            **{key: recent[key] for key in lacking if key in recent},
            **self._encode({key: text for key, text in lacking.items() if key not in recent}),
        }

    def _encode(self, wanted: Mapping[str, str]) -> dict[str, bytes]:
        """Encode texts, the longest first: texts of one length side by side keep all cores busy to the end."""
        keys = sorted(wanted, key=lambda key: len(wanted[key]), reverse=True)
        vectors: dict[str, bytes] = {}
        for at in range(0, len(keys), _AT_ONCE):
            some = keys[at : at + _AT_ONCE]
            if self._stop.is_set():
                break
            with self._one_at_a_time:
                found = self._encoder.encode([wanted[key] for key in some], "passage")
            vectors.update((key, vector.astype(np.float16).tobytes()) for key, vector in zip(some, found, strict=True))
        return vectors


def _texts(rows: Sequence[ArticleRow]) -> dict[str, str]:
    """Return every text to be encoded, by key."""
    return {key: text for row in rows for key, text in texts(row).items()}
