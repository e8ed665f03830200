"""Vectors, and what lies nearest: the one seam to a vector store.

A few are compared by numpy, so that a small library's first question need not wait 40 ms for FAISS to load; more, up to
`LARGE`, exactly by FAISS; still more through a rough search first (`index.searching`), whose candidates are compared
exactly. Order is the same everywhere: the nearest first, of equals the earlier row.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from yinju.index.encoders.types import Vectors

if TYPE_CHECKING:
    from yinju.index.searching import Flat, Rough

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Halves = NDArray[np.float16]
Arrays = Mapping[str, NDArray[Any]]

SMALL = 4_096
"""Vectors up to which search needs no FAISS: .6 ms for 384 dimensions, .2 ms by FAISS."""
LARGE = 32_768
"""Vectors up to which search is exact: 4 ms for 384 dimensions."""

_CANDIDATES = 10  # times as many are looked at exactly as are asked for …
_FEWEST = 300  # … but never fewer
_MOST = 32_768  # candidates above which looking at all that a filter allows is as fast
_STALE = 0.2  # share of rows that came or went before the rough search is made anew
_AT_ONCE = 16_384  # rows


class VectorIndex(Protocol):
    """Unit vectors, numbered from 0, compared by inner product."""

    size: int

    def nearest(self, vector: Vectors, count: int, allowed: Mask | None = None) -> Rows:
        """Return at most `count` allowed rows, the nearest first."""
        ...

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """Return the inner product with each of the rows, exact to half precision."""
        ...

    def vectors(self, rows: Rows) -> Vectors:
        """Return a copy of the rows' vectors, shape (len(rows), dimensions)."""
        ...

    def grown(self, kept: Rows, new: VectorIndex) -> VectorIndex:
        """Return another index: the kept rows in their order, then new ones."""
        ...

    @property
    def slow(self) -> bool:
        """Whether `quickened` would help."""
        ...

    def quickened(self) -> VectorIndex:
        """Return one that searches faster, if this one is slow, else the same. May take a minute."""
        ...

    def arrays(self) -> Arrays:
        """Return what is to be kept in a file."""
        ...


