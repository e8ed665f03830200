"""A library that follows folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fake_encoder import FakeEncoder
from files import written
from yinju.index import following
from yinju.index.following import Round, follow
from yinju.index.library import Library
from yinju.index.read.folders import Selection


class Watched:
    """A folder that a library follows, a round a call, without waiting."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *paths: Path, **options: Selection) -> None:
        self.folder, self.now, self._between = tmp_path / "in", 0, lambda: None
        self.folder.mkdir(exist_ok=True)
        self.library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
        self.looks = 0
        monkeypatch.setattr(following.time, "sleep", self._slept)
        self._rounds: Iterator[Round] = follow(self.library, paths or [self.folder], **options)

    def write(self, name: str, text: str, age: float = 60) -> Path:
        path = written(self.folder, name, text)
        self.now += 1
        changed = path.stat().st_mtime - age + self.now / 1000
        os.utime(path, (changed, changed))
        return path

    def step(self, looks: int = 3) -> Round | None:
        """The next round that changed something, or None when nothing changes in that many looks."""
        self.looks = looks
        try:
            return next(self._rounds)
        except _Enough:
            self._rounds = iter(())
            return None

    def texts(self) -> set[str]:
        return {article.text for article in self.library.articles()}

    def _slept(self, seconds: float) -> None:
        assert seconds == following.INTERVAL
        self.looks -= 1
        if self.looks < 0:
            raise _Enough


class _Enough(Exception):
    pass


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(tmp_path, monkeypatch)


def test_what_is_there_goes_in_at_once_and_what_comes_changes_and_goes_follows(watched: Watched) -> None:
    watched.write("a.txt", "Otters swim.")
    watched.write("b/c.txt", "Herons stand.")
    first = watched.step()
    assert first is not None
    assert first.report.added == 2

    watched.write("d.txt", "Beavers build.")
    watched.write("a.txt", "Otters swim and sleep.")
    second = watched.step()
    assert second is not None
    assert (second.report.added, second.report.updated, second.removed) == (1, 1, 0)

    (watched.folder / "a.txt").unlink()
    shutil.rmtree(watched.folder / "b")
    third = watched.step()
    assert third is not None
    assert third.removed == 2
    assert watched.texts() == {"Beavers build."}
    assert watched.step() is None


def test_a_file_that_is_still_being_written_waits(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    first = watched.step()
    assert first is not None
    path = watched.write("a.txt", "Half a", age=0)
    read: list[str] = []
    whole = "Half a sentence."

    def slept(_: float) -> None:
        if len(path.read_text()) < len(whole):
            read.extend(watched.texts())
            path.write_text(whole[: len(path.read_text()) + 2])

    monkeypatch.setattr(following.time, "sleep", slept)
    second = watched.step()
    assert second is not None
    assert read == []
    assert watched.texts() == {whole}


def test_a_file_young_at_the_start_waits_for_the_second_look(watched: Watched) -> None:
    watched.write("a.txt", "Otters swim.", age=0)
    first, second = watched.step(), watched.step()
    assert first is not None
    assert first.report.added == 0
    assert second is not None
    assert second.report.added == 1


def test_rows_that_left_a_file_leave_the_library_unless_the_file_is_broken(watched: Watched) -> None:
    watched.write("a.jsonl", '{"id": 1, "text": "Otters."}\n{"id": 2, "text": "Herons."}')
    watched.step()
    watched.write("a.jsonl", '{"id": 1, "text": "Otters."}\n{broken')
    broken = watched.step()
    assert broken is not None
    assert (broken.removed, len(broken.report.failed)) == (0, 1)
    watched.write("a.jsonl", '{"id": 1, "text": "Otters."}')
    mended = watched.step()
    assert mended is not None
    assert mended.removed == 1
    assert watched.texts() == {"Otters."}


def test_an_article_that_moved_stays(watched: Watched) -> None:
    path = watched.write("a.md", "---\nurl: https://example.org/a\n---\nOtters swim.")
    watched.step()
    path.rename(watched.folder / "b.md")
    assert watched.step() is None
    assert watched.texts() == {"Otters swim."}


def test_of_two_files_with_one_address_the_second_takes_over_when_the_first_goes(watched: Watched) -> None:
    first = watched.write("a.md", "---\nurl: https://example.org/a\n---\nOtters swim.")
    watched.write("b.md", "---\nurl: https://example.org/a\n---\nOtters sleep.")
    told = watched.step()
    assert told is not None
    assert len(told.report.failed) == 1
    first.unlink()
    watched.step()
    assert watched.texts() == {"Otters sleep."}


def test_a_folder_that_cannot_be_reached_takes_nothing_out(watched: Watched) -> None:
    watched.write("a.txt", "Otters swim.")
    watched.step()
    watched.folder.rename(watched.folder.with_name("away"))
    away = watched.step()
    assert away is not None
    assert (away.removed, away.missing) == (0, (watched.folder,))
    watched.folder.with_name("away").rename(watched.folder)
    back = watched.step()
    assert back is not None
    assert (back.report.added, back.missing) == (0, ())
    assert watched.texts() == {"Otters swim."}


def test_articles_added_elsewhere_and_files_left_out_by_patterns_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(tmp_path, monkeypatch, selection=Selection(["*.txt"]))
    from yinju.index.types import Draft

    watched.library.add([Draft("elsewhere", "Herons stand.", "elsewhere")])
    path = watched.write("a.txt", "Otters swim.")
    watched.write("b.md", "Not wanted.")
    watched.write("c.xyz", "Unknown.")
    watched.step()
    path.unlink()
    watched.step()
    assert watched.texts() == {"Herons stand."}


def test_a_file_that_is_named_and_deleted_goes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "in/a.txt", "Otters swim.")
    os.utime(path, (1, 1))
    watched = Watched(tmp_path, monkeypatch, path)
    watched.step()
    assert watched.texts() == {"Otters swim."}
    path.unlink()
    watched.step()
    assert watched.texts() == set()


def test_what_is_no_article_is_told_once(watched: Watched) -> None:
    path = watched.write("a.xyz", "Unknown.")
    first = watched.step()
    assert first is not None
    assert len(first.report.unreadable) == 1
    path.write_text("Changed.")
    assert watched.step() is None
