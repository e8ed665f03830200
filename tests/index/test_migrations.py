"""A library of an older version is brought to the present one when it is opened, or refused with what to do."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from factories import a_draft, an_article
from fake_encoder import FakeEncoder
from yinju.index.catalogue import FILE, Catalogue
from yinju.index.encoders.remembering import text_key
from yinju.index.errors import LibraryOutdated
from yinju.index.library import Library
from yinju.index.repairing import verify
from yinju.index.schema import FORMAT
from yinju.index.splitting import passage_rows
from yinju.rag import Yinju

RIVER = "The river rises in the north. It is home to forty otters."

SCHEMA_1 = """
PRAGMA application_id = 0x59494E4A;
PRAGMA user_version = 1;
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE articles (
  id TEXT PRIMARY KEY, identity TEXT NOT NULL, digest TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT NOT NULL,
  url TEXT, published TEXT, language TEXT NOT NULL, facets TEXT NOT NULL, text TEXT NOT NULL, raw TEXT,
  added TEXT NOT NULL DEFAULT (datetime('now'))
) WITHOUT ROWID;
CREATE TABLE embeddings (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, vector BLOB NOT NULL);
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
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A library as format 1 wrote it: one article of two pages, its page numbers among the facets."""
    folder = tmp_path / "old"
    folder.mkdir()
    article = an_article(RIVER, title="Rivers")
    connection = sqlite3.connect(folder / FILE)
    connection.executescript(f"PRAGMA journal_mode = WAL; {SCHEMA_1}")
    notes = {"generation": 2, "id": "0123456789abcdef", "encoder": "multilingual-e5-small", "dimensions": 384}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", notes.items())
    facets = json.dumps({"topic": ["rivers"], "=pages": [0, 30]})
    connection.execute(
        "INSERT INTO articles (id, identity, digest, sha256, title, language, facets, text) VALUES (?, ?, '', ?, ?, 'en', ?, ?)",
        (article.id, article.identity, article.sha256, article.title, facets, RIVER),
    )

    def embedding(start: int, end: int) -> int | None:
        text = RIVER[start:end]
        vector = FakeEncoder().encode([text], "passage")[0].astype("float16").tobytes()
        connection.execute("INSERT OR IGNORE INTO embeddings (key, vector) VALUES (?, ?)", (text_key(text), vector))
        (found,) = connection.execute("SELECT id FROM embeddings WHERE key = ?", (text_key(text),)).fetchone()
        return int(found)

    for row in passage_rows(article):
        passage = connection.execute(
            'INSERT INTO passages (article, start, "end", language, embedding, terms, counts) VALUES (?, ?, ?, ?, ?, ?, ?)',
            (article.id, row.start, row.end, row.language, embedding(row.start, row.end), row.terms, row.counts),
        ).lastrowid
        for start, end, _ in row.sentences:
            connection.execute(
                'INSERT INTO sentences (passage, start, "end", embedding) VALUES (?, ?, ?, ?)',
                (passage, start, end, embedding(start, end)),
            )
    connection.commit()
    connection.close()
    return folder


def shape(folder: Path) -> dict[str, object]:
    """Every table with its columns, and every index: the order in which they came does not matter."""
    with Catalogue(folder).reading() as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {name: sorted(r[1:] for r in connection.execute(f"PRAGMA table_info({name})")) for name in tables}
        owners = {
            name: sorted(r[2:] for r in connection.execute(f"PRAGMA foreign_key_list({name})")) for name in tables
        }
        indexes = sorted(connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'").fetchall())
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return {"columns": columns, "owners": owners, "indexes": indexes, "version": version}


def test_a_library_of_format_1_opens_answers_and_grows(old: Path) -> None:
    library = Library.open(old, FakeEncoder())
    (article,) = library.articles()
    assert (article.text, article.facets, article.pages) == (RIVER, {"topic": ("rivers",)}, (0, 30))
    assert article.page(article.text.index("forty")) == 2
    answer = Yinju(library).ask("How many otters is the river home to?")
    assert answer.citations[0].quote == "It is home to forty otters."
    assert library.add([a_draft("The harbour wall is four metres high.", "memory:new")], clean=False).added == 1
    assert verify(old).well
    assert shape(old)["version"] == FORMAT


def test_after_all_steps_its_tables_are_those_of_a_new_library(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    Catalogue.create(new)
    migrated, fresh = shape(old), shape(new)
    assert {c[0] for c in migrated["columns"]["articles"]} == {c[0] for c in fresh["columns"]["articles"]}  # type: ignore[index]
    assert (
        {n: [c[:3] for c in cs] for n, cs in migrated["columns"].items()}
        == {  # type: ignore[attr-defined]
            n: [c[:3] for c in cs]
            for n, cs in fresh["columns"].items()  # type: ignore[attr-defined]
        }
    )
    assert migrated["owners"] == fresh["owners"]
    assert migrated["indexes"] == fresh["indexes"]


def test_pages_are_stored_in_their_own_column(tmp_path: Path) -> None:
    library = Library.open(tmp_path, FakeEncoder(), create=True)
    library.add([a_draft(RIVER)], clean=False)
    with library.catalogue.writing() as connection:
        connection.execute("UPDATE articles SET pages = '[0, 30]'")
    (article,) = library.articles()
    assert article.pages == (0, 30)


def test_a_step_that_fails_leaves_the_old_format_whole(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from yinju.index import migrations

    def half(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE articles ADD COLUMN pages TEXT")
        raise KeyboardInterrupt

    monkeypatch.setattr(migrations, "STEPS", {1: half})
    with pytest.raises(KeyboardInterrupt):
        Catalogue(old)
    monkeypatch.undo()
    assert Library.open(old, FakeEncoder()).count() == 1


def test_a_library_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    library = Library.open(tmp_path, FakeEncoder(), create=True)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(LibraryOutdated, match=rf"format {FORMAT + 1}.*newer Yinju.*update Yinju"):
        Catalogue(tmp_path)
    with pytest.raises(LibraryOutdated, match="update Yinju"):  # also where it was opened before
        library.add([a_draft(RIVER)])
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere, so a read-only folder cannot be made")
def test_an_old_library_that_may_not_be_written_to_is_refused_with_the_command(old: Path) -> None:
    for path in (*old.iterdir(), old):
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        with pytest.raises(LibraryOutdated, match="yinju repair --library"):
            Catalogue(old)
    finally:
        old.chmod(0o755)


def test_an_old_library_that_somebody_writes_to_all_the_time_is_refused_with_the_command(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinju.index.catalogue._WAIT", 0.1)
    writer = sqlite3.connect(old / FILE, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(LibraryOutdated, match=r"format 1.*yinju repair --library"):
            Catalogue(old)
    finally:
        writer.close()
