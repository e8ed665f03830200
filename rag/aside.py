"""A damaged file of SQLite put aside: kept as it is under another name, while what can be read of it goes into a new one."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

Identity = tuple[int, int] | None
"""Which file a name stood for: device and inode."""

Save = Callable[[Path, Path, Path], int]
"""Makes the file at the third path of what can be read in the first and its log, the second; returns how much that is."""

Merge = Callable[[Path, Path], None]
"""Takes what the file at the first path holds into the one at the second."""

_COMPANIONS = ("-wal", "-journal")
"""What SQLite would take for a part of the next file of that name."""


class Aside(NamedTuple):
    """What became of a damaged file: its name now, and how much of it was saved; without a name somebody else did it."""

    name: str = ""
    saved: int = 0


def identity(path: Path) -> Identity:
    """Return which file stands at a path now, None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def companion(path: Path, ending: str = "-wal") -> Path:
    """Return the file that SQLite keeps beside another: its log."""
    return path.with_name(path.name + ending)


def size(path: Path) -> int:
    """Return the bytes of a file, 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def put_aside(path: Path, opened: Identity, save: Save, merge: Merge) -> Aside:
    """Give a damaged file and its log another name, unless somebody has done so; save what can be read. Raises OSError.

    `opened` is the file that was found damaged; None says that it has gone, and only its log is left.
    """
    with _alone(path.parent):
        if identity(path) != opened or (opened is None and not size(companion(path))):
            return Aside()
        aside, new = _free_name(path), path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.saved")
        try:
            saved = _saved(path, new, save)
            for ending in _COMPANIONS:  # first, or a new file would take it for its own
                with suppress(FileNotFoundError):
                    companion(path, ending).rename(companion(aside, ending))
            companion(path, "-shm").unlink(missing_ok=True)
            if opened is not None:
                path.rename(aside)
            if saved:
                _move_in(new, path, merge)
        finally:
            for left in (new, companion(new), companion(new, "-shm"), companion(new, "-journal")):
                left.unlink(missing_ok=True)
    return Aside(aside.name, saved)


def _saved(path: Path, new: Path, save: Save) -> int:
    try:
        return save(path, companion(path), new)
    except (OSError, sqlite3.Error):  # no room for a second file, perhaps: the damaged one still holds everything
        return 0


def _move_in(new: Path, path: Path, merge: Merge) -> None:
    try:
        os.link(new, path)  # unlike a rename it never replaces what another process just made
    except FileExistsError:
        with suppress(sqlite3.Error):  # the damaged file still holds everything
            merge(new, path)


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
    return next(name for name in names if not name.exists() and not companion(name).exists())
