"""A fresh catalogue out of what a damaged one still holds; the damaged file is kept under another name."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import compress, islice
from pathlib import Path
from time import gmtime, strftime
from typing import TypeVar

from yinju.index import embeddings, tables
from yinju.index.catalogue import FILE, Catalogue
from yinju.index.encoders.types import Encoder
from yinju.index.errors import LibraryBusy
from yinju.index.mending import drop_lonely
from yinju.index.salvage import Saved, Wreck
from yinju.index.splitting import passage_rows
from yinju.index.tables import ArticleRow

_AT_ONCE = 100  # articles a transaction
_VECTORS_AT_ONCE = 5_000
_PATIENCE = 5.0  # seconds another writer is waited for
_WORKPLACE = ".salvage"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it: how many articles were saved, which were lost, and where the damaged file lies now."""

    saved: int
    lost: dict[str, str]
    kept: Path | None


def rebuild(folder: Path, encoder: Callable[[str | None], Encoder], tell: Callable[[str], None]) -> Rebuilt:
    """Put a fresh catalogue in place of a damaged one, if any article of it can be proved.

    `encoder` gives the encoder of a name, or the one that is set. Killed at any moment, it begins anew; the
    catalogue is exchanged in one step when all is done. Raises LibraryBusy, EncoderUnavailable.
    """
    file, log = _sources(folder)
    before = _written(file, log)
    workplace = folder / _WORKPLACE
    shutil.rmtree(workplace, ignore_errors=True)
    wreck = Wreck(file, log)
    tell(f"reading what is left in {file.name}")
    for _ in wreck.articles():
        pass  # the first time only for the notes: who made the vectors decides whether they can be used
    if not wreck.proved:
        return Rebuilt(0, wreck.lost, None)
    try:
        tell(f"{len(wreck.proved)} articles can be saved")
        _fill(Catalogue.create(workplace), wreck, encoder)
        if _written(file, log) != before:
            raise LibraryBusy(f"another program wrote to {file} meanwhile; end it, then repair again")
        kept = _exchange(folder, file, log, workplace / FILE)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return Rebuilt(len(wreck.proved), wreck.lost, kept)


def _fill(fresh: Catalogue, wreck: Wreck, encoder_of: Callable[[str | None], Encoder]) -> None:
    owner = wreck.notes.get("encoder")
    encoder = encoder_of(str(owner) if owner else None)
    with fresh.writing() as connection:
        tables.set_meta(connection, "encoder", encoder.model)
        tables.set_meta(connection, "dimensions", encoder.dimensions)
    if owner == encoder.model:
        for found in _chunks(wreck.vectors(encoder.dimensions), _VECTORS_AT_ONCE):
            sound = embeddings.are_unit([vector for _, vector in found], encoder.dimensions)
            with fresh.writing() as connection:
                connection.executemany(
                    "INSERT OR IGNORE INTO embeddings (key, vector) VALUES (?, ?)", compress(found, sound)
                )
    again = Wreck(wreck.file, wreck.log)
    for articles in _chunks(again.articles(), _AT_ONCE):
        _store(fresh, encoder, articles)
    drop_lonely(fresh)
    fresh.flush()


def _store(fresh: Catalogue, encoder: Encoder, articles: list[Saved]) -> None:
    rows = [
        ArticleRow(saved.article, saved.digest, saved.raw, passage_rows(saved.article), saved.added)
        for saved in articles
    ]
    with fresh.reading() as connection:
        vectors = embeddings.missing(connection, encoder, rows)
    with fresh.writing() as connection:
        tables.put(connection, rows, vectors, encoder.model)


def _sources(folder: Path) -> tuple[Path, Path]:
    """Return the damaged file and its log, which an exchange that was cut short has moved already."""
    file = folder / FILE
    for other in sorted(folder.glob(f"{FILE}.damaged-*")):
        if file.is_file() and not other.name.endswith(("-wal", "-shm")) and other.samefile(file):
            return other, _log(other)
    return file, _log(file)


def _log(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def _written(file: Path, log: Path) -> list[tuple[int, int] | None]:
    """Return when and how far the files were last written, once nobody is writing. Raises LibraryBusy."""
    if file.is_file() and file.stat().st_size:
        address = f"{file.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise LibraryBusy(f"another program is writing to {file}; end it, then repair again") from error
        finally:
            connection.close()
    found = [path.stat() if path.is_file() else None for path in (file, log)]
    return [(state.st_mtime_ns, state.st_size) if state and state.st_size else None for state in found]


def _exchange(folder: Path, file: Path, log: Path, fresh: Path) -> Path | None:
    """Put the fresh catalogue in place; the damaged one gets a name of its own before, its log goes with it."""
    kept = file
    if file.name == FILE:
        kept = folder / f"{FILE}.damaged-{strftime('%Y%m%d-%H%M%S', gmtime())}"
        if file.is_file():
            try:
                os.link(file, kept)
            except OSError:  # a disk without links
                shutil.copyfile(file, kept)
        if log.is_file():
            log.rename(_log(kept))  # or the fresh catalogue would take it for its own
    with suppress(FileNotFoundError):
        (folder / f"{FILE}-shm").unlink()
    fresh.replace(folder / FILE)
    return kept


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