class FaissVectors:
    """Vectors in half precision. Never changes: what comes or goes makes another.

    The first rows may be covered by a rough search; the rest, its tail, is always searched exactly.
    """

    def __init__(self, vectors: Vectors | Halves, rough: Rough | None = None, places: Rows | None = None) -> None:
        """Take vectors; those in half precision are not copied, so they may lie in a file.

        `places` tells for each row of the rough search where it stands among the vectors now, −1 if nowhere.
        """
        self.size = len(vectors)
        self._stored: Halves = np.asarray(vectors, np.float16)
        self._rough, self._places = rough, places
        self._tail = int(places.max(initial=-1)) + 1 if places is not None else 0

    @classmethod
    def of(cls, arrays: Arrays) -> FaissVectors:
        """Return the index that gave the `arrays`."""
        halves = arrays["halves"]
        if "codes" not in arrays:
            return cls(halves)
        from yinju.index.searching import Rough

        return cls(halves, Rough(arrays["rotation"], arrays["codes"], len(halves)), np.arange(len(halves)))

    def arrays(self) -> Arrays:
        """Return what is to be kept in a file: the vectors, and the rough search when it covers just these."""
        rough, places = self._rough, self._places
        if rough is None or places is None or not np.array_equal(places, np.arange(self.size)):
            return {"halves": self._stored}
        return {"halves": self._stored, "rotation": rough.rotation, "codes": rough.codes}

    def nearest(self, vector: Vectors, count: int, allowed: Mask | None = None) -> Rows:
        """Return at most `count` allowed rows, the nearest first."""
        vector, count = vector.astype(np.float32), min(count, self.size)
        if not count:
            return np.zeros(0, np.int64)
        if self._rough is None and self.size <= SMALL:
            return self._plainly(vector, count, np.arange(self.size) if allowed is None else np.flatnonzero(allowed))
        if allowed is not None and not allowed.all():
            rows = self._candidates(vector, count, allowed)
            return self._exactly(vector, count, np.flatnonzero(allowed) if rows is None else rows)
        if self._rough is None and self.size <= LARGE:
            return self._flat.nearest(vector, count)
        rows = self._candidates(vector, count)
        return self._exactly(vector, count, np.arange(self.size) if rows is None else rows)

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """Return the inner product with each of the rows, exact to half precision."""
        # not `@`: that gathers a team of threads, and waits 20 ms for it where all cores are busy
        products: NDArray[np.float32] = np.einsum("ij,j->i", self.vectors(rows), vector.astype(np.float32))
        return products

    def vectors(self, rows: Rows) -> Vectors:
        """Return a copy of stored vectors, shape (len(rows), dimensions)."""
        return self._stored[rows].astype(np.float32)

    def grown(self, kept: Rows, new: VectorIndex) -> FaissVectors:
        """Return another index: the kept rows in their order, then new ones."""
        stored = np.concatenate([self._stored[kept], new.arrays()["halves"]])
        if self._rough is None or self._places is None:
            return FaissVectors(stored)
        moved = np.full(self.size + 1, -1, np.int64)  # the last for what is nowhere
        moved[kept] = np.arange(len(kept))
        return FaissVectors(stored, self._rough, moved[self._places])

    @property
    def slow(self) -> bool:
        """Whether there are many vectors, and no rough search over them, or one over too few."""
        covered = int((self._places >= 0).sum()) if self._places is not None else 0
        gone = len(self._places) - covered if self._places is not None else 0
        return bool(self.size > LARGE and self.size - covered + gone > _STALE * self.size)

    def quickened(self) -> FaissVectors:
        """Return one with a rough search over all rows, if this one is slow, else the same."""
        if not self.slow:
            return self
        from yinju.index.searching import Rough

        return FaissVectors(self._stored, Rough.build(self._stored), np.arange(self.size))

    @cached_property
    def _flat(self) -> Flat:
        from yinju.index.searching import Flat

        return Flat(self._stored)

    @cached_property
    def _singles(self) -> Vectors:
        return self._stored.astype(np.float32)

    def _plainly(self, vector: Vectors, count: int, rows: Rows) -> Rows:
        """Return the nearest of some rows without FAISS."""
        products = np.einsum("ij,j->i", self._singles, vector)[rows]
        return rows[np.lexsort((rows, -products))[:count]]

    def _candidates(self, vector: Vectors, count: int, allowed: Mask | None = None) -> Rows | None:
        """Return all rows that need an exact look, or None when all allowed ones do."""
        if self._rough is None or self._places is None:
            return None
        wanted = sought = max(_CANDIDATES * count, _FEWEST)
        if allowed is not None:
            admitted = int(allowed.sum())
            sought = 2 * wanted * self.size // max(admitted, 1)
            if sought > _MOST or admitted < sought:
                return None
        rows = self._places[self._rough.candidates(vector, min(sought, self._rough.size))]
        rows = rows[rows >= 0] if allowed is None else rows[(rows >= 0) & allowed[rows]]
        if allowed is not None and len(rows) < wanted:
            return None  # what is allowed lies elsewhere than the question
        tail = np.ones(self.size - self._tail, bool) if allowed is None else allowed[self._tail :]
        return np.concatenate([rows, self._tail + np.flatnonzero(tail)])

    def _exactly(self, vector: Vectors, count: int, rows: Rows) -> Rows:
        """Return the nearest of some rows, looked at a block at a time."""
        from yinju.index.searching import Flat

        while len(rows) > count:
            blocks = [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]
            best = [block[Flat(self._stored[block]).nearest(vector, count)] for block in blocks]
            if len(best) == 1:
                return best[0]
            rows = np.concatenate(best)
        return rows[np.lexsort((rows, -self.similarities(vector, rows)))]
