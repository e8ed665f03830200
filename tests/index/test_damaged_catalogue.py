"""A damaged file is named, never taken for an empty library, and gives back every article that can be proved."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import commands
from factories import a_draft, library_of
from fake_encoder import FakeEncoder
from yinju.index.catalogue import FILE, Catalogue
from yinju.index.errors import LibraryBusy, LibraryDamaged
from yinju.index.library import Library
from yinju.index.pages import PAGE, Pages
from yinju.index.repairing import repair, verify
from yinju.index.types import article_id

COUNT = 120
TEXTS = [
    f"Report {i} of the delta. " + " ".join(f"Station {i}-{j} counted {i * j} herons that year." for j in range(20))
    for i in range(COUNT)
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "library"
    library_of(folder, FakeEncoder(), *TEXTS)
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "library")
    return tmp_path / "library"


def texts(folder: Path) -> set[str]:
    return {article.text for article in Library.open(folder, FakeEncoder()).articles()}


def fake(_: str | None) -> FakeEncoder:
    return FakeEncoder()


def cut(share: float) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        with file.open("r+b") as opened:
            opened.truncate(int(file.stat().st_size * share))

    return damage


def garbage(first: int, last: int) -> Callable[[Path], None]:
    """Random bytes in place of some pages."""

    def damage(file: Path) -> None:
        with file.open("r+b") as opened:
            opened.seek(first * PAGE)
            opened.write(random.Random(1).randbytes((last - first) * PAGE))

    return damage


def header(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(random.Random(2).randbytes(100))


AT_OPENING = {
    "nothing in it": (lambda file: file.write_bytes(b""), 0),
    "garbage in the header": (header, COUNT),
    "garbage in the first page": (garbage(0, 1), COUNT),
    "cut in half": (cut(0.5), COUNT * 0.25),
    "cut by a tenth": (cut(0.9), COUNT * 0.75),
    "cut in the header": (cut(0.00001), 0),
    "text instead": (lambda file: file.write_text("these are not the tables you want " * 500), 0),
}


@pytest.mark.parametrize("damage", AT_OPENING)
def test_damage_is_named_at_opening_with_the_file_and_the_command(folder: Path, damage: str) -> None:
    AT_OPENING[damage][0](folder / FILE)
    for attempt in (Catalogue, Catalogue.create):
        with pytest.raises(LibraryDamaged, match=rf"{FILE} is damaged .*yinju repair --library"):
            attempt(folder)


@pytest.mark.parametrize("damage", AT_OPENING)
def test_every_article_whose_text_is_still_there_is_saved_and_the_damaged_file_is_kept(
    folder: Path, damage: str
) -> None:
    spoil, least = AT_OPENING[damage]
    spoil(folder / FILE)
    broken = (folder / FILE).read_bytes()
    done = repair(folder, fake)
    if not least:
        assert not done.well
        assert (folder / FILE).read_bytes() == broken, "what gives no article is left as it is"
        with pytest.raises(LibraryDamaged):
            Catalogue.create(folder)
        return
    assert least <= done.articles <= COUNT
    assert done.well == (done.articles == COUNT)
    assert verify(folder).well
    assert texts(folder) <= set(TEXTS)
    assert done.kept[0].read_bytes() == broken
    assert set(done.lost) <= {article_id(f"memory:{i}") for i in range(COUNT)}
    library = Library.open(folder, FakeEncoder())
    report = library.add([a_draft(text, f"memory:{i}") for i, text in enumerate(TEXTS)], clean=False)
    assert (report.unchanged, report.added) == (done.articles, COUNT - done.articles)
    assert texts(folder) == set(TEXTS)


def test_garbage_in_the_middle_is_met_as_damage_or_not_at_all_and_repaired(whole: Path, tmp_path: Path) -> None:
    """Every stretch of the file in turn: no answer from damaged text, no traceback, nothing lost that is readable."""
    pages = (whole / FILE).stat().st_size // PAGE
    met = 0
    for turn, first in enumerate(range(1, pages - 8, pages // 8)):
        folder = tmp_path / str(turn)
        shutil.copytree(whole, folder)
        garbage(first, first + 8)(folder / FILE)
        try:
            library = Library.open(folder, FakeEncoder())
            with library.view() as view:
                for hit in view.search("herons at station 7-3"):
                    assert view.article(hit.article_id).text in TEXTS
        except LibraryDamaged:
            met += 1
        done = repair(folder, fake)
        assert done.articles + len(done.lost) >= COUNT - 8
        assert done.articles >= COUNT - 16, "eight pages hold parts of a few articles only"
        assert verify(folder).well
        assert texts(folder) <= set(TEXTS)
        shutil.rmtree(folder)
    assert met


def test_committed_changes_that_are_only_in_the_log_are_saved_too(folder: Path) -> None:
    reader = sqlite3.connect(folder / FILE, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM articles").fetchone()  # keeps the log from being written back
    library = Library.open(folder, FakeEncoder())
    library.add([a_draft("Otters came back to the delta.", "memory:late")], clean=False)
    library.remove([article_id("memory:0")])
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)  # as a power cut would leave it
    reader.close()
    header(copy / FILE)
    done = repair(copy, fake)
    assert done.well
    assert texts(copy) == {*TEXTS[1:], "Otters came back to the delta."}


def test_an_exchange_that_was_cut_short_is_completed(folder: Path) -> None:
    header(folder / FILE)
    kept = folder / f"{FILE}.damaged-20260101-000000"
    kept.hardlink_to(folder / FILE)
    (folder / ".salvage").mkdir()
    (folder / ".salvage" / FILE).write_bytes(b"half")
    done = repair(folder, fake)
    assert done.well
    assert done.kept == [kept], "one copy of the damaged file is enough"
    assert texts(folder) == set(TEXTS)
    assert not (folder / ".salvage").exists()


def test_without_its_log_a_library_opens_at_a_committed_state(folder: Path) -> None:
    for name in ("-wal", "-shm"):
        folder.joinpath(FILE + name).unlink(missing_ok=True)
    assert texts(folder) == set(TEXTS)


def test_a_stale_index_of_the_log_does_not_matter(folder: Path) -> None:
    folder.joinpath(f"{FILE}-shm").write_bytes(random.Random(3).randbytes(32_768))
    assert texts(folder) == set(TEXTS)
    Library.open(folder, FakeEncoder()).add([a_draft("Otters came back.", "memory:new")], clean=False)
    assert verify(folder).well


def test_a_log_whose_catalogue_has_gone_is_not_mixed_into_a_new_library(folder: Path) -> None:
    reader = sqlite3.connect(folder / FILE, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM articles").fetchone()
    Library.open(folder, FakeEncoder()).add([a_draft("Otters came back.", "memory:late")], clean=False)
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    reader.close()
    (copy / FILE).unlink()
    for attempt in (Catalogue, Catalogue.create):
        with pytest.raises(LibraryDamaged, match="it has gone, and only its log"):
            attempt(copy)
    done = repair(copy, fake)
    assert done.articles == 1, "the log holds the last article"
    assert not done.well or texts(copy) == {"Otters came back."}


def test_a_text_that_is_not_what_was_stored_is_never_quoted(folder: Path) -> None:
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("UPDATE articles SET text = replace(text, 'herons', 'storks')")
    connection.close()
    library = Library.open(folder, FakeEncoder())
    with pytest.raises(LibraryDamaged, match=r"is not what was stored.*yinju repair"):
        library.articles()


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    from yinju.index.errors import NotALibrary

    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("CREATE TABLE photos (name)")
    connection.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(NotALibrary, match="not made by Yinju"):
        repair(tmp_path, fake)
    assert (tmp_path / FILE).read_bytes() == before


def test_nobody_repairs_while_somebody_writes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    garbage(60, 70)(folder / FILE)
    writer = sqlite3.connect(folder / FILE, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("yinju.index.rebuilding._PATIENCE", 0.1)
    try:
        with pytest.raises(LibraryBusy, match="end it, then repair again"):
            repair(folder, fake)
    finally:
        writer.close()


def test_the_rows_read_page_by_page_are_those_that_sqlite_reads(folder: Path) -> None:
    with sqlite3.connect(folder / FILE) as connection:
        articles = set(connection.execute("SELECT id, text FROM articles"))
        vectors = set(connection.execute("SELECT key, vector FROM embeddings"))
    connection.close()
    with Pages(folder / FILE, folder / f"{FILE}-wal") as pages:
        rows = list(pages.rows())
    assert {(row[0], row[9]) for row in rows if len(row) == 13} == articles
    assert {(row[1], row[2]) for row in rows if len(row) == 3} == vectors


@pytest.mark.parametrize("command", [["ask", "herons?"], ["add", "."], ["list"], ["remove", "x"], ["reembed"]])
def test_the_command_line_says_it_in_one_sentence(folder: Path, command: list[str]) -> None:
    header(folder / FILE)
    result = commands.run(*command, "--library", str(folder), folder=Path.cwd())
    said = result.stderr.decode()
    assert result.returncode == 1
    assert "Traceback" not in said
    assert f"{FILE} is damaged" in said
    assert "yinju repair --library" in said
    assert result.stdout == b""
