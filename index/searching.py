"""Searches over many vectors by FAISS, exact and rough; the only file that imports faiss.

A rough search looks at two bits a dimension and gives candidates, and the nearest of these are found exactly, so what
is lost is only who is no candidate. Measured on centred multilingual-e5-small vectors (real ones mixed), ten
candidates for each row asked for, ms of one core:

| vectors | exact, half precision | through two bits | recall@10 | recall@100 | recall@200 |
|---|---|---|---|---|---|
| 60,000 | 6.6 | 1.3 | 1.000 | .9995 | .9995 |
| 200,000 | 22 | 3.9 | .999 | .998 | .998 |
| 660,000 | 70 | 8.7 | 1.000 | .994 | .995 |

Refused: IVF (a quarter of the lists for recall@100 .98), HNSW (five times the memory, depends on the order of threads),
RaBitQ of two bits (as good, three times slower), trained product quantisers (46 s on 8,000 vectors, no better).
"""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from yinju.index.encoders.types import Vectors
from yinju.index.vectors import Halves, Rows

_AT_ONCE = 16_384  # rows
_SEED = 20_260_101
# Lloyd-Max levels of a normal distribution for two bits (Max 1960): what coordinates are after a random rotation,
# whatever the vectors, so that nothing has to be trained
_LEVELS = np.array([-1.510, -0.4528, 0.4528, 1.510], np.float32)


class Flat:
    """An exact search over vectors in half precision."""

    def __init__(self, stored: Halves) -> None:
        """Take a copy of the vectors."""
        self._index = faiss.IndexScalarQuantizer(
            stored.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        # as codes, because FAISS rounds to half precision differently
        self._index.add_sa_codes(np.ascontiguousarray(stored).view(np.uint8))

    def nearest(self, vector: Vectors, count: int) -> Rows:
        """Return at most `count` rows, the nearest first, of equals the earlier row."""
        products, rows = _search(self._index, vector, min(count, self._index.ntotal))
        return rows[np.lexsort((rows, -products))]


class Rough:
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
    def build(cls, stored: Halves) -> Rough:
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
        return _search(self._index, vector @ self.rotation, count)[1]


def _empty(width: int) -> Any:
    """Return FAISS's index for pairs of coordinates, each of the two rounded to one of the levels."""
    levels = _LEVELS / np.float32(np.sqrt(width))
    pairs = np.array([(one, other) for one in levels for other in levels], np.float32)
    index = faiss.IndexPQFastScan(width, width // 2, 4, faiss.METRIC_INNER_PRODUCT)
    faiss.copy_array_to_vector(np.tile(pairs.ravel(), width // 2), index.pq.centroids)
    index.is_trained = True
    return index


def _search(index: Any, vector: Vectors, count: int) -> tuple[NDArray[np.float32], Rows]:
    """Return the inner products and the rows that FAISS finds; equals stand in no order."""
    # one thread a question: gathering a team for .2 ms of work takes 35 ms where all cores are busy. Set here because
    # it holds for the calling thread alone
    faiss.omp_set_num_threads(1)
    products, rows = index.search(vector[None, :], count)
    return products[0][rows[0] >= 0], rows[0][rows[0] >= 0]
