"""A new file of conversations, made under another name and moved into place, so that none is ever half made."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yinju.rag.conversations.schema import NOTES, SCHEMA


def make(path: Path) -> None:
    """Make an empty file, unless there is one. Raises OSError, sqlite3.Error."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        with fill(unfinished):
            pass
        os.link(unfinished, path)  # unlike a rename it never replaces what another process just made
    except FileExistsError:
        pass
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def fill(path: Path) -> Iterator[sqlite3.Connection]:
    """Make an empty file in place of an unfinished one, to be filled in the block. Raises OSError, sqlite3.Error."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    try:
        connection.executescript(f"PRAGMA journal_mode = WAL; BEGIN; {SCHEMA} {NOTES} COMMIT;")
        yield connection
        connection.commit()
    finally:
        connection.close()
