"""The catalogue's tables as a new library gets them; `migrations` brings older libraries to the same shape."""

from __future__ import annotations

FORMAT = 2
"""Which shape of the tables this program reads and writes; kept as SQLite's user_version."""

APPLICATION = 0x59494E4A
"""Which program made the file: "YINJ", kept as SQLite's application_id."""

LISTED = """CREATE INDEX IF NOT EXISTS articles_listed
  ON articles(added, published, language, title, url, identity)"""
"""Lists, counts and searches in titles read this instead of the articles with their texts; without it they are only slower.

So it is no format of its own: a library that lacks it is read as it is, and gets it with the next change.
"""

SCHEMA = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {FORMAT};
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE articles (
  id TEXT PRIMARY KEY, identity TEXT NOT NULL, digest TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT NOT NULL,
  url TEXT, published TEXT, language TEXT NOT NULL, facets TEXT NOT NULL, text TEXT NOT NULL, raw TEXT,
  added TEXT NOT NULL DEFAULT (datetime('now')), pages TEXT
) WITHOUT ROWID;
CREATE TABLE embeddings (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, vector BLOB NOT NULL);
CREATE TABLE reembedded (
  embedding INTEGER PRIMARY KEY REFERENCES embeddings(id) ON DELETE CASCADE, vector BLOB NOT NULL
);
CREATE TABLE passages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, language TEXT NOT NULL,
  embedding INTEGER NOT NULL REFERENCES embeddings(id), terms BLOB NOT NULL, counts BLOB NOT NULL
);
CREATE TABLE sentences (
  id INTEGER PRIMARY KEY AUTOINCREMENT, passage INTEGER NOT NULL REFERENCES passages(id) ON DELETE CASCADE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, embedding INTEGER NOT NULL REFERENCES embeddings(id)
);
CREATE INDEX passages_article ON passages(article);
CREATE INDEX passages_embedding ON passages(embedding);
CREATE INDEX sentences_passage ON sentences(passage);
CREATE INDEX sentences_embedding ON sentences(embedding);
{LISTED};
"""

NOTES = "INSERT INTO meta VALUES ('generation', 0), ('id', lower(hex(randomblob(8))));"
"""A new library's notes about itself: after how many changes, and an id that no other library has."""
