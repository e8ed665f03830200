"""Which files of a folder are read."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from files import read, written
from yinju.index.read.folders import Selection

NAMES = ("a.md", "b.txt", "drafts/c.md", "news/2021/d.md", "news/e.txt")


@pytest.mark.parametrize(
    ("include", "exclude", "admitted"),
    [
        ([], [], NAMES),
        (["*.md"], [], ("a.md", "drafts/c.md", "news/2021/d.md")),
        (["*.md"], ["drafts/*"], ("a.md", "news/2021/d.md")),
        ([], ["drafts"], ("a.md", "b.txt", "news/2021/d.md", "news/e.txt")),
        (["news/*"], [], ("news/2021/d.md", "news/e.txt")),
        (["./news/2021/"], [], ("news/2021/d.md",)),
        (["a.*", "?.txt"], ["news"], ("a.md", "b.txt")),
        (["*.pdf"], [], ()),
    ],
)
def test_patterns_choose_files_by_name_at_any_depth_and_by_path(
    include: list[str], exclude: list[str], admitted: tuple[str, ...]
) -> None:
    selection = Selection(include, exclude)
    assert tuple(name for name in NAMES if selection.admits(PurePath(name))) == admitted


def test_patterns_that_match_nothing_are_known(tmp_path: Path) -> None:
    for name in NAMES:
        written(tmp_path, name, "Text.")
    selection = Selection(["*.md", "*.mdx"], ["old/*", "drafts"])
    assert [Path(item.where).name for item in read(tmp_path, selection=selection)] == ["a.md", "d.md"]
    assert selection.idle == ["*.mdx", "old/*"]


def test_a_file_that_is_named_is_read_whatever_the_patterns(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "Text.")
    assert len(read(path, selection=Selection(["*.md"]))) == 1


def test_a_link_to_a_folder_above_does_not_lead_in_circles(tmp_path: Path) -> None:
    written(tmp_path, "a/b.txt", "Text.")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    assert [Path(item.where).name for item in read(tmp_path)] == ["b.txt"]
