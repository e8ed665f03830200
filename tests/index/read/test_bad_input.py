"""What people and attackers put into folders: reported for its file in one sentence, and the rest goes in."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from fake_encoder import FakeEncoder
from files import a_pdf, drafts, failures, lines, one, read, why, written
from yinju.index.library import Library
from yinju.index.read import paths
from yinju.index.read.quarantine import Quarantine
from yinju.index.types import AddReport, Unreadable

GOOD = "The river is home to forty otters, and each of them eats two hundred kinds of fish."


def added(folder: Path, *sources: Path) -> tuple[Library, AddReport]:
    library = Library.open(folder / "library", FakeEncoder(), create=True)
    return library, library.add(read(*sources))


def test_among_all_that_is_bad_the_good_goes_in_and_each_bad_file_is_named_once(tmp_path: Path) -> None:
    bad = {
        "a.pdf": a_pdf([]),
        "b.docx": b"PK\x03\x04",
        "c.zip": b"PK\x05\x06",
        "d.csv": "one,two\n1,2\n",
        "e.html": "<html></html>",
        "f.jsonl": "{broken",
        "g.md": "---\nurl: [\n---\nBody.",
        "h.txt": b"\x00\x01",
        "i.txt": "",
        "j.pdf": b"%PDF",
    }
    for name, content in bad.items():
        written(tmp_path, f"in/{name}", content)
    written(tmp_path, "in/z.txt", GOOD)
    _, report = added(tmp_path, tmp_path / "in")
    assert report.added == 1
    assert [Path(item.where).name.split(":")[0] for item in report.failed] == list(bad)
    assert all(item.why and "\n" not in item.why and "Error" not in item.why for item in report.failed)


@pytest.mark.parametrize(
    "page", ["<div>" * 100_000 + GOOD, "<b><i>" * 50_000 + GOOD, "<table><tr><td>" * 20_000 + GOOD]
)
def test_a_page_nested_without_end_is_read_or_reported_soon(tmp_path: Path, page: str) -> None:
    path = written(tmp_path, "a.html", f"<html><body>{page}")
    begin = time.monotonic()
    (item,) = read(path)
    assert time.monotonic() - begin < 15
    assert not isinstance(item, Unreadable) or item.why


def test_a_reader_that_takes_too_long_is_ended_and_the_next_file_is_read() -> None:
    bomb = "---\na: &a {x: 1}\n"  # merged nine to the twelfth times
    for number in range(12):
        last, name = chr(97 + number), chr(98 + number)
        bomb += f"{name}: &{name} {{<<: [{', '.join([f'*{last}'] * 9)}]}}\n"
    with Quarantine(seconds=0.5) as quarantine:
        begin = time.monotonic()
        (item,) = quarantine.read(Path("bomb.md"), f"{bomb}---\nBody.".encode())
        assert isinstance(item, Unreadable)
        assert "took longer than 0.5 s" in item.why
        assert time.monotonic() - begin < 5
        assert quarantine.read(Path("a.md"), GOOD.encode()) != []


def test_a_reader_that_takes_too_much_memory_is_ended_and_the_next_file_is_read() -> None:
    bomb = "---\na: &a [x, x, x]\n"  # its text is nine to the twelfth times as long
    for number in range(12):
        last, name = chr(97 + number), chr(98 + number)
        bomb += f"{name}: &{name} [{', '.join([f'*{last}'] * 9)}]\n"
    with Quarantine(memory=128 << 20) as quarantine:
        (item,) = quarantine.read(Path("bomb.md"), f"{bomb}---\nBody.".encode())
        assert isinstance(item, Unreadable)
        assert "within 128 MiB" in item.why
        (draft,) = quarantine.read(Path("a.md"), GOOD.encode())
        assert not isinstance(draft, Unreadable)


def test_a_reader_that_dies_takes_nothing_with_it() -> None:
    with Quarantine() as quarantine:
        assert not isinstance(quarantine.read(Path("a.md"), GOOD.encode())[0], Unreadable)
        assert quarantine._process is not None
        quarantine._process.send_signal(signal.SIGKILL)
        quarantine._process.wait()
        assert isinstance(quarantine.read(Path("b.md"), GOOD.encode())[0], Unreadable)
        assert not isinstance(quarantine.read(Path("c.md"), GOOD.encode())[0], Unreadable)


def test_what_passes_the_quarantine_is_what_the_reader_said(tmp_path: Path) -> None:
    draft = one(written(tmp_path, "ü\n名.md", '---\ntags: [a, 甲]\ndate: 2021-07-13\n---\n# 标题\n\n😀 \\ " Body.'))
    assert (draft.title, draft.raw, draft.published) == ("标题", '标题\n\n😀 \\ " Body.', "2021-07-13")
    assert draft.facets == {"tags": ("a", "甲")}
    assert draft.where.endswith("ü\n名.md")


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_an_article_of_one_endless_line_is_reported(tmp_path: Path, name: str) -> None:
    text = "no end " * 750_000
    content = f'{{"text": "{text}"}}' if name.endswith("jsonl") else text
    assert "a line of 5,250,000 characters" in why(written(tmp_path, name, content))


def test_an_article_longer_than_any_book_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_LONGEST", 100)
    assert "more than the 100 of an article" in why(written(tmp_path, "a.txt", f"{GOOD}\n{GOOD}"))


def test_a_long_line_of_chinese_is_split_in_no_time() -> None:
    from yinju.index.passages import passages

    line = "银行上调了利率，市场没有反应。" * 20_000
    begin = time.monotonic()
    found = passages(line, "zh")
    assert time.monotonic() - begin < 10, "some 4 s a million characters; it was minutes"
    assert sum(len(passage.sentences) for passage in found) == 20_000


@pytest.mark.parametrize("text", ["𓀀𓀁𓀂 𓀃𓀄𓀅 𓀆𓀇", "ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ ᐊᑐᖅᑕᐅᔪᖅ", "ꦲꦏ꧀ꦱꦫꦗꦮ ꦲꦤꦕꦫꦏ", "𐌰𐌱𐌲𐌳 𐌴𐌵𐌶", "ᚠᚢᚦᚨᚱᚲ ᚷᚹ"])
def test_a_script_nobody_knows_goes_in_word_for_word(tmp_path: Path, text: str) -> None:
    library, report = added(tmp_path, written(tmp_path, "a.txt", f"{text}."))
    assert report.added == 1
    assert [article.text for article in library.articles()] == [f"{text}."]


def test_of_two_rows_with_one_id_the_first_is_kept_and_the_second_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", f'{{"_id": "7", "text": "{GOOD}"}}\n{{"_id": "7", "text": "Another."}}\n')
    library, report = added(tmp_path, path)
    assert [article.text for article in library.articles()] == [GOOD]
    assert [str(item) for item in report.failed] == [
        f"{path}:2: same address or id as {path}:1, which was kept; remove one of the two"
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", f'{{"text": "{GOOD}", "date": "2021-02-30"}}'),
        ("a.csv", f'text,date\n"{GOOD}",2021-02-30\n'),
        ("a.md", f"---\ndate: 2021-02-30\n---\n{GOOD}"),
        ("a.txt", f"标题: 甲\n发布时间: 2021-02-30\n总结: {GOOD}\n"),
    ],
)
def test_an_article_with_a_day_that_no_calendar_has_goes_in_without_it_and_that_is_told(
    tmp_path: Path, name: str, content: str
) -> None:
    library, report = added(tmp_path, written(tmp_path, name, content))
    assert [article.published for article in library.articles()] == [None]
    assert report.failed == []
    (remark,) = report.remarks
    assert name in remark.where
    assert "'2021-02-30' names no day" in remark.what


def test_front_matter_keeps_its_day_as_it_is_written(tmp_path: Path) -> None:
    path = written(tmp_path, "a.md", f"---\ndate: 2021-07-13\nupdated: 2021-08-01\n---\n{GOOD}")
    library, report = added(tmp_path, path)
    assert [article.published for article in library.articles()] == ["2021-07-13"]
    assert library.articles()[0].facets == {"updated": ("2021-08-01",)}
    assert report.remarks == []


def test_a_hundred_good_files_are_read_by_one_process(tmp_path: Path) -> None:
    for number in range(100):
        written(tmp_path, f"{number:03}.pdf", a_pdf(lines(f"The article says {number}.")))
    begin = time.monotonic()
    assert len(drafts(tmp_path)) == 100
    assert failures(tmp_path) == []
    assert time.monotonic() - begin < 10
