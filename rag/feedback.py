"""What readers say of replies, kept in the library's folder: each with the whole reply, so that it outlives a conversation.

One file of SQLite, opened for every use, so that threads and processes never wait for more than one small change.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from yinju.index import mishaps
from yinju.index.errors import FeedbackPutAside, LibraryDamaged, LibraryError, LibraryOutdated, UsageError
from yinju.index.pages import Pages, Row
from yinju.rag.aside import Identity, identity, put_aside
from yinju.rag.types import Verdict

FILE = "feedback.sqlite"
_FORMAT = 1
_WAIT = 20.0  # seconds a change waits for the changes of others
_WHOLE = 0  # the place of a marker, where feedback is about the whole reply
_SCHEMA = f"""
CREATE TABLE feedback (
  owner TEXT NOT NULL, conversation TEXT NOT NULL, exchange INTEGER NOT NULL, marker INTEGER NOT NULL,
  kind TEXT NOT NULL, verdict TEXT, expected TEXT NOT NULL, refuse INTEGER NOT NULL, reply TEXT NOT NULL,
  given TEXT NOT NULL, PRIMARY KEY (owner, conversation, exchange, marker)
) WITHOUT ROWID;
PRAGMA user_version = {_FORMAT};
"""
_READ = "SELECT owner, conversation, exchange, kind, reply, marker, verdict, expected, refuse, given FROM feedback "
_KEEP = "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ORDER = (0, 1, 2, 4, 8, 3, 5, 6, 7, 9)  # of the columns as they are stored, in which they are read
_FORGET = "DELETE FROM feedback WHERE owner = ? AND conversation = ? AND exchange = ? AND marker = ?"


class Kind(StrEnum):
    """What feedback says: the reply is good, the reply is wrong, or one of its citations is."""

    UP = "up"
    DOWN = "down"
    CITATION = "citation"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one reader says of one exchange (numbered from 1), with the reply as `yinju ask --json` prints it.

    Of a wrong reply: `expected`, what a right answer holds, or `refuse`, that it should have been a refusal. Of a wrong
    citation: its `marker` and the `verdict` it deserves. All that can be left open. Raises UsageError.
    """

    owner: str
    conversation: str
    exchange: int
    kind: Kind
    reply: Mapping[str, Any]
    marker: int | None = None
    verdict: Verdict | None = None
    expected: tuple[str, ...] = ()
    refuse: bool = False
    given: str = field(default_factory=_now)

    def __post_init__(self) -> None:
        if (self.marker is not None) != (self.kind is Kind.CITATION):
            raise UsageError("feedback about a citation names its marker, and no other does")
        if self.verdict and self.kind is not Kind.CITATION:
            raise UsageError("only a citation deserves another verdict")
        if (self.expected or self.refuse) and self.kind is not Kind.DOWN:
            raise UsageError("only for a wrong reply it can be said what would have been right")
        if self.expected and self.refuse:
            raise UsageError("a right reply is either an answer or a refusal")


class Noted(NamedTuple):
    """What is known of one exchange: whether its reply was found good or wrong, and which citations were found wrong."""

    rating: Kind | None = None
    markers: frozenset[int] = frozenset()


