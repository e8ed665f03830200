"""A repair says what is wrong, mends what follows from the texts, and loses nothing in silence."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from factories import a_draft, library_of
from fake_encoder import FakeEncoder
from yinju.index.catalogue import FILE
from yinju.index.errors import EncoderUnavailable
from yinju.index.library import Library
from yinju.index.repairing import repair, verify
from yinju.index.types import article_id

RIVER = "The river rises in the north. It is home to otters."
HARBOUR = "The harbour was rebuilt after the flood. Its wall is four metres high."
港口 = "老港口在洪水之后重建。新的堤墙高四米。"
FIRST = article_id("memory:0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    library_of(tmp_path / "library", FakeEncoder(), RIVER, HARBOUR, 港口)
    return tmp_path / "library"


def spoil(folder: Path, *statements: str, values: tuple[object, ...] = ()) -> None:
    with sqlite3.connect(folder / FILE) as connection:
        for statement in statements:
            connection.execute(statement, values)
    connection.close()


def content(folder: Path) -> list[tuple[object, ...]]:
    """Everything that a library holds, without the numbers of its rows."""
    with sqlite3.connect(folder / FILE) as connection:
        rows = connection.execute(
            """SELECT a.id, a.text, a.raw, a.digest, p.start, p."end", p.language, p.terms, p.counts, e.key, e.vector,
               (SELECT group_concat(s.start || '-' || s."end" || x.key || hex(x.vector)) FROM sentences s
                JOIN embeddings x ON x.id = s.embedding WHERE s.passage = p.id)
               FROM articles a JOIN passages p ON p.article = a.id JOIN embeddings e ON e.id = p.embedding
               ORDER BY a.id, p.start"""
        ).fetchall()
        (embeddings,) = connection.execute("SELECT count(*) FROM embeddings").fetchone()
    connection.close()
    return [*rows, (embeddings,)]


def fake(_: str | None) -> FakeEncoder:
    return FakeEncoder()


def test_a_sound_library_is_well_and_left_untouched(folder: Path) -> None:
    before = (folder / FILE).read_bytes()
    for done in (verify(folder), repair(folder, fake)):
        assert done.well
        assert done.found == []
        assert done.articles == 3
    assert (folder / FILE).read_bytes() == before


DAMAGES = {
    "a sentence is gone": ("DELETE FROM sentences WHERE id = 2", "sentences are missing"),
    "a passage is gone": ("DELETE FROM passages WHERE id = 1", "passages are missing"),
    "a passage ends elsewhere": ('UPDATE passages SET "end" = 9999 WHERE id = 1', "not in order"),
    "a sentence begins elsewhere": ("UPDATE sentences SET start = 3 WHERE id = 1", "leave text out"),
    "a span is no number": ("UPDATE sentences SET start = 'x' WHERE id = 1", "not in order"),
    "counts are cut": ("UPDATE passages SET counts = x'0100' WHERE id = 1", "not equally many"),
    "terms are no bytes": ("UPDATE passages SET terms = 'terms' WHERE id = 1", "a passage is damaged"),
    "an embedding is gone": ("DELETE FROM embeddings WHERE id = 1", "has no embedding"),
    "two embeddings are confused": ("UPDATE sentences SET embedding = 3 WHERE id = 1", "embedding of another text"),
    "a vector is cut": ("UPDATE embeddings SET vector = substr(vector, 1, 100) WHERE id = 1", "wrong number of bytes"),
    "a vector is zero": ("UPDATE embeddings SET vector = zeroblob(768) WHERE id = 1", "not a unit vector"),
    "a vector is not finite": (
        "UPDATE embeddings SET vector = CAST(x'00FE' || substr(vector, 3) AS BLOB) WHERE id = 1",
        "not a unit vector",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_follows_from_the_texts_is_made_again_exactly_as_it_was(folder: Path, damage: str) -> None:
    statement, what = DAMAGES[damage]
    before = content(folder)
    spoil(folder, statement)
    found = verify(folder)
    assert not found.well
    assert any(what in fault.what for fault in found.found), found.found
    done = repair(folder, fake)
    assert done.well, done.left
    assert content(folder) == before
    assert verify(folder).well


def test_rows_that_belong_to_nothing_are_dropped(folder: Path) -> None:
    before = content(folder)
    spoil(
        folder,
        "INSERT INTO embeddings (key, vector) VALUES ('nobody', (SELECT vector FROM embeddings))",
        "INSERT INTO passages (article, start, \"end\", language, embedding, terms, counts) VALUES ('gone', 0, 1, 'en', 1, '', '')",
        'INSERT INTO sentences (passage, start, "end", embedding) VALUES (999, 0, 1, 1)',
    )
    found = {fault.about for fault in verify(folder).found}
    assert found == {"embeddings", "passages", "sentences"}
    assert repair(folder, fake).well
    assert content(folder) == before


def test_an_article_that_is_not_what_was_stored_is_lost_by_name_and_what_is_left_of_it_is_kept(folder: Path) -> None:
    spoil(folder, f"UPDATE articles SET text = 'The river rises in the south.' WHERE id = '{FIRST}'")
    done = repair(folder, fake)
    assert done.lost == {FIRST: "memory:0"}
    assert not done.well
    assert done.articles == 2
    (line,) = done.kept[0].read_text("utf-8").splitlines()
    assert json.loads(line)["text"] == "The river rises in the south."
    assert verify(folder).well, "the rest is sound"
    report = Library.open(folder, FakeEncoder()).add([a_draft(RIVER, "memory:0")], clean=False)
    assert report.added == 1


def test_facets_that_cannot_be_read_are_emptied_and_come_back_with_their_file(tmp_path: Path) -> None:
    library = Library.open(tmp_path, FakeEncoder(), create=True)
    draft = a_draft(RIVER, "memory:0", facets={"topic": ("rivers",)})
    library.add([draft], clean=False)
    spoil(tmp_path, "UPDATE articles SET facets = '{broken', pages = '[oh]'")
    done = repair(tmp_path, fake)
    assert (done.emptied, done.left, done.well) == ([FIRST], [], False)
    assert library.add([draft], clean=False).updated == 1
    found = library.article(FIRST)
    assert found is not None
    assert found.facets == {"topic": ("rivers",)}


@pytest.mark.parametrize("key", ["id", "generation", "encoder", "dimensions"])
def test_a_missing_note_is_found_out_again(folder: Path, key: str) -> None:
    spoil(folder, f"DELETE FROM meta WHERE key = '{key}'")
    assert [fault.about for fault in verify(folder).found] == [key]
    assert repair(folder, fake).well
    assert Library.open(folder, FakeEncoder()).count() == 3
    with sqlite3.connect(folder / FILE) as connection:
        noted = dict(connection.execute("SELECT key, value FROM meta"))
    assert (noted["encoder"], noted["dimensions"]) == ("multilingual-e5-small", 384)


def test_an_encoder_that_did_not_make_the_vectors_is_never_noted_as_the_one_that_did(folder: Path) -> None:
    class Other(FakeEncoder):
        def encode(self, texts, role):  # type: ignore[no-untyped-def]  # a fake
            return super().encode([text[::-1] + "other" for text in texts], role)

    spoil(folder, "DELETE FROM meta WHERE key = 'encoder'")
    done = repair(folder, lambda _: Other("other"))
    assert [fault.about for fault in done.left] == ["encoder"]


def test_without_the_encoder_the_rest_is_mended_and_that_is_said(folder: Path) -> None:
    def none(name: str | None) -> FakeEncoder:
        raise EncoderUnavailable(f"the encoder {name} cannot be loaded")

    spoil(folder, "DELETE FROM meta WHERE key = 'id'", "UPDATE embeddings SET vector = x'00' WHERE id = 1")
    told: list[str] = []
    done = repair(folder, none, told.append)
    assert [fault.kind for fault in done.left] == ["embedding"]
    assert "multilingual-e5-small cannot be loaded" in told[0]
    assert repair(folder, fake).well


class IndexFiles:
    """Stands for whatever is built from a catalogue and kept beside it."""

    def verify(self, folder: Path) -> list[str]:
        return ["is of an older state"] if (folder / "vectors.faiss").exists() else []

    def discard(self, folder: Path) -> None:
        (folder / "vectors.faiss").unlink(missing_ok=True)


@pytest.mark.parametrize("damage", [lambda _: None, lambda folder: spoil(folder, "DELETE FROM sentences WHERE id = 2")])
def test_files_built_from_the_catalogue_are_discarded_when_either_is_wrong(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    (folder / "vectors.faiss").write_bytes(b"old")
    assert "derived" in {fault.kind for fault in verify(folder, [IndexFiles()]).found}
    assert repair(folder, fake, derived=[IndexFiles()]).well
    assert not (folder / "vectors.faiss").exists()
