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
from contextlib import contextmanager, suppress
from pathlib import Path

from yinju.index import mishaps
from yinju.index.errors import LibraryDamaged, LibraryMissing, LibraryOutdated, LibraryReadOnly, NotALibrary
from yinju.index.migrations import migrate
from yinju.index.schema import APPLICATION, FORMAT, LISTED, NOTES, SCHEMA

FILE = "catalogue.sqlite"
INDEX = "index.bin"  # derived from it, see files.py
_SMALLEST = 512  # bytes of a database's first page; SQLite takes a shorter file for an empty one
_WAIT = 60.0  # seconds a writer waits for another writer
_PATIENCE = 2.0  # seconds a removal waits for readers of the older state


class Catalogue:
    """A library's SQLite file. Connections are opened for each use, so threads never share one."""

    def __init__(self, folder: Path) -> None:
        """Open an existing catalogue; one of an older format is brought to the present one.

        Raises LibraryMissing, NotALibrary, LibraryDamaged, LibraryOutdated.
        """
        self.folder = folder
        self.path = folder / FILE
        if not self.path.is_file():
            if _holds_other_things(folder):
                raise NotALibrary(f"{folder} is not a library (it has no {FILE}); name another folder with --library")
            _no_log_without_file(self.path)
            raise LibraryMissing(f"no library at {folder}; make one with `yinju add PATH --library {folder}`")
        _looks_like_one(self.path)
        with self.reading() as connection:
            version = _format(connection, folder)
        if version < FORMAT:
            self._migrate(version)

    @classmethod
    def create(cls, folder: Path) -> Catalogue:
        """Open the catalogue in a folder, made first when the folder is empty or not there. Raises LibraryError."""
        if not (folder / FILE).is_file() and _holds_other_things(folder):
            raise NotALibrary(f"{folder} holds other things than a library; name an empty or a new folder")
        if not (folder / FILE).is_file():
            _no_log_without_file(folder / FILE)
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
            connection = open_for_reading(self.path)
        except sqlite3.Error as error:
            raise mishaps.while_reading(self.path, error) from error
        try:
            connection.execute("BEGIN")
            yield connection
        except sqlite3.DatabaseError as error:
            raise mishaps.while_reading(self.path, error) from error
        finally:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction: committed when the block ends, undone when it raises.

        Raises LibraryReadOnly (LibraryFull, LibraryBusy), LibraryDamaged, LibraryOutdated.
        """
        with self._transaction() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != FORMAT:
                raise _outdated(self.folder, version)
            connection.execute(LISTED)
            yield connection
            connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        address = f"{self.path.absolute().as_uri()}?mode=rw"  # never made anew where it has gone
        try:
            connection = sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)
        except sqlite3.Error as error:
            raise mishaps.while_writing(self.path, error, _WAIT) from error
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten, not only unlinked
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
            with suppress(sqlite3.OperationalError):  # it is in the log for good; the next change takes it from there
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.DatabaseError as error:
            raise mishaps.while_writing(self.path, error, _WAIT) from error
        finally:
            connection.close()

    def _migrate(self, version: int) -> None:
        try:
            with self._transaction() as connection:
                migrate(connection)
        except LibraryReadOnly as error:
            raise LibraryOutdated(
                f"{self.folder} is a library of format {version}, this Yinju reads {FORMAT} and could not change it "
                f"({error}); run `yinju repair --library {self.folder}` as someone who may write there"
            ) from error

    def flush(self) -> None:
        """Write the log back into the file, so that nothing removed stays in it; waits a little for readers."""
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError:
            pass  # somebody still reads the older state; the next write does it
        finally:
            connection.close()


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open a file with a write-ahead log, in a read-only folder too. One user at a time, but not always one thread: a stream may go on in another."""
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
    try:
        connection.executescript(f"PRAGMA journal_mode = WAL; BEGIN; {SCHEMA} {NOTES} COMMIT;")
    finally:
        connection.close()
    try:
        os.link(unfinished, folder / FILE)  # unlike a rename it never replaces what another process just made
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()


def _holds_other_things(folder: Path) -> bool:
    return folder.exists() and (
        not folder.is_dir() or any(not entry.name.startswith((FILE, INDEX, ".")) for entry in folder.iterdir())
    )


def _looks_like_one(path: Path) -> None:
    """Refuse a file that SQLite would take for a new database.

    By its size alone: a file that is opened and closed past SQLite costs every connection of this process its locks.
    """
    size = path.stat().st_size
    if size < _SMALLEST:
        # none is ever left like this: it is made under another name first. And SQLite would throw its log away
        raise LibraryDamaged(path, "it is empty, 0 bytes" if not size else f"only {size} bytes of it are left")


def _no_log_without_file(path: Path) -> None:
    """Refuse to begin anew beside the log of a catalogue that has gone: SQLite would mix the two."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise LibraryDamaged(path, f"it has gone, and only its log {log.name} is left")


def _format(connection: sqlite3.Connection, folder: Path) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION:
        raise NotALibrary(f"{folder / FILE} was not made by Yinju; name another folder with --library")
    if not 1 <= version <= FORMAT:
        raise _outdated(folder, version)
    return int(version)


def _outdated(folder: Path, version: int) -> LibraryOutdated:
    return LibraryOutdated(
        f"{folder} is a library of format {version}, made by a newer Yinju; this one reads {FORMAT}: "
        "update Yinju (`pip install --upgrade yinju`)"
    )
