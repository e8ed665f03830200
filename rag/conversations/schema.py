"""The tables of kept conversations as a new file gets them, and the steps that bring older files to the same shape."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

FORMAT = 3
"""Which shape of the tables this program reads and writes; kept as SQLite's user_version."""

APPLICATION = 0x594A5443
"""Which program made the file: "YJTC", kept as SQLite's application_id."""

NOTES = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"
"""What a new file notes about itself."""

# `folded` is what is searched, see index.text.terms.fold; what is long stands last, so that a search reads past none of it
SCHEMA = """
CREATE TABLE conversations (
  id TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, title TEXT, folded TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL, changed TEXT NOT NULL, removed TEXT
);
CREATE TABLE exchanges (
  conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  asked TEXT NOT NULL, question TEXT NOT NULL, folded TEXT NOT NULL, error TEXT,
  evidence TEXT NOT NULL DEFAULT '[]', answer TEXT, statements TEXT NOT NULL DEFAULT '[]',
  stopped INTEGER NOT NULL DEFAULT 0, filtered INTEGER NOT NULL DEFAULT 0,
  wanted TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (conversation, number)
);
CREATE VIEW titled AS SELECT *, (SELECT question FROM exchanges WHERE conversation = conversations.id AND number = 1) AS first
  FROM conversations;
CREATE INDEX conversations_newest ON conversations(owner, changed);
"""


def _stopped(connection: sqlite3.Connection) -> None:
    """Format 2: answers that were stopped keep what was written of them, and questions whether they were filtered."""
    connection.execute("ALTER TABLE exchanges ADD COLUMN statements TEXT NOT NULL DEFAULT '[]'")
    connection.execute("ALTER TABLE exchanges ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0")
    connection.execute("ALTER TABLE exchanges ADD COLUMN filtered INTEGER NOT NULL DEFAULT 0")


def _wanted(connection: sqlite3.Connection) -> None:
    """Format 3: questions keep which articles they were asked of, so that they can be asked once more."""
    connection.execute("ALTER TABLE exchanges ADD COLUMN wanted TEXT NOT NULL DEFAULT ''")


STEPS: Mapping[int, Callable[[sqlite3.Connection], None]] = {1: _stopped, 2: _wanted}
"""From each older format, the step to the next one."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables of an older format to the present one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for older in range(version, FORMAT):
        STEPS[older](connection)
    connection.execute(f"PRAGMA user_version = {FORMAT}")
