"""The Library: a folder of articles that can be added to, searched and removed from, by many at once."""

from __future__ import annotations

import io
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from yinju.index import files, fusion, reprints, snapshot, tables
from yinju.index.catalogue import Catalogue
from yinju.index.encoders import bundled
from yinju.index.encoders import profile as profiles
from yinju.index.encoders.profile import Profile
from yinju.index.encoders.types import Encoder, Vectors
from yinju.index.errors import LibraryDamaged, LibraryReadOnly
from yinju.index.fusion import USUAL, Ranking
from yinju.index.lexical import Lexical
from yinju.index.snapshot import NOTHING, Snapshot
from yinju.index.text import aliases
from yinju.index.text.aliases import Aliases
from yinju.index.text.language import identify
from yinju.index.text.scripts import tokens
from yinju.index.text.terms import terms
from yinju.index.types import AddReport, Article, Draft, Filter, Hit, OnProgress, Place, Unreadable
from yinju.index.upkeep import SMALL, Upkeep

_VECTORS = 5  # vectors a passage has at the least in usual articles: its own and those of its sentences
_READ = 400  # estimated tokens of a question that are encoded: one window of the model


class Library:
    """A catalogue, the encoder its vectors were made with, and the latest snapshot of it.

    Safe to use from many threads; other processes may write at the same time.
    """

    def __init__(self, catalogue: Catalogue, encoder: Encoder, profile: Profile | None = None) -> None:
        """Open a library for an encoder, with its own language means unless others are given.

        Raises EncoderMismatch when it was made with another encoder.
        """
        self.catalogue, self.encoder = catalogue, encoder
        with catalogue.reading() as connection:
            tables.owned(connection, encoder.model)
        self._profile = profile
        self._snapshot = NOTHING
        self._refreshing = threading.Lock()
        self._aliases: tuple[tuple[int, int], Aliases] | None = None
        self.upkeep = Upkeep(catalogue.folder, self._swap)

    @classmethod
    def open(cls, folder: Path, encoder: Encoder, *, create: bool = False) -> Library:
        """Open the library in a folder, made first if asked. Raises LibraryError."""
        return cls(Catalogue.create(folder) if create else Catalogue(folder), encoder)

    def add(
        self,
        drafts: Iterable[Draft | Unreadable],
        *,
        clean: bool = True,
        progress: OnProgress = lambda _: None,
        encoder: Encoder | None = None,
    ) -> AddReport:
        """Add or update articles; unchanged ones cost a look-up. Raises LibraryReadOnly.

        `encoder` is a faster engine of the library's own model. Raises EncoderMismatch for another one.
        """
        from yinju.index.adding import add  # cleaning loads what a question does not need

        report = add(self.catalogue, encoder or self.encoder, drafts, clean=clean, progress=progress)
        with self.catalogue.reading() as connection:
            self.profile(connection)  # measured now for a model of one's own, so that no asker waits for it
        if report.added or report.updated:
            self.keep_up()
        return report

    def remove(self, ids: Sequence[str], before: Callable[[sqlite3.Connection], None] = lambda _: None) -> int:
        """Remove articles and everything derived from them; return how many were there.

        `before` may look at them a last time: it is called in the same transaction.
        """
        with self.catalogue.writing() as connection:
            before(connection)
            removed = tables.remove(connection, ids)
            files.discard(self.catalogue.folder)  # it knows where the removed stood
        self.catalogue.flush()
        self.keep_up()
        return removed

    def articles(self) -> list[Article]:
        """Return all articles in the order they came."""
        with self.catalogue.reading() as connection:
            return list(tables.articles(connection))

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None."""
        with self.catalogue.reading() as connection:
            return tables.article(connection, article_id)

    def count(self) -> int:
        """Return how many articles the library holds."""
        with self.catalogue.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def is_new(self) -> bool:
        """Say whether nothing was ever added: no article, and no change but the note of the encoder."""
        with self.catalogue.reading() as connection:
            return self.count() == 0 and snapshot.state_of(connection).generation <= 1

    @contextmanager
    def view(self) -> Iterator[View]:
        """Look at one committed state: searches and texts inside the block agree with each other."""
        with self.catalogue.reading() as connection:
            yield View(self, connection, self.snapshot_of(connection))

    def snapshot_of(self, connection: sqlite3.Connection) -> Snapshot:
        """Return the state that a connection sees, in memory: the latest one, grown or loaded as needed."""
        known, wanted = self._snapshot, snapshot.state_of(connection)
        if known.state == wanted:
            return known
        with self._refreshing:
            if self._snapshot.state == wanted:
                return self._snapshot
            tables.owned(connection, self.encoder.model)  # it may have been re-embedded since it was opened
            profile, before = self.profile(connection), self._snapshot
            if before.state.library != wanted.library:
                before = files.read(self.catalogue.folder, wanted, profile) or NOTHING
            try:
                fresh = snapshot.load(connection, profile, before)
            except ValueError as error:  # vectors or terms of the wrong size
                raise LibraryDamaged(self.catalogue.path, str(error)) from error
            if fresh.state.library != self._snapshot.state.library or fresh.state > self._snapshot.state:
                self._snapshot = fresh
                self.upkeep.consider(fresh, profile)
            return fresh

    def keep_up(self) -> None:
        """After a change of the catalogue, see to the index file of a library that is large enough to have one."""
        with self.catalogue.reading() as connection:
            if tables.passage_count(connection) > SMALL // _VECTORS:
                self.snapshot_of(connection)

    def _swap(self, before: Snapshot, after: Snapshot) -> None:
        """Take a better snapshot of some state; what has changed since that state is read once more."""
        with self.catalogue.reading() as connection:
            state = snapshot.state_of(connection)
            with self._refreshing:
                if self._snapshot is before:
                    self._snapshot = after
                elif self._snapshot.state <= state and after.state.library == state.library:
                    profile = self.profile(connection)
                    self._snapshot = snapshot.load(connection, profile, after)
                    self.upkeep.consider(self._snapshot, profile)  # much may have changed meanwhile

    def aliases(self) -> Aliases:
        """Return the names of one thing: the shipped list, and the library's own where its folder holds one.

        Raises UsageError when that cannot be read.
        """
        own = self.catalogue.folder / aliases.FILE
        try:
            noted = own.stat()
        except FileNotFoundError:
            return aliases.shipped()
        state, known = (noted.st_mtime_ns, noted.st_size), self._aliases
        if known is None or known[0] != state:
            known = self._aliases = state, aliases.shipped().extended(aliases.load(own))
        return known[1]

    def profile(self, connection: sqlite3.Connection) -> Profile:
        """Return the model's language means, computed once for a model that Yinju does not ship them for."""
        if self._profile is None:
            self._profile = self._stored_profile(connection) or self._measured_profile()
        return self._profile

    def _measured_profile(self) -> Profile:
        profile = profiles.profile_of(self.encoder)
        if self.encoder.model != bundled.MODEL:
            content = io.BytesIO()
            profiles.save(profile, content)
            with suppress(LibraryReadOnly), self.catalogue.writing() as connection:  # then it is measured each time
                tables.set_meta(connection, "profile", content.getvalue())
        return profile

    def _stored_profile(self, connection: sqlite3.Connection) -> Profile | None:
        content = tables.meta(connection, "profile")
        return profiles.load(io.BytesIO(content), self.encoder.model) if isinstance(content, bytes) else None


