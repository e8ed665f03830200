"""The catalogue: one SQLite file that is the truth about a library.

Articles, passages, sentences, their terms and an embedding cache by content hash. Everything else (FAISS
vectors, lexical index) is derived from it and can be rebuilt at any time. SQLite's write-ahead log gives
what promises need: a transaction is there wholly or not at all after any crash, readers see one committed
state for as long as they look, and nobody waits for a reader.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yinju.index.errors import LibraryMissing, LibraryReadOnly, NotALibrary

FILE = "catalogue.sqlite"
_FORMAT = 1
_APPLICATION = 0x59494E4A  # "YINJ", SQLite's application_id
_WAIT = 60.0  # seconds a writer waits for another writer
_PATIENCE = 2.0  # seconds a removal waits for readers of the older state

_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_FORMAT};
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE articles (
  id TEXT PRIMARY KEY, identity TEXT NOT NULL, digest TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT NOT NULL,
  url TEXT, published TEXT, language TEXT NOT NULL, facets TEXT NOT NULL, text TEXT NOT NULL, raw TEXT,
  added TEXT NOT NULL DEFAULT (datetime('now'))
) WITHOUT ROWID;
CREATE TABLE embeddings (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, vector BLOB NOT NULL);
CREATE TABLE passages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, language TEXT NOT NULL,
  embedding INTEGER NOT NULL REFERENCES embeddings(id), terms BLOB NOT NULL, counts BLOB NOT NULL
);
CREATE TABLE sentences (
  id INTEGER PRIMARY KEY AUTOINCREMENT, passage INTEGER NOT NULL REFERENCES passages(id) ON DELETE CASCADE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, embedding INTEGER NOT NULL REFERENCES embeddings(id)
);
CREATE INDEX passages_article ON passages(article);
CREATE INDEX passages_embedding ON passages(embedding);
CREATE INDEX sentences_passage ON sentences(passage);
CREATE INDEX sentences_embedding ON sentences(embedding);
"""


class Catalogue:
    """A library's SQLite file. Connections are opened for each use, so threads never share one."""

    def __init__(self, folder: Path) -> None:
        """Open an existing catalogue. Raises LibraryMissing, NotALibrary."""
        self.folder = folder
        self.path = folder / FILE
        if not self.path.is_file():
            if _holds_other_things(folder):
                raise NotALibrary(f"{folder} is not a library (it has no {FILE}); name another folder with --library")
            raise LibraryMissing(f"no library at {folder}; make one with `yinju add PATH --library {folder}`")
        with self.reading() as connection:
            _check(connection, folder)

    @classmethod
    def create(cls, folder: Path) -> Catalogue:
        """Open the catalogue in a folder, made first when the folder is empty or not there. Raises LibraryError."""
        if not (folder / FILE).is_file() and _holds_other_things(folder):
            raise NotALibrary(f"{folder} holds other things than a library; name an empty or a new folder")
        if not (folder / FILE).is_file():
            try:
                folder.mkdir(parents=True, exist_ok=True)
                _make(folder)
            except (OSError, sqlite3.OperationalError) as error:
                raise LibraryReadOnly(
                    f"cannot make a library in {folder} ({error}); choose a folder you may write to"
                ) from error
        return cls(folder)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open a connection that sees one committed state until it is closed."""
        try:
            connection = _connect(self.path)
        except sqlite3.OperationalError as error:
            raise NotALibrary(f"{self.path} cannot be opened ({error}); check permissions") from error
        try:
            connection.execute("BEGIN")
            yield connection
        except sqlite3.DatabaseError as error:
            raise NotALibrary(f"{self.path} cannot be read ({error}); restore it from a backup") from error
        finally:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction: committed when the block ends, undone when it raises. Raises LibraryReadOnly."""
        connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten, not only unlinked
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.OperationalError as error:
            reason = str(error)
            advice = (
                "another program is writing; try again later"
                if "locked" in reason
                else "check permissions and free space"
            )
            raise LibraryReadOnly(f"cannot write to {self.path} ({reason}); {advice}") from error
        finally:
            connection.close()

    def flush(self) -> None:
        """Write the log back into the file, so that nothing removed stays in it; waits a little for readers."""
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError:
            pass  # somebody still reads the older state; the next write does it
        finally:
            connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    """Open for reading. One user at a time, but not always one thread: a stream may go on in another."""
    address = path.absolute().as_uri()
    connection = sqlite3.connect(
        f"{address}?mode=ro", uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.OperationalError as error:
        # a folder that may not be written to cannot hold the log's index file; without a log none is needed
        log = path.with_name(f"{path.name}-wal")
        connection.close()
        if "locked" in str(error) or (log.exists() and log.stat().st_size):
            raise
        return sqlite3.connect(f"{address}?immutable=1", uri=True, isolation_level=None, check_same_thread=False)
    except sqlite3.DatabaseError:
        pass  # the caller's first query says what is wrong
    return connection


def _make(folder: Path) -> None:
    """Make the empty catalogue under another name and move it into place, so that none is ever half made."""
    unfinished = folder / f"{FILE}.{os.getpid()}-{threading.get_ident()}.new"
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished)
    connection.executescript(
        f"PRAGMA journal_mode = WAL; BEGIN; {_SCHEMA} INSERT INTO meta VALUES ('generation', 0), ('id', lower(hex(randomblob(8)))); COMMIT;"
    )
    connection.close()
    try:
        os.link(unfinished, folder / FILE)  # unlike a rename it never replaces what another process just made
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()


def _holds_other_things(folder: Path) -> bool:
    return folder.exists() and (
        not folder.is_dir() or any(not entry.name.startswith((FILE, ".")) for entry in folder.iterdir())
    )


def _check(connection: sqlite3.Connection, folder: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION:
        raise NotALibrary(f"{folder / FILE} was not made by Yinju; name another folder with --library")
    if version != _FORMAT:
        raise NotALibrary(
            f"{folder} is a library of format {version}, this Yinju reads {_FORMAT}; add the articles to a new library"
        )
