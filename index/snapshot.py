"""One committed state of a library, in memory, ready to be searched.

A snapshot never changes. It is made from the catalogue in one read transaction, and a later one is made from
its predecessor: what stayed is copied, only what is new is read. Passages are kept in one cell a language,
so that every language is searched, and scored, on its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yinju.index.encoders.profile import Profile
from yinju.index.lexical import Lexical
from yinju.index.tables import meta
from yinju.index.vectors import FaissVectors, Halves, VectorIndex

Integers = NDArray[np.int64]

_AT_ONCE = 8192  # rows read from the catalogue before their vectors are rounded and put away


@dataclass(frozen=True, slots=True)
class Cell:
    """The passages of one language; sentence rows of passage i are offsets[i] … offsets[i+1]."""

    language: str
    ids: Integers
    articles: tuple[str, ...]
    spans: Integers
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
    """All cells of a library in one state; `unsaved` passages came or went since it was read from a file."""

    state: State
    cells: Mapping[str, Cell] = field(default_factory=dict)
    unsaved: int = 0

    @property
    def vectors(self) -> int:
        """How many vectors there are: one a passage, one a sentence."""
        return sum(cell.passages.size + cell.sentences.size for cell in self.cells.values())

    @property
    def slow(self) -> bool:
        """Whether `quickened` would help."""
        return any(cell.passages.slow or cell.sentences.slow for cell in self.cells.values())

    def quickened(self) -> Snapshot:
        """Return the same state with faster searches, see vectors.py. May take a minute."""
        cells = {
            language: replace(cell, passages=cell.passages.quickened(), sentences=cell.sentences.quickened())
            for language, cell in self.cells.items()
        }
        return replace(self, cells=cells)


NOTHING = Snapshot(State("", -1))
"""What is known before anything was read."""


def state_of(connection: sqlite3.Connection) -> State:
    """Return the state that a connection sees."""
    return State(str(meta(connection, "id")), int(meta(connection, "generation") or 0))


def load(connection: sqlite3.Connection, profile: Profile, before: Snapshot = NOTHING) -> Snapshot:
    """Read the state that a connection sees, taking from an earlier snapshot what has not changed."""
    state = state_of(connection)
    # a reader may look at an older state than the latest snapshot's: it cannot be grown from that
    follows = before.state.library == state.library and before.state <= state
    old = before.cells if follows else {}
    # answered by an index alone, without a look at the passages
    present = np.sort(np.fromiter((row[0] for row in connection.execute("SELECT id FROM passages")), np.int64))
    last = max((int(cell.ids[-1]) for cell in old.values()), default=0)  # ids only ever grow
    came = _came(connection, last) if len(present) and present[-1] > last else {}
    cells, unsaved = {}, before.unsaved if follows else 0
    for language in sorted({*old, *came}):
        cell, new = old.get(language), came.get(language, [])
        kept = np.flatnonzero(np.isin(cell.ids, present)) if cell else np.zeros(0, np.int64)
        unsaved += len(new) + (len(cell.ids) - len(kept) if cell else 0)
        if cell and not new and len(kept) == len(cell.ids):
            cells[language] = cell
        elif new or len(kept):
            fresh = _read(connection, profile, language, new)
            cells[language] = _grown(cell, kept, fresh) if cell and len(kept) else fresh
    return Snapshot(state, cells, unsaved)


_Row = tuple[int, str, int, int, bytes, bytes]  # a passage: id, article, start, end, terms, counts


def _came(connection: sqlite3.Connection, last: int) -> dict[str, list[_Row]]:
    """Return the passages that came after one, by language."""
    came: dict[str, list[_Row]] = {}
    for language, *row in connection.execute(
        'SELECT language, id, article, start, "end", terms, counts FROM passages WHERE id > ? ORDER BY id', (last,)
    ):
        came.setdefault(language, []).append(tuple(row))
    return came


def _read(connection: sqlite3.Connection, profile: Profile, language: str, rows: list[_Row]) -> Cell:
    """Read a cell of new passages, given in the order of their ids."""
    first = (language, rows[0][0] if rows else 1 << 62)
    ids = np.array([row[0] for row in rows], np.int64)
    _, passage_vectors = _vectors(
        connection,
        "SELECT p.id, 0, 0, e.vector FROM passages p CROSS JOIN embeddings e ON e.id = p.embedding"
        " WHERE p.language = ? AND p.id >= ? ORDER BY p.id",
        first,
        profile,
    )
    # in this order everything is found where it lies: sorting 50,000 articles' vectors took longer than reading them
    sentences, sentence_vectors = _vectors(
        connection,
        'SELECT p.id, s.start, s."end", e.vector FROM passages p CROSS JOIN sentences s ON s.passage = p.id'
        " CROSS JOIN embeddings e ON e.id = s.embedding WHERE p.language = ? AND p.id >= ? ORDER BY p.id, s.id",
        first,
        profile,
    )
    counts = np.bincount(np.searchsorted(ids, sentences[:, 0]), minlength=len(rows))
    return cell_of(
        language,
        ids,
        tuple(row[1] for row in rows),
        np.array([row[2:4] for row in rows], np.int64).reshape(-1, 2),
        counts,
        np.ascontiguousarray(sentences[:, 1:]),
        FaissVectors(passage_vectors),
        FaissVectors(sentence_vectors),
        Lexical.build([(np.frombuffer(row[4], np.uint64), np.frombuffer(row[5], np.uint16)) for row in rows]),
    )


def _vectors(
    connection: sqlite3.Connection, query: str, values: tuple[str, int], profile: Profile
) -> tuple[Integers, Halves]:
    """Return the numbers of a query's rows and their vectors, centred; few rows are held twice at any time."""
    cursor = connection.execute(query, values)
    numbers, vectors = [np.zeros((0, 3), np.int64)], [np.zeros((0, _dimensions(profile)), np.float16)]
    while rows := cursor.fetchmany(_AT_ONCE):
        raw = np.frombuffer(b"".join(row[3] for row in rows), np.float16).reshape(len(rows), -1)
        numbers.append(np.array([row[:3] for row in rows], np.int64))
        vectors.append(profile.centred(raw.astype(np.float32), "passage", values[0]).astype(np.float16))
    return np.concatenate(numbers), np.concatenate(vectors)


