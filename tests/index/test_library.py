"""A library: what goes in is found, what goes out is gone, and nobody ever sees half of it."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from factories import a_draft, library_of
from fake_encoder import FakeEncoder
from yinju.index.catalogue import FILE, Catalogue
from yinju.index.errors import EncoderMismatch, LibraryDamaged, LibraryMissing, LibraryReadOnly, NotALibrary
from yinju.index.library import Library
from yinju.index.snapshot import load, state_of
from yinju.index.types import Filter, Unreadable, article_id

RIVER = "The river rises in the north. It is home to otters."
HARBOUR = "The harbour was rebuilt after the flood. Its wall is four metres high."
港口 = "老港口在洪水之后重建。新的堤墙高四米。"


def found(library: Library, question: str, **options: object) -> list[str]:
    with library.view() as view:
        return [view.article(hit.article_id).text for hit in view.search(question, **options)]  # type: ignore[arg-type]


def tables(library: Library) -> dict[str, int]:
    with library.catalogue.reading() as connection:
        names = ("articles", "passages", "sentences", "embeddings")
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def test_an_added_article_is_found_and_an_unchanged_one_costs_no_encoding(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    library = library_of(tmp_path / "library", encoder, RIVER, HARBOUR)
    spent = encoder.encoded
    report = library.add([a_draft(RIVER, "memory:0"), a_draft(HARBOUR, "memory:1")], clean=False)
    assert (report.added, report.unchanged) == (0, 2)
    assert encoder.encoded == spent
    assert found(library, "Who lives in the river, otters?")[0] == RIVER


def test_a_changed_article_replaces_its_older_version_without_a_trace(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), RIVER)
    report = library.add([a_draft("The river is home to beavers.", "memory:0")], clean=False)
    assert report.updated == 1
    assert found(library, "otters in the river") == ["The river is home to beavers."]
    assert tables(library)["articles"] == 1


def test_what_two_articles_share_is_encoded_once_and_survives_the_removal_of_one(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    library = library_of(tmp_path / "library", encoder, RIVER, RIVER + " Herons too.")
    shared_before = tables(library)["embeddings"]
    assert shared_before == 5  # two sentences in both; two passages; one sentence more
    library.remove([article_id("memory:0")])
    assert found(library, "otters") == [RIVER + " Herons too."]


def test_removing_leaves_no_row_no_vector_and_no_posting(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), RIVER, HARBOUR, 港口)
    assert found(library, "otters")
    library.remove([article_id(f"memory:{i}") for i in range(3)])
    assert tables(library) == {"articles": 0, "passages": 0, "sentences": 0, "embeddings": 0}
    assert found(library, "otters") == []
    with library.view() as view:
        assert not view.snapshot.cells
    for file in (tmp_path / "library").iterdir():
        assert b"otters" not in file.read_bytes(), f"removed text must not linger in {file.name}"


def test_every_language_has_a_cell_and_a_filter_keeps_the_rest_out(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    library.add(
        [
            a_draft(HARBOUR, "a", published="2020-05-01", facets={"topic": ("harbours", "walls")}),
            a_draft(港口, "b", published="2023-05-01"),
            a_draft(RIVER, "c"),
        ]
    )
    with library.view() as view:
        assert set(view.snapshot.cells) == {"en", "zh"}
    question = "harbour wall flood 港口"
    assert set(found(library, question)) == {HARBOUR, 港口, RIVER}
    assert found(library, question, wanted=Filter(languages=("zh",))) == [港口]
    assert found(library, question, wanted=Filter(since="2021-01-01")) == [港口]
    assert found(library, question, wanted=Filter(until="2021-01-01")) == [HARBOUR]
    assert found(library, question, wanted=Filter(facets=(("topic", "walls"),))) == [HARBOUR]


def test_a_snapshot_grown_step_by_step_equals_one_loaded_at_once(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), RIVER, HARBOUR, 港口)
    with library.view() as view:
        first = view.snapshot
    library.remove([article_id("memory:1")])
    library.add(
        [a_draft("Otters and herons. They fish.", "memory:9"), a_draft(RIVER + " More.", "memory:0")], clean=False
    )
    with library.view() as view:
        grown = view.snapshot
        fresh = load(view.connection, library.profile(view.connection))
    assert grown.state > first.state
    assert set(grown.cells) == set(fresh.cells)
    for language, cell in fresh.cells.items():
        other = grown.cells[language]
        assert other.articles == cell.articles
        for name in ("ids", "spans", "offsets", "sentence_spans", "passage_of"):
            assert np.array_equal(getattr(other, name), getattr(cell, name)), name
        rows = np.arange(len(cell.ids))
        assert np.allclose(other.passages.vectors(rows), cell.passages.vectors(rows), atol=0)
        assert np.allclose(other.lexical.scores(["otters"]), cell.lexical.scores(["otters"]))


def test_a_reader_of_an_older_state_still_finds_what_was_there(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), RIVER, HARBOUR)
    with library.catalogue.reading() as older:
        before = state_of(older)
        library.remove([article_id("memory:0")])
        assert found(library, "otters harbour") == [HARBOUR]
        snapshot = library.snapshot_of(older)
        assert snapshot.state == before
        assert len(snapshot.cells["en"].ids) == 2
    assert found(library, "otters harbour") == [HARBOUR]


def test_a_library_made_anew_in_the_same_folder_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), RIVER, HARBOUR)
    assert found(library, "otters")
    for file in (tmp_path / "library").iterdir():
        file.unlink()
    library_of(tmp_path / "library", FakeEncoder(), "Otters swim elsewhere now.", 港口)
    assert found(library, "otters") == ["Otters swim elsewhere now.", 港口]


def test_a_view_may_be_left_by_another_thread_than_entered_it(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), RIVER)
    view = library.view()
    inside = view.__enter__()
    troubles: list[BaseException] = []

    def go_on() -> None:
        try:
            assert inside.search("otters")
            view.__exit__(None, None, None)
        except BaseException as error:  # noqa: BLE001 - any trouble counts
            troubles.append(error)

    thread = threading.Thread(target=go_on)
    thread.start()
    thread.join()
    assert not troubles


def test_half_characters_are_stored_as_replacement_characters_of_the_same_length(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    for clean in (True, False):
        report = library.add([a_draft("Otters \ud800 swim in the river.", f"memory:{clean}")], clean=clean)
        assert report.added == 1
    assert {article.text for article in library.articles()} == {"Otters \ufffd swim in the river."}


def test_an_empty_row_does_not_take_the_place_of_a_later_one_with_its_address(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    report = library.add([a_draft("Share by:", "http://example.org/a"), a_draft(RIVER, "http://example.org/a")])
    assert report.added == 1
    assert len(report.failed) == 1
    assert found(library, "otters") == [RIVER]


def test_two_rows_with_one_address_are_told_and_the_first_is_kept(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    drafts = [a_draft(RIVER, "http://example.org/a"), a_draft(HARBOUR, "http://example.org/a")]
    drafts[1] = type(drafts[1])(**{f: getattr(drafts[1], f) for f in drafts[1].__slots__} | {"where": "second.txt"})
    report = library.add(drafts)
    assert report.added == 1
    assert [item.where for item in report.failed] == ["second.txt"]
    assert found(library, "otters") == [RIVER]


def test_unreadable_items_are_reported_and_the_rest_goes_in(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    report = library.add([Unreadable("bad.txt", "empty"), a_draft(RIVER), a_draft("Share by:", "menu")])
    assert report.added == 1
    assert [item.where for item in report.failed] == ["bad.txt", "menu"]


def test_a_library_of_another_encoder_is_refused_by_name(tmp_path: Path) -> None:
    library_of(tmp_path / "library", FakeEncoder("model-a"), RIVER)
    with pytest.raises(EncoderMismatch, match=r"model-a.*model-b.*YINJU_ENCODER=model-a"):
        Library.open(tmp_path / "library", FakeEncoder("model-b"))


def test_what_is_no_library_is_said_and_left_alone(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match="yinju add"):
        Catalogue(tmp_path / "nowhere")
    other = tmp_path / "photos"
    other.mkdir()
    (other / "cat.jpg").write_bytes(b"\xff\xd8")
    for attempt in (Catalogue, Catalogue.create):
        with pytest.raises(NotALibrary):
            attempt(other)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    sqlite3.connect(foreign / FILE).execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(NotALibrary, match="not made by Yinju"):
        Catalogue(foreign)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / FILE).write_bytes(b"this is no database" * 100)
    with pytest.raises(LibraryDamaged, match="yinju repair"):
        Catalogue(broken)
    assert (other / "cat.jpg").exists()


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, not a folder")
    with pytest.raises(LibraryReadOnly, match="choose a folder you may write to"):
        Catalogue.create(tmp_path / "file" / "library")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere, so a read-only folder cannot be made")
def test_a_read_only_library_answers_and_refuses_to_grow(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), RIVER)
    folder = tmp_path / "library"
    for path in (*folder.iterdir(), folder):
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        assert found(library, "otters") == [RIVER]
        with pytest.raises(LibraryReadOnly):
            library.add([a_draft(HARBOUR, "new")])
    finally:
        folder.chmod(0o755)


def test_a_writer_elsewhere_becomes_visible_without_a_restart(tmp_path: Path) -> None:
    reader = library_of(tmp_path / "library", FakeEncoder(), RIVER)
    assert found(reader, "harbour wall") == [RIVER]
    Library.open(tmp_path / "library", FakeEncoder()).add([a_draft(HARBOUR, "new")])
    assert found(reader, "harbour wall")[0] == HARBOUR
