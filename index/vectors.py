"""Vectors in FAISS: the one seam to a vector store, and the only file that imports faiss.

Up to `LARGE` vectors are searched exactly. More are searched through two bits a dimension first, which gives
candidates, and the nearest of these are found exactly, so what is lost is only who is no candidate. Measured on
centred multilingual-e5-small vectors (real ones mixed), ten candidates for each row asked for, ms of one core:

| vectors | exact, half precision | through two bits | recall@10 | recall@100 | recall@200 |
|---|---|---|---|---|---|
| 60,000 | 6.6 | 1.3 | 1.000 | .9995 | .9995 |
| 200,000 | 22 | 3.9 | .999 | .998 | .998 |
| 660,000 | 70 | 8.7 | 1.000 | .994 | .995 |

Refused: IVF (a quarter of the lists for recall@100 .98), HNSW (five times the memory, depends on the order of threads),
RaBitQ of two bits (as good, three times slower), trained product quantisers (46 s on 8,000 vectors, no better).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from yinju.index.encoders.types import Vectors

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Halves = NDArray[np.float16]
Arrays = Mapping[str, NDArray[Any]]

LARGE = 32_768
"""Vectors up to which search is exact: 4 ms for 384 dimensions."""

_CANDIDATES = 10  # times as many are looked at exactly as are asked for …
_FEWEST = 300  # … but never fewer
_MOST = 32_768  # candidates above which looking at all that a filter allows is as fast
_STALE = 0.2  # share of rows that came or went before the rough search is made anew
_AT_ONCE = 16_384  # rows
_SEED = 20_260_101
# Lloyd-Max levels of a normal distribution for two bits (Max 1960): what coordinates are after a random rotation,
# whatever the vectors, so that nothing has to be trained
_LEVELS = np.array([-1.510, -0.4528, 0.4528, 1.510], np.float32)


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

    def __init__(self, vectors: Vectors | Halves, rough: _Rough | None = None, places: Rows | None = None) -> None:
        """Take vectors; those in half precision are not copied, so they may lie in a file.

        `places` tells for each row of the rough search where it stands among the vectors now, −1 if nowhere.
        """
        self.size = len(vectors)
        self._stored: Halves = np.asarray(vectors, np.float16)
        self._rough, self._places = rough, places
        self._tail = int(places.max(initial=-1)) + 1 if places is not None else 0
        self._flat: Any = None

    @classmethod
    def of(cls, arrays: Arrays) -> FaissVectors:
        """Return the index that gave the `arrays`."""
        halves = arrays["halves"]
        if "codes" not in arrays:
            return cls(halves)
        return cls(halves, _Rough(arrays["rotation"], arrays["codes"], len(halves)), np.arange(len(halves)))

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
        if allowed is not None and not allowed.all():
            rows = self._candidates(vector, count, allowed)
            return self._exactly(vector, count, np.flatnonzero(allowed) if rows is None else rows)
        if self._rough is None and self.size <= LARGE:
            if self._flat is None:
                self._flat = _flat(self._stored)
            return _search(self._flat, vector, min(count, self.size))
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
        return FaissVectors(self._stored, _Rough.build(self._stored), np.arange(self.size)) if self.slow else self

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
        while len(rows) > count:
            blocks = [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]
            best = [block[_search(_flat(self._stored[block]), vector, min(count, len(block)))] for block in blocks]
            if len(best) == 1:
                return best[0]
            rows = np.concatenate(best)
        return rows[np.lexsort((rows, -self.similarities(vector, rows)))]


class _Rough:
    """Two bits a dimension of randomly rotated vectors: FAISS's product quantiser with a codebook given beforehand.

    Nothing is trained and nothing depends on the other vectors or on the number of threads.
    """

    def __init__(self, rotation: NDArray[np.float32], codes: NDArray[np.uint8], size: int) -> None:
        """Take the rotation, shape (dimensions, even), and the codes in FAISS's order, which are copied."""
        self.rotation, self.size = rotation, size
        self._index = _empty(rotation.shape[1])
        if size:
            faiss.copy_array_to_AlignedTable(codes, self._index.codes)
            self._index.ntotal, self._index.ntotal2 = size, -(-size // 32) * 32

    @classmethod
    def build(cls, stored: Halves) -> _Rough:
        """Rotate and encode vectors; 50 µs each on one core for 384 dimensions."""
        width = stored.shape[1] + stored.shape[1] % 2
        normal = np.random.default_rng(_SEED).standard_normal((width, width))
        rotation = np.linalg.qr(normal)[0][: stored.shape[1]].astype(np.float32)
        index = _empty(width)
        for at in range(0, len(stored), _AT_ONCE):
            index.add(stored[at : at + _AT_ONCE].astype(np.float32) @ rotation)
        rough = cls(rotation, np.zeros(0, np.uint8), 0)
        rough._index, rough.size = index, len(stored)
        return rough

    @property
    def codes(self) -> NDArray[np.uint8]:
        """A copy of the codes in FAISS's order."""
        codes: NDArray[np.uint8] = faiss.AlignedTable_to_array(self._index.codes)
        return codes

    def candidates(self, vector: Vectors, count: int) -> Rows:
        """Return roughly the `count` nearest rows."""
        return _search(self._index, vector @ self.rotation, count)


def _empty(width: int) -> Any:
    """Return FAISS's index for pairs of coordinates, each of the two rounded to one of the levels."""
    levels = _LEVELS / np.float32(np.sqrt(width))
    pairs = np.array([(one, other) for one in levels for other in levels], np.float32)
    index = faiss.IndexPQFastScan(width, width // 2, 4, faiss.METRIC_INNER_PRODUCT)
    faiss.copy_array_to_vector(np.tile(pairs.ravel(), width // 2), index.pq.centroids)
    index.is_trained = True
    return index


def _flat(stored: Halves) -> Any:
    """Return an exact index over vectors in half precision."""
    index = faiss.IndexScalarQuantizer(stored.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    # as codes, because FAISS rounds to half precision differently
    index.add_sa_codes(np.ascontiguousarray(stored).view(np.uint8))
    return index


def _search(index: Any, vector: Vectors, count: int) -> Rows:
    # one thread a question: gathering a team for .2 ms of work takes 35 ms where all cores are busy. Set here because
    # it holds for the calling thread alone
    faiss.omp_set_num_threads(1)
    _, rows = index.search(vector[None, :], count)
    found: Rows = rows[0][rows[0] >= 0]
    return found