class FeedbackFile:
    """The feedback of a library's readers. Safe to use from many threads and processes.

    Raises LibraryError: LibraryReadOnly (LibraryFull, LibraryBusy) where nothing can be written, LibraryOutdated, and
    FeedbackPutAside once when the file is found damaged: what could be read of it is there the next time.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def set(self, feedback: Feedback) -> None:
        """Keep feedback in place of what the same reader said before of the same reply or citation."""
        with self._writing() as connection:
            connection.execute(
                _KEEP,
                (
                    *(feedback.owner, feedback.conversation, feedback.exchange, feedback.marker or _WHOLE),
                    *(feedback.kind.value, feedback.verdict.value if feedback.verdict else None),
                    # JSON in ASCII: half a character, which SQLite would not take, is none
                    *(json.dumps(feedback.expected), feedback.refuse, json.dumps(feedback.reply), feedback.given),
                ),
            )

    def withdraw(self, owner: str, conversation: str, exchange: int, marker: int | None = None) -> bool:
        """Forget what a reader said of a reply, or of one citation of it; return whether anything was said."""
        if not self.path.exists():
            return False
        with self._writing() as connection:
            key = (owner, conversation, exchange, marker or _WHOLE)
            return bool(connection.execute(_FORGET, key).rowcount)

    def of(self, owner: str, conversation: str) -> list[Feedback]:
        """Return what a reader said in a conversation, in the order of its exchanges."""
        clause = "WHERE owner = ? AND conversation = ? ORDER BY exchange, marker"
        return self._read(clause, (owner, conversation))

    def all(self) -> list[Feedback]:
        """Return all feedback, the oldest first."""
        return self._read("ORDER BY given, owner, conversation, exchange, marker", ())

    def _read(self, clause: str, values: tuple[str, ...]) -> list[Feedback]:
        if not self.path.exists():
            return []
        opened = identity(self.path)
        try:
            # for writing too: where a change was cut short, whoever comes next undoes it
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT)
            try:
                rows = connection.execute(_READ + clause, values) if self._version(connection) else ()
                return [found for row in rows if (found := _feedback(*row)) is not None]
            finally:
                connection.close()
        except (sqlite3.Error, ValueError) as error:
            raise self._failure(error, opened) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        opened = identity(self.path)
        try:
            connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
            try:
                connection.execute("PRAGMA secure_delete = ON")  # what is withdrawn is overwritten, not only unlinked
                connection.execute("BEGIN IMMEDIATE")
                if not self._version(connection):
                    for statement in filter(str.strip, _SCHEMA.split(";")):
                        connection.execute(statement)
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise self._failure(error, opened) from error

    def _version(self, connection: sqlite3.Connection) -> int:
        """Return the file's format, 0 where nothing was ever kept. Raises LibraryOutdated."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > _FORMAT:
            raise LibraryOutdated(
                f"{self.path} was made by a newer Yinju; update this one (`pip install --upgrade yinju`)"
            )
        return int(version)

    def _failure(self, error: sqlite3.Error | ValueError, opened: Identity) -> LibraryError:
        known = mishaps.while_writing(self.path, error, _WAIT) if isinstance(error, sqlite3.Error) else None
        if known is not None and not isinstance(known, LibraryDamaged):
            return known
        try:
            name, saved = put_aside(self.path, opened, _salvage, _merge)
        except OSError:
            return LibraryError(f"{self.path} is damaged ({error}); move it away, and a new one is begun")
        said = f"{self.path} is damaged ({error}); it is kept as {name or 'another file'}"
        if not name:
            return FeedbackPutAside(said, "renamed", file=self.path)
        if not saved:
            return FeedbackPutAside(f"{said}, and a new file is begun", "begun", file=self.path, aside=name)
        said += f", and what can be read of it is saved ({saved})"
        return FeedbackPutAside(said, "saved", file=self.path, aside=name, count=saved)


def _salvage(file: Path, log: Path, new: Path) -> int:
    """Make a file of what can be read in a damaged one; return how much that is."""
    connection = sqlite3.connect(new)
    try:
        connection.executescript(_SCHEMA)
        with Pages(file, log) as pages:
            connection.executemany(_KEEP, (row for row in pages.rows() if _is_sound(row)))
        connection.commit()
        (saved,) = connection.execute("SELECT count(*) FROM feedback").fetchone()
    finally:
        connection.close()
    return int(saved)


def _merge(new: Path, path: Path) -> None:
    """Take what one file holds into another that somebody began meanwhile. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, timeout=_WAIT)
    try:
        connection.execute("ATTACH ? AS saved", (str(new),))
        with connection:
            connection.execute("INSERT OR IGNORE INTO feedback SELECT * FROM saved.feedback")
    finally:
        connection.close()


def _is_sound(row: Row) -> bool:
    """Say whether a row of a damaged file is one that was kept."""
    try:
        texts = len(row) == len(_ORDER) and all(isinstance(row[at], str) for at in (0, 1, 4, 9))
        if texts:
            _feedback(*(row[at] for at in _ORDER))
    except (ValueError, TypeError):
        return False
    return texts


def noted(feedback: Iterable[Feedback]) -> dict[int, Noted]:
    """Return by the number of an exchange what is known of it."""
    found: dict[int, Noted] = {}
    for item in feedback:
        known = found.get(item.exchange, Noted())
        markers = known.markers if item.marker is None else known.markers | {item.marker}
        found[item.exchange] = Noted(item.kind if item.marker is None else known.rating, markers)
    return found


def _feedback(*row: Any) -> Feedback | None:
    """Return the feedback of a row, None where it says what this Yinju does not know. Raises ValueError for a torn one."""
    owner, conversation, exchange, kind, reply, marker, verdict, expected, refuse, given = row
    reply, expected = json.loads(reply), tuple(json.loads(expected))
    try:
        said, deserved = Kind(kind), Verdict(verdict) if verdict else None
        return Feedback(
            *(owner, conversation, exchange, said, reply, marker or None, deserved, expected, bool(refuse), given)
        )
    except (ValueError, UsageError):  # another version wrote it, and may read it again
        return None
