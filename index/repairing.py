"""A library verified and mended: what is wrong, what was done about it, and what is lost.

Mended is what follows from the articles' texts, which are proved by their hashes: passages, sentences,
vectors, notes, files built from the catalogue. A text that does not match its hash is lost. Nothing is deleted for good: a
damaged catalogue, and what is left of articles that cannot be proved, stay beside the library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import gmtime, strftime
from typing import Protocol

from yinju.index import files, mending, tables
from yinju.index.catalogue import FILE, Catalogue
from yinju.index.encoders.types import Encoder
from yinju.index.errors import EncoderUnavailable, LibraryDamaged
from yinju.index.rebuilding import rebuild
from yinju.index.verifying import Fault, faults

EncoderOf = Callable[[str | None], Encoder]
"""Gives the encoder of a name, or the one that is set. Raises EncoderUnavailable."""

_ROUNDS = 3  # what is mended may uncover more: a row whose owner was made anew


class Derived(Protocol):
    """Files built from a catalogue and kept beside it."""

    def verify(self, folder: Path) -> list[str]:
        """Return what is wrong with them, in words."""
        ...

    def discard(self, folder: Path) -> None:
        """Delete them, so that they are built anew."""
        ...


DERIVED: Sequence[Derived] = (files,)
"""What is kept beside the catalogue and can always be built again from it."""


@dataclass(slots=True)
class Repair:
    """What a repair found and did. `left` is what is still wrong, `lost` id → address of articles that are gone."""

    folder: Path
    found: list[Fault]
    left: list[Fault] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)
    emptied: list[str] = field(default_factory=list)
    """Ids of the articles that lost facets or page numbers."""
    kept: list[Path] = field(default_factory=list)
    """Files that hold what was damaged."""
    articles: int = 0

    @property
    def well(self) -> bool:
        """Nothing is wrong any more, and nothing was lost on the way."""
        return not (self.left or self.lost or self.emptied)


def verify(folder: Path, derived: Sequence[Derived] = DERIVED) -> Repair:
    """Say what is wrong with a library and change nothing. Raises LibraryMissing, NotALibrary, LibraryOutdated."""
    found, articles = _look(folder, derived)
    return Repair(folder, found, left=found, articles=articles)


def repair(
    folder: Path,
    encoder: EncoderOf,
    tell: Callable[[str], None] = lambda _: None,
    derived: Sequence[Derived] = DERIVED,
) -> Repair:
    """Verify a library and mend what can be mended. Raises LibraryError, EncoderUnavailable."""
    found, articles = _look(folder, derived)
    done = Repair(folder, found, articles=articles)
    if not found:
        return done
    if any(fault.kind == "file" for fault in found):
        rebuilt = rebuild(folder, encoder, tell)
        done.lost |= rebuilt.lost
        done.kept += [rebuilt.kept] if rebuilt.kept else []
    else:
        _mend_all(done, encoder, tell)
    for kind in derived:
        kind.discard(folder)
    done.left, done.articles = _look(folder, derived)
    return done


def _look(folder: Path, derived: Sequence[Derived]) -> tuple[list[Fault], int]:
    try:
        with Catalogue(folder).reading() as connection:
            found = faults(connection)
            (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    except LibraryDamaged as error:
        return [Fault("file", FILE, error.what)], 0
    return found + [Fault("derived", folder.name, what) for files in derived for what in files.verify(folder)], articles


def _mend_all(done: Repair, encoder: EncoderOf, tell: Callable[[str], None]) -> None:
    catalogue, found = Catalogue(done.folder), done.found
    for _ in range(_ROUNDS):
        _mend(catalogue, done, found, encoder, tell)
        with catalogue.reading() as connection:
            before, found = found, faults(connection)
        if not found or found == before:
            return


def _mend(
    catalogue: Catalogue, done: Repair, found: Sequence[Fault], encoder_of: EncoderOf, tell: Callable[[str], None]
) -> None:
    def about(kind: str) -> list[str]:
        return [fault.about for fault in found if fault.kind == kind]

    if about("orphan"):
        mending.drop_lonely(catalogue)
    if {"id", "generation"} & set(about("notes")):
        mending.note_identity(catalogue)
    if "dimensions" in about("notes"):
        mending.note_dimensions(catalogue)
    if ids := about("article"):
        kept = catalogue.path.with_name(f"{FILE}.lost-{strftime('%Y%m%d-%H%M%S', gmtime())}.jsonl")
        done.lost |= mending.take_out(catalogue, ids, kept)
        done.kept.append(kept)
    if ids := sorted(set(about("details"))):
        mending.reset_details(catalogue, ids)
        done.emptied += ids
    with catalogue.reading() as connection:
        owner = tables.meta(connection, "encoder")
    try:
        if owner is None and "encoder" in about("notes"):
            mending.note_encoder(catalogue, encoder_of(None))
        elif isinstance(owner, str) and (about("passages") or about("embedding")):
            encoder = encoder_of(owner)
            mending.encode_again(catalogue, encoder, about("embedding"))
            mending.split_again(catalogue, encoder, about("passages"))
    except EncoderUnavailable as error:
        tell(f"what has to be encoded again stays as it is: {error}")
