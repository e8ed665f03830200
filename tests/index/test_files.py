"""The index file: opens to the same as the catalogue, and is never believed when it does not fit."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from factories import a_draft, library_of
from fake_encoder import FakeEncoder
from yinju.index import files, upkeep
from yinju.index.catalogue import FILE, INDEX, Catalogue
from yinju.index.encoders.profile import Profile, uncentred
from yinju.index.library import Library
from yinju.index.snapshot import Snapshot, load, state_of
from yinju.index.types import article_id

TEXTS = ("The river rises in the north. It is home to otters.", "The harbour was rebuilt.", "老港口在洪水之后重建。")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with its index file."""
    library = library_of(tmp_path / "library", FakeEncoder(), *TEXTS)
    assert files.save(library.catalogue.folder, *current(library))
    return library


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are kept of however small a library."""
    for module in ("upkeep", "library"):
        monkeypatch.setattr(f"yinju.index.{module}.SMALL", 0)


def current(library: Library) -> tuple[Snapshot, Profile]:
    with library.catalogue.reading() as connection:
        profile = library.profile(connection)
        return load(connection, profile), profile


def saved(library: Library) -> Snapshot | None:
    with library.catalogue.reading() as connection:
        return files.read(library.catalogue.folder, state_of(connection), library.profile(connection))


def found(library: Library, question: str) -> list[str]:
    with library.view() as view:
        return [view.article(hit.article_id).text for hit in view.search(question)]


def assert_same(one: Snapshot, other: Snapshot) -> None:
    assert one.state == other.state
    assert set(one.cells) == set(other.cells)
    for language, cell in one.cells.items():
        twin = other.cells[language]
        assert cell.articles == twin.articles
        for name in ("ids", "spans", "offsets", "sentence_spans", "passage_of"):
            np.testing.assert_array_equal(getattr(cell, name), getattr(twin, name))
        for name in ("terms", "starts", "rows", "counts", "lengths", "norm"):
            np.testing.assert_array_equal(getattr(cell.lexical, name), getattr(twin.lexical, name))
        rows = np.arange(cell.sentences.size)
        np.testing.assert_array_equal(cell.sentences.vectors(rows), twin.sentences.vectors(rows))
        rows = np.arange(cell.passages.size)
        np.testing.assert_array_equal(cell.passages.vectors(rows), twin.passages.vectors(rows))


def test_what_was_saved_is_read_as_it_was(library: Library) -> None:
    read = saved(library)
    assert read is not None
    assert_same(read, current(library)[0])
    assert files.verify(library.catalogue.folder) == []


def test_an_older_file_is_brought_up_to_date(library: Library) -> None:
    library.add([a_draft("Herons fish in the delta.", "new")], clean=False)
    fresh = Library.open(library.catalogue.folder, FakeEncoder())
    assert found(fresh, "herons in the delta")[0] == "Herons fish in the delta."
    with fresh.view() as view:
        assert_same(view.snapshot, current(library)[0])
        assert view.snapshot.unsaved == 1


def test_a_file_of_a_later_state_than_a_reader_sees_is_not_taken(library: Library) -> None:
    with library.catalogue.reading() as older:
        before = state_of(older)
        library.add([a_draft("Herons fish in the delta.", "new")], clean=False)
        assert files.save(library.catalogue.folder, *current(library))
        assert files.read(library.catalogue.folder, before, library.profile(older)) is None
        assert len(library.snapshot_of(older).cells["en"].ids) == 2


def test_a_damaged_file_is_never_believed(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    path = library.catalogue.folder / INDEX
    content = path.read_bytes()
    used = _used(content)
    for at in used[:: len(used) // 60]:
        path.write_bytes(content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :])
        caplog.clear()
        with caplog.at_level(logging.INFO):
            assert saved(library) is None, at
        assert "the catalogue is read instead" in caplog.text
        assert len(files.verify(library.catalogue.folder)) == 1
    assert found(Library.open(library.catalogue.folder, FakeEncoder()), "otters")[0] == TEXTS[0]


def _used(content: bytes) -> list[int]:
    """The bytes that matter: all but what fills up to the next multiple of 64."""
    length = int.from_bytes(content[8:16], "little")
    begin = -(-(24 + length) // 64) * 64
    used = list(range(24 + length))
    for place in json.loads(content[24 : 24 + length])["arrays"].values():
        size = int(np.prod(place["shape"])) * np.dtype(place["type"]).itemsize
        used += range(begin + place["at"], begin + place["at"] + size)
    return used


def test_a_truncated_file_is_never_believed(library: Library) -> None:
    path = library.catalogue.folder / INDEX
    content = path.read_bytes()
    for size in (0, 1, 23, 24, 500, 4000, -1, -64):
        path.write_bytes(content[:size])
        assert saved(library) is None
        assert files.verify(library.catalogue.folder)
    assert found(Library.open(library.catalogue.folder, FakeEncoder()), "otters")[0] == TEXTS[0]


def test_a_file_of_another_library_or_other_means_is_not_taken(library: Library, tmp_path: Path) -> None:
    other = library_of(tmp_path / "other", FakeEncoder(), *TEXTS)
    shutil.copy(library.catalogue.folder / INDEX, other.catalogue.folder / INDEX)
    assert saved(other) is None
    assert files.verify(other.catalogue.folder) == [f"{other.catalogue.folder / INDEX}: it belongs to another library"]
    with library.catalogue.reading() as connection:
        state = state_of(connection)
    assert files.read(library.catalogue.folder, state, uncentred(FakeEncoder())) is None


def test_what_is_not_in_the_catalogue_is_found_out(library: Library) -> None:
    folder = library.catalogue.folder
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("UPDATE passages SET start = start + 1 WHERE language = 'zh'")
    assert files.verify(folder) == [f"{folder / INDEX}: 1 passages (zh) are not those of the catalogue"]


def test_a_snapshot_of_a_state_that_is_gone_is_not_saved(library: Library) -> None:
    snapshot, profile = current(library)
    library.remove([article_id("memory:0")])
    assert not files.save(library.catalogue.folder, snapshot, profile)
    assert [path.name for path in library.catalogue.folder.iterdir() if path.name.startswith(INDEX)] == []


def test_a_folder_that_cannot_be_written_to_has_no_file(library: Library, tmp_path: Path) -> None:
    assert not files.save(tmp_path / "nowhere", *current(library))
    assert not (tmp_path / "nowhere").exists()


def test_removing_leaves_nothing_of_the_article_in_any_file(tmp_path: Path, kept: None) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), *TEXTS)
    library.upkeep.settle()
    gone = article_id("memory:0").encode()
    assert gone in (tmp_path / "library" / INDEX).read_bytes()
    library.remove([article_id("memory:0")])
    library.upkeep.settle()
    for path in (tmp_path / "library").iterdir():
        assert gone not in path.read_bytes(), path.name
    assert (tmp_path / "library" / INDEX).exists()
    assert saved(library) is not None


def test_a_file_appears_after_an_add_and_again_when_enough_has_changed(tmp_path: Path, kept: None) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), *TEXTS)
    library.upkeep.settle()
    before = saved(library)
    assert before is not None
    with library.view() as view:
        assert view.snapshot.unsaved == 0
    library.add([a_draft("Herons fish in the delta.", "new")], clean=False)
    library.upkeep.settle()
    after = saved(library)
    assert after is not None
    assert after.state > before.state


def test_a_reader_writes_the_file_that_is_missing(tmp_path: Path, kept: None) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), *TEXTS)
    library.upkeep.settle()
    files.discard(tmp_path / "library")
    reader = Library.open(tmp_path / "library", FakeEncoder())
    assert found(reader, "otters")
    reader.upkeep.settle()
    assert saved(reader) is not None


def test_a_small_library_has_no_file(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), *TEXTS)
    assert found(library, "otters")
    library.upkeep.settle()
    assert upkeep.SMALL > 1000
    assert not (tmp_path / "library" / INDEX).exists()


def test_a_folder_with_nothing_but_an_index_file_may_become_a_library(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / INDEX).write_bytes(b"left over")
    library = library_of(tmp_path / "library", FakeEncoder(), *TEXTS)
    assert found(library, "otters")[0] == TEXTS[0]
    assert isinstance(library.catalogue, Catalogue)


def test_discarding_leaves_the_catalogue_alone(library: Library) -> None:
    folder = library.catalogue.folder
    (folder / f"{INDEX}.1-1.new").write_bytes(b"unfinished")
    files.discard(folder)
    assert not [path for path in folder.iterdir() if path.name.startswith(INDEX)]
    assert found(Library.open(folder, FakeEncoder()), "otters")[0] == TEXTS[0]


@pytest.mark.slow
def test_thirty_two_ask_while_files_are_saved_and_rough_searches_swapped_in(
    tmp_path: Path, kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinju.index.vectors.LARGE", 30)
    monkeypatch.setattr("yinju.index.vectors._FEWEST", 20)
    library = library_of(tmp_path / "library", FakeEncoder(), *(f"{TEXTS[0]} Number {i}." for i in range(20)))
    stop, troubles, asked = threading.Event(), list[str](), list[int]()

    def ask() -> None:
        while not stop.is_set():
            try:
                with library.view() as view:
                    there = {row[0] for row in view.connection.execute("SELECT id FROM articles")}
                    assert {a for cell in view.snapshot.cells.values() for a in cell.articles} == there
                    for hit in view.search("otters in the river", depth=40):
                        article = view.article(hit.article_id)
                        assert article.text[hit.end - 1] == "."
                        for sentence in hit.sentences:
                            assert article.text[sentence.start : sentence.end].endswith(".")
                asked.append(1)
                stop.wait(0.5)  # or the writers would wait for their turn most of the time
            except Exception as error:  # noqa: BLE001 - whatever an asker meets is a trouble
                troubles.append(repr(error))
                stop.set()

    threads = [threading.Thread(target=ask) for _ in range(32)]
    for thread in threads:
        thread.start()
    elsewhere = Library.open(tmp_path / "library", FakeEncoder())  # as another process would
    for turn in range(4):
        writer = (library, elsewhere)[turn % 2]
        writer.add([a_draft(f"{TEXTS[0]} Turn {turn}, {i}.", f"new:{turn}-{i}") for i in range(8)], clean=False)
        writer.remove([article_id(f"memory:{turn}"), article_id(f"new:{turn - 1}-0")])
    library.upkeep.settle()
    elsewhere.upkeep.settle()
    stop.set()
    for thread in threads:
        thread.join()
    library.upkeep.settle()
    assert not troubles
    assert len(asked) >= 32
    with library.view() as view:
        assert not view.snapshot.slow
        assert_same(view.snapshot, current(library)[0])
    read = saved(library)
    assert read is not None
    assert not read.slow
    assert files.verify(tmp_path / "library") == []


def test_what_changed_while_a_rough_search_was_made_is_not_lost(
    tmp_path: Path, kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinju.index.vectors.LARGE", 5)
    library = library_of(tmp_path / "library", FakeEncoder(), *TEXTS)
    library.upkeep.settle()
    made, go_on = threading.Event(), threading.Event()
    quickened = Snapshot.quickened

    def slowly(snapshot: Snapshot) -> Snapshot:
        made.set()
        assert go_on.wait(60)
        return quickened(snapshot)

    monkeypatch.setattr(Snapshot, "quickened", slowly)
    library.add([a_draft(f"Otters swim in river {i}.", f"new:{i}") for i in range(8)], clean=False)
    assert made.wait(60)
    library.add([a_draft("Herons fish in the delta.", "last")], clean=False)
    assert found(library, "herons in the delta")[0] == "Herons fish in the delta.", "readers do not wait for it"
    go_on.set()
    library.upkeep.settle()
    assert found(library, "herons in the delta")[0] == "Herons fish in the delta."
    with library.view() as view:
        assert not view.snapshot.slow
        assert_same(view.snapshot, current(library)[0])


_ENDING = """
import sys, time
from pathlib import Path
from factories import library_of
from fake_encoder import FakeEncoder
from yinju.index import files, library, upkeep

save = files.save

def slowly(*arguments):
    kept = save(*arguments)
    time.sleep(0.5)  # the program has come to its end meanwhile
    return kept

files.save, upkeep.SMALL, library.SMALL = slowly, 0, 0
library_of(Path(sys.argv[1]), FakeEncoder(), "The river rises in the north. It is home to otters.")
"""


def test_a_program_that_ends_waits_for_the_file_and_says_nothing(tmp_path: Path) -> None:
    tests = str(Path(__file__).resolve().parents[1])
    ended = subprocess.run(
        [sys.executable, "-c", _ENDING, str(tmp_path / "library")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((tests, os.environ.get("PYTHONPATH", "")))},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "library" / INDEX).exists()
