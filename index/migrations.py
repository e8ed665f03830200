"""Libraries of older formats, brought to the present one, step by step, in the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from yinju.index.schema import FORMAT, LISTED


def _pages_and_reembedding(connection: sqlite3.Connection) -> None:
    """Format 2: where an article's pages begin, in a column of their own, and a place for vectors to come.

    Pages were kept among the facets under a name that no filter can say.
    """
    connection.execute("ALTER TABLE articles ADD COLUMN pages TEXT")
    connection.execute(
        """UPDATE articles SET pages = json_extract(facets, '$."=pages"'), facets = json_remove(facets, '$."=pages"')
           WHERE json_type(facets, '$."=pages"') IS NOT NULL"""
    )
    connection.execute(
        """CREATE TABLE reembedded (
           embedding INTEGER PRIMARY KEY REFERENCES embeddings(id) ON DELETE CASCADE, vector BLOB NOT NULL)"""
    )


STEPS: Mapping[int, Callable[[sqlite3.Connection], None]] = {1: _pages_and_reembedding}
"""From each older format, the step to the next one."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the present format; does nothing where another process came first."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for older in range(version, FORMAT):
        STEPS[older](connection)
    connection.execute(LISTED)
    connection.execute(f"PRAGMA user_version = {FORMAT}")
