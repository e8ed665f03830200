"""BM25 over hashed terms, in memory, exact.

Terms are kept as 64-bit hashes: no vocabulary to keep consistent, and nothing readable stays behind when an
article goes. At a million distinct terms the chance that any two collide is below one in ten million.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75  # Robertson and Zaragoza 2009, the usual values

Hashes = NDArray[np.uint64]
Counts = NDArray[np.uint16]
Scores = NDArray[np.float32]


@lru_cache(maxsize=1 << 18)
def hashed(term: str) -> int:
    """Return the 64-bit hash of a term, the same on every machine."""
    return int.from_bytes(blake2b(term.encode(errors="replace"), digest_size=8).digest(), "little")


def counted(terms: Iterable[str]) -> tuple[Hashes, Counts]:
    """Return the distinct terms of a text as hashes, with how often each occurs."""
    counts = Counter(terms)
    hashes = np.fromiter((hashed(term) for term in counts), np.uint64, len(counts))
    return hashes, np.minimum(np.fromiter(counts.values(), np.int64, len(counts)), 65_535).astype(np.uint16)


@dataclass(frozen=True, slots=True)
class Lexical:
    """An immutable inverted index over passages, numbered from 0 in the order they were given."""

    terms: Hashes
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: Scores
    size: int

    @classmethod
    def build(cls, passages: Sequence[tuple[Hashes, Counts]]) -> Lexical:
        """Index passages, each given as its distinct hashed terms and their counts."""
        lengths = np.array([counts.sum(dtype=np.int64) for _, counts in passages], np.float32)
        hashes = np.concatenate([h for h, _ in passages]) if passages else np.zeros(0, np.uint64)
        counts = np.concatenate([c for _, c in passages]) if passages else np.zeros(0, np.uint16)
        rows = np.repeat(np.arange(len(passages), dtype=np.int32), [len(h) for h, _ in passages])
        order = np.argsort(hashes, kind="stable")
        terms, starts, sizes = np.unique(hashes[order], return_index=True, return_counts=True)
        rows, frequency = rows[order], counts[order].astype(np.float32)
        norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()) if len(lengths) else 1.0, 1.0))
        inverse = np.log1p((len(passages) - sizes + 0.5) / (sizes + 0.5)).astype(np.float32)
        weights = (np.repeat(inverse, sizes) * frequency * (K1 + 1) / (frequency + norm[rows])).astype(np.float32)
        return cls(terms, np.append(starts, len(rows)).astype(np.int64), rows, weights, len(passages))

    def scores(self, terms: Iterable[str]) -> Scores:
        """Return the BM25 score of every passage for the distinct terms of a question, shape (size,)."""
        total = np.zeros(self.size, np.float32)
        for place in self._places(set(terms)).values():
            total[self.rows[place]] += self.weights[place]
        return total

    def coverage(self, terms: Iterable[str]) -> Scores:
        """Return which share (0 to 1) of a question's idf each passage holds, shape (size,)."""
        idf = self.inverse_frequency(terms)
        whole = sum(idf.values())
        held = np.zeros(self.size, np.float32)
        for term, place in self._places(set(idf)).items():
            held[self.rows[place]] += idf[term] / whole
        return held

    def inverse_frequency(self, terms: Iterable[str]) -> dict[str, float]:
        """Return each term's idf; a term that no passage holds has the highest, `absent`."""
        distinct = set(terms)
        places = self._places(distinct)
        return {term: self._idf(places[term].stop - places[term].start if term in places else 0) for term in distinct}

    def holds_any(self, terms: Iterable[str]) -> bool:
        """Say whether any passage holds any of the terms."""
        return bool(self._places(set(terms)))

    def holds_all(self, terms: Iterable[str]) -> bool:
        """Say whether each of the terms, if there are any, is held by some passage."""
        wanted = set(terms)
        return bool(wanted) and len(self._places(wanted)) == len(wanted)

    @property
    def absent(self) -> float:
        """The idf of a term that no passage holds."""
        return self._idf(0)

    def _idf(self, holders: int) -> float:
        return float(np.log1p((self.size - holders + 0.5) / (holders + 0.5)))

    def _places(self, terms: set[str]) -> dict[str, slice]:
        names = sorted(terms)
        wanted = np.array([hashed(term) for term in names], np.uint64)
        at = np.searchsorted(self.terms, wanted)
        return {
            term: slice(int(self.starts[i]), int(self.starts[i + 1]))
            for term, value, i in zip(names, wanted, at, strict=True)
            if i < len(self.terms) and self.terms[i] == value
        }
