"""Articles are taken out and put back exactly as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from factories import a_draft, library_of
from fake_encoder import FakeEncoder
from yinju.index import restoring
from yinju.index.catalogue import FILE
from yinju.index.errors import EncoderMismatch
from yinju.index.library import Library
from yinju.index.repairing import verify

OTTERS = "The river is home to forty otters. They were counted in May."
WALL = "The harbour wall is four metres high. It was built in 1931."


def rows(library: Library) -> dict[str, list[tuple[object, ...]]]:
    """Everything the catalogue says of its articles, but for the numbers of rows."""
    queries = {
        "articles": "SELECT * FROM articles ORDER BY id",
        "passages": 'SELECT p.article, p.start, p."end", p.language, p.terms, p.counts, e.key, e.vector'
        " FROM passages p JOIN embeddings e ON e.id = p.embedding ORDER BY 1, 2",
        "sentences": 'SELECT p.article, s.start, s."end", e.key, e.vector FROM sentences s'
        " JOIN passages p ON p.id = s.passage JOIN embeddings e ON e.id = s.embedding ORDER BY 1, 2",
        "embeddings": "SELECT key, vector FROM embeddings ORDER BY key",
    }
    with library.catalogue.reading() as connection:
        return {name: connection.execute(query).fetchall() for name, query in queries.items()}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path, FakeEncoder(), create=True)
    library.add(
        [
            a_draft(f"{OTTERS}   \n\n", "a.md", title="Otters", published="2023-05-06", facets={"topic": ("rivers",)}),
            a_draft(WALL, "b.pdf", title="The wall", url="https://example.org/b", pages=(0, 38)),
            a_draft(f"{OTTERS} Nobody else was there.", "c.md", title="More otters"),
        ]
    )
    return library


def ids(library: Library) -> dict[str, str]:
    return {article.title: article.id for article in library.articles()}


def test_undoing_brings_back_text_title_facets_vectors_and_the_day_it_came(library: Library) -> None:
    before, asked = rows(library), library.encoder.encoded  # type: ignore[attr-defined]
    removed = restoring.remove(library, list(ids(library).values()))
    assert library.count() == 0
    assert set(removed.titles) == {"Otters", "The wall", "More otters"}
    assert set(restoring.restore(library, removed)) == {row[0] for row in before["articles"]}
    assert rows(library) == before
    assert library.encoder.encoded == asked, "nothing is encoded again"  # type: ignore[attr-defined]
    assert verify(library.catalogue.folder).well


def test_what_is_taken_out_is_not_found_and_what_is_put_back_is(library: Library) -> None:
    def found() -> set[str]:
        with library.view() as view:
            return {hit.article_id for hit in view.search("How high is the harbour wall?")}

    wall = ids(library)["The wall"]
    assert wall in found()
    removed = restoring.remove(library, [wall])
    assert wall not in found()
    restoring.restore(library, removed)
    assert wall in found()


def test_a_vector_that_another_article_shares_survives_both_ways(library: Library) -> None:
    before = rows(library)
    removed = restoring.remove(library, [ids(library)["Otters"]])
    assert verify(library.catalogue.folder).well
    restoring.restore(library, removed)
    assert rows(library) == before


def test_what_was_removed_is_nowhere_on_the_disk(library: Library, tmp_path: Path) -> None:
    restoring.remove(library, list(ids(library).values()))
    for file in tmp_path.iterdir():
        assert b"harbour wall" not in file.read_bytes(), file


def test_an_article_that_came_anew_meanwhile_stays_as_it_is_now(library: Library) -> None:
    removed = restoring.remove(library, [ids(library)["Otters"], ids(library)["The wall"]])
    library.add([a_draft("There are fifty otters now.", "a.md", title="Otters")])
    restored = restoring.restore(library, removed)
    texts = {article.title: article.text for article in library.articles()}
    assert restored == [ids(library)["The wall"]]
    assert texts["Otters"] == "There are fifty otters now."
    assert texts["The wall"] == WALL


def test_putting_back_twice_changes_nothing(library: Library) -> None:
    removed = restoring.remove(library, [ids(library)["Otters"]])
    restoring.restore(library, removed)
    before = rows(library)
    assert restoring.restore(library, removed) == []
    assert rows(library) == before


def test_articles_that_are_not_there_are_none(library: Library) -> None:
    removed = restoring.remove(library, ["0" * 16])
    assert removed.rows == ()
    assert restoring.restore(library, removed) == []
    assert library.count() == 3


def test_vectors_of_one_encoder_are_not_put_among_those_of_another(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), OTTERS)
    removed = restoring.remove(library, [library.articles()[0].id])
    with library.catalogue.writing() as connection:
        connection.execute("UPDATE meta SET value = 'another' WHERE key = 'encoder'")
    with pytest.raises(EncoderMismatch):
        restoring.restore(library, removed)
    assert (tmp_path / FILE).exists()
    assert library.count() == 0