def _grown(old: Cell, kept: Integers, new: Cell) -> Cell:
    """Return the kept rows of a cell, then those of a new one."""
    kept_sentences = np.flatnonzero(np.isin(old.passage_of, kept))
    return cell_of(
        old.language,
        np.concatenate([old.ids[kept], new.ids]),
        tuple(old.articles[i] for i in kept) + new.articles,
        np.concatenate([old.spans[kept], new.spans]),
        np.concatenate([np.diff(old.offsets)[kept], np.diff(new.offsets)]),
        np.concatenate([old.sentence_spans[kept_sentences], new.sentence_spans]),
        old.passages.grown(kept, new.passages),
        old.sentences.grown(kept_sentences, new.sentences),
        old.lexical.grown(kept, new.lexical),
    )


def cell_of(
    language: str,
    ids: Integers,
    articles: tuple[str, ...],
    spans: Integers,
    counts: Integers,
    sentence_spans: Integers,
    passages: VectorIndex,
    sentences: VectorIndex,
    lexical: Lexical,
) -> Cell:
    """Return a cell; `counts` says how many sentences each passage has."""
    return Cell(
        language=language,
        ids=ids,
        articles=articles,
        spans=spans,
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        sentence_spans=sentence_spans,
        passage_of=np.repeat(np.arange(len(ids)), counts),
        passages=passages,
        sentences=sentences,
        lexical=lexical,
    )


def _dimensions(profile: Profile) -> int:
    return len(next(iter(profile.means.values())))
