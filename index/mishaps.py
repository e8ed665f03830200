"""What SQLite says when something goes wrong, in words that help."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from yinju.index.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryFull,
    LibraryMissing,
    LibraryReadOnly,
    NotALibrary,
)

_SAFE = "everything committed before is safe"
_AGAIN = "then run the same command again: it goes on where it stopped"


def while_reading(path: Path, error: sqlite3.Error) -> LibraryError:
    """Return the error for a catalogue that could not be opened or read."""
    if _is_damage(error):
        return LibraryDamaged(path, str(error))
    if not path.exists():
        return _gone(path)
    return NotALibrary(f"{path} cannot be opened ({error}); check permissions and the disk it lies on")


def while_writing(path: Path, error: sqlite3.Error, waited: float) -> LibraryError:
    """Return the error for a change that was not made; `waited` are the seconds another writer was waited for."""
    if _is_damage(error):
        return LibraryDamaged(path, str(error))
    if not path.exists():
        return _gone(path)
    kind = _kind(error)
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryBusy(
            f"another program was writing to {path} all the {waited:.0f} s that were waited ({error}); "
            f"wait until it is done, {_AGAIN}"
        )
    if kind == sqlite3.SQLITE_FULL:
        return LibraryFull(
            f"no space left for {path} ({error}); {_SAFE}. Free some space, or move the library's folder "
            f"to a larger disk, {_AGAIN}"
        )
    if kind == sqlite3.SQLITE_IOERR:
        return LibraryFull(
            f"the disk did not take a change of {path} ({error}): it is full, over its quota or failing; {_SAFE}. "
            f"Free some space, or move the library's folder to another disk, {_AGAIN}"
        )
    return LibraryReadOnly(f"cannot write to {path} ({error}); check permissions and free space")


def _gone(path: Path) -> LibraryMissing:
    return LibraryMissing(f"{path} is not there any more; put its folder back, or the disk it lies on")


def _kind(error: sqlite3.Error) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def _is_damage(error: sqlite3.Error) -> bool:
    """Say whether the file is the trouble: malformed, contradicting itself, or with text that is none."""
    damaged = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_FORMAT)
    return isinstance(error, sqlite3.IntegrityError) or _kind(error) in (*damaged, None)
