"""Lines of files that are too large to be held."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files import a_zip, drafts, failures, read, written
from yinju.index.read import lines as module
from yinju.index.read import paths
from yinju.index.read.lines import decodable, lines

CHINESE = "工业和信息化部表示，中国人工智能核心产业的规模超过四千亿元，国家将继续支持新技术的发展。"
_texts = st.text(alphabet=st.characters(exclude_characters="\x00\ufeff\r", exclude_categories=["Cs"]))


@given(_texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_lines_are_those_of_the_whole_text(text: str, encoding: str, end: str) -> None:
    content = text.replace("\n", end).encode(encoding)
    assert list(lines(io.BytesIO(content))) == io.StringIO(text).readlines()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
def test_rows_are_read_in_every_encoding_that_can_be_told(tmp_path: Path, encoding: str) -> None:
    rows = "".join(json.dumps({"text": f"{number} {CHINESE}"}, ensure_ascii=False) + "\n" for number in range(9000))
    assert len(rows.encode(encoding)) > module._HEAD / 2
    found = drafts(
        written(tmp_path, "a.jsonl", rows.encode(encoding)),
        written(tmp_path, "a.csv", f"text\n{CHINESE}\n".encode(encoding)),
    )
    assert [draft.raw for draft in found] == [*(f"{number} {CHINESE}" for number in range(9000)), CHINESE]


def test_a_character_cut_where_the_looked_at_bytes_end_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for head in range(100, 112):
        monkeypatch.setattr(module, "_HEAD", head)
        for encoding in ("utf-8", "gb18030"):
            assert list(lines(io.BytesIO((CHINESE * 20).encode(encoding)))) == [CHINESE * 20]


def test_a_row_in_another_encoding_costs_only_itself(tmp_path: Path) -> None:
    rows = b'{"text": "One."}\n{"text": "Caf\xe9."}\n{"text": "Three."}\n'
    table = b"text,topic\nOne.,x\nTwo.,caf\xe9\nThree.,y\n"
    for path in (written(tmp_path, "a.jsonl", rows), written(tmp_path, "a.csv", table)):
        assert [draft.raw for draft in drafts(path)] == ["One.", "Three."]
        (failure,) = failures(path)
        assert failure.where == f"{path}:{2 if path.suffix == '.jsonl' else 3}"
        assert "not in the encoding of the file" in failure.why


def test_half_a_utf_16_file_gives_the_rows_before_and_is_reported(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"text": "One."}\n'.encode("utf-16") + b"\x7b")
    assert [type(item).__name__ for item in read(path)][-1] == "Unreadable"
    assert "not the UTF-16 text" in failures(path)[0].why


def test_a_line_too_long_is_reported_and_those_around_it_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("yinju.index.read.lines.LONGEST", "yinju.index.read.rows.LONGEST"):
        monkeypatch.setattr(name, 100)
    endless = json.dumps({"text": "x" * 1000})
    path = written(tmp_path, "a.jsonl", f'{{"text": "One."}}\n{endless}\n{{"text": "Three."}}\n{endless}')
    assert [draft.raw for draft in drafts(path)] == ["One.", "Three."]
    assert [failure.where for failure in failures(path)] == [f"{path}:2", f"{path}:4"]
    for number, cell in enumerate(("x" * 1000, '"x\n' * 100, '"x\n",' * 100)):
        table = written(tmp_path, f"{number}.csv", f"text\nOne.\n{cell}")
        assert [draft.raw for draft in drafts(table)] == ["One."]
        assert [failure.where for failure in failures(table)] == [f"{table}:3"]


def test_of_a_thousand_broken_rows_a_hundred_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", "{broken\n" * 1000 + '{"text": "Last."}')
    assert [draft.raw for draft in drafts(path)] == ["Last."]
    told = failures(path)
    assert len(told) == paths._TOLD + 1
    assert told[-1].why.startswith("900 more failures")


def test_a_file_larger_than_the_memory_is_read_row_by_row(tmp_path: Path) -> None:
    good, part = b'{"text": "Good."}\n', b"x" * (1 << 20)
    for name, begin in (
        ("a.jsonl", b'{"text": "' + part),  # one line without end
        ("b.csv", b'text\nGood.\n"' + part),  # a cell without end
        ("c.csv", b'text\nGood.\n"' + (b"x" * 60 + b'\n","') * (300 << 10)),  # a row of cells without end
    ):
        with (tmp_path / name).open("wb") as file:
            file.write(begin)
            file.seek(400 << 20)
            file.write(b"\n" + good)
    written(tmp_path, "d.zip", a_zip({"d.jsonl": good + b'{"text": "' + part * 40 + b'"}\n' + good}, 0))
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (384 << 20, 384 << 20))\n"
        "from pathlib import Path; from yinju.index.read.paths import count_files, read_paths\n"
        "folder = Path(sys.argv[1]); count_files([folder])\n"
        "print(*(getattr(item, 'raw', None) or item.where[len(str(folder)) :] for item in read_paths([folder])))"
    )
    result = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert result.stdout == "/a.jsonl:1 Good. Good. /b.csv:3 Good. /c.csv:3 Good. /d.zip!d.jsonl:2 Good.\n", (
        result.stderr
    )


def test_a_text_shows_whether_it_was_decoded() -> None:
    assert decodable(f"{CHINESE}😀")
    assert not decodable(b"caf\xe9".decode(errors="surrogateescape"))
