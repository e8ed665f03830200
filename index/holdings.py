"""What a library holds and what it takes on the disk."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from yinju.index import tables
from yinju.index.catalogue import FILE, INDEX, Catalogue


@dataclass(frozen=True, slots=True)
class Holdings:
    """Counts of a library, the encoder its vectors are of, and the bytes of its files; 0 where there is no index file."""

    folder: Path
    articles: int
    passages: int
    sentences: int
    encoder: str | None
    catalogue_bytes: int
    index_bytes: int


def holdings(catalogue: Catalogue) -> Holdings:
    """Return what a library holds. Raises LibraryError."""
    with catalogue.reading() as connection:
        articles, passages, sentences = (
            int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("articles", "passages", "sentences")
        )
        encoder = tables.meta(connection, "encoder")
    return Holdings(
        catalogue.folder,
        articles,
        passages,
        sentences,
        encoder if isinstance(encoder, str) else None,
        _size(catalogue.folder / FILE) + _size(catalogue.folder / f"{FILE}-wal"),
        _size(catalogue.folder / INDEX),
    )


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0
