"""What can go wrong with the file of conversations, in words, and how a damaged one is put aside."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

from yinju.index.errors import KeptLater, NotKept, PutAside
from yinju.rag import aside
from yinju.rag.aside import Identity, companion, size
from yinju.rag.conversations.salvage import merge, salvage

_SMALLEST = 512  # bytes of a database's first page; SQLite takes a shorter file for an empty one
_SAFE = "what was kept before is safe"


def told(path: Path, error: sqlite3.Error, done: str, opened: Identity) -> NotKept:
    """Return what to tell of an error; a damaged file is put aside if it still is the one that was opened."""
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return put_aside(path, str(error), opened)
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy(path, str(error))
    if kind in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return NotKept(f"the disk takes no more for {path} ({error}); free some space, {_SAFE}", "full", file=path)
    return refused(path, done, error)


def busy(path: Path, why: str) -> KeptLater:
    """Return what to tell of a file that others write to for longer than anyone should wait."""
    return KeptLater(f"another program writes to {path} ({why}); try again, {_SAFE}", "later", file=path)


def refused(path: Path, done: str, error: Exception) -> NotKept:
    """Return what to tell of a file that cannot be used as it should."""
    return NotKept(f"{path} cannot be {done} ({error}); check the permissions there, {_SAFE}", "refused", file=path)


def remains(path: Path) -> None:
    """Put aside what SQLite would not take for what it is: an empty file, a log without its file. Raises PutAside."""
    log = size(companion(path))  # looked for first: no log is begun before its file is there
    try:
        found = path.stat()
    except OSError:
        if log:
            raise put_aside(path, f"it has gone, and only its log {companion(path).name} is left", None) from None
        return
    if stat.S_ISREG(found.st_mode) and found.st_size < _SMALLEST:
        raise put_aside(path, f"only {found.st_size} bytes of it are left", (found.st_dev, found.st_ino))


def put_aside(path: Path, what: str, opened: Identity) -> NotKept:
    """Give a damaged file and its log another name, unless somebody has done so; return what to tell of it."""
    try:
        name, saved = aside.put_aside(path, opened, salvage, merge)
    except OSError as error:
        said = f"{path} is damaged ({what}) and cannot be put aside ({error}); move it elsewhere"
        return NotKept(said, "stuck", file=path)
    if not name:
        said = f"{path} was damaged ({what}) and is kept under another name; a new file is begun"
        return PutAside(said, "renamed", file=path)
    if not saved:
        said = f"{path} is damaged ({what}); it is kept as {name}, and a new file is begun"
        return PutAside(said, "begun", file=path, aside=name)
    said = (
        f"{path} is damaged ({what}); it is kept as {name}, and what can be read of it, {saved} conversations, is saved"
    )
    return PutAside(said, "saved", file=path, aside=name, count=saved)
