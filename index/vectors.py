"""Vectors in FAISS: the one seam to a vector store, and the only file that imports faiss.

Another store (a distributed one) has to answer the same questions: which rows are nearest, how near are these,
and what are they.
"""

from __future__ import annotations

from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from yinju.index.encoders.types import Vectors

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Halves = NDArray[np.float16]


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

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is to be kept in a file."""
        ...


class FaissVectors:
    """Vectors in half precision, searched exactly. Never changes: what comes or goes makes another."""

    def __init__(self, vectors: Vectors | Halves) -> None:
        """Take vectors; those in half precision are not copied until they are searched, so they may lie in a file."""
        self.size, self._dimensions = vectors.shape
        self._stored: Halves = np.asarray(vectors, np.float16)
        self._exact: Any = None

    @classmethod
    def of(cls, arrays: dict[str, NDArray[Any]]) -> FaissVectors:
        """Return the index that gave the `arrays`."""
        return cls(arrays["halves"])

    def nearest(self, vector: Vectors, count: int, allowed: Mask | None = None) -> Rows:
        """Return at most `count` allowed rows, the nearest first."""
        count = min(count, self.size)
        if not count:
            return np.zeros(0, np.int64)
        if self._exact is None:
            self._exact = _flat(self._stored)
        options = None
        if allowed is not None:
            packed = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(packed), faiss.swig_ptr(packed))
            options = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # swig
        _, rows = self._exact.search(vector[None, :].astype(np.float32), count, params=options)
        found: Rows = rows[0][rows[0] >= 0]
        return found

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """Return the inner product with each of the rows, exact to half precision."""
        products: NDArray[np.float32] = self.vectors(rows) @ vector.astype(np.float32)
        return products

    def vectors(self, rows: Rows) -> Vectors:
        """Return a copy of stored vectors, shape (len(rows), dimensions)."""
        return self._stored[rows].astype(np.float32)

    def grown(self, kept: Rows, new: VectorIndex) -> FaissVectors:
        """Return another index: the kept rows in their order, then new ones."""
        return FaissVectors(np.concatenate([self._stored[kept], new.arrays()["halves"]]))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is to be kept in a file: the vectors in half precision, not to be written to."""
        return {"halves": self._stored}


def _flat(stored: Halves) -> Any:
    """Return an exact index over vectors in half precision."""
    index = faiss.IndexScalarQuantizer(stored.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    # as codes, because FAISS rounds to half precision differently
    index.add_sa_codes(np.ascontiguousarray(stored).view(np.uint8))
    return index
