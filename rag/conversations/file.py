"""The file of conversations: made by the first write, opened for each use, saved and put aside when it is damaged.

One SQLite file with a write-ahead log: what is committed is there after any crash, readers wait for nobody.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yinju.index.catalogue import open_for_reading
from yinju.index.errors import NotKept
from yinju.rag.aside import identity
from yinju.rag.conversations import mishaps
from yinju.rag.conversations.making import make
from yinju.rag.conversations.schema import APPLICATION, FORMAT, SCHEMA, migrate

FILE = "conversations.sqlite"
_WAIT = 10.0  # seconds a writer waits for other writers; a question is not kept waiting any longer
_turns = threading.Lock()
"""Threads queue here: 32 that wait for SQLite's own lock starve some of each other beyond any patience (measured)."""


class File:
    """The conversations of one library. Connections are opened for each use, so threads never share one.

    One that stays open would save 2.5 of the 3.3 ms that a question and its answer cost (measured), but keep its own
    view of a file that was replaced, damaged or robbed of its log meanwhile, and what was deleted in that log.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open a connection that sees one committed state; what was never written reads as empty. Raises NotKept."""
        with self._mishaps("read"):
            connection = self._opened() if self._is_there() else _nothing()
            connection.row_factory = sqlite3.Row
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction: committed when the block ends, undone when it raises. Raises NotKept."""
        with self._mishaps("written to"):
            if not self._is_there():
                make(self.path)
            with self._turn(), self._transaction() as connection:
                yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not _turns.acquire(timeout=_WAIT):
            raise mishaps.busy(self.path, "many ask")
        try:
            yield
        finally:
            _turns.release()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        address = f"{self.path.absolute().as_uri()}?mode=rw"  # never made anew where it has gone
        connection = sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last words, never the file
            connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not only unlinked
            connection.execute("BEGIN IMMEDIATE")
            if self._suitable(connection) < FORMAT:
                migrate(connection)
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()

    @contextmanager
    def _mishaps(self, done: str) -> Iterator[None]:
        """Turn what goes wrong with the file into NotKept; of a damaged one only that which was opened is put aside."""
        opened = identity(self.path)
        try:
            yield
        except sqlite3.Error as error:
            raise mishaps.told(self.path, error, done, opened) from error
        except OSError as error:
            raise mishaps.refused(self.path, done, error) from error

    def _is_there(self) -> bool:
        """Say whether there is a file that SQLite would read and not begin anew. Raises PutAside for its remains."""
        mishaps.remains(self.path)
        return self.path.exists()

    def _opened(self) -> sqlite3.Connection:
        """Open for reading; a file of an older format is brought to the present one first."""
        connection = open_for_reading(self.path)
        try:
            version = self._suitable(connection)
            if version == FORMAT:
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
        try:
            with self._transaction():
                pass
        except sqlite3.OperationalError as error:
            raise NotKept(
                f"{self.path} is of format {version}, this Yinju uses {FORMAT} and could "
                f"not change it ({error}); start it once as someone who may write there",
                "older",
                file=self.path,
            ) from error
        return open_for_reading(self.path)

    def _suitable(self, connection: sqlite3.Connection) -> int:
        """Return the file's format when this program can use it. Raises NotKept."""
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION:
            raise NotKept(f"{self.path} was not made by Yinju; move it elsewhere", "foreign", file=self.path)
        if not 1 <= version <= FORMAT:
            raise NotKept(
                f"{self.path} is of format {version}, made by a newer Yinju; this one uses "
                f"{FORMAT}: update Yinju (`pip install --upgrade yinju`)",
                "newer",
                file=self.path,
            )
        return int(version)


def _nothing() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(SCHEMA)
    return connection
