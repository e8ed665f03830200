"""BM25 over hashed terms, in memory, exact.

Terms are kept as 64-bit hashes: no vocabulary to keep consistent, and nothing readable stays behind when an
article goes. At a million distinct terms the chance that any two collide is below one in ten million.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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
    """An immutable inverted index over passages, numbered from 0 in the order they were given.

    The postings of terms[i] are rows[starts[i]:starts[i + 1]] with their counts. Weights are worked out for the terms
    of a question alone: kept for all they would change with every passage that comes or goes.
    """

    terms: Hashes
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: Counts
    lengths: NDArray[np.int64]
    norm: Scores = field(init=False)

    def __post_init__(self) -> None:
        mean = max(float(self.lengths.mean()) if len(self.lengths) else 1.0, 1.0)
        object.__setattr__(self, "norm", (K1 * (1 - B + B * self.lengths / mean)).astype(np.float32))

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self.lengths)

    @classmethod
    def build(cls, passages: Sequence[tuple[Hashes, Counts]]) -> Lexical:
        """Index passages, each given as its distinct hashed terms and their counts."""
        lengths = np.array([counts.sum(dtype=np.int64) for _, counts in passages], np.int64)
        hashes = np.concatenate([h for h, _ in passages]) if passages else np.zeros(0, np.uint64)
        counts = np.concatenate([c for _, c in passages]) if passages else np.zeros(0, np.uint16)
        rows = np.repeat(np.arange(len(passages), dtype=np.int32), [len(h) for h, _ in passages])
        order = np.argsort(hashes, kind="stable")
        terms, starts = np.unique(hashes[order], return_index=True)
        return cls(terms, np.append(starts, len(rows)).astype(np.int64), rows[order], counts[order], lengths)

    def grown(self, kept: NDArray[np.int64], new: Lexical) -> Lexical:
        """Return the index over the kept passages, in their order, and then new ones: as if built from all, but faster."""
        old = self._only(kept)
        if not old.size or not new.size:
            return new if not old.size else old
        at = np.searchsorted(old.terms, new.terms)
        known = at < len(old.terms)
        known[known] = old.terms[at[known]] == new.terms[known]
        # new postings of a term go behind its old ones, those of a new term before the next term's
        places = np.repeat(old.starts[at + known], np.diff(new.starts))
        fresh = np.flatnonzero(~known)
        sizes = np.diff(old.starts)
        np.add.at(sizes, at[known], np.diff(new.starts)[known])
        sizes = np.insert(sizes, at[fresh], np.diff(new.starts)[fresh])
        return Lexical(
            np.insert(old.terms, at[fresh], new.terms[fresh]),
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            np.insert(old.rows, places, new.rows + np.int32(old.size)),
            np.insert(old.counts, places, new.counts),
            np.concatenate([old.lengths, new.lengths]),
        )

    def _only(self, kept: NDArray[np.int64]) -> Lexical:
        if len(kept) == self.size:
            return self
        number = np.full(self.size, -1, np.int32)
        number[kept] = np.arange(len(kept), dtype=np.int32)
        rows = number[self.rows]
        stay = rows >= 0
        starts = np.concatenate([[0], np.cumsum(stay)])[self.starts]
        used = np.diff(starts) > 0
        return Lexical(
            self.terms[used],
            np.append(starts[:-1][used], starts[-1]).astype(np.int64),
            rows[stay],
            self.counts[stay],
            self.lengths[kept],
        )

    def scores(self, terms: Iterable[str]) -> Scores:
        """Return the BM25 score of every passage for the distinct terms of a question, shape (size,)."""
        total = np.zeros(self.size, np.float32)
        for place in self._places(set(terms)).values():
            rows, frequency = self.rows[place], self.counts[place].astype(np.float32)
            weight = np.float32(self._idf(len(rows)) * (K1 + 1))
            total[rows] += weight * frequency / (frequency + self.norm[rows])
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