@dataclass(frozen=True, slots=True)
class View:
    """One committed state of a library, open for reading."""

    library: Library
    connection: sqlite3.Connection
    snapshot: Snapshot

    def search(
        self,
        question: str,
        *,
        language: str | None = None,
        depth: int = 20,
        with_sentences: int = 10,
        wanted: Filter | None = None,
        ranking: Ranking = USUAL,
    ) -> list[Hit]:
        """Return the best passages in any language, best first, at most `depth`.

        `language` is the question's own (detected when not given). The first `with_sentences` hits carry
        their sentences with cosines. Reprints are not hits of their own but `copies` of one.
        """
        admitted = tables.matching(self.connection, wanted) if wanted else None
        language = language or identify(question)
        vector = self._question_vector(question, language)
        words = set(terms(question))
        cells = [self.snapshot.cells[code] for code in sorted(self.snapshot.cells)]
        renamed = {cell.language: self.other_names(question, cell.language) for cell in cells if ranking.names}
        copies: dict[Place, tuple[Place, ...]] = {}
        deep = reprints.deeper(depth) if ranking.grouped else depth
        ranked = fusion.rank_all(cells, vector, words, language, deep, admitted, ranking, renamed)
        if ranking.grouped:
            ranked, copies = reprints.grouped(ranked, depth, lambda article_id: self.article(article_id).text, ranking)
        found = fusion.hits(fusion.balance(ranked, depth, ranking), vector, with_sentences)
        return [replace(hit, copies=copies.get(Place(hit.article_id, hit.start, hit.end), ())) for hit in found]

    def lexical(self, language: str) -> Lexical:
        """Return the lexical index over a language's passages, for term statistics."""
        return self.snapshot.cells[language].lexical

    def other_names(self, text: str, language: str) -> frozenset[str]:
        """Return the terms of other names for the names in a text that the passages of a language do not have."""
        return self.library.aliases().terms_of_others(text, self.lexical(language).holds_all)

    def _question_vector(self, question: str, language: str) -> Vectors:
        profile = self.library.profile(self.connection)
        read = question[: int(len(question) * min(1.0, _READ / tokens(question)))]
        vector: Vectors = profile.centred(self.library.encoder.encode([read], "question"), "question", language)[0]
        return vector

    def article(self, article_id: str) -> Article:
        """Return an article that a hit named. Raises KeyError for any other."""
        found = tables.article(self.connection, article_id)
        if found is None:
            raise KeyError(article_id)
        return found
