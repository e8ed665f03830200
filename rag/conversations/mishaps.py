"""What can go wrong with the file of conversations, in words, and how a damaged one is put aside."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from yinju.index.errors import NotKept, PutAside

_SMALLEST = 512  # bytes of a database's first page; SQLite takes a shorter file for an empty one
_SAFE = "what was kept before is safe"
Identity = tuple[int, int] | None
"""Which file a name stood for: device and inode."""


def identity(path: Path) -> Identity:
    """Return which file stands at a path now, None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def told(path: Path, error: sqlite3.Error, done: str, opened: Identity) -> NotKept:
    """Return what to tell of an error; a damaged file is put aside if it still is the one that was opened."""
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return put_aside(path, str(error), opened)
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return NotKept(f"another program writes to {path} ({error}); try again, {_SAFE}")
    if kind in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return NotKept(f"the disk takes no more for {path} ({error}); free some space, {_SAFE}")
    return NotKept(refused(path, done, error))


def refused(path: Path, done: str, error: Exception) -> str:
    """Return what to tell of a file that cannot be used as it should."""
    return f"{path} cannot be {done} ({error}); check the permissions there, {_SAFE}"


def remains(path: Path) -> None:
    """Put aside what SQLite would not take for what it is: an empty file, a log without its file. Raises PutAside."""
    log = _size(_log(path))  # looked for first: no log is begun before its file is there
    try:
        found = path.stat()
    except OSError:
        if log:
            raise put_aside(path, f"it has gone, and only its log {_log(path).name} is left", None) from None
        return
    if stat.S_ISREG(found.st_mode) and found.st_size < _SMALLEST:
        raise put_aside(path, f"only {found.st_size} bytes of it are left", (found.st_dev, found.st_ino))


def put_aside(path: Path, what: str, opened: Identity) -> NotKept:
    """Give a damaged file and its log another name, unless somebody has done so; return what to tell of it."""
    try:
        with _alone(path.parent):
            if identity(path) != opened or (opened is None and not _size(_log(path))):
                return PutAside(f"{path} was damaged ({what}) and is kept under another name; a new file is begun")
            aside = _free_name(path)
            with suppress(FileNotFoundError):
                _log(path).rename(_log(aside))  # first, or a new file would take it for its own
            with suppress(FileNotFoundError):
                path.with_name(f"{path.name}-shm").unlink()
            if opened is not None:
                path.rename(aside)
    except OSError as error:
        return NotKept(f"{path} is damaged ({what}) and cannot be put aside ({error}); move it elsewhere")
    return PutAside(f"{path} is damaged ({what}); it is kept as {aside.name}, and a new file is begun")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder against other processes and threads that would put its file aside at the same moment."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _free_name(path: Path) -> Path:
    day = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = (path.with_name(f"{path.name}.damaged-{day}{f'-{number}' if number else ''}") for number in count())
    return next(name for name in names if not name.exists() and not _log(name).exists())


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
