"""Files that were sent keep their own names, wherever their bytes lie."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path

import pytest

from files import written
from yinju.index.read.received import Received, count_received, own_name, read_received
from yinju.index.types import Draft, Unreadable

RECORD = "标题: 河流\n总结: 河里有四十只水獭。\n\n标题: 城墙\n总结: 城墙高四米。\n"


def sent(folder: Path, name: str, content: str | bytes, number: int = 1) -> Received:
    """A file of this name, lying under another."""
    return Received(name, written(folder / "temporary", f"{number:05}{Path(name).suffix}", content))


def drafts(*files: Received) -> list[Draft]:
    found = list(read_received(files))
    assert all(isinstance(item, Draft) for item in found), found
    return [item for item in found if isinstance(item, Draft)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "The river is home to forty otters."),
        ("报告.md", "# Otters\n\nThe river is home to forty otters."),
        ("a.html", "<html><body><article><p>The river is home to forty otters, and nobody has ever counted more of them in the delta than in that year.</p></article></body></html>"),
        ("a.jsonl", '{"text": "The river is home to forty otters."}\n'),
        ("a.csv", "title,text\nOtters,The river is home to forty otters.\n"),
    ],
)  # fmt: skip
def test_an_article_is_known_by_its_files_own_name_and_nothing_says_where_it_lay(
    tmp_path: Path, name: str, content: str
) -> None:
    (draft,) = drafts(sent(tmp_path, name, content))
    assert draft.identity.startswith(name)
    assert draft.where.startswith(name)
    assert "temporary" not in repr(draft)
    assert "00001" not in repr(draft)


def test_a_newer_file_of_the_same_name_is_the_same_article(tmp_path: Path) -> None:
    (old,) = drafts(sent(tmp_path, "a.md", "One.", 1))
    (new,) = drafts(sent(tmp_path, "a.md", "Two.", 2))
    assert old.identity == new.identity == "a.md"
    assert old.raw != new.raw


def test_rows_records_and_members_are_told_apart(tmp_path: Path) -> None:
    rows = drafts(sent(tmp_path, "corpus.jsonl", '{"_id": "x", "text": "One."}\n{"text": "Two."}\n'))
    assert [row.identity for row in rows] == ["corpus.jsonl#x", "corpus.jsonl#2"]
    records = drafts(sent(tmp_path, "records.txt", RECORD))
    assert [record.identity for record in records] == ["records.txt#1", "records.txt#2"]
    archive = tmp_path / "pack.zip"
    with zipfile.ZipFile(archive, "w") as pack:
        pack.writestr("news/a.txt", "One.")
        pack.writestr("news/b.exe", "Two.")
    found = list(read_received([Received("pack.zip", archive)]))
    assert [item.where for item in found] == ["pack.zip!news/a.txt", "pack.zip!news/b.exe"]


def test_an_address_stays_the_identity(tmp_path: Path) -> None:
    (draft,) = drafts(sent(tmp_path, "a.md", "---\nurl: https://example.org/a\n---\nOne.\n"))
    assert draft.identity == "https://example.org/a"


def test_a_failure_is_told_under_the_files_own_name(tmp_path: Path) -> None:
    names = ["broken.pdf", "empty.txt", "program.exe", "rows.jsonl"]
    contents = [b"%PDF-1.4 nothing", b"", b"MZ", b'{"text": "One."}\nnot json\n']
    files = [sent(tmp_path, name, content, i) for i, (name, content) in enumerate(zip(names, contents, strict=True))]
    found = [item for item in read_received(files) if isinstance(item, Unreadable)]
    assert [item.where for item in found] == ["broken.pdf", "empty.txt", "program.exe", "rows.jsonl:2"]
    assert "temporary" not in repr(found)
    assert not any(item.ignored for item in found), "each was chosen on purpose"


def test_a_folder_is_taken_as_a_folder(tmp_path: Path) -> None:
    names = ["news/.hidden.md", "news/.git/a.md", "news/a.md", "news/picture.png", "beir/corpus.jsonl", "beir/queries.jsonl"]  # fmt: skip
    contents = ["no", "no", "One.", "png", '{"_id": "1", "text": "Two."}\n', '{"_id": "q", "text": "Who?"}\n']
    files = [sent(tmp_path, name, content, i) for i, (name, content) in enumerate(zip(names, contents, strict=True))]
    found = list(read_received(files))
    assert [item.where for item in found] == [
        "news/a.md",
        "news/picture.png",
        "beir/corpus.jsonl:1",
        "beir/queries.jsonl",
    ]
    assert [isinstance(item, Unreadable) and item.ignored for item in found] == [False, True, False, True]


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("a.md", "a.md"),
        ("/etc/passwd", "etc/passwd"),
        ("../../a.md", "a.md"),
        ("news\\2024\\a.md", "news/2024/a.md"),
        ("./news//a.md", "news/a.md"),
        ("line\nbreak\x00\u202e.md", "linebreak.md"),
        (unicodedata.normalize("NFD", "Élan.md"), unicodedata.normalize("NFC", "Élan.md")),
        ("", "?"),
        ("..", "?"),
        ("half \ud800.md", "half .md"),
    ],
)
def test_a_name_leads_nowhere_and_is_the_same_from_every_machine(name: str, own: str) -> None:
    assert own_name(name) == own


def test_an_endless_name_keeps_its_suffix() -> None:
    assert len(own_name("x" * 10_000 + ".md")) <= 500
    assert own_name("x" * 10_000 + ".md").endswith(".md")


def test_articles_are_counted_as_progress_counts_them(tmp_path: Path) -> None:
    files = [
        sent(tmp_path, "a.md", "One.", 1),
        sent(tmp_path, "b.jsonl", "{}\n{}\n{}\n", 2),
        sent(tmp_path, "c.exe", "", 3),
    ]
    assert count_received(files) == 4
