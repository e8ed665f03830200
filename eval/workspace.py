"""Where datasets are made ready to be asked: encoders with kept vectors, libraries kept by what they were made of."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from yinju.eval.datasets import CorpusSet, ReadingSet
from yinju.eval.signature import program
from yinju.eval.types import Document
from yinju.eval.vectors import KeptEncoder
from yinju.index.catalogue import Catalogue
from yinju.index.encoders import bundled
from yinju.index.encoders.profile import Profile, profile_of, uncentred
from yinju.index.encoders.types import Encoder
from yinju.index.library import Library
from yinju.index.types import Draft, OnProgress, Unreadable
from yinju.rag import bootstrap, engines
from yinju.rag.settings import Settings

_OUTDATED = 3600.0  # seconds after which the library of another version of the program is taken for forgotten
_MANY = 30_000
"""Characters of a dataset above which making the faster graph (a minute) pays. The engine follows from the
dataset alone, not from what happens to be prepared, or figures would depend on the machine's history."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of kept vectors and libraries for one encoder."""

    folder: Path
    encoder: Encoder
    engine: str
    profile: Profile

    @classmethod
    def open(
        cls,
        settings: Settings,
        dataset: CorpusSet | ReadingSet | None,
        tell: Callable[[str], None],
        *,
        centred: bool = True,
    ) -> Workspace:
        """Return the workspace for a dataset, or a large one that is yet to be made.

        No engine is loaded or prepared before a text is new.
        """
        folder, encoder, engine = _encoder(settings, dataset, tell)
        return cls(folder, encoder, engine, profile_of(encoder) if centred else uncentred(encoder))

    def library(self, dataset: CorpusSet, progress: OnProgress) -> Library:
        """Return a library with the dataset's documents, made now or kept from before.

        What is kept depends on the documents, the encoder and the program that splits them; an addition that
        was interrupted is completed.
        """
        place = self.place(dataset)
        for old in place.parent.glob("*"):
            with suppress(OSError):  # another run may be clearing up too
                if old != place and old.stat().st_mtime < time.time() - _OUTDATED:
                    shutil.rmtree(old)
        library = Library(Catalogue.create(place), self.encoder, self.profile)
        _add(library, dataset.documents(), progress)
        return library

    def place(self, dataset: CorpusSet) -> Path:
        """Return where the library of a dataset is kept."""
        own = f"{dataset.name}-{dataset.digest}-{_slug(self.engine)}"
        return self.folder / "libraries" / own / program("index")

    @contextmanager
    def small_library(self, documents: Iterable[Document]) -> Iterator[Library]:
        """Give a library of a few documents, gone afterwards."""
        with tempfile.TemporaryDirectory() as temporary:
            library = Library(Catalogue.create(Path(temporary) / "library"), self.encoder, self.profile)
            _add(library, documents, lambda _: None)
            yield library


def _encoder(
    settings: Settings, dataset: CorpusSet | ReadingSet | None, tell: Callable[[str], None]
) -> tuple[Path, Encoder, str]:
    """Return the workspace's folder, the encoder for a dataset, and its name in signatures."""
    folder = settings.cache / "eval"
    if settings.encoder != bundled.MODEL:
        encoder = bootstrap.encoder(settings)
        kept = partial(KeptEncoder, folder / f"{_slug(encoder.model)}.sqlite", encoder.model, encoder.dimensions)
        return folder, kept(lambda: encoder, lambda: encoder), encoder.model
    fast = dataset is None or _characters(dataset) > _MANY
    engine = f"{bundled.MODEL} ({'int8, questions 4-bit' if fast else '4-bit'})"
    path = folder / f"{bundled.MODEL}-{'int8-rows' if fast else '4-bit'}.sqlite"
    passages = partial(_prepared, settings, tell) if fast else bundled.BundledEncoder
    return folder, KeptEncoder(path, bundled.MODEL, bundled.DIMENSIONS, passages, bundled.BundledEncoder), engine


def _add(library: Library, documents: Iterable[Document], progress: OnProgress) -> None:
    """Add documents as they are; one without a word in it cannot be added, and could not be found either."""
    drafts: Iterator[Draft | Unreadable] = (
        Draft(
            identity=document.id,
            raw=document.text,
            where=document.id,
            title=document.title,
            language=document.language,
            published=document.published,
        )
        for document in documents
    )
    library.add(drafts, clean=False, progress=progress)


def _prepared(settings: Settings, tell: Callable[[str], None]) -> Encoder:
    engines.prepare_once(settings, tell)
    return bootstrap.encoder(settings, bulk=True)


def _characters(dataset: CorpusSet | ReadingSet) -> int:
    if isinstance(dataset, CorpusSet):
        return sum(len(document.text) for document in dataset.documents())
    return sum(len(text) for text in {document.text for query in dataset.queries for document in query.documents})


def _slug(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-." else "-" for c in name).strip("-")[:80]
