"""One committed state of a library, in memory, ready to be searched.

A snapshot never changes. It is made from the catalogue in one read transaction, and a later one is made from
its predecessor: what stayed is copied, only what is new is read. Passages are kept in one cell a language,
so that every language is searched, and scored, on its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yinju.index.encoders.profile import Profile
from yinju.index.encoders.types import Vectors
from yinju.index.lexical import Counts, Hashes, Lexical
from yinju.index.tables import meta
from yinju.index.vectors import FaissVectors, VectorIndex

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cell:
    """The passages of one language; sentence rows of passage i are offsets[i] … offsets[i+1]."""

    language: str
    ids: Integers
    articles: tuple[str, ...]
    spans: Integers
    terms: tuple[tuple[Hashes, Counts], ...]
    offsets: Integers
    sentence_spans: Integers
    passage_of: Integers
    passages: VectorIndex
    sentences: VectorIndex
    lexical: Lexical


class State(NamedTuple):
    """Which library (a folder may be deleted and made anew), after how many committed changes."""

    library: str
    generation: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All cells of a library in one state."""

    state: State
    cells: Mapping[str, Cell] = field(default_factory=dict)


def state_of(connection: sqlite3.Connection) -> State:
    """Return the state that a connection sees."""
    return State(str(meta(connection, "id")), int(meta(connection, "generation") or 0))


def load(connection: sqlite3.Connection, profile: Profile, before: Snapshot | None = None) -> Snapshot:
    """Read the state that a connection sees, taking from an earlier snapshot what has not changed."""
    present: dict[str, list[int]] = {}
    for passage, language in connection.execute("SELECT id, language FROM passages ORDER BY id"):
        present.setdefault(language, []).append(passage)
    state = state_of(connection)
    # a reader may look at an older state than the latest snapshot's: it cannot be grown from that
    grows = before is not None and before.state.library == state.library and before.state <= state
    old = before.cells if before and grows else {}
    cells = {
        language: cell
        if (cell := old.get(language)) and np.array_equal(cell.ids, ids)
        else _cell(connection, profile, language, np.array(ids), cell)
        for language, ids in present.items()
    }
    return Snapshot(state, cells)


def _cell(connection: sqlite3.Connection, profile: Profile, language: str, ids: Integers, old: Cell | None) -> Cell:
    """Build a cell: rows of the old one that are still there, then the new ones. Ids only ever grow."""
    last = int(old.ids[-1]) if old else 0
    kept = np.flatnonzero(np.isin(old.ids, ids)) if old else np.zeros(0, np.int64)
    rows = connection.execute(
        'SELECT p.id, p.article, p.start, p."end", p.terms, p.counts, e.vector FROM passages p JOIN embeddings e ON e.id = p.embedding'
        " WHERE p.language = ? AND p.id > ? ORDER BY p.id",
        (language, last),
    ).fetchall()
    sentences = connection.execute(
        'SELECT s.passage, s.start, s."end", e.vector FROM sentences s JOIN passages p ON p.id = s.passage'
        " JOIN embeddings e ON e.id = s.embedding WHERE p.language = ? AND p.id > ? ORDER BY s.passage, s.start",
        (language, last),
    ).fetchall()
    new_ids = np.array([row[0] for row in rows], np.int64)
    counts = (
        np.bincount(np.searchsorted(new_ids, [row[0] for row in sentences]), minlength=len(rows))
        if rows
        else np.zeros(0, np.int64)
    )
    terms = tuple((np.frombuffer(row[4], np.uint64), np.frombuffer(row[5], np.uint16)) for row in rows)
    spans = np.array([row[2:4] for row in rows], np.int64).reshape(-1, 2)
    sentence_spans = np.array([row[1:3] for row in sentences], np.int64).reshape(-1, 2)
    articles = tuple(row[1] for row in rows)
    passage_vectors = _centred(profile, language, [row[6] for row in rows])
    sentence_vectors = _centred(profile, language, [row[3] for row in sentences])
    if old is not None:
        kept_sentences = np.flatnonzero(np.isin(old.passage_of, kept))
        counts = np.concatenate([np.diff(old.offsets)[kept], counts])
        terms = tuple(old.terms[i] for i in kept) + terms
        articles = tuple(old.articles[i] for i in kept) + articles
        spans = np.concatenate([old.spans[kept], spans])
        sentence_spans = np.concatenate([old.sentence_spans[kept_sentences], sentence_spans])
        passage_vectors = np.concatenate([old.passages.vectors(kept), passage_vectors])
        sentence_vectors = np.concatenate([old.sentences.vectors(kept_sentences), sentence_vectors])
        new_ids = np.concatenate([old.ids[kept], new_ids])
    return Cell(
        language=language,
        ids=new_ids,
        articles=articles,
        spans=spans,
        terms=terms,
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        sentence_spans=sentence_spans,
        passage_of=np.repeat(np.arange(len(new_ids)), counts.astype(np.int64)),
        passages=FaissVectors(passage_vectors),
        sentences=FaissVectors(sentence_vectors),
        lexical=Lexical.build(terms),
    )


def _centred(profile: Profile, language: str, blobs: list[bytes]) -> Vectors:
    if not blobs:
        return np.zeros((0, len(next(iter(profile.means.values())))), np.float32)
    raw = np.frombuffer(b"".join(blobs), np.float16).reshape(len(blobs), -1).astype(np.float32)
    return profile.centred(raw, "passage", language)
