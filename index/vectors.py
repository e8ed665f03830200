"""Vectors in FAISS: the one seam to a vector store, and the only file that imports faiss.

Another store (a distributed one) has to answer the same questions: which rows are nearest, how near are these,
and what are they.
"""

from __future__ import annotations

from typing import Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from yinju.index.encoders.types import Vectors

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


class VectorIndex(Protocol):
    """Unit vectors, numbered from 0, compared by inner product."""

    size: int

    def nearest(self, vector: Vectors, count: int, allowed: Mask | None = None) -> Rows:
        """Return at most `count` allowed rows, the nearest first."""
        ...

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """Return the exact inner product with each of the rows."""
        ...

    def vectors(self, rows: Rows) -> Vectors:
        """Return a copy of the rows' vectors, shape (len(rows), dimensions)."""
        ...


class FaissVectors:
    """Exact search over a flat FAISS index."""

    def __init__(self, vectors: Vectors) -> None:
        self.size, dimensions = vectors.shape
        self._index = faiss.IndexFlatIP(dimensions)
        self._index.add(np.ascontiguousarray(vectors, np.float32))
        # a view into the index's own memory, not a second copy
        self._stored = faiss.rev_swig_ptr(self._index.get_xb(), self.size * dimensions).reshape(self.size, dimensions)

    def nearest(self, vector: Vectors, count: int, allowed: Mask | None = None) -> Rows:
        """Return at most `count` allowed rows, the nearest first."""
        count = min(count, self.size)
        if not count:
            return np.zeros(0, np.int64)
        options = None
        if allowed is not None:
            packed = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(packed), faiss.swig_ptr(packed))
            options = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # swig
        _, rows = self._index.search(vector[None, :].astype(np.float32), count, params=options)
        found: Rows = rows[0][rows[0] >= 0]
        return found

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """Return the exact inner product with each of the rows."""
        products: NDArray[np.float32] = self._stored[rows] @ vector.astype(np.float32)
        return products

    def vectors(self, rows: Rows) -> Vectors:
        """Return a copy of stored vectors, shape (len(rows), dimensions)."""
        copied: Vectors = self._stored[rows].copy()
        return copied
